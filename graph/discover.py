"""Which files an ingest means: paths from the command line to documents, in a stable order."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class NothingThere(Exception):
    """A path that was asked for does not exist, or a folder holds no document."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file to read. ``name`` is its path relative to the folder that was asked for."""

    path: Path
    name: str


def discover(paths: Iterable[str | Path]) -> list[Document]:
    """The documents under some paths: files as they are, folders with all they hold.

    Hidden files and folders are left out, and so are symbolic links that lead out of the folder
    that was asked for. A file that is reached twice is listed once.

    Raises:
        NothingThere: a path does not exist, or a folder has no document in it.
    """
    found: dict[Path, Document] = {}
    for given in paths:
        path = Path(given)
        if not path.exists():
            raise NothingThere(
                f"There is no file or folder {path}. "
                "Give the path of a review page, of a credit table or of a folder."
            )
        if not path.is_dir() and not path.is_file():
            raise NothingThere(f"{path} is neither a file nor a folder, so there is nothing in it to read.")
        documents = list(_walk(path)) if path.is_dir() else [Document(path.resolve(), path.name)]
        if not documents:
            raise NothingThere(
                f"The folder {path} holds no file to read. Give a folder with review pages or credit tables."
            )
        for document in documents:
            found.setdefault(document.path, document)
    return list(found.values())


def _walk(folder: Path) -> Iterator[Document]:
    root = folder.resolve()
    for directory, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            if name.startswith("."):
                continue
            path = Path(directory, name)
            resolved = path.resolve()
            if path.is_symlink() and not resolved.is_relative_to(root):
                continue
            # Pipes, sockets and devices are no documents, and reading one may never end.
            if resolved.is_file():
                yield Document(resolved, path.relative_to(root).as_posix())
