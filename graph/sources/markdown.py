"""The reader of Markdown with front matter (layout J: Hugo, Jekyll, Astro, Eleventy).

The front matter is read first, key by key; the body becomes plain text through markdown-it (CommonMark
0.31), paragraph by paragraph, and goes the way of every page from there.
"""

from __future__ import annotations

import html
import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.records import DocumentRecord, Fact, SetAside
from graph.sources import kinds
from graph.sources.columns import entries, many
from graph.sources.draft import GUESSED, Draft
from graph.sources.facts import own_marks, ratings, scales
from graph.sources.facts.titles import same_title
from graph.sources.front import matter, shortcodes
from graph.sources.front.asides import without_asides
from graph.sources.front.keys import apply_entries
from graph.sources.front.words import TITLE
from graph.sources.layout.page import read_units
from graph.sources.lines import MAX_UNITS, RULED, Unit, ends_sentence, squeeze, too_many
from graph.sources.patterns import regex
from graph.sources.prose import films

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from graph.sources.decoding import Decoded
    from graph.sources.prose.films import SetOff

KIND = kinds.MARKDOWN
READER = kinds.READERS[KIND]

#: No review is longer; markdown-it takes some ten microseconds for a character of hostile Markdown.
_LONGEST = 400_000
#: No review has more of "[", each of which markdown-it looks for an end of through all that follows.
_MOST_BRACKETS = 10_000
#: So many entries make a page one of several reviews, whatever its front matter calls it.
_LEAST_ENTRIES = 3
_SHORTCODE = regex(
    r"\{\{[<%].{0,400}?[%>]\}\}|\{%.{0,400}?%\}|\{#.{0,400}?#\}|\{\{[^{}]{0,200}\}\}|\{:[^{}]{0,120}\}"
)
_COMPONENT = regex(
    r"^[ \t]*(?:import\s.+\sfrom\s.+|export\s.+|</?[A-Z]\w*[^>]{0,2000}/?>)[ \t]*$", re.MULTILINE
)
_DAY = regex(r"(?:^|/)((?:19|20)\d\d-\d\d-\d\d)-[^/]+$")
_TAG = regex(r"<[^<>]{1,300}>")
_FOOTNOTE = regex(r"\[\^[\w-]{1,20}\]:?")
_NOTE_TEXT = regex(r"^\[\^[\w-]{1,20}\]:[ \t].*(?:\n(?:[ \t]{2,}\S.*))*", re.MULTILINE)
#: What a line ends with that says when a film is from, or how good it is: the next line is none of its own.
_FACTS_END = regex(r"^.{1,140}(?:[)\]★½☆*]|\b(?:18[89]|19\d|20[0-4])\d|\d/\d{1,3}|\bmin\.?)$")
#: A line that is set off as a whole, and is no prose in bold.
_LONGEST_LEAD = 60
#: Pieces of text of which a line with facts or a name has fewer: a page may have a hundred thousand of them.
_MOST_PIECES = 60
_SPOILER = regex(r"\|\|")


def read_markdown(decoded: Decoded, name: str = "") -> DocumentRecord:
    """Read a Markdown review; raises SetAside with the reason where it holds none.

    ``name`` is its path in the folder that is read. Two habits of Jekyll's are heeded there: a folder
    ``_drafts``, of which nothing is published, and the day before the name (``2014-05-30-the-lamp.md``),
    which counts where nothing in the file says one.
    """
    if "_drafts" in name.split("/")[:-1]:
        raise SetAside("It lies in _drafts, the folder of pages that are not published.")
    draft = Draft(KIND)
    draft.complaints.extend(decoded.complaints)
    found = matter.split(decoded.text)
    draft.complaints.extend(found.complaints)
    apply_entries(draft, found.entries)
    if draft.best("published_on") is None and (when := _day_in(name)) is not None:
        draft.offer("published_on", Fact(when, 0, 0, name.rpartition("/")[2]), GUESSED)
    if len(found.body) > _LONGEST:
        raise SetAside(
            f"The body has {len(found.body):,} characters: no page of one review.", found.body_line + 1
        )
    if (brackets := found.body.count("[")) > _MOST_BRACKETS:
        raise SetAside(f"The body has {brackets:,} brackets: no page of one review.", found.body_line + 1)
    _read_tags(draft, found)
    marks = own_marks.spelled(units_of(found.body, found.body_line, draft.set_off))
    units = marks.units
    several = many.read_entries(draft, units) if _may_be_several(draft, units) else None
    texts = [unit.text for unit in units]
    if several is not None:
        return marks.quoted(scales.scaled(several, texts))
    read_units(draft, units)
    if not units and found.entries:
        raise SetAside("No review text found: the front matter has no body.", max(1, found.body_line))
    return marks.quoted(scales.scaled(draft.record(), texts))


def _read_tags(draft: Draft, found: matter.FrontMatter) -> None:
    """Read the tags of the body that speak of its film, and of a rating that the front matter lacks."""
    for context, said in shortcodes.said_in(found.body, found.body_line):
        known = draft.best("title")
        named = next((str(entry.value) for entry in said if entry.key in TITLE), None)
        own = known is None or named is None or same_title(str(known.value), named)
        if own and (context == "film" or draft.best("rating") is None):
            apply_entries(draft, said, context)


def _day_in(name: str) -> date | None:
    found = _DAY.search(name)
    try:
        return date.fromisoformat(found.group(1)) if found is not None else None
    except ValueError:
        return None


def _may_be_several(draft: Draft, units: list[Unit]) -> bool:
    """Whether the front matter speaks of no film, or of a title under which others' heads and stars stand."""
    if draft.best("title") is None:
        return True
    told = ("year", "rating", "imdb_id", "runtime_minutes", "content_rating", "original_title")
    if draft.roles or any(draft.best(name) is not None for name in told):
        return False
    cut = entries.cut(units)
    known = draft.best("title")
    if cut is None or (
        known is not None and any(same_title(one.head.title, known.value) for one in cut.entries)
    ):
        return False
    return len(cut.entries) >= _LEAST_ENTRIES or sum(entry.head.strong for entry in cut.entries) > 1


@lru_cache(maxsize=1)  # to make one takes as long as to read a page with it
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - it takes as long as most pages

    return MarkdownIt("commonmark", {"maxNesting": 40}).enable(["table", "strikethrough"])


def units_of(body: str, offset: int, set_off: list[SetOff] | None = None) -> list[Unit]:
    """The blocks of a Markdown body as units of plain text; ``offset`` lines stand before it.

    What is in italics or a link is added to ``set_off``.
    """
    body = _SHORTCODE.sub(_blank, without_asides(body))
    body = _NOTE_TEXT.sub(_blank, _COMPONENT.sub("", body))
    parser = _parser()
    units: list[Unit] = []
    stack: list[str] = []
    cells: list[str] = []
    line = offset
    ruled = False
    for token in parser.parse(body):
        kind = token.type
        if kind in {"heading_open", "paragraph_open", "blockquote_open", "list_item_open", "tr_open"}:
            stack.append(token.tag)
        elif kind in {"heading_close", "paragraph_close", "blockquote_close", "list_item_close"}:
            stack.pop()
        elif kind == "tr_close":
            stack.pop()
            if cells:
                units.append(Unit("\t".join(cells), line, line, 1, "tr"))
                cells = []
        elif kind == "hr":
            ruled = True
        elif kind == "inline" and token.map is not None and not _is_caption(token):
            if set_off is not None:
                set_off += _set_off(token)
            line = token.map[0] + 1 + offset
            if "tr" in stack:
                cells.extend(text for text, _, _ in _texts(token) if text)
                continue
            tag = next((name for name in reversed(stack) if name != "blockquote"), "p")
            tag = "li" if "li" in stack and tag == "p" else tag
            for text, break_count, lead in _texts(token):
                if text:
                    first = line + break_count
                    units.append(
                        Unit(
                            text,
                            first,
                            max(first, token.map[1] + offset),
                            RULED if ruled else 1 if break_count == 0 else 0,
                            tag,
                            hints=KIND,
                            lead=lead,
                        )
                    )
                    ruled = False
        if len(units) > MAX_UNITS:
            raise too_many()
    return units


def _blank(found: re.Match[str]) -> str:
    return "\n" * found.group().count("\n")


_LABELLED = regex(r"^\s*[*_]*[A-Z][\w /()-]{1,30}[*_]*:")


def _texts(token: Token) -> list[tuple[str, int, int]]:
    """The plain text of an inline token; a hard break (and a label on a line of its own) parts it.

    Each with the breaks before it, and how many letters at its beginning are bold, in italics or a link.
    """
    pieces: list[list[str]] = [[]]
    breaks = [0]
    leads = [""]
    opened: list[bool] = []
    count = 0
    children = token.children or []
    labelled = sum(1 for line in token.content.split("\n") if _LABELLED.match(line)) >= 2
    for index, child in enumerate(children):
        count += child.type in {"softbreak", "hardbreak"}
        if child.type in {"text", "code_inline", "text_special"}:
            pieces[-1].append(child.content)
        elif child.type in {"strong_open", "em_open", "link_open"}:
            opened.append(len(pieces[-1]) <= _MOST_PIECES and not _clean("".join(pieces[-1])))
        elif child.type in {"strong_close", "em_close", "link_close"} and opened and opened.pop():
            leads[-1] = _clean("".join(pieces[-1]))
        elif (
            child.type == "softbreak"
            and not labelled
            and not (leads[-1] and _stands_alone(leads[-1], pieces[-1]))
            and not _signs_below(
                children[index + 1 : index + _MOST_PIECES], "".join(pieces[-1][-_MOST_PIECES:])
            )
        ):
            pieces[-1].append(" ")
        elif child.type in {"softbreak", "hardbreak"} or (
            child.type == "html_inline" and child.content.casefold().startswith("<br")
        ):
            pieces.append([])
            breaks.append(count)
            leads.append("")
    return [
        (_clean("".join(piece)), number, len(lead))
        for piece, number, lead in zip(pieces, breaks, leads, strict=True)
    ]


def _stands_alone(lead: str, piece: list[str]) -> bool:
    """Whether a line that begins in bold is one by itself: it ends in facts, or all of it is set off."""
    if len(piece) > _MOST_PIECES:
        return False
    line = _clean("".join(piece))
    return _FACTS_END.search(line) is not None or (line == lead and len(line) <= _LONGEST_LEAD)


def _is_caption(token: Token) -> bool:
    """Whether a paragraph is a picture and, in italics on the line below, what is to be seen on it."""
    if not token.content.startswith("!["):
        return False
    children = [child for child in token.children or [] if child.content or child.type != "text"]
    kinds = [child.type for child in children]
    return kinds[:3] == ["image", "softbreak", "em_open"] and kinds.index("em_close") == len(kinds) - 1


def _signs_below(children: Sequence[Token], above: str) -> bool:
    """Whether the line behind a soft break is set off by itself, under a sentence: "*Ann Lee* ★★★"."""
    if not children or children[0].type not in {"strong_open", "em_open"} or not ends_sentence(above.strip()):
        return False
    stop = next((i for i, child in enumerate(children) if child.type.endswith("_close")), 0)
    end = next((i for i, child in enumerate(children) if child.type.endswith("break")), len(children))
    lead = "".join(child.content for child in children[:stop])
    rest = "".join(child.content for child in children[stop:end]).strip(" :–—-|,()")
    return (
        len(lead) <= _LONGEST_LEAD
        and not ends_sentence(lead)
        and (not rest or ratings.alone(rest) is not None)
    )


def _set_off(token: Token) -> Iterator[SetOff]:
    """What an inline token has in italics or as a link."""
    text = ""
    spans: list[tuple[int, int, str | None]] = []
    opened: list[tuple[int, str | None]] = []
    for child in token.children or []:
        if child.type in {"text", "code_inline", "text_special"}:
            text += _clean_within(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            text += " "
        elif child.type in {"em_open", "link_open"}:
            address = str(child.attrs.get("href", "")) if child.type == "link_open" else None
            opened.append((len(text), address))
        elif child.type in {"em_close", "link_close"} and opened:
            start, address = opened.pop()
            spans.append((start, len(text), address))
    for start, end, address in spans:
        found = films.set_off(text, start, end, address)
        if found is not None:
            yield found


def _clean_within(text: str) -> str:
    return html.unescape(_SPOILER.sub("", text))


def _clean(text: str) -> str:
    return squeeze(html.unescape(_FOOTNOTE.sub("", _SPOILER.sub("", _TAG.sub("", text)))))
