"""The blocks as files in a folder: one for each review, and a manifest that says which page has which.

The folder may hold other files. What an earlier run wrote and this one does not is removed, but only
where the manifest says that it was ours and it still is what we wrote.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.export.files import NotWritable, make_folder, write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from graph.export.page_blocks import PageBlock
    from graph.export.reviews import ReviewBlock

MANIFEST = "manifest.json"
_ENDING = ".jsonld"
_PLAIN = re.compile(r"[^\w.-]+")
_LONGEST = 180
#: Names that mean something else to a file system.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


@dataclass(slots=True)
class Written:
    """What came of it: the files by what was done with them."""

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def write_blocks(
    folder: Path,
    blocks: Iterable[ReviewBlock],
    pages: Mapping[str, Sequence[str]],
    version: int,
    together: Iterable[tuple[str, PageBlock]] = (),
) -> Written:
    """Writes the block of each review into a folder, and ``manifest.json``.

    The manifest has, for each file, the IRI of what it is about, the addresses of its page where they are
    known, and the SHA-256 of the file; and the reviews that have no block, each with what it lacks. An
    address leads to one file: that of a page with several reviews to the page's own.

    Args:
        folder: where to; made where it is not there.
        blocks: the reviews' blocks.
        pages: the addresses of the reviews' pages.
        version: the number of the version that they are of.
        together: the addresses of pages with several reviews, each with the page's block; an empty one for a
            page without.

    Raises:
        OSError, NotWritable: the folder cannot be written; every file is the old one or the new one.
    """
    make_folder(folder, folder)
    before = _earlier(folder)
    done = Written()
    entries: list[dict[str, Any]] = []
    without: list[dict[str, Any]] = []
    taken: set[str] = {MANIFEST}
    several = [(page, block) for page, block in together if block.block is not None]
    shared = {page for page, _ in several}
    for block in blocks:
        addresses = sorted(page for page in pages.get(block.review, ()) if page not in shared)
        if block.block is None:
            without.append({"review": block.review, "pages": addresses, "lacks": list(block.lacks)})
            continue
        name, digest = _write(folder, block, taken, done)
        entries.append({"file": name, "review": block.review, "pages": addresses, "sha256": digest})
    for page, page_block in several:
        name, digest = _write(folder, page_block, taken, done)
        entries.append(
            {
                "file": name, page_block.about: page_block.review, "reviews": list(page_block.reviews),
                "pages": [page] if page else [], "sha256": digest,
            }
        )  # fmt: skip
    for name, digest in before.items():
        if name not in taken:
            _remove(folder, name, digest, done)
    manifest = {"generator": "reelgraph", "version": version, "blocks": entries, "without": without}
    write_file(folder / MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode())
    return done


def _write(folder: Path, block: ReviewBlock, taken: set[str], done: Written) -> tuple[str, str]:
    """Writes one block; its file's name and SHA-256."""
    name = _free(file_name(block.name), taken)
    content = block.file().encode("utf-8", "backslashreplace")
    file = folder / name
    if file.is_dir():
        raise NotWritable(f"{file} is a folder; a block is to be written there.")
    (done.written if write_file(file, content) else done.unchanged).append(name)
    return name, hashlib.sha256(content).hexdigest()


def file_name(name: str) -> str:
    """A file's name for a review's, the same every time, safe on every file system."""
    plain = _PLAIN.sub("-", name).strip(".-") or "review"
    while len(plain.encode()) > _LONGEST:
        plain = plain[:-1]
    if plain != name or _DEVICES.fullmatch(plain):
        # Two names may become the same plain one; what they were tells them apart.
        plain += "-" + hashlib.sha256(name.encode("utf-8", "backslashreplace")).hexdigest()[:8]
    return plain + _ENDING


def _free(name: str, taken: set[str]) -> str:
    """The name, or one like it that no other block of this run has, whatever the case of its letters."""
    number, found = 1, name
    while found.lower() in taken:
        number += 1
        found = f"{name.removesuffix(_ENDING)}-{number}{_ENDING}"
    taken.add(found.lower())
    taken.add(found)
    return found


def _earlier(folder: Path) -> dict[str, str]:
    """The files that an earlier run wrote, each with its SHA-256; none where there is no manifest of ours."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (ValueError, OSError):
        manifest = None
    if not isinstance(manifest, dict) or manifest.get("generator") != "reelgraph":
        raise NotWritable(f"{folder / MANIFEST} is not ours; give --out another folder, or move it away.")
    found = {}
    for entry in manifest.get("blocks", ()):
        name, digest = entry.get("file"), entry.get("sha256")
        # A manifest may have been changed by anybody: it names files of this folder, or nothing.
        if isinstance(name, str) and isinstance(digest, str) and name.endswith(_ENDING) and "/" not in name:
            found[name] = digest
    return found


def _remove(folder: Path, name: str, digest: str, done: Written) -> None:
    file = folder / name
    if file.is_symlink() or not file.is_file():
        return
    if hashlib.sha256(file.read_bytes()).hexdigest() != digest:
        done.kept.append(name)  # somebody has made it theirs
        return
    file.unlink()
    done.removed.append(name)
