"""The rows of a credit table, one by one: what each says, and why it cannot be read where it cannot."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import quote

from graph.names import token
from graph.records import ACTOR, Complaint, Fact, FilmRecord, RoleRecord, Row, SetAside
from graph.sources.facts import ids
from graph.sources.facts.jobs import JOB, Label, label_of
from graph.sources.patterns import regex
from graph.sources.tables.faults import Faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.sources.tables.columns import Columns
    from graph.sources.tables.store import Store
    from graph.sources.tables.text import Record

#: The columns of text, with the longest that a cell may hold and still be what its column says.
_TEXTS = {
    "film_title": 500,
    "film_year": 300,
    "job": 300,
    "name": 300,
    "character": 2_000,
    "note": 2_000,
    "row_id": 1_000,
}
#: What tables write for nothing.
_NOTHING = frozenset(["\\N", "N/A", "n/a", "NaN", "nan", "NULL", "-", "–", "—", "?"])
_NO_TITLE = frozenset(["\\N", "NaN", "NULL"])
_YEAR = regex(r"\(?((?:18[7-9]|19\d|20\d)\d)(?:\.0+|-[01]\d(?:-[0-3]\d)?)?\)?")
_BILLING = regex(r"0*([1-9]\d{0,8})(?:\.0+)?")
#: A spreadsheet's formula where its value should be. Titles may begin with + and @, so those stand.
_FORMULA = regex(r"=\s*(?:[-+(\"\d]|[A-Za-z_.]+\(|\$?[A-Za-z]{1,3}\$?\d)")
_CONTROL = regex(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\u200b\ufffe\uffff]")
_NOTE = regex(
    r"\s*\((voice(?:, uncredited)?|uncredited|credit only|archive (?:footage|sound)|(?:credited )?as [^()]+)"
    r"\)$",
    re.IGNORECASE,
)
_PLAIN_KEY = regex(r"[A-Za-z0-9_-]{1,100}")
#: Job words of databases that pages do not print, with the label that says the same.
_SAME = {
    "actress": "actor", "actresses": "actor", "cast member": "actor", "performer": "actor", "acting": "actor",
    "acteur": "actor", "actrice": "actor", "darsteller": "actor", "darstellerin": "actor",
    "schauspieler": "actor", "schauspielerin": "actor", "voice": "voices", "voice actor": "voices",
    "voice actress": "voices", "directing": "director", "film director": "director",
    "screenplay writer": "writer", "script writer": "writer", "scénariste": "writer",
    "drehbuchautor": "writer", "kamera": "cinematographer", "compositeur": "composer", "musik": "composer",
    "komponist": "composer", "monteur": "editor", "schnitt": "editor", "producteur": "producer",
    "produzent": "producer",
}  # fmt: skip
#: Credits of people who play nobody: acting roles, with a note that says so.
_NOTED = {"self": "self", "himself": "self", "herself": "self", "archive footage": "archive footage"}
_SEVERAL = regex(r"\s*[;|,/&]\s*|\s+and\s+")

#: How many rows tell whether a column of roles holds jobs or characters.
_SAMPLED = 200


class RowReader:
    """Reads the rows of one table.

    Args:
        columns: where its columns stand.
        width: how many there are.
        store: takes what is read.
        controls: whether a cell may hold control characters.
    """

    def __init__(self, columns: Columns, width: int, store: Store, *, controls: bool) -> None:
        self.at = columns.at
        self.job = columns.job
        self.width = width
        self.store = store
        self.controls = controls
        self.faults = Faults()
        self.rows = self.credits = 0
        # Most tables have no ids, and asking for six in each row takes as long as all else.
        with_ids = {column.partition("_")[0] for column in columns.at if column.endswith("_id")}
        self._has_ids = {of: bool(with_ids & {of, "imdb"}) for of in ("film", "person")}

    def read(self, rows: Iterator[Record]) -> None:
        """Reads all rows; those that cannot be read are left to the faults."""
        if "role" in self.at:
            rows = self._tell_role(rows)
        for record in rows:
            if not any(record.cells):
                continue
            self.rows += 1
            if record.slip:
                self.faults.add("slip", record.first_line)
            fault = self._row(record)
            if fault is not None:
                kind, value = fault
                self.faults.add(kind, record.first_line, value)

    def conclude(self, complaints: list[Complaint]) -> tuple[Complaint, ...]:
        """What there is to complain of, beside ``complaints``; raises SetAside where nothing was read."""
        if not self.rows:
            raise SetAside("The table has a header and no rows.", 1)
        found = self.faults.complaints()
        if not self.credits and not found:
            raise SetAside("The rows of the table are empty.", 2)
        if not self.credits:
            raise SetAside(f"No row of the table can be read: {found[0].message}", found[0].line)
        if "row_id" not in self.at:
            complaints.append(
                Complaint("The table has no column row_id, so its rows are known by their line numbers.", 1)
            )
        return *complaints, *found

    def _tell_role(self, rows: Iterator[Record]) -> Iterator[Record]:
        """Reads a column ``role`` as jobs if its first cells are jobs, else as characters."""
        sample = list(islice(rows, _SAMPLED))
        place = self.at.pop("role")
        cells = [record.cells[place].strip() for record in sample if len(record.cells) > place]
        told = [bool(_jobs(cell)[0]) for cell in cells if cell]
        if told and 0.2 < sum(told) / len(told) < 0.8:
            raise SetAside(
                "The column “role” holds jobs and other words; say whether it is the job or the character "
                "with --map role=job or --map role=character.",
                1,
            )
        self.at["job" if told and all(told[:1]) and sum(told) > len(told) / 2 else "character"] = place
        yield from sample
        yield from rows

    # -- one row ---------------------------------------------------------------------------------

    def _cell(self, record: Record, name: str) -> str:
        place = self.at.get(name)
        if place is None or place >= len(record.cells):
            return ""
        text = record.cells[place]
        if self.controls:
            text = _CONTROL.sub("", text)
        text = " ".join(text.split())
        return "" if text in (_NO_TITLE if name == "film_title" else _NOTHING) else text

    def _row(self, record: Record) -> tuple[str, str] | None:
        """Reads a row; gives its fault and the words to blame where it cannot be read."""
        text = {column: self._cell(record, column) for column in _TEXTS}
        fault = self._fault(record, text)
        if fault is not None or not any(text.values()):
            return fault
        character = text["character"]
        said = self.job or text["job"]
        jobs, job_note = _jobs(said) if said else ((ACTOR,) if character else (), None)
        if not jobs:
            return ("job", said) if said else ("no job", "")
        row = self._identify(record, text["row_id"])
        if row is None:
            return "again", text["row_id"]
        film = self._film(record, text["film_title"], text["film_year"])
        notes = [text["note"]] if text["note"] else []
        while found := _NOTE.search(character):
            notes.insert(0, found.group(1))
            character = character[: found.start()]
        if job_note is not None:
            notes.insert(0, job_note)
        lines = record.first_line, record.last_line
        name = Fact(text["name"], *lines)
        played = Fact(character, *lines) if character else None
        note = Fact(", ".join(dict.fromkeys(notes)), *lines) if notes else None
        billing = self._billing(record) if ACTOR in jobs else None
        imdb, wikidata, tmdb = (
            Fact(value, *lines) if value else None for value in self._ids(record, "person")
        )
        for job in jobs:
            cast = (played, billing) if job == ACTOR else (None, None)
            self.store.add_role(RoleRecord(film, job, name, *cast, note, imdb, wikidata, tmdb, row))
        self.credits += len(jobs)
        return None

    def _fault(self, record: Record, text: dict[str, str]) -> tuple[str, str] | None:
        """What makes a row unreadable before its job is looked at: the fault and the words to blame."""
        fault: tuple[str, str] | None = None
        name, year = text["name"], text["film_year"]
        wrong = next((column for column in _TEXTS if _is_formula(text[column])), None)
        long = next((column for column in _TEXTS if len(text[column]) > _TEXTS[column]), None)
        if len(record.cells) > self.width and any(cell.strip() for cell in record.cells[self.width :]):
            fault = "wide", f"{len(record.cells)} instead of {self.width}"
        elif long is not None:
            fault = "long", f"{long} of {len(text[long]):,} characters"
        elif wrong is not None:
            fault = "formula", text[wrong]
        elif not any(letter.isalnum() for letter in name) and any(text.values()):
            fault = "name", ""
        elif not text["film_title"] and any(text.values()):
            fault = "title", ""
        elif year and not _YEAR.fullmatch(year):
            fault = "year", year
        return fault

    def _billing(self, record: Record) -> int | None:
        text = self._cell(record, "billing")
        found = _BILLING.fullmatch(text) if text else None
        if text and found is None:
            self.faults.add("billing", record.first_line, text)
        return int(found.group(1)) if found else None

    def _ids(self, record: Record, of: str) -> tuple[str | None, str | None, str | None]:
        """The IMDb, Wikidata and TMDB ids of the row's film or person."""
        if not self._has_ids[of]:
            return None, None, None
        imdb = ids.imdb_title if of == "film" else ids.imdb_name
        found: list[str | None] = []
        generic = self._cell(record, f"{of}_id")
        either = self._cell(record, "imdb_id")
        for scheme, read in (("imdb", imdb), ("wikidata", ids.wikidata), ("tmdb", _tmdb)):
            text = self._cell(record, f"{of}_{scheme}_id")
            value = read(text) if text else None
            if text and value is None:
                self.faults.add("id", record.first_line, f"{of}_{scheme}_id {text}")
            if value is None and scheme != "tmdb":
                value = (read(generic) if generic else None) or (
                    imdb(either) if either and scheme == "imdb" else None
                )
            found.append(value)
        if generic and not any(found):
            self.faults.add("id", record.first_line, f"{of}_id {generic}")
        if either and of == "film" and not ids.imdb_title(either) and not ids.imdb_name(either):
            self.faults.add("id", record.first_line, f"imdb_id {either}")
        return found[0], found[1], found[2]

    def _film(self, record: Record, title: str, year_cell: str) -> str:
        """The key of the row's film; its record is made at the first row that names it."""
        dated = _YEAR.fullmatch(year_cell)
        year = int(dated.group(1)) if dated else None
        external = self._ids(record, "film")
        imdb, wikidata, tmdb = external
        parts = (token(title), str(year or ""), imdb, wikidata, f"tmdb{tmdb}" if tmdb else None)
        key = "film-" + "_".join(part for part in parts if part is not None).rstrip("_")
        if not self.store.has_film(key):
            lines = record.first_line, record.last_line
            film = FilmRecord(
                key,
                Fact(title, *lines),
                year=Fact(year, *lines) if year else None,
                imdb_id=Fact(imdb, *lines) if imdb else None,
                wikidata_id=Fact(wikidata, *lines) if wikidata else None,
                tmdb_id=Fact(tmdb, *lines) if tmdb else None,
            )
            self.store.add_film(film)
        return key

    def _identify(self, record: Record, row_id: str) -> Row | None:
        """What the row is known by; None where it stands in the table before, word for word."""
        if not row_id:
            if "row_id" in self.at:
                self.faults.add("unnumbered", record.first_line)
            return Row(str(record.first_line), f"line/{record.first_line}")
        key = row_id if _PLAIN_KEY.fullmatch(row_id) else quote(row_id, safe="-")
        if len(key) > 100:
            key = f"id/{_short(row_id, 16)}"
        content = hash(tuple(record.cells))
        known = self.store.known(key, record.first_line, content)
        if known[0] != record.first_line:
            if known[1] == content:
                return None
            self.faults.add("repeated", record.first_line, row_id)
            key = f"{key}/{_short(chr(31).join(record.cells), 8)}"
            if self.store.known(key, record.first_line, content)[0] != record.first_line:
                return None
        return Row(row_id, key)


def has_controls(text: str) -> bool:
    """Whether there is any character in a text that no cell should have."""
    return _CONTROL.search(text) is not None


def _is_formula(text: str) -> bool:
    return text.startswith("=") and _FORMULA.match(text) is not None


@lru_cache(maxsize=4096)
def _jobs(text: str) -> tuple[tuple[str, ...], str | None]:
    """The jobs that a cell names, and the note that goes with them; none where a word of it is unknown."""
    label = _label(text)
    if label is None:
        parts = [part for part in _SEVERAL.split(text) if part]
        labels = [_label(part) for part in parts] if len(parts) > 1 else []
        if not labels or any(one is None for one in labels):
            return (), None
        jobs = dict.fromkeys(job for one in labels if one for job in one.jobs)
        return tuple(jobs), next((one.note for one in labels if one and one.note), None)
    return label.jobs, label.note


def _label(text: str) -> Label | None:
    word = " ".join(text.replace("_", " ").split())
    folded = word.casefold()
    if folded in _NOTED:
        return Label(JOB, (ACTOR,), _NOTED[folded])
    label = label_of(_SAME.get(folded, word))
    return label if label is not None and label.field == JOB else None


def _tmdb(text: str) -> str | None:
    plain = text.removesuffix(".0")
    if plain.isascii() and plain.isdigit() and len(plain) <= 9 and int(plain):
        return str(int(plain))
    found = re.search(r"themoviedb\.org/(?:movie|person)/(\d{1,9})", text)
    return found.group(1) if found else None


def _short(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]
