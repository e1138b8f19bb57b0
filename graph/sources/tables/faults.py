"""What is wrong with the rows of a table, told fault by fault: a sentence each, however many the rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from graph.records import JOBS, Complaint

#: How many words or lines a sentence names before it only counts them.
_NAMED = 5
#: How many different words of one fault are kept; a word of its own for each row would be a second table.
_KEPT = 1_000

_JOBS = f"{', '.join(JOBS[:-1])} and {JOBS[-1]}"

#: What is said of one row and of several. First the faults for which a row is left out.
_LEFT_OUT = {
    "name": ("it has no name", "they have no name"),
    "title": ("it has no film_title", "they have no film_title"),
    "year": ("its film_year is no year of a film", "their film_year is no year of a film"),
    "no job": ("it says neither a job nor a character", "they say neither a job nor a character"),
    "job": tuple(
        f"{whose} job is none of {', '.join(JOBS[:-1])} and {JOBS[-1]}" for whose in ("its", "their")
    ),
    "formula": (
        "it holds a formula where a value should be",
        "they hold a formula where a value should be",
    ),
    "long": ("it has a cell that is too long", "they have a cell that is too long"),
    "wide": ("it has more cells than the header", "they have more cells than the header"),
    "again": (
        "it repeats another row word for word, row_id included",
        "they repeat another row word for word, row_id included",
    ),
}
#: Then those of rows that are read all the same.
_READ = {
    "slip": (
        "has a quote that is never closed, which was read as it stands",
        "have a quote that is never closed, which was read as it stands",
    ),
    "billing": (
        "has a billing that is no whole number from 1, which was not read",
        "have a billing that is no whole number from 1, which was not read",
    ),
    "id": (
        "has an id that does not look like one, which was not read",
        "have an id that does not look like one, which was not read",
    ),
    "repeated": ("has the row_id of another row", "have the row_id of another row"),
    "unnumbered": (
        "has no row_id and is known by its line number",
        "have no row_id and are known by their line numbers",
    ),
}


@dataclass(slots=True)
class _Fault:
    """The rows of one fault: how many, and for each word to blame (or line) how many and the first line."""

    rows: int = 0
    words: Counter[str] = field(default_factory=Counter)
    lines: dict[str, int] = field(default_factory=dict)


class Faults:
    """Gathers the faults of the rows of one table."""

    def __init__(self) -> None:
        self._found: dict[str, _Fault] = {}

    def add(self, kind: str, line: int, word: str = "") -> None:
        """Enters a row: the kind of its fault, its line, and the words to blame, if any."""
        fault = self._found.setdefault(kind, _Fault())
        fault.rows += 1
        word = word if len(word) <= 40 else word[:39] + "…"
        if word in fault.lines or len(fault.lines) < _KEPT:
            key = word or str(line)
            fault.words[key] += 1
            fault.lines.setdefault(key, line)

    def complaints(self) -> list[Complaint]:
        """One sentence for each fault: those that cost rows first, of these the most frequent first."""
        order = sorted(self._found, key=lambda kind: (kind not in _LEFT_OUT, -self._found[kind].rows))
        return [_sentence(kind, self._found[kind]) for kind in order]


def _sentence(kind: str, fault: _Fault) -> Complaint:
    several = fault.rows > 1
    rows = f"{fault.rows:,} rows" if several else "1 row"
    if kind in _LEFT_OUT:
        said = f"{rows} {'were' if several else 'was'} left out, because {_LEFT_OUT[kind][several]}"
    else:
        said = f"{rows} {_READ[kind][several]}"
    named = fault.words.most_common(_NAMED)
    if all(word.isdigit() and int(word) == fault.lines[word] for word, _ in named):
        where = ("lines " if len(named) > 1 else "line ") + ", ".join(word for word, _ in named)
    else:
        where = "; ".join(
            f"“{word}” in {count:,} rows, the first on line {fault.lines[word]}"
            if count > 1
            else f"“{word}” on line {fault.lines[word]}"
            for word, count in named
        )
    rest = fault.rows - sum(count for _, count in named)
    more = f", and {rest:,} more" if rest else ""
    return Complaint(f"{said} ({where}{more}).", min(fault.lines.values()))
