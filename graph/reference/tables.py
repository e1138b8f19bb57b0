"""The rows of IMDb's files into the catalogue, with what was wrong with those that were left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from graph.records import Complaint, SetAside
from graph.reference.files import MOST_LINE
from graph.reference.mapping import mapping
from graph.sources.imdb import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

    from graph.reference.catalogue import Catalogue

#: The files that are read, in the order in which one needs the other.
ORDER = ("title_basics", "title_akas", "title_ratings", "title_principals", "name_basics")
#: The tables that each file goes into.
TABLES = {
    "title_basics": "title",
    "title_akas": "aka",
    "title_ratings": "rating",
    "title_principals": "principal",
    "name_basics": "name",
}
_TT, _NM = "tt[0-9]{5,12}", "nm[0-9]{5,12}"


@dataclass(frozen=True, slots=True)
class _Fault:
    """Rows that are none: what is true of them, and what to say of them."""

    where: str
    said: str


_FAULTS = {
    "title_basics": (
        _Fault(f"NOT coalesce(regexp_full_match(tconst, '{_TT}'), false)", "no title's id"),
        _Fault("tidy(primaryTitle) IS NULL", "no title"),
    ),
    "title_akas": (_Fault(f"NOT coalesce(regexp_full_match(titleId, '{_TT}'), false)", "no title's id"),),
    "title_ratings": (_Fault(f"NOT coalesce(regexp_full_match(tconst, '{_TT}'), false)", "no title's id"),),
    "title_principals": (
        _Fault(f"NOT coalesce(regexp_full_match(tconst, '{_TT}'), false)", "no title's id"),
        _Fault(f"NOT coalesce(regexp_full_match(nconst, '{_NM}'), false)", "no person's id"),
        _Fault(
            "coalesce(TRY_CAST(ordering AS INTEGER), 0) NOT BETWEEN 1 AND 99999", "no number in “ordering”"
        ),
    ),
    "name_basics": (
        _Fault(f"NOT coalesce(regexp_full_match(nconst, '{_NM}'), false)", "no person's id"),
        _Fault("tidy(primaryName) IS NULL", "no name"),
    ),
}
#: What a row of a file stands for: two of it say the same thing twice.
_KEY = {
    "title_basics": "tconst",
    "title_ratings": "tconst",
    "title_principals": "tconst, ordering",
    "name_basics": "nconst",
}
#: Which of the rows are taken, of those that are rows.
_TAKEN = {
    "title_basics": "SELECT * FROM {} WHERE list_contains(getvariable('types')::VARCHAR[], titleType)",
    "title_akas": "SELECT * FROM {} SEMI JOIN title ON tt = titleId",
    "title_ratings": "SELECT * FROM {} SEMI JOIN title ON tt = tconst",
    "title_principals": "SELECT * FROM {} SEMI JOIN jobs USING (category) SEMI JOIN title ON tt = tconst",
    "name_basics": "SELECT * FROM {} SEMI JOIN (SELECT DISTINCT nm FROM principal) ON nm = nconst",
}
#: How much of a file is read at a time, in bytes; it must hold the longest line.
_BUFFER = 4 * MOST_LINE
_WORDS = {
    "MISSING COLUMNS": "too few cells",
    "TOO MANY COLUMNS": "too many cells",
    "INVALID ENCODING": "bytes that are no UTF-8",
}


def load(catalogue: Catalogue, kind: str, file: Path) -> list[Complaint]:
    """Loads one file's rows into the catalogue, as far as they are about what was taken so far.

    The file is read twice, first for what is wrong with it: so nothing is held but the rows that are taken.

    Raises:
        SetAside: the file is no table of this kind after all.
    """
    complaints, read = _checked(catalogue, kind, file)
    catalogue.run(f"CREATE TEMP TABLE raw AS {_TAKEN[kind].format(f'(FROM {read} {_good(kind)})')}")
    complaints += _twice(catalogue, kind)
    if kind == "title_akas":
        for _ in catalogue.slices("SELECT tt FROM title", "SELECT titleId FROM raw"):
            catalogue.step(kind)
    else:
        catalogue.step(kind)
    if kind == "title_principals":
        wrong = catalogue.number(
            "SELECT count(*) FROM raw WHERE characters IS NOT NULL"
            " AND TRY(from_json(characters, '[\"VARCHAR\"]')) IS NULL"
        )
        if wrong:
            complaints.append(
                Complaint(f"{_rows(wrong)} with characters that are no JSON list; the credits stay")
            )
    catalogue.run("DROP TABLE raw; DROP TABLE reject_errors; DROP TABLE reject_scans")
    return complaints


def missing_names(catalogue: Catalogue) -> list[Complaint]:
    """The complaint about credits of people whom name.basics does not have."""
    left = catalogue.number("SELECT count(*) FROM principal ANTI JOIN name USING (nm)")
    return [Complaint(f"{_rows(left)} left out whose people name.basics does not have")] if left else []


def known_kinds(catalogue: Catalogue) -> None:
    """Enters which categories of credits are which jobs."""
    catalogue.run("CREATE OR REPLACE TEMP TABLE jobs (category VARCHAR, job VARCHAR)")
    catalogue.enter("jobs", ("category", "job"), mapping()["jobs"].items())


def _checked(catalogue: Catalogue, kind: str, file: Path) -> tuple[list[Complaint], str]:
    """What is wrong with a file's rows; and the SQL that reads them, with their place among those read.

    Raises:
        SetAside: it is no table, or most of its rows are none of it.
    """
    faults = _FAULTS[kind]
    wrong = [
        " AND ".join([*(f"NOT ({before.where})" for before in faults[:place]), fault.where])
        for place, fault in enumerate(faults)
    ]
    counted = [f"count(*) FILTER ({one}), min(place) FILTER ({one})" for one in wrong]
    # A cell that nobody asks for is not looked at, whatever bytes it has.
    counted += [f"count({column})" for column in COLUMNS[kind].split()]
    for strict in ("true", "false"):
        catalogue.run("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
        try:
            found = catalogue.rows(
                f"SELECT count(*), {', '.join(counted)}"  # noqa: S608 - words of ours
                f" FROM {_read(kind, file, strict, 'store_rejects')}"
            )[0]
        except duckdb.Error:
            # Lines that end in several ways are nothing that the strict reader takes.
            continue
        break
    else:
        raise SetAside("its rows cannot be told apart.")
    rejected = catalogue.rows(
        "SELECT error_type::VARCHAR, count(DISTINCT line), min(line) FROM reject_errors GROUP BY 1 ORDER BY 3"
    )
    bad, rows = sum(count for _, count, _ in rejected), found[0]
    if bad > rows:
        raise SetAside(
            f"most of its rows ({bad:,} of {bad + rows:,}) are none of such a file.", rejected[0][2]
        )
    complaints = [
        _complaint(f"with {_WORDS.get(what, 'cells that cannot be read')}", count, line)
        for what, count, line in rejected
    ]
    complaints += [
        _complaint(f"with {fault.said}", count, _line(catalogue, place))
        for fault, count, place in zip(faults, found[1::2], found[2::2], strict=False)
        if count
    ]
    return complaints, _read(kind, file, strict, "ignore_errors")


def _read(kind: str, file: Path, strict: str, manner: str) -> str:
    """The SQL that reads a file's rows, with their place among those that are read."""
    columns = ", ".join(f"'{column}': 'VARCHAR'" for column in COLUMNS[kind].split())
    path = str(file).replace("'", "''")
    return (
        f"(SELECT *, row_number() OVER () AS place FROM read_csv('{path}', delim = '\t', quote = '',"  # noqa: S608
        " escape = '', comment = '', nullstr = '\\N', header = true, auto_detect = false,"
        f" columns = {{{columns}}}, compression = 'none', max_line_size = {2 * MOST_LINE},"
        f" buffer_size = {_BUFFER}, strict_mode = {strict}, {manner} = true))"
    )


def _good(kind: str) -> str:
    """The condition that a row has none of the faults."""
    return "WHERE " + " AND ".join(f"NOT ({fault.where})" for fault in _FAULTS[kind])


def _twice(catalogue: Catalogue, kind: str) -> list[Complaint]:
    """Leaves out all but the first of several rows that stand for one thing."""
    key = _KEY.get(kind)
    if key is None:
        return []
    twice = f"SELECT {key} FROM raw GROUP BY {key} HAVING count(*) > 1"  # noqa: S608 - columns of ours
    if not catalogue.rows(f"{twice} LIMIT 1"):
        return []
    catalogue.run(
        "CREATE OR REPLACE TEMP TABLE again AS SELECT place"  # noqa: S608 - columns of ours
        f" FROM raw SEMI JOIN ({twice}) USING ({key})"
        f" QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY place) > 1"
    )
    count, place = catalogue.rows("SELECT count(*), min(place) FROM again")[0]
    catalogue.run("DELETE FROM raw WHERE place IN (SELECT place FROM again); DROP TABLE again")
    return [
        _complaint(f"whose {key.replace(', ', ' and ')} stood there before", count, _line(catalogue, place))
    ]


def _line(catalogue: Catalogue, place: int) -> int:
    """The line of the file that a row stands in: behind the header, and the rows that could not be read."""
    line = place + 1
    left_out = "SELECT DISTINCT line FROM reject_errors ORDER BY line"
    for part in catalogue.batches(left_out):
        for (rejected,) in part:
            if rejected > line:
                return line
            line += 1
    return line


def _complaint(what: str, count: int, line: int) -> Complaint:
    return Complaint(f"{_rows(count)} {what} left out; the first is line {line:,}", line)


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
