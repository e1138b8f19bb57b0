"""Tables of films whose columns are the page's critics: a row has their ratings and a few words.

``Film | Ann Lee | Bo Park | In short`` heads such a table. Each of its rows that says something of its film
is spread into the lines that a guide would print: the title, a line a critic, and the text. A table of
nothing but marks stays as it is, and is no page of reviews.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.sources.columns.entry_heads import head_of
from graph.sources.columns.one_line import LISTED
from graph.sources.facts import ratings
from graph.sources.facts.jobs import label_of
from graph.sources.facts.people import looks_like_name
from graph.sources.lines import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.columns.entry_labels import Place
    from graph.sources.lines import Unit

_LEAST_CELLS, _LEAST_CRITICS, _LEAST_ROWS, _LEAST_WORDS = 4, 2, 2, 5
#: What stands where a critic has not seen a film.
_NOTHING = frozenset({"-", "–", "—", "--", "n/a", "x", "?", "..."})


def spread(units: Sequence[Unit]) -> list[Unit]:
    """The units, with the rows of such a table as the lines that they stand for."""
    for place, unit in enumerate(units):
        critics = _critics(unit.text) if unit.text.count("\t") + 1 >= _LEAST_CELLS else {}
        if len(critics) < _LEAST_CRITICS:
            continue
        width = unit.text.count("\t")
        rows = [one for one in units[place + 1 :] if one.text.count("\t") == width]
        told = {id(one): lines for one in rows if (lines := _row(one, critics))}
        if len(told) >= _LEAST_ROWS and len(told) == len(rows):
            return [
                *units[:place],
                *(line for one in units[place + 1 :] for line in told.get(id(one), [one])),
            ]
    return list(units)


def _critics(text: str) -> dict[int, str]:
    """The columns of a table's head that are critics; none where the first is one, or most are none."""
    cells = text.split("\t")
    named = {
        column: cell for column, cell in enumerate(cells) if looks_like_name(cell) and label_of(cell) is None
    }
    return {} if 0 in named else named


def _row(unit: Unit, critics: dict[int, str]) -> list[Unit]:
    """The lines of a row: its title, its critics' ratings, its text; [] where it has not all of them."""
    cells = unit.text.split("\t")
    rated: list[str] = []
    texts: list[str] = []
    for column, cell in enumerate(cells[1:], start=1):
        if column in critics:
            if (
                ratings.alone(cell) is None
                and ratings.labelled(cell) is None
                and cell.casefold() not in _NOTHING
            ):
                return []
            rated += [f"{critics[column]}: {cell}"] if cell.casefold() not in _NOTHING else []
        elif cell.count(" ") >= _LEAST_WORDS and ends_sentence(cell):
            texts.append(cell)
        else:
            return []
    if not rated or len(texts) != 1:
        return []
    lines = [replace(unit, text=line, tag="", gap=0, lead=0, hints=LISTED) for line in rated]
    return [
        replace(unit, text=cells[0], tag="", gap=1, lead=0), *lines,
        replace(unit, text=texts[0], tag="", gap=0, lead=0),
    ]  # fmt: skip


def titles(units: list[Unit], kinds: list[str], outside: list[bool]) -> list[Place]:
    """The titles that stand on one line with their critics' scores, each over a text."""
    places = [
        (index, index + 1, head)
        for index, (title, scores) in enumerate(itertools.pairwise(units))
        if scores.hints == LISTED != title.hints
        and title.first == scores.first
        and not outside[index]
        and kinds[index] in {"short", "titleyear"}
        and (head := head_of(title.text)) is not None
    ]
    return places if len(places) >= _LEAST_ROWS else []
