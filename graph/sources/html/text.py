"""The text of an HTML block out of its parts: cells, terms and what is said of them, lines that run on."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from graph.sources.facts import credit_line
from graph.sources.facts.jobs import label_of
from graph.sources.lines import ends_sentence, squeeze
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from lxml import html

    from graph.sources.lines import Unit

_CELLS = frozenset({"li", "div", "tr", "dd", "section", "header", "span"})
#: What a definition list says of a term is no longer than this, unless it is prose.
_LONGEST_VALUE = 40
#: So long is a review in a cell at least, and so many cells a row has with one.
_LEAST_PROSE, _MOST_CELLS = 60, 4
_SENTENCE_END = regex(r"[a-z\d)\"”’][.!?…][\"”’)]*(?=\s+[\"“‘'(A-ZÀ-Þ]|$)")


def joined(parts: list[tuple[int, str]], tag: str) -> str:
    """The text of one block. Cells, and elements with nothing but space between them, are parted by tabs."""
    if not parts:
        return ""
    children = {child for child, text in parts if child >= 0 and text.strip()}
    direct = any(child == -1 and text.strip(" \t\r\n\u00a0") for child, text in parts)
    if tag in _CELLS and len(children) >= 2 and not direct and not any(child == -2 for child, _ in parts):
        cells: dict[int, str] = {}
        for child, text in parts:
            if child >= 0:
                cells[child] = cells.get(child, "") + text
        return "\t".join(cell for cell in map(squeeze, cells.values()) if cell)
    if any(child == -2 for child, _ in parts):
        whole = "".join("\x00" if child == -2 else text for child, text in parts)
        return "\t".join(cell for cell in map(squeeze, whole.split("\x00")) if cell)
    return squeeze("".join(text for _, text in parts))


def is_entry(term: str, text: str) -> bool:
    """Whether a term and what is said of it are a title and its review, not a label and its value."""
    if label_of(term.rstrip(": ")) is not None:
        return False
    label, colon, said = text.partition(":")
    if colon and said.strip() and len(label) <= _LONGEST_VALUE and label_of(label.strip(), beside=True):
        return True  # "Director: Ann Lee": the term above is the film
    return (
        len(text) > _LONGEST_VALUE
        and text.count(" ") > 5
        and (ends_sentence(text.rstrip(")]")) or _is_prose(text))
    )


def _is_prose(text: str) -> bool:
    """Whether a text is some sentences, whatever stands behind the last of them."""
    return len(text) > _LEAST_PROSE and len(_SENTENCE_END.findall(text)) > 1


def has_blocks(cell: html.HtmlElement) -> bool:
    """Whether a cell holds blocks of its own."""
    return next(cell.iter("p", "h1", "h2", "h3", "hr", "table"), None) is not None


def lays_out(cell: html.HtmlElement) -> bool:
    """Whether a cell is laid out: it holds blocks, or its row has prose in one cell and lines in others.

    What a definition list says of a term is laid out where it is prose with lines of its own.
    """
    if cell.tag == "dd":
        return next(cell.iter("br"), None) is not None and _is_prose(squeeze(cell.text_content()))
    if has_blocks(cell):
        return True
    row = cell.getparent()
    # A page may have a hundred thousand cells side by side: each looks at the first few of them.
    beside = islice(row, 4 * _MOST_CELLS) if row is not None else ()
    cells = [one for one in beside if one.tag in {"td", "th"}]
    if not 1 < len(cells) <= _MOST_CELLS:
        return False
    labelled = [_has_label(one) for one in cells]
    broken = [next(one.iter("br"), None) is not None for one in cells]
    if any(labelled) and sum(broken) > 1:  # the film's facts in one cell, a critic's line in another
        return True
    told = [
        _is_prose(squeeze(one.text_content())) and not facts
        for one, facts in zip(cells, labelled, strict=True)
    ]
    return any(told) and any(lines for lines, prose in zip(broken, told, strict=True) if not prose)


def _has_label(cell: html.HtmlElement) -> bool:
    """Whether a line of a cell begins with a label: "Director: Ann Lee. With Bo Li.", however it goes on."""
    lines = (line.tail or "" for line in islice(cell.iter("br"), _MOST_CELLS))
    begun = (line.partition(":") for line in lines if ":" in line)
    return any(label_of(label.strip(), beside=True) is not None for label, _, _ in begun)


def is_all_set_off(block: html.HtmlElement) -> bool:
    """Whether all of a paragraph stands in italics or in small letters."""
    return (
        block.tag in {"p", "div"}
        and len(block) == 1
        and block[0].tag in {"em", "i", "small"}
        and not ((block.text or "").strip() or (block[0].tail or "").strip())
    )


def runs_on(before: Unit, text: str) -> bool:
    """Whether a line after a break goes on with the sentence before it."""
    return (
        before.tag == "p"
        and len(before.text) > 60
        and not ends_sentence(before.text)
        and ":" not in before.text[:40]
        and len(text) > 30
        and not credit_line.is_fact_line(before.text)
    )


def breaks(block: html.HtmlElement) -> int:
    """Line ends inside a block, to tell where it ends."""
    return (
        sum(part.count("\n") for part in block.itertext())
        if block.tag in {"p", "li", "h1", "h2", "h3", "blockquote", "dd", "tr"}
        else 0
    )
