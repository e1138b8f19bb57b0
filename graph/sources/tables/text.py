"""Delimited text to rows of cells: RFC 4180, and what real tables do instead of it.

Quotes enclose a cell only where they do so properly, from one delimiter to the next, doubled inside;
any other quote is a character of the cell (``"Weird Al" Yankovic`` in a table that never quotes). So
a quote that nobody closed costs its own line and not the rest of the table.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: The delimiters that are tried, in the order in which they win a draw.
DELIMITERS = ("\t", ",", ";", PIPE := "|")
#: What a program rules its table with, under the header or around it ("----+-----", "|---|:--:|").
_RULED = regex(r"[\s|+:=-]*(?:--|==)[\s|+:=-]*")

#: The most lines that one quoted cell may run over; beyond, its quote is taken for a slip.
_MOST_LINES = 50
#: Lines taken at a time.
_BLOCK = 1_000
#: Below this many columns the lines of a cell are easily taken for rows.
_FEW = 4
_SEPARATOR_LINE = regex(r'"?sep=(.)"?')
#: What stands between the quotes of a cell. Possessive: a quote that is doubled is never the closing one.
_INSIDE = regex(r'(?:[^"]++|"")*+')


class Record(NamedTuple):
    """One row as it stands: its lines (from 1, both ends included) and its cells, quotes taken off.

    ``slip`` says that a quote in it was opened and never closed, and was taken as it stands.
    """

    first_line: int
    last_line: int
    cells: list[str]
    slip: bool


class Lines:
    """The lines of a text, numbered from 0, each held while a row may begin on it or run over it.

    Args:
        lines: the lines, without their ends.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._coming = iter(lines)
        self._held: list[str] = []
        self._first = 0

    def has(self, at: int) -> bool:
        """Whether there is such a line."""
        while at - self._first >= len(self._held):
            block = list(islice(self._coming, _BLOCK))
            if not block:
                return False
            self._held += block
        return True

    def __getitem__(self, at: int) -> str:
        """A line. Raises IndexError where there is none."""
        self.has(at)
        return self._held[at - self._first]

    def done_before(self, at: int) -> None:
        """Lets go of the lines before one."""
        if at - self._first > _BLOCK:
            del self._held[: at - self._first]
            self._first = at


def records(text: str | Iterable[str], delimiter: str, width: int | None = None) -> Iterator[Record]:
    r"""The rows of a text, blank lines left out.

    Args:
        text: the table, its line ends ``\n``; or its lines, which are then read as rows are asked for.
        delimiter: one character.
        width: how many cells a row should have, where that is known: a row that runs over several
            lines and has another number is read line by line if that gives the right one, and so is
            one of which each line is such a row by itself.
    """
    lines = Lines(text.split("\n") if isinstance(text, str) else text)
    at = 1 if lines.has(0) and separator_line(lines[0]) else 0
    while lines.has(at):
        line = lines[at]
        if delimiter == PIPE and _RULED.fullmatch(line):
            at += 1
        elif '"' not in line:
            if line and not line.isspace():
                yield Record(at + 1, at + 1, line.split(delimiter), slip=False)
            at += 1
        else:
            record = _quoted(lines, at, delimiter)
            if record.last_line > at + 1 and width is not None:
                alone = _alone(line, at, delimiter)
                if len(alone.cells) == width and (
                    len(record.cells) != width or _swallowed(lines, record, delimiter, width)
                ):
                    record = alone
            yield record
            at = record.last_line
        lines.done_before(at)


def separator_line(line: str) -> str | None:
    """The delimiter that spreadsheets announce in a first line of their own (``sep=;``)."""
    found = _SEPARATOR_LINE.fullmatch(line.strip(" \r\ufeff"))
    return found.group(1) if found else None


def _alone(line: str, at: int, delimiter: str) -> Record:
    """One line read as a row, whatever quote it leaves open."""
    return Record(at + 1, at + 1, _quoted(Lines([line]), 0, delimiter).cells, slip=True)


def _swallowed(lines: Lines, record: Record, delimiter: str, width: int) -> bool:
    """Whether each line of a row that runs over several is a row by itself, so that a quote swallowed them.

    With a few columns a text may look so by chance; then RFC 4180 has its way.
    """
    return width >= _FEW and all(
        len(_alone(lines[at], at, delimiter).cells) == width
        for at in range(record.first_line - 1, record.last_line)
    )


def _quoted(lines: Lines, start: int, delimiter: str) -> Record:
    """The row that begins on a line with a quote in it."""
    cells: list[str] = []
    at, line, position, slip = start, lines[start], 0, False
    while True:
        cell, end = None, position
        if line.startswith('"', position):
            inside = _INSIDE.match(line, position + 1)
            text, end = (inside.group(), inside.end()) if inside else ("", position)
            if end < len(line):
                closed = end + 1 == len(line) or line[end + 1] == delimiter
                cell, end = (text, end + 1) if closed else (None, position)
            else:
                further = _further(lines, at + 1, delimiter)
                slip = slip or further is None
                if further is not None:
                    more, at, end = further
                    line = lines[at]
                    cell = f"{text}\n{more}"
        if cell is not None:
            cells.append(cell.replace('""', '"'))
        else:
            found = line.find(delimiter, position)
            end = len(line) if found < 0 else found
            cells.append(line[position:end])
        if end >= len(line):
            return Record(start + 1, at + 1, cells, slip)
        position = end + 1


def _further(lines: Lines, start: int, delimiter: str) -> tuple[str, int, int] | None:
    """The rest of a quoted cell on later lines, the line that closes it and where; None if none does."""
    for at in range(start, start + _MOST_LINES):
        if not lines.has(at):
            return None
        line = lines[at]
        inside = _INSIDE.match(line)
        end = inside.end() if inside else 0
        if end < len(line):
            if end + 1 < len(line) and line[end + 1] != delimiter:
                return None
            return "\n".join([*(lines[before] for before in range(start, at)), line[:end]]), at, end + 1
    return None
