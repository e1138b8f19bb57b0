"""The small files that describe a dataset and its versions, written so that a crash leaves one whole."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def write_json(file: Path, content: dict[str, Any]) -> None:
    """Writes a JSON file in one step: a reader sees the old content or the new, never a part."""
    partial = file.with_name(f".{file.name}.{os.getpid()}")
    with partial.open("w", encoding="utf-8") as stream:
        json.dump(content, stream, ensure_ascii=False, indent=1)
        stream.write("\n")
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(file)
    sync_directory(file.parent)


def read_json(file: Path) -> dict[str, Any]:
    """Reads a JSON file that holds an object.

    Raises:
        ValueError: it does not.
    """
    content = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise ValueError(f"{file} does not hold an object")  # noqa: TRY004 - what json raises, too
    return content


def share(source: Path, target: Path) -> None:
    """A second name for a file that nobody changes any more; a copy where the disk has no such thing."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def sync_directory(directory: Path) -> None:
    """Makes a directory's entries last through a power cut."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(directory: Path, known: Path | None = None) -> None:
    """Makes every file directly in a directory, and the directory, last through a power cut.

    Args:
        directory: the directory.
        known: another that lasts already: files that are one with a file of it need no second time.
    """
    lasting = {_identity(entry) for entry in known.iterdir()} if known is not None else set()
    for entry in directory.iterdir():
        if entry.is_file() and _identity(entry) not in lasting:
            sync_directory(entry)
    sync_directory(directory)


def _identity(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_dev, found.st_ino
