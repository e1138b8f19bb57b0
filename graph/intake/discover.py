"""Which files an ingest means: paths from the command line to documents, in a stable order."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from graph.intake.documents import key_of
from graph.summary import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


#: Folders in which programs keep what they need, and nobody keeps a review.
NO_DOCUMENTS = frozenset({"node_modules", "bower_components", "__pycache__"})


class NothingThere(Exception):
    """A path that was asked for does not exist, or a folder holds no document."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file to read.

    ``name`` is its path relative to the folder that was asked for. ``key`` tells it from all others from
    run to run: its path, where nothing else is said. ``address`` is where on the web it came from, if so.
    ``source`` is the IRI that its source is to have, should it be new and the IRI free. ``named`` says that
    somebody gave this very file, and no folder that it is in.
    """

    path: Path
    name: str
    key: str = ""
    address: str = ""
    source: str = ""
    named: bool = False


@dataclass(slots=True)
class Survey:
    """What stands under some paths.

    ``places`` are the folders and files that were asked for, as keys; ``unlisted`` those of folders below
    them that could not be looked into, with the reason; ``missing`` paths that lead nowhere; ``gone``
    addresses where a page was that is there no longer.
    """

    documents: list[Document] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    unlisted: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def discover(paths: Iterable[str | Path]) -> list[Document]:
    """The documents under some paths; see :func:`survey`."""
    return survey(paths).documents


def survey(paths: Iterable[str | Path], *, missing: bool = False) -> Survey:
    """The documents under some paths: files as they are, folders with all they hold.

    Hidden files and folders, and those of programs, are left out, and so are symbolic links that lead
    out of the folder that was asked for. A file that is reached twice is listed once.

    Args:
        paths: files and folders.
        missing: whether a path may lead nowhere, and a folder be empty.

    Raises:
        NothingThere: a path does not exist, or a folder has no document in it.
    """
    found = Survey()
    documents: dict[Path, Document] = {}
    for given in paths:
        path = Path(given)
        if not _exists(path):
            if missing:
                found.missing.append(key_of(path.absolute()))
                found.missing.append(key_of(path.resolve()))
                continue
            raise NothingThere(
                f"There is no file or folder {path}. "
                "Give the path of a review page, of a credit table or of a folder."
            )
        if not path.is_dir() and not path.is_file():
            raise NothingThere(f"{path} is neither a file nor a folder, so there is nothing in it to read.")
        found.places.append(key_of(path.resolve()))
        here = (
            list(_walk(path, found.unlisted))
            if path.is_dir()
            else [Document(path.resolve(), plain(path.name), named=True)]
        )
        if not here and not missing and not found.unlisted:
            raise NothingThere(
                f"The folder {path} holds no file to read. Give a folder with review pages or credit tables."
            )
        for document in here:
            documents.setdefault(document.path, document)
    found.documents = list(documents.values())
    return found


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a null byte, a name longer than may be
        return False


def _walk(folder: Path, unlisted: dict[str, str]) -> Iterator[Document]:
    root = folder.resolve()

    def failed(error: OSError) -> None:
        unlisted[key_of(Path(error.filename))] = f"the folder cannot be listed: {error.strerror or error}"

    for directory, names, files in os.walk(root, onerror=failed):
        names[:] = sorted(name for name in names if not name.startswith(".") and name not in NO_DOCUMENTS)
        for name in sorted(files):
            if name.startswith("."):
                continue
            path = Path(directory, name)
            try:
                resolved = path.resolve()
                if path.is_symlink() and not resolved.is_relative_to(root):
                    continue
                # Pipes, sockets and devices are no documents, and reading one may never end.
                is_file = resolved.is_file()
            except (OSError, RuntimeError):  # a loop of links
                continue
            if is_file:
                yield Document(resolved, plain(path.relative_to(root).as_posix()))
