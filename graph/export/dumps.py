"""A version as one RDF document: N-Quads or TriG with all its graphs, Turtle with the view alone.

Written quad by quad from the store, so that memory stays flat, always in the same order: the same version
gives the same bytes. There are no blank nodes in it; one that somebody wrote into the store gets an IRI
(RDF 1.1, 3.5: ``<base>/.well-known/genid/...``). Packed with gzip or zstd, with no time of day in it.

``python -m graph.export.dumps STORE BASE FORMAT COMPRESSION FILE MOST`` writes one of at most MOST bytes in a
process of its own, and prints what :class:`Content` says, as JSON. It ends with the process that started it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol, cast

import pyoxigraph as ox
import zstandard

from graph.export.files import in_one_step, write_file
from ontology import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.store import Version

#: Format -> RDF syntax, ending, media type.
FORMATS = {
    "nquads": (ox.RdfFormat.N_QUADS, "nq", "application/n-quads"),
    "trig": (ox.RdfFormat.TRIG, "trig", "application/trig"),
    "turtle": (ox.RdfFormat.TURTLE, "ttl", "text/turtle"),
}
#: Compression -> ending, media type.
COMPRESSIONS = {"none": ("", ""), "gzip": (".gz", "application/gzip"), "zstd": (".zst", "application/zstd")}

_GZIP_LEVEL, _ZSTD_LEVEL = 6, 9


@dataclass(frozen=True, slots=True)
class Content:
    """What was written, and how to tell that it is whole.

    ``sha256`` and ``bytes`` are those of what was written, ``content_sha256`` and ``content_bytes`` those of
    the document before it was packed. ``statements`` are its triples or quads, ``named`` the blank nodes
    that got an IRI.
    """

    base: str
    format: str
    compression: str
    media_type: str
    statements: int
    named: int
    bytes: int
    sha256: str
    content_bytes: int
    content_sha256: str


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump in a file: of which version, and what it holds."""

    file: str
    version: int
    published: str
    content: Content

    def as_object(self) -> dict[str, object]:
        """The dump as its manifest has it."""
        head = {"file": self.file, "version": self.version, "published": self.published}
        return {**head, **asdict(self.content)}


def file_name(number: int, form: str, compression: str) -> str:
    """The name of a version's dump: ``reelgraph-000042.nq.gz``."""
    return f"reelgraph-{number:06d}.{FORMATS[form][1]}{COMPRESSIONS[compression][0]}"


def write_dump(version: Version, form: str, compression: str, file: Path) -> Dump:
    """Writes a dump of a version to a file, in one step.

    Raises:
        OSError: the disk is full, or may not be written.
    """
    with in_one_step(file) as stream:
        found = write_to(version.store, version.base, form, compression, stream)
    return Dump(file.name, version.number, version.published, found)


def write_notes(dump: Dump, file: Path, folder: Path | None = None) -> None:
    """Writes a dump's checksum and manifest.

    Beside the file, as ``FILE.sha256`` and ``FILE.json``; or for all dumps of a folder together, as
    ``SHA256SUMS`` and ``manifest.json``, in which those of other dumps stay.
    """
    line = f"{dump.content.sha256}  {dump.file}\n"
    if folder is None:
        write_file(file.with_name(file.name + ".sha256"), line.encode())
        write_file(file.with_name(file.name + ".json"), _json(dump.as_object()))
        return
    sums, manifest = folder / "SHA256SUMS", folder / "manifest.json"
    lines = {name: known for known in _lines(sums) if (name := known.partition("  ")[2].strip()) != dump.file}
    lines[dump.file] = line
    write_file(sums, "".join(lines[name] for name in sorted(lines)).encode())
    try:
        known = json.loads(manifest.read_text(encoding="utf-8"))["dumps"]
        others = [item for item in known if item["file"] != dump.file]
    except (OSError, ValueError, KeyError, TypeError):
        others = []
    listed = sorted([*others, dump.as_object()], key=lambda item: str(item["file"]))
    write_file(manifest, _json({"generator": "reelgraph", "dumps": listed}))


def write_to(store: ox.Store, base: str, form: str, compression: str, stream: IO[bytes]) -> Content:
    """Writes a dump of a store to a stream.

    Args:
        store: the store, which nobody changes meanwhile.
        base: what the IRIs of blank nodes begin with.
        form: one of FORMATS.
        compression: one of COMPRESSIONS.
        stream: a binary stream.
    """
    rdf, _, media_type = FORMATS[form]
    outer = _Counted(stream)
    inner = _Counted(_packer(compression, outer))
    statements = _Statements(base)
    if rdf.supports_datasets:
        content: Iterable[ox.Quad] | Iterable[ox.Triple] = statements.quads(store)
    else:
        content = statements.triples(store)
    prefixes = None if form == "nquads" else dict(PREFIXES)
    ox.serialize(content, cast("IO[bytes]", inner), format=rdf, prefixes=prefixes)
    inner.close()
    media_type = COMPRESSIONS[compression][1] or media_type
    return Content(
        base=base, format=form, compression=compression, media_type=media_type,
        statements=statements.count, named=len(statements.named), bytes=outer.size, sha256=outer.digest(),
        content_bytes=inner.size, content_sha256=inner.digest(),
    )  # fmt: skip


class _Sink(Protocol):
    def write(self, data: bytes, /) -> object: ...


class _Counted:
    """A stream that counts and digests what goes through it."""

    def __init__(self, inner: _Sink) -> None:
        self._inner = inner
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        self._hash.update(data)
        self._inner.write(data)
        return len(data)

    def flush(self) -> None:
        """Needed by the serialiser."""

    def close(self) -> None:
        """Ends the packing below; a plain stream stays open."""
        if isinstance(self._inner, _Packed):
            self._inner.close()

    def digest(self) -> str:
        return self._hash.hexdigest()


class _Packer(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...

    def flush(self) -> bytes: ...


class _Packed:
    """A stream that packs what goes through it."""

    def __init__(self, packer: _Packer, inner: _Sink) -> None:
        self._packer = packer
        self._inner = inner

    def write(self, data: bytes) -> None:
        self._inner.write(self._packer.compress(data))

    def close(self) -> None:
        self._inner.write(self._packer.flush())


def _packer(compression: str, stream: _Sink) -> _Sink:
    if compression == "gzip":
        # wbits above 15 is a gzip stream, whose header then has neither a time nor a name.
        return _Packed(zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, 31), stream)
    if compression == "zstd":
        packer = zstandard.ZstdCompressor(level=_ZSTD_LEVEL, write_checksum=True).compressobj()
        return _Packed(cast("_Packer", packer), stream)
    return stream


class _Statements:
    """The statements of a store with every blank node named, counted as they pass."""

    def __init__(self, base: str) -> None:
        self._genid = f"{base}/.well-known/genid/"
        self.count = 0
        self.named: set[str] = set()

    def quads(self, store: ox.Store) -> Iterator[ox.Quad]:
        blank = ox.BlankNode
        for quad in store:
            self.count += 1
            if (
                isinstance(quad.subject, blank)
                or isinstance(quad.object, blank)
                or isinstance(quad.graph_name, blank)
            ):
                yield ox.Quad(
                    self._term(quad.subject),
                    quad.predicate,
                    self._term(quad.object),
                    self._term(quad.graph_name),
                )
            else:
                yield quad

    def triples(self, store: ox.Store) -> Iterator[ox.Triple]:
        blank = ox.BlankNode
        for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
            self.count += 1
            if isinstance(quad.subject, blank) or isinstance(quad.object, blank):
                yield ox.Triple(self._term(quad.subject), quad.predicate, self._term(quad.object))
            else:
                yield quad.triple

    def _term(self, term: object) -> ox.NamedNode:
        if isinstance(term, ox.BlankNode):
            self.named.add(term.value)
            return ox.NamedNode(self._genid + term.value)
        return cast("ox.NamedNode", term)


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines(keepends=True)
    except FileNotFoundError:
        return []


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def main(arguments: list[str]) -> int:
    """Writes a dump as said on the command line of this module."""
    place, base, form, compression, file, most = arguments
    parent = os.getppid()
    written = 0

    class Watched:
        """The file, for as long as somebody wants it and there is room for it."""

        def write(self, data: bytes) -> int:
            nonlocal written
            written += len(data)
            if written > int(most):
                raise OSError(f"it is larger than {most} bytes")
            if os.getppid() != parent:
                raise OSError("nobody waits for it any more")
            return stream.write(data)

    with Path(file).open("wb") as stream:
        store = ox.Store.read_only(place)
        content = write_to(store, base, form, compression, cast("IO[bytes]", Watched()))
    sys.stdout.write(json.dumps(asdict(content)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
