"""The catalogue of a dataset's reference data: a DuckDB file beside the store, written once for a version.

It holds the rows that were taken, the IRIs that were minted for them, and the keys under which films are
found; so a newer file can be compared with the older one, and a review finds its film, without a look at
the evidence of a million others. A version that changes no reference data shares it with the one before.
"""

from __future__ import annotations

import errno
import re
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import duckdb
from duckdb.func import FunctionNullHandling, PythonUDFType

from graph.linking.films import FilmMention, film_keys
from graph.mentions import FILM
from graph.mentions.schema import hashed
from graph.names import slug
from graph.reference.mapping import ESCAPE
from graph.store import DatasetError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


#: What DuckDB may take of the memory, in bytes; the store's loader takes its own.
_MEMORY = 400_000_000
#: The most that a row needs of it in any step, measured with 30 to 400 MB: so many rows make a slice.
_ROW = 4_000
_BATCH = 50_000

#: A text of a cell without the characters that no text should have, or NULL where nothing is left.
_TIDY = r"""CREATE OR REPLACE TEMP MACRO tidy(t) AS
    nullif(trim(CASE WHEN regexp_matches(t, '[\x00-\x1f\x7f]')
    THEN regexp_replace(t, '[\x00-\x1f\x7f]+', ' ', 'g') ELSE t END), '')"""


@cache
def step(name: str) -> str:
    """One step of steps.sql."""
    text = (Path(__file__).parent / "steps.sql").read_text(encoding="utf-8")
    parts = re.split(r"^-- step: (\w+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[name]


class TooLittleMemory(DatasetError):
    """Files need more memory than they are given."""


class Catalogue:
    """An open catalogue; a context manager.

    Args:
        file: the DuckDB file; made where it is to be written.
        before: the catalogue of the version before, where it is to be written and there is one.
        write: whether it is made anew, or read.
    """

    def __init__(self, file: Path, before: Path | None = None, *, write: bool = False) -> None:
        self._file = file
        self._database: duckdb.DuckDBPyConnection = duckdb.connect(
            str(file),
            read_only=not write,
            config={
                "threads": 2,
                "memory_limit": f"{_MEMORY}B",
                # What has an order says so; to keep one that nobody asked for takes memory.
                "preserve_insertion_order": False,
                "temp_directory": str(file.with_suffix(".tmp")),
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            },
        )
        # Nobody watches, and stdout is not DuckDB's.
        self.run("SET enable_progress_bar = false")
        if write:
            self._prepare(before)

    def _prepare(self, before: Path | None) -> None:
        for statement in (ESCAPE, _TIDY):
            self.run(statement)
        functions: tuple[tuple[str, Callable[..., Any], list[Any], str], ...] = (
            ("slug", _slugs, ["VARCHAR"], "VARCHAR"),
            ("film_keys", _keys, ["VARCHAR", "VARCHAR[]", "VARCHAR"], "BIGINT[]"),
        )
        for name, function, given, result in functions:
            self._database.create_function(
                name,
                function,
                given,
                result,
                type=PythonUDFType.ARROW,
                null_handling=FunctionNullHandling.SPECIAL,
            )
        for name in ("tables", "here", "credit"):
            self.step(name)
        if before is not None:
            self.run(f"ATTACH '{_quoted(before)}' AS old (READ_ONLY)")
        else:
            self.run("ATTACH ':memory:' AS old; USE old;" + step("tables") + f"; USE {_name(self._file)}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Writes what waits, and lets go of the file."""
        self._database.close()

    # -- asking ----------------------------------------------------------------------------------

    def run(self, statements: str, *values: object) -> None:
        """Runs statements of SQL.

        Raises:
            TooLittleMemory: they need more than DuckDB may take, and can do with no less.
            OSError: there is no room left on the disk.
        """
        with _said():
            self._database.execute(statements, list(values))

    def step(self, name: str) -> None:
        """Runs one step of steps.sql."""
        self.run(step(name))

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        with _said():
            return self._database.execute(query, list(values)).fetchall()

    def number(self, query: str, *values: object) -> int:
        """The one number that a query gives."""
        return int(self.rows(query, *values)[0][0])

    def batches(self, query: str) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of a query, some at a time."""
        with _said():
            found = self._database.execute(query)
            while part := found.fetchmany(_BATCH):
                yield part

    def slices(self, ids: str, rows: str | None = None) -> Iterator[None]:
        """Has ids worked on a part at a time: those in ``here``, and what the tables have of them.

        Args:
            ids: a query for the ids.
            rows: a query that gives an id for every row that there is of it; None where the ids are all.
        """
        listed = f"{ids} UNION ALL {rows}" if rows else ids
        most = max(_MEMORY // _ROW, 1)
        ends = self.rows(
            f"SELECT max(id) FROM (SELECT id, sum(number) OVER (ORDER BY id) // {most} AS slice"  # noqa: S608
            f" FROM (SELECT id, count(*) AS number FROM ({listed}) AS listed(id) GROUP BY id))"
            " GROUP BY slice ORDER BY 1"
        )
        low = ""
        for (high,) in ends:
            self.run("SET VARIABLE low = ?", low)
            self.run("SET VARIABLE high = ?", high)
            self.run(
                f"CREATE OR REPLACE TEMP TABLE here AS SELECT id FROM ({ids}) AS listed(id)"  # noqa: S608
                " WHERE id > getvariable('low') AND id <= getvariable('high')"
            )
            yield
            low = high
        self.run("SET VARIABLE low = ''; SET VARIABLE high = ''; TRUNCATE here")

    def enter(self, table: str, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
        """Enters rows of texts into a table."""
        import pyarrow as pa  # noqa: PLC0415 - takes 0.2 s, and most runs need none

        waiting = iter(rows)
        while part := list(islice(waiting, _BATCH)):
            given = pa.table(
                {
                    name: pa.array([row[place] for row in part], pa.string())
                    for place, name in enumerate(columns)
                }
            )
            self._database.register("given", given)
            names = ", ".join(columns)
            self.run(f"INSERT INTO {table} ({names}) SELECT {names} FROM given")  # noqa: S608 - our names
            self._database.unregister("given")

    def sources(self) -> dict[str, str]:
        """The source of each of the files that the dataset has, by the kind of the file."""
        return dict(self.rows("SELECT kind, iri FROM source"))

    # -- minting ---------------------------------------------------------------------------------

    def mint(self, step_name: str, taken: str) -> None:
        """Gives everything that a step wants an IRI of its own, into the table ``minted`` (id, iri).

        What is wanted gets the proposal, or that with the first number behind it that nothing has.

        Args:
            step_name: a step that fills ``wanted`` with ids, proposals and places in line.
            taken: the table of the hashes of IRIs that something has; those that are minted come to it.
        """
        self.run(
            "CREATE OR REPLACE TEMP TABLE wanted (id VARCHAR, proposal VARCHAR, line BIGINT);"
            "CREATE OR REPLACE TEMP TABLE minted (id VARCHAR, iri VARCHAR)"
        )
        self.step(step_name)
        self.run(
            "CREATE OR REPLACE TEMP TABLE trying AS SELECT id, proposal, line,"
            " row_number() OVER (PARTITION BY proposal ORDER BY line) AS number FROM wanted"
        )
        while self.number("SELECT count(*) FROM trying"):
            self.run(f"""
                CREATE OR REPLACE TEMP TABLE tried AS
                SELECT *, hash(iri) AS hash FROM (
                    SELECT *, proposal || CASE WHEN number > 1 THEN '-' || number ELSE '' END AS iri
                    FROM trying
                );
                CREATE OR REPLACE TEMP TABLE good AS
                SELECT id, iri, hash FROM tried ANTI JOIN {taken} USING (hash)
                QUALIFY row_number() OVER (PARTITION BY hash ORDER BY number, line) = 1;
                INSERT INTO {taken} SELECT hash FROM good;
                INSERT INTO minted SELECT id, iri FROM good;
                CREATE OR REPLACE TEMP TABLE failed AS FROM tried ANTI JOIN good USING (id);
                CREATE OR REPLACE TEMP TABLE trying AS
                SELECT id, proposal, line,
                    most + row_number() OVER (PARTITION BY proposal ORDER BY line) AS number
                FROM failed JOIN (
                    SELECT proposal, max(number) AS most
                    FROM tried SEMI JOIN failed USING (proposal) GROUP BY proposal
                ) USING (proposal)
            """)  # noqa: S608 - our own tables
        self.run(
            "DROP TABLE wanted; DROP TABLE trying; DROP TABLE IF EXISTS tried; DROP TABLE IF EXISTS good"
        )

    # -- finding films ---------------------------------------------------------------------------

    def write_keys(self) -> None:
        """Enters the keys of all films, in their order: a look-up then reads a page of the file."""
        self.run(
            "INSERT INTO film_key SELECT hash, tt FROM (SELECT tt, unnest(film_keys(tt,"
            " list_filter([title.title, original], lambda x: x IS NOT NULL) || coalesce(titles, []), year))"
            " AS hash"
            " FROM title LEFT JOIN aka USING (tt)) ORDER BY hash, tt"
        )

    def near(self, hashes: Iterable[int]) -> list[str]:
        """The films that have one of some hashed keys."""
        wanted = sorted(set(hashes))
        if not wanted:
            return []
        # The bounds let DuckDB pass over the parts of the file that have none of them.
        found = self.rows(
            "SELECT DISTINCT tt FROM film_key SEMI JOIN (SELECT unnest(?::BIGINT[]) AS hash) USING (hash)"
            " WHERE hash BETWEEN ? AND ? ORDER BY tt",
            wanted,
            wanted[0],
            wanted[-1],
        )
        return [row[0] for row in found]


@contextmanager
def _said() -> Iterator[None]:
    """What DuckDB cannot do for want of memory or disk, as the errors that callers know."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        if "offload" in str(error) or "max_temp_directory_size" in str(error):
            raise OSError(
                errno.ENOSPC, "there is no room on the disk for what memory does not hold"
            ) from error
        raise TooLittleMemory(
            f"IMDb's files need more memory than the {_MEMORY // 1_000_000} MB that they are given; look"
            " whether one title has a great many rows, or take fewer with --title-types. Nothing was changed."
        ) from error
    except duckdb.IOException as error:
        if "no space left" in str(error).lower():
            raise OSError(errno.ENOSPC, "there is no room on the disk") from error
        raise


def _slugs(names: Any) -> Any:  # noqa: ANN401 - an Arrow array in, another out
    import pyarrow as pa  # noqa: PLC0415 - see Catalogue.enter

    return pa.array([None if name is None else slug(name) for name in names.to_pylist()], pa.string())


def _keys(ids: Any, titles: Any, years: Any) -> Any:  # noqa: ANN401 - see _slugs
    import pyarrow as pa  # noqa: PLC0415 - see Catalogue.enter

    found = [
        [
            hashed(FILM, key)
            for key in film_keys(
                FilmMention("", tuple(dict.fromkeys(said)), int(year) if year else None, ids={"imdbId": tt})
            )
        ]
        for tt, said, year in zip(ids.to_pylist(), titles.to_pylist(), years.to_pylist(), strict=True)
    ]
    return pa.array(found, pa.list_(pa.int64()))


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _name(file: Path) -> str:
    return '"' + file.stem.replace('"', '""') + '"'
