"""Blocks of structured data in a page, JSON-LD, microdata and RDFa, as plain objects with their lines.

Blocks are read with the standard json module rather than extruct: extruct parses the page a second time
and does not say on which lines a block stands.
"""

from __future__ import annotations

import html as _html
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.records import Complaint, Fact
from graph.sources.lines import squeeze
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

#: What a JSON parser gives: objects, lists, strings.
Data = Any
_WRAPPING = regex(
    r"^\s*(?:/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[|<!--)|(?:/\*\s*\]\]>\s*\*/|"
    r"//\s*\]\]>|\]\]>|-->)\s*;?\s*$"
)


#: The attribute of the script elements that ``reelgraph export html`` writes.
_OURS = "data-reelgraph"


_TRAILING_COMMA = regex(r",(\s*[}\]])")


_MAX_NODES = 5000


@dataclass(frozen=True, slots=True)
class Block:
    """One block of data: its nodes, and where it stands in the source; ``ours``: we put it there."""

    data: Data
    raw: str
    first: int
    last: int
    what: str
    ours: bool = False

    def fact(self, value: Data, printed: str | None = None) -> Fact[Any]:
        """A fact of this block, on the line that prints it if that line can be told."""
        text = printed if printed is not None else str(value)
        for form in (text, json.dumps(text)[1:-1]):
            at = self.raw.find(form) if form else -1
            if at >= 0:
                line = min(self.first + self.raw.count("\n", 0, at), self.last)
                return Fact(value, line, line, text if text != str(value) else None)
        return Fact(value, self.first, self.last, text if text != str(value) else None)


def json_blocks(tree: HtmlElement) -> tuple[list[Block], list[Complaint]]:
    """Every JSON-LD block of a page; a broken one is mended where that is plain, else a complaint."""
    blocks: list[Block] = []
    complaints: list[Complaint] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").casefold():
            continue
        raw = script.text or ""
        first = script.sourceline or 1
        if not raw.strip():
            continue
        try:
            data = _loaded(raw)
        except (ValueError, RecursionError) as error:
            where = first + getattr(error, "lineno", 1) - 1
            complaints.append(
                Complaint(f"A block of JSON-LD is broken and was not read: {str(error)[:100]}.", where)
            )
            continue
        last = first + raw.rstrip().count("\n")
        blocks.append(Block(data, raw, first, last, "JSON-LD", script.get(_OURS) is not None))
    return blocks, complaints


#: "// TODO publisher" on a line of its own, and the end of a line behind a value: JSON knows no remarks.
_REMARK = regex(r"^[ \t]*//[^\n]*$|(?<=[,\[{}\]\d\"])[ \t]+//[^\n\"]*$", re.MULTILINE)


def _loaded(raw: str) -> Data:
    text = _WRAPPING.sub("", _WRAPPING.sub("", raw)).strip().rstrip(";")
    try:
        return _load(text)
    except ValueError:
        without = _REMARK.sub("", text)
        for mended in (
            _TRAILING_COMMA.sub(r"\1", text), _TRAILING_COMMA.sub(r"\1", without), _html.unescape(text),
        ):  # fmt: skip
            if mended != text:
                try:
                    return _load(mended)
                except ValueError:
                    continue
        raise


def _load(text: str) -> Data:
    return json.loads(text, strict=False, parse_float=str, parse_int=str, parse_constant=str)


def all_nodes(data: Data) -> Iterator[dict[str, Any]]:
    """Every object of a block, the outermost first; at most some thousands."""
    queue = [data]
    seen = 0
    position = 0
    while position < len(queue) and seen < _MAX_NODES:
        value = queue[position]
        position += 1
        if isinstance(value, dict):
            seen += 1
            yield value
            queue.extend(value.values())
        elif isinstance(value, list):
            queue.extend(value[:500])


def microdata_blocks(tree: HtmlElement) -> list[Block]:
    """Microdata (HTML standard, section 5) of the page as the same nodes, one block an outermost item."""
    blocks: list[Block] = []
    nodes: dict[HtmlElement, dict[str, Any]] = {}
    for element in tree.xpath("descendant-or-self::*[@itemscope or @itemprop]"):
        if len(nodes) > _MAX_NODES:
            break
        scope = element.get("itemscope") is not None
        prop = element.get("itemprop")
        if not scope and not prop:
            continue
        value: Data = {"@type": (element.get("itemtype") or "").split()} if scope else _property(element)
        owner = _owner(element, nodes) if prop else None
        if scope:
            nodes[element] = value
        if prop and owner is not None:
            for name in prop.split():
                owner.setdefault(name, []).append(value)
        elif scope:
            line = element.sourceline or 1
            blocks.append(Block(value, "", line, line, "microdata"))
    return blocks


def rdfa_blocks(tree: HtmlElement) -> list[Block]:
    """RDFa Lite 1.1 (with ``about`` and ``rel``) in schema.org's words as the same nodes.

    A property belongs to the nearest element with ``typeof`` around it; OpenGraph's properties in the
    head have none, and so are left to who knows them.
    """
    blocks: list[Block] = []
    nodes: dict[HtmlElement, dict[str, Any]] = {}
    for element in tree.xpath("descendant-or-self::*[@typeof or @property or @rel]"):
        if len(nodes) > _MAX_NODES:
            break
        kinds, prop = element.get("typeof"), element.get("property") or element.get("rel")
        if not kinds and not (prop and nodes):
            continue
        value: Data = {"@type": kinds.split()} if kinds else _rdfa_value(element)
        if kinds and (name := element.get("resource") or element.get("about")):
            value["@id"] = name
        owner = _owner(element, nodes) if prop else None
        if kinds:
            nodes[element] = value
        if prop and owner is not None:
            for name in prop.split():
                owner.setdefault(re.split(r"[/#:]", name)[-1], []).append(value)
        elif kinds:
            line = element.sourceline or 1
            blocks.append(Block(value, "", line, line, "RDFa"))
    return blocks


def _rdfa_value(element: HtmlElement) -> Data:
    stated = element.get("content") or element.get("datetime")
    if stated:
        return stated
    address = element.get("resource") or element.get("href") or element.get("src")
    text = squeeze(element.text_content())[:20000]
    if address is None or (element.get("property") and text and element.tag == "a"):
        return text if address is None else {"name": text, "url": address}
    return {"@id": address} if element.get("resource") else address


def _owner(element: HtmlElement, nodes: dict[HtmlElement, dict[str, Any]]) -> dict[str, Any] | None:
    node = element.getparent()
    for _ in range(200):
        if node is None:
            return None
        if node in nodes:
            return nodes[node]
        node = node.getparent()
    return None


def _property(element: HtmlElement) -> str:
    for name in ("content", "datetime", "href", "src"):
        value = element.get(name)
        if value and (
            name in {"content", "datetime"} or element.get("itemprop") in {"url", "image", "sameAs"}
        ):
            return str(value)
    return squeeze(element.text_content())[:20000]
