"""Copies of published versions on other machines: put to a place that all can read, and taken from there.

The place is a directory or any path that fsspec knows (``s3://bucket/films``, ``gs://...``, ``file://...``):

    PLACE/current.json             which version is current
    PLACE/versions/000042.json     its files: path, size in bytes, sha256
    PLACE/files/SHA256             a file's content, once for all versions that share it

``current.json`` is written last and files are never changed, so a reader finds a whole version or the one
before. What is taken is hashed, and nothing is published whose hash is another one. Versions share most of
their files (the store never changes one that it has finished), so only what is new goes over the wire.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any

import fsspec

from graph.layers import seal
from graph.store.errors import DatasetError, NewerFormat, OtherBase
from graph.store.manifest import share, sync_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.store.dataset import Dataset
    from graph.store.version import Version

#: The number of this layout; the first had neither trust.json nor reference.duckdb, the second no logs.
FORMAT = 3
#: What is copied. The register of documents is not: where on a disk they lay is nobody's business.
_FILES = (
    "manifest.json",
    "search.sqlite",
    "search.sqlite-wal",
    "mentions.sqlite",
    "mentions.sqlite-wal",
    "linking.json",
    "trust.json",
    "reference.duckdb",
)
_FOLDERS = ("store",)
_BLOCK = 1 << 20
_HASH = re.compile(r"[0-9a-f]{64}")
#: No manifest is larger; a place that says so is none of ours.
_MOST = 16_000_000


class BadPlace(DatasetError):
    """A place holds no version, or something that is no version of ours."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a version: its path inside the version, how large it is, and what it hashes to."""

    path: str
    size: int
    sha256: str


class Place:
    """Where copies lie.

    Args:
        address: a directory, or a path that fsspec knows.

    Raises:
        BadPlace: nobody here knows such a path.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        try:
            self._files, self._root = fsspec.core.url_to_fs(address)
        except (ImportError, ValueError) as error:
            raise BadPlace(f"{address} cannot be opened: {error}.") from error

    def at(self, name: str) -> str:
        """The whole path of something in the place."""
        return f"{self._root.rstrip('/')}/{name}"

    def has(self, name: str) -> bool:
        """Whether something is there."""
        return bool(self._files.exists(self.at(name)))

    def open(self, name: str) -> IO[bytes]:
        """Something, to read. Raises OSError."""
        found: IO[bytes] = self._files.open(self.at(name), "rb")
        return found

    def put(self, name: str, source: Path) -> None:
        """Puts a file there whole: under another name first, where the place is a disk."""
        target = self.at(name)
        self._files.makedirs(str(PurePosixPath(target).parent), exist_ok=True)
        partial = f"{target}.{os.getpid()}.part"
        self._files.put_file(str(source), partial)
        self._files.mv(partial, target)

    def names(self, folder: str) -> list[str]:
        """The names of what is in a folder."""
        try:
            return [PurePosixPath(path).name for path in self._files.ls(self.at(folder), detail=False)]
        except FileNotFoundError:
            return []

    def remove(self, name: str) -> None:
        """Removes something."""
        self._files.rm_file(self.at(name))

    def json(self, name: str) -> dict[str, Any]:
        """Something that holds a JSON object. Raises BadPlace, FileNotFoundError."""
        with self.open(name) as stream:
            content = stream.read(_MOST + 1)
        try:
            found = json.loads(content)
        except ValueError as error:
            raise BadPlace(f"{self.at(name)} is no JSON: {error}.") from error
        if not isinstance(found, dict) or len(content) > _MOST:
            raise BadPlace(f"{self.at(name)} is nothing that `reelgraph versions push` writes.")
        if int(found.get("format", 0)) > FORMAT:
            raise NewerFormat(f"{self.at(name)} was written by a newer Reelgraph; install that one.")
        return found


def push(
    dataset: Dataset, place: Place, *, keep: int = 3, progress: Callable[[str, int, int], None] | None = None
) -> int:
    """Puts the current version to a place, and makes it the current one there.

    Args:
        dataset: the dataset.
        place: where to.
        keep: as many of the newest versions stay there; files that none of them has are removed.
        progress: called with a stage, how many files are done, and how many there are.

    Returns:
        The version's number.

    Raises:
        NoVersion: nothing is published.
        OtherBase: another dataset lies there.
        DatasetError, OSError: the place cannot be written.
    """
    version = dataset.version()
    if place.has("current.json") and (there := place.json("current.json")).get("base") != version.base:
        raise OtherBase(f"{place.address} holds the dataset of {there.get('base')}, not of {version.base}.")
    there_are = set(place.names("files"))
    entries = []
    files = list(_files(version))
    for done, (path, file) in enumerate(files, start=1):
        entry = Entry(path, file.stat().st_size, _hash(file))
        entries.append(entry)
        if entry.sha256 not in there_are:
            place.put(f"files/{entry.sha256}", file)
            there_are.add(entry.sha256)
        if progress is not None:
            progress("copying", done, len(files))
    named = {
        "format": FORMAT,
        "version": version.number,
        "base": version.base,
        "published": version.published,
    }
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder, "json")
        listed = [{"path": e.path, "size": e.size, "sha256": e.sha256} for e in entries]
        written.write_text(json.dumps({**named, "files": listed}, indent=1), encoding="utf-8")
        place.put(f"versions/{version.number:06d}.json", written)
        written.write_text(json.dumps(named, indent=1), encoding="utf-8")
        place.put("current.json", written)
    _thin(place, version.number, keep)
    return version.number


def pull(
    dataset: Dataset,
    place: Place,
    *,
    progress: Callable[[str, int, int], None] | None = None,
) -> int | None:
    """Takes the current version of a place, and makes it the current one here.

    Args:
        dataset: the dataset here; its directory may be new.
        place: where from.
        progress: see :func:`push`.

    Returns:
        The version's number; None where it is the current one already.

    Raises:
        BadPlace: there is none, or what is there is not what it says it is. Nothing is changed.
        OtherBase: the dataset here is another one.
        DatasetError, OSError: the place cannot be read, or the directory not be written.
    """
    try:
        now = place.json("current.json")
        number = int(now["version"])
        content = place.json(f"versions/{number:06d}.json")
        entries = [Entry(str(e["path"]), int(e["size"]), str(e["sha256"])) for e in content["files"]]
    except FileNotFoundError as error:
        raise BadPlace(
            f"{place.address} holds no version; `reelgraph versions push` puts one there."
        ) from error
    except (KeyError, TypeError, ValueError) as error:
        raise BadPlace(f"{place.address} is nothing that `reelgraph versions push` writes.") from error
    _check(entries, place)
    with dataset.adopting(str(content["base"]), number, str(content["published"])) as folder:
        if folder is None:
            return None
        _take(entries, place, folder, _Known(dataset.current()), progress)
    return number


def _files(version: Version) -> Iterator[tuple[str, Path]]:
    """The files of a version that are copied, with their paths in it."""
    for name in _FILES:
        if (version.directory / name).exists():
            yield name, version.directory / name
    for folder in _FOLDERS:
        for file in sorted((version.directory / folder).iterdir()):
            # RocksDB's lock and its log of messages belong to a process, not to the data.
            if file.is_file() and file.name not in ("LOCK", "LOG") and not file.name.startswith("LOG.old"):
                yield f"{folder}/{file.name}", file


def _hash(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _check(entries: list[Entry], place: Place) -> None:
    """That a list of files names nothing but files of a version. Raises BadPlace."""
    for entry in entries:
        parts = entry.path.split("/")
        known = entry.path in _FILES or (len(parts) == 2 and parts[0] in _FOLDERS)
        plain = all(re.fullmatch(r"[A-Za-z0-9._-]+", part) and part not in (".", "..") for part in parts)
        if not (known and plain and _HASH.fullmatch(entry.sha256) and entry.size >= 0):
            raise BadPlace(f"{place.address} lists a file {entry.path!r}, which no version has.")
    if not {"manifest.json", "search.sqlite"} <= {entry.path for entry in entries}:
        raise BadPlace(f"{place.address} lists no whole version: its manifest or search index is missing.")


class _Known:
    """The files of the current version here, by content: what need not be fetched. Hashed when asked for."""

    def __init__(self, version: Version | None) -> None:
        self._by_size: dict[int, list[Path]] = {}
        self._hashes: dict[Path, str] = {}
        for _, file in _files(version) if version is not None else ():
            self._by_size.setdefault(file.stat().st_size, []).append(file)

    def find(self, entry: Entry) -> Path | None:
        """A file with the content of an entry."""
        for file in self._by_size.get(entry.size, ()):
            if file not in self._hashes:
                self._hashes[file] = _hash(file)
            if self._hashes[file] == entry.sha256:
                return file
        return None


def _take(
    entries: list[Entry],
    place: Place,
    folder: Path,
    known: _Known,
    progress: Callable[[str, int, int], None] | None,
) -> None:
    for done, entry in enumerate(entries, start=1):
        target = folder / entry.path
        target.parent.mkdir(exist_ok=True)
        same = known.find(entry)
        if same is not None:
            share(same, target)
        else:
            _fetch(entry, place, target)
        if progress is not None:
            progress("copying", done, len(entries))
    seal(folder)
    for directory in chain((folder,), (folder / name for name in _FOLDERS)):
        sync_tree(directory)


def _fetch(entry: Entry, place: Place, target: Path) -> None:
    found, size = hashlib.sha256(), 0
    try:
        with place.open(f"files/{entry.sha256}") as stream, target.open("xb") as file:
            while size <= entry.size and (block := stream.read(_BLOCK)):
                found.update(block)
                size += len(block)
                file.write(block)
    except FileNotFoundError as error:
        raise BadPlace(
            f"{place.address} lacks {entry.path} of the version that it lists; perhaps a newer one has just "
            "been put there: try again."
        ) from error
    if size != entry.size or found.hexdigest() != entry.sha256:
        raise BadPlace(
            f"{entry.path} from {place.address} is not what its checksum says it is; nothing was taken over."
        )


def _thin(place: Place, current: int, keep: int) -> None:
    """Removes versions beyond the newest ones, and the files that none of those has."""
    numbers = sorted(
        int(name[:-5]) for name in place.names("versions") if re.fullmatch(r"\d{6,}\.json", name)
    )
    older = [number for number in numbers if number != current]
    gone = older[: max(0, len(older) - (keep - 1))]
    if not gone:
        return
    staying = set(numbers) - set(gone)
    used = {
        entry["sha256"] for number in staying for entry in place.json(f"versions/{number:06d}.json")["files"]
    }
    for number in gone:
        place.remove(f"versions/{number:06d}.json")
    for name in place.names("files"):
        if _HASH.fullmatch(name) and name not in used:
            with suppress(FileNotFoundError):
                place.remove(f"files/{name}")
