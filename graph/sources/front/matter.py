"""Front matter of static sites: YAML between ``---``, TOML between ``+++``, JSON in braces.

Values stay the strings that are printed ("3.50", "D+", "2019-05-03"): what they mean is decided by
whoever knows the key. YAML is read as nodes, never as Python objects, with a budget that an alias
bomb exhausts at once; a block that is not quite YAML ("title: Alien: Covenant") is read line by line.
"""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.records import Complaint, SetAside
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterable

    import yaml

#: No hand writes more; parsers of TOML take time that grows with the square of the keys.
_LONGEST = 50_000
_BUDGET = 20_000
_MAX_DEPTH = 12
#: What nests YAML without indenting it, and how deep the library may go.
_OPENINGS, _DEEPEST = ("[", "{", "- ", "? "), 100
_WITHOUT_END = "The front matter unfolds without end (YAML aliases or nesting): refused."
_FENCES = {"---": "yaml", "+++": "toml", ";;;": "json"}
_KEY = regex(r"^[\"']?([A-Za-z_][\w .-]{0,40}?)[\"']?\s*[:=]\s*(.*)$")

#: A value of front matter: a string as printed, a list, or a mapping of entries.
Value = Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One key, folded ("Date_Published" is "datepublished"), its value and the lines that state it."""

    key: str
    value: Value
    first: int
    last: int


@dataclass(slots=True)
class FrontMatter:
    """The entries, the body's text, how many lines stand before it, and what was odd."""

    entries: list[Entry] = field(default_factory=list)
    body: str = ""
    body_line: int = 0
    complaints: list[Complaint] = field(default_factory=list)


_NO_KEY = regex(r"[^a-z0-9]")


def fold_key(key: str) -> str:
    """Fold a key: letters and digits only, in lower case and without accents."""
    plain = key if key.isascii() else unicodedata.normalize("NFKD", key)
    return _NO_KEY.sub("", plain.casefold())


def has_front_matter(text: str) -> bool:
    """Whether a text begins with front matter (a fence and its end, or a JSON object before Markdown)."""
    return _cut(text) is not None


def split(text: str) -> FrontMatter:
    """Cut front matter from the body and read it; raises SetAside for a hostile block."""
    cut = _cut(text)
    if cut is None:
        return FrontMatter(body=text)
    kind, block, first, body, body_line = cut
    if len(block) > _LONGEST:
        raise SetAside(
            f"The front matter has {len(block):,} characters, over the limit of {_LONGEST:,}.", first
        )
    found = FrontMatter(body=body, body_line=body_line)
    try:
        reader = {"yaml": _yaml, "toml": _toml, "json": _json}[kind]
        found.entries = reader(block, first)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        found.complaints.append(
            Complaint(
                f"The front matter is not valid {kind.upper()} and was read line by line: {_brief(error)}.",
                first,
            )
        )
        found.entries = _by_line(block, first)
    return found


def _cut(text: str) -> tuple[str, str, int, str, int] | None:  # noqa: PLR0911 (one a kind of front matter)
    lines = text.lstrip("\ufeff").split("\n")
    start = 0
    while start < len(lines) and start < 20 and not lines[start].strip():
        start += 1
    if start >= len(lines):
        return None
    head = lines[start].strip()
    if head in _FENCES or head in {"---yaml", "---toml", "---json"}:
        fence = head[:3]
        kind = head[3:] or _FENCES[head]
        for index in range(start + 1, len(lines)):
            if lines[index].rstrip() == fence or (fence == "---" and lines[index].rstrip() == "..."):
                if index == start + 1 or (
                    kind != "json"
                    and not any(_KEY.match(line) for line in lines[start + 1 : min(index, start + 40)])
                ):
                    return None
                block = "\n".join(lines[start + 1 : index])
                return kind, block, start + 2, "\n".join(lines[index + 1 :]), index + 1
        return None
    if head.startswith("{") and not head.startswith("{{"):
        try:
            _, end = json.JSONDecoder(strict=False).raw_decode("\n".join(lines[start:]))
        except (ValueError, RecursionError):
            return None
        whole = "\n".join(lines[start:])
        rest = whole[end:]
        if not rest.strip():
            return None
        return "json", whole[:end], start + 1, rest, start + whole[:end].count("\n")
    return None


def _yaml(block: str, first: int) -> list[Entry]:
    import yaml  # noqa: PLC0415 - most pages have no front matter

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        if sum(map(block.count, _OPENINGS)) > _MAX_DEPTH:
            _refuse_deep(yaml.parse(block, Loader=loader))
        node = yaml.compose(block, Loader=loader)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None
    if not isinstance(node, yaml.MappingNode):
        raise ValueError("no keys in it")  # noqa: TRY004 (what the file says, not what the code passed)
    budget = [_BUDGET]
    entries = []
    for key, value in node.value:
        line = first + key.start_mark.line
        last = (
            first
            + value.end_mark.line
            - (1 if value.end_mark.column == 0 and value.end_mark.line > value.start_mark.line else 0)
        )
        entries.append(Entry(fold_key(str(key.value)), _plain(value, budget, 0), line, max(line, last)))
    return entries


def _refuse_deep(events: Iterable[yaml.Event]) -> None:
    """Refuses what is nested deeper than is read: composing it would overflow the stack of the library."""
    import yaml  # noqa: PLC0415 - as above

    depth = 0
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            raise SetAside(_WITHOUT_END, 1)


def _plain(node: yaml.Node, budget: list[int], depth: int) -> Value:
    """A node as strings, lists and dicts. Aliases are followed, so the budget counts what they unfold to."""
    import yaml  # noqa: PLC0415 - as above

    budget[0] -= 1
    if budget[0] < 0 or depth > _MAX_DEPTH:
        raise SetAside(_WITHOUT_END, 1)
    if isinstance(node, yaml.ScalarNode):
        null = node.tag == "tag:yaml.org,2002:null"
        return "" if null else str(node.value).strip()
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, budget, depth + 1) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value, budget, depth + 1) for key, value in node.value}
    return ""


def _toml(block: str, first: int) -> list[Entry]:
    data = tomllib.loads(block, parse_float=str)
    lines = _key_lines(block)
    return [
        Entry(fold_key(key), _strings(value, 0), *_line_of(key, lines, first)) for key, value in data.items()
    ]


def _json(block: str, first: int) -> list[Entry]:
    data = json.loads(_braced(block), strict=False, parse_float=str, parse_int=str)
    if not isinstance(data, dict):
        raise ValueError("no keys in it")  # noqa: TRY004 (what the file says, not what the code passed)
    lines = _key_lines(block)
    return [
        Entry(fold_key(key), _strings(value, 0), *_line_of(key, lines, first)) for key, value in data.items()
    ]


def _braced(block: str) -> str:
    """Put the braces around a JSON block that its fence stands for."""
    return block if block.lstrip().startswith("{") else "{" + block.strip().strip(",") + "}"


_KEY_LINE = regex(r"^[\s{,]*\[{0,2}\s*[\"']?([\w-]+)[\"']?[\w.\"' -]*\s*[\]=:]", re.MULTILINE)


def _key_lines(block: str) -> dict[str, int]:
    """For each key that begins a line (or a TOML table's head) the first line that it stands on, from 0."""
    lines: dict[str, int] = {}
    for number, line in enumerate(block.split("\n")):
        found = _KEY_LINE.match(line[:200])
        if found is not None:
            lines.setdefault(found.group(1), number)
    return lines


def _line_of(key: str, lines: dict[str, int], first: int) -> tuple[int, int]:
    line = first + lines.get(key, 0)
    return line, line


def _strings(value: Value, depth: int) -> Value:
    if depth > _MAX_DEPTH:
        raise SetAside("The front matter is nested too deeply: refused.", 1)
    if isinstance(value, dict):
        return {str(key): _strings(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_strings(item, depth + 1) for item in value[:2000]]
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _by_line(block: str, first: int) -> list[Entry]:
    entries: list[Entry] = []
    for offset, line in enumerate(block.split("\n")[:2000]):
        found = _KEY.match(line)
        item = re.match(r"^\s+-\s+(.+)$|^-\s+(.+)$", line)
        if found is not None:
            raw = found.group(2).strip()
            inside = re.match(r"^\[(.*)\]$", raw)
            value: Value = [_bare(part) for part in inside.group(1).split(",")] if inside else _bare(raw)
            entries.append(Entry(fold_key(found.group(1)), value, first + offset, first + offset))
        elif item is not None and entries:
            before = entries[-1]
            items = before.value if isinstance(before.value, list) else [before.value] if before.value else []
            text = _bare((item.group(1) or item.group(2)).strip())
            entries[-1] = Entry(before.key, [*items, text], before.first, first + offset)
    return entries


def _bare(text: str) -> str:
    text = text.strip().rstrip(",").strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def _brief(error: Exception) -> str:
    return " ".join(str(error).split())[:100]
