"""What a crawl keeps on disk: the pages of one site, and what is known of each address.

    DIR/fetched/HOST/index.sqlite     an address a row: state, validators, hash, links, the reader's verdict
    DIR/fetched/HOST/pages/ab/...     the pages themselves, in UTF-8
    DIR/fetched/HOST/lock             held by the crawl

It lies beside the versions and is in none: deleting it costs nothing but asking the site again. Each answer
is written before the next request goes out, so an interrupted run goes on where it stopped, however it ended.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: An unfinished run is gone on with for so long; after that the site is asked anew, on conditions.
RESUME = timedelta(hours=24)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS page (
    address TEXT PRIMARY KEY,
    run INTEGER NOT NULL,          -- in which it was asked last
    status INTEGER NOT NULL,       -- 200; 301 and the like, to location; 404, 410; 415 what is no text
    media_type TEXT NOT NULL,
    location TEXT,
    etag TEXT,
    last_modified TEXT,
    hash TEXT,                     -- sha256:... of the file, or of the one that was; NULL: there was none
    asked_at TEXT NOT NULL,
    headers TEXT NOT NULL,         -- those that say what robots may do, as JSON
    found TEXT NOT NULL,           -- what the page says of others and the reader of it, as JSON
    found_by TEXT NOT NULL         -- by which readers
);
CREATE TABLE IF NOT EXISTS run (
    number INTEGER PRIMARY KEY,
    start TEXT NOT NULL,
    started TEXT NOT NULL,
    last TEXT NOT NULL,
    finished TEXT
);
"""


class SiteBusy(Exception):
    """Another run is fetching this site into this dataset."""


@dataclass(frozen=True, slots=True)
class Found:
    """What stands on a page for the crawl: where it leads, and what a reader makes of it.

    ``titles`` are the films of its reviews, () where it holds none; ``fault`` says why it cannot be read;
    ``was`` that it held reviews when it was fetched before.
    """

    links: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()
    canonical: str | None = None
    is_listing: bool = False
    noindex: bool = False
    titles: tuple[str, ...] = ()
    fault: str | None = None
    was: bool = False

    def dump(self) -> str:
        """As JSON, without what says nothing."""
        kept = asdict(self)
        return json.dumps({name: value for name, value in kept.items() if value}, ensure_ascii=False)

    @classmethod
    def load(cls, text: str) -> Found:
        """From JSON."""
        read = json.loads(text)
        known = {one.name: read[one.name] for one in fields(cls) if one.name in read}
        values: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in known.items()}
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of an address."""

    address: str
    run: int
    status: int
    media_type: str = ""
    location: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    hash: str | None = None
    asked_at: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    found: Found = field(default_factory=Found)
    found_by: str = ""


_NAMES = (
    "address", "run", "status", "media_type", "location", "etag", "last_modified", "hash", "asked_at",
    "headers", "found", "found_by",
)  # fmt: skip
_COLUMNS = ", ".join(_NAMES)


class Cache:
    """The cache of one site, held by one run at a time; a context manager."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.run = 0
        #: The run before was interrupted, and this one goes on with it.
        self.resumed = False
        self._lock = FileLock(folder / "lock")

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise SiteBusy(
                f"Another run is fetching into {self.folder}; wait for it to end and try again."
            ) from None
        self._database = sqlite3.connect(self.folder / "index.sqlite", isolation_level=None)
        # What was answered is in the log at once; a power cut may lose the last answers, and breaks nothing.
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.executescript(_SCHEMA)
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()
        self._lock.release()

    def begin(self, start: str) -> None:
        """Begins a run from an address, or goes on with one that was interrupted less than a day ago."""
        now = datetime.now(UTC)
        last = self._database.execute(
            "SELECT number, start, last, finished FROM run ORDER BY number DESC LIMIT 1"
        ).fetchone()
        self.resumed = (
            last is not None and last[3] is None and last[1] == start
            and now - datetime.fromisoformat(last[2]) < RESUME
        )  # fmt: skip
        if self.resumed:
            self.run = last[0]
            return
        self.run = last[0] + 1 if last is not None else 1
        self._database.execute(
            "INSERT INTO run (number, start, started, last) VALUES (?, ?, ?, ?)",
            (self.run, start, now.isoformat(), now.isoformat()),
        )

    def finish(self, *, forget: bool) -> None:
        """Notes that the run is done with: the next one asks anew.

        Args:
            forget: whether pages that are gone are forgotten. Until then they are asked for, and told of.
        """
        now = datetime.now(UTC).isoformat()
        self._database.execute("UPDATE run SET finished = ?, last = ? WHERE number = ?", (now, now, self.run))
        self._database.execute(
            "DELETE FROM page WHERE status IN (404, 410) AND (hash IS NULL OR ?)", (forget,)
        )
        if forget:
            for address, _ in self.kept():
                entry = self.get(address)
                if entry is not None and entry.found.was:
                    self.know(replace(entry, found=replace(entry.found, was=False)))
        self._database.execute("DELETE FROM run WHERE number < ?", (self.run,))

    def get(self, address: str) -> Entry | None:
        """What is known of an address."""
        row = self._database.execute(
            f"SELECT {_COLUMNS} FROM page WHERE address = ?",  # noqa: S608 - our own columns
            (address,),
        ).fetchone()
        if row is None:
            return None
        values: dict[str, Any] = dict(zip(_NAMES, row, strict=True))
        values |= {"headers": json.loads(values["headers"]), "found": Found.load(values["found"])}
        return Entry(**values)

    def asked_before(self, address: str) -> int | None:
        """The earlier run in which an address was asked last; None where it was not, or in this run."""
        row = self._database.execute(
            "SELECT run FROM page WHERE address = ? AND run < ?", (address, self.run)
        ).fetchone()
        return row[0] if row else None

    def put(self, entry: Entry, content: bytes | None = None) -> Entry:
        """Enters what an address answered in this run, with its content where there is any.

        Without content the file stays as it is where the status is 200, and goes where it is any other.

        Returns:
            The entry, with this run, this moment and the content's hash.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        entry = replace(entry, run=self.run, asked_at=now)
        if content is not None:
            entry = replace(entry, hash="sha256:" + hashlib.sha256(content).hexdigest())
            self._write(self.file(entry), content)
        elif entry.status != 200:
            known = self.get(entry.address)
            if known is not None and known.hash is not None:
                self.file(known).unlink(missing_ok=True)
        self._database.execute("BEGIN")
        self._database.execute(
            f"INSERT OR REPLACE INTO page ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            (
                entry.address, entry.run, entry.status, entry.media_type, entry.location, entry.etag,
                entry.last_modified, entry.hash, entry.asked_at, json.dumps(entry.headers),
                entry.found.dump(), entry.found_by,
            ),
        )  # fmt: skip
        self._database.execute("UPDATE run SET last = ? WHERE number = ?", (now, self.run))
        self._database.execute("COMMIT")
        return entry

    def know(self, entry: Entry) -> Entry:
        """Enters what was found anew on a page that is kept, without its having been asked."""
        self._database.execute(
            "UPDATE page SET found = ?, found_by = ? WHERE address = ?",
            (entry.found.dump(), entry.found_by, entry.address),
        )
        return entry

    def content(self, entry: Entry) -> bytes | None:
        """A page that is kept; None where its file is not what it was, so that it has to be asked for."""
        if entry.hash is None:
            return None
        try:
            content = self.file(entry).read_bytes()
        except OSError:
            return None
        return content if entry.hash == "sha256:" + hashlib.sha256(content).hexdigest() else None

    def file(self, entry: Entry) -> Path:
        """Where a page lies, or would."""
        name = hashlib.sha256(entry.address.encode()).hexdigest()[:32]
        return self.folder / "pages" / name[:2] / f"{name}.page"

    def kept(self) -> Iterator[tuple[str, int]]:
        """The addresses of all pages that are kept or gone, each with the run in which it was asked last."""
        yield from self._database.execute(
            "SELECT address, run FROM page WHERE hash IS NOT NULL ORDER BY address"
        ).fetchall()

    @staticmethod
    def _write(file: Path, content: bytes) -> None:
        """Writes a file in one step."""
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        part.write_bytes(content)
        part.replace(file)


def folder_of(fetched: Path, netloc: str) -> Path:
    """The folder of a site, by its host and port; none can lead out of ``fetched``."""
    return fetched / (re.sub(r"[^A-Za-z0-9.-]", "_", netloc).strip(".") or "_")
