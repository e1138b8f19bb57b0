"""Documents that hold documents: packed files, archives (ZIP, tar), saved pages, and feeds with their items.

Opening one writes down what it holds, a line of JSON for each part, so that any number of parts takes no
memory and each can be read by whoever has time. What is packed is unpacked into a folder of the run, and
never beyond what a document of its kind may hold: a bomb costs that and no more.
"""

from __future__ import annotations

import json
import mmap
import os
import stat
import zipfile
import zlib
from collections import deque
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from graph.intake import mail, unpacking
from graph.intake.discover import NO_DOCUMENTS
from graph.records import Complaint, NoDocument, SetAside
from graph.sources.feeds.account import Account
from graph.sources.kinds import FEED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from tarfile import TarFile, TarInfo

    #: How much a document may hold, by its head and name.
    _Most = Callable[[bytes, str], int]
    #: What a file in an archive is called, and how it is opened.
    _Member = tuple[str, Callable[[], IO[bytes]]]

_ZIP, _EMPTY_ZIP = b"PK\x03\x04", b"PK\x05\x06"
#: The marks of UTF-16, in which no tag can be looked for byte by byte.
_WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
#: Parts of ZIP archives that are documents of some program, which no archive of pages has at its top.
_OFFICE = frozenset({"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"})
#: What one archive may hold: documents, and bytes in all.
_MOST_MEMBERS = 200_000
_MOST_UNPACKED = 8_000_000_000
#: How often something may be packed: a feed in a gzip file in a ZIP archive is three times.
MOST_DEPTH = 3
_BLOCK = 1 << 20
#: What a damaged ZIP archive, or a member of one, fails with.
_DAMAGED_ZIP = (zipfile.BadZipFile, NotImplementedError, zlib.error, ValueError, EOFError)
#: Larger packed files and archives are set aside.
MAX_PACKED = 2_000_000_000
HEAD = 131_072


@dataclass(frozen=True, slots=True)
class Span:
    """Where an item of a feed stands: its bytes, its first line, and where the feed's own head ends."""

    start: int
    end: int
    line: int
    head: int


@dataclass(frozen=True, slots=True)
class Part:
    """A document within another.

    ``key`` tells it from the container's other parts for good; ``path`` is the file that has its bytes,
    ``span`` the place in it where it is an item of a feed; ``fault`` says why it could not be unpacked.
    """

    key: str
    name: str
    path: str
    hash: str = ""
    span: Span | None = None
    fault: str = ""


@dataclass(slots=True)
class Contents:
    """What a container holds: the file that lists its parts, how many, and what there is to say of it.

    ``items``, ``refused``, ``skipped``, ``again`` and ``of_comments`` are an
    :class:`graph.sources.feeds.account.Account`.
    """

    kind: str
    listing: str = ""
    parts: int = 0
    complaints: list[tuple[str, int | None]] = field(default_factory=list)
    items: int = 0
    refused: list[tuple[int, str, str]] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    again: list[int] = field(default_factory=list)
    of_comments: bool = False


def is_packed(head: bytes) -> bool:
    """Whether a file may be packed, by its first bytes."""
    packed = head.startswith(_ZIP) or unpacking.packing_of(head) is not None
    saved = unpacking.is_saved_page(head) or mail.is_encoded(head) or mail.is_mailbox(head)
    return packed or _is_tar(head) or saved


def _is_tar(head: bytes) -> bool:
    """Whether a file is a tar archive (POSIX ustar and all that came after it)."""
    return head[257:262] == b"ustar"


def parts_of(contents: Contents) -> Iterator[Part]:
    """The parts of a container that was opened."""
    with Path(contents.listing).open(encoding="ascii") as lines:
        for line in lines:
            said = json.loads(line)
            span = said.pop("span")
            yield Part(**said, span=Span(**span) if span else None)


def open_container(file: IO[bytes], name: str, kind: str | None, spool: Path, most: _Most) -> Contents | None:
    """What a file holds, where it holds documents; None for a document.

    Args:
        file: the file, at its beginning.
        name: what it is called.
        kind: the kind that somebody said it is of, if so.
        spool: a folder for what is unpacked.
        most: how much a document may hold, by its head and name.

    Raises:
        SetAside: it is damaged, or holds more than is read.
    """
    head = file.read(HEAD)
    file.seek(0)
    if (packing := unpacking.packing_of(head)) is not None:
        blocks = unpacking.blocks_of(file, packing)
        return _alone(packing, blocks, unpacking.plain_name(name), spool, most)
    if kind is None and (saved := _saved(file, head, name, spool, most)) is not None:
        return saved
    if _is_tar(head):
        return _untar(file, spool, most)
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        return _unzip(file, spool, most)
    from graph.sources import feed  # noqa: PLC0415 - see graph.intake.outcome

    if kind == FEED or (kind is None and feed.recognise_bytes(head)):
        return _feed(file, head, spool)
    return None


# -- feeds -------------------------------------------------------------------------------------------


def _feed(file: IO[bytes], head: bytes, spool: Path) -> Contents:
    encoding = _WIDE.get(head[:2])
    path = Path(os.fsdecode(file.name))
    if encoding is not None:
        path = _narrow(file, encoding, spool)
        with path.open("rb") as narrowed:
            return _cut(narrowed, path, spool)
    return _cut(file, path, spool)


def _narrow(file: IO[bytes], encoding: str, spool: Path) -> Path:
    """The same text in UTF-8."""
    path = _new(spool)
    file.seek(2)
    pending = b""
    with path.open("w", encoding="utf-8", errors="replace", newline="") as out:
        while block := file.read(_BLOCK):
            block = pending + block
            whole = len(block) - len(block) % 4
            pending = block[whole:]
            out.write(block[:whole].decode(encoding, "replace"))
        out.write(pending.decode(encoding, "replace"))
    return path


def _cut(file: IO[bytes], path: Path, spool: Path) -> Contents:
    from graph.sources import feed  # noqa: PLC0415 - as above

    listing = _new(spool)
    account = Account()
    contents = Contents(FEED, str(listing))
    first: int | None = None
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content, listing.open("w") as out:
        for told in feed.items(content, account):
            if isinstance(told, Complaint):
                contents.complaints.append((told.message, told.line))
                continue
            piece = told.piece
            first = piece.start if first is None else first
            span = Span(piece.start, piece.end, piece.line, account.head)
            _list(out, Part(told.key, told.title or told.key, str(path), told.hash, span))
            contents.parts += 1
    contents.items, contents.refused = account.items, account.refused
    contents.skipped, contents.again = dict(account.skipped), account.again
    contents.of_comments = account.of_comments
    return contents


# -- saved pages and mail ----------------------------------------------------------------------------


def _saved(file: IO[bytes], head: bytes, name: str, spool: Path, most: _Most) -> Contents | None:
    """What a page as browsers save it, a message or a mailbox holds; None for anything else."""
    size = os.fstat(file.fileno()).st_size
    if unpacking.is_saved_page(head) and not mail.was_sent(head):
        return _alone("mhtml", iter([unpacking.saved_page(file, size)]), name, spool, most)
    if mail.is_mailbox(head):
        contents = _mailbox(file, spool, most)
        file.seek(0)
        if contents.parts > 1:
            return contents
    if mail.is_encoded(head):
        return _alone("message", iter([mail.decoded(file, size)]), name, spool, most)
    return None


def _mailbox(file: IO[bytes], spool: Path, most: _Most) -> Contents:
    listing = _new(spool)
    contents = Contents("mailbox", str(listing))
    seen: set[str] = set()
    with listing.open("w") as out:
        for key, blocks in mail.messages(file):
            path, fault = _new(spool), ""
            try:
                _write(blocks, path, key, most)
            except SetAside as error:
                fault = error.reason
                deque(blocks, maxlen=0)
            if key in seen:  # the same message, kept twice
                path.unlink()
                continue
            seen.add(key)
            if len(seen) > _MOST_MEMBERS:
                raise SetAside(f"The mailbox holds more than the {_MOST_MEMBERS:,} messages read.")
            _list(out, Part(key, key, str(path), fault=fault))
            contents.parts += 1
    return contents


# -- packed files ------------------------------------------------------------------------------------


def _alone(kind: str, blocks: Iterator[bytes], name: str, spool: Path, most: _Most) -> Contents:
    """A container with one document in it."""
    path = _new(spool)
    _write(blocks, path, name, most)
    listing = _new(spool)
    with listing.open("w") as out:
        _list(out, Part("content", name, str(path)))
    return Contents(kind, str(listing), 1)


def _untar(file: IO[bytes], spool: Path, most: _Most) -> Contents:
    import tarfile  # noqa: PLC0415 - few runs unpack anything

    def members(archive: tarfile.TarFile) -> Iterator[_Member]:
        latest: dict[str, TarInfo] = {}
        for number, member in enumerate(archive):
            if number >= _MOST_MEMBERS:
                raise SetAside(f"The archive holds more than the {_MOST_MEMBERS:,} files read.")
            # A file that was packed again stands behind its older self, and takes its place (POSIX tar, -r).
            latest[member.name.removeprefix("./")] = member
        for name, member in latest.items():
            if member.isreg() and member.size:
                yield name, partial(_regular, archive, member)

    try:
        with tarfile.open(fileobj=file, mode="r:") as archive:
            return _members("tar", members(archive), spool, most, ())
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise SetAside(
            f"The archive is damaged and cannot be unpacked: {unpacking.sentence(error)}."
        ) from None


def _regular(archive: TarFile, member: TarInfo) -> IO[bytes]:
    stream = archive.extractfile(member)
    assert stream is not None  # noqa: S101 - it is a regular file
    return stream


def _is_hidden(name: str) -> bool:
    steps = [step for step in name.split("/") if step not in {".", ".."}]
    return any(step.startswith((".", "__MACOSX")) or step in NO_DOCUMENTS for step in steps)


def _unzip(file: IO[bytes], spool: Path, most: _Most) -> Contents | None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if names & _OFFICE or any(name.startswith("xl/") for name in names):
                return None
            found = archive.infolist()
            if len(found) > _MOST_MEMBERS:
                raise SetAside(
                    f"The archive holds {len(found):,} files, more than the {_MOST_MEMBERS:,} read."
                )
            latest = {member.filename: member for member in found}  # as if it were unpacked into a folder
            members = (
                (member.filename, partial(archive.open, member))
                for member in sorted(latest.values(), key=lambda one: one.filename)
                # A link's content is the path it leads to, and what that is lies outside the archive.
                if not member.is_dir() and member.file_size and not stat.S_ISLNK(member.external_attr >> 16)
            )
            return _members("zip", members, spool, most, (*_DAMAGED_ZIP, RuntimeError))
    except _DAMAGED_ZIP as error:
        raise SetAside(
            f"The archive is damaged and cannot be unpacked: {unpacking.sentence(error)}."
        ) from None


def _members(
    kind: str, members: Iterable[_Member], spool: Path, most: _Most, faults: tuple[type[Exception], ...]
) -> Contents:
    """What an archive holds, file after file; ``faults`` are those of one member, and not of the archive."""
    listing = _new(spool)
    contents = Contents(kind, str(listing))
    unpacked = 0
    seen: set[str] = set()
    with listing.open("w") as out:
        for name, opened in members:
            if _is_hidden(name) or name in seen:
                continue
            seen.add(name)
            path = _new(spool)
            fault = ""
            try:
                with opened() as stream:
                    unpacked += _write(iter(partial(stream.read, _BLOCK), b""), path, name, most)
            except SetAside as error:
                fault = error.reason
            except faults as error:
                # Encrypted, or packed in a way that is not known.
                how = "It cannot" if isinstance(error, RuntimeError) else "It is damaged and cannot"
                fault = f"{how} be unpacked: {unpacking.sentence(error)}."
            if fault:
                path.unlink(missing_ok=True)
            _list(out, Part(name, name, str(path), fault=fault))
            contents.parts += 1
            if unpacked > _MOST_UNPACKED:
                raise SetAside(f"The archive unpacks to more than {_MOST_UNPACKED:,} bytes.")
    if not contents.parts:
        raise SetAside("The archive holds no file to read.")
    return contents


def _write(blocks: Iterator[bytes], path: Path, name: str, most: _Most) -> int:
    """Writes what is unpacked to a file, up to as much as a document of its kind may hold."""
    head, limit, written = b"", 0, 0
    with path.open("wb") as out:
        for block in blocks:
            written += out.write(block)
            if len(head) < HEAD:
                head = (head + block)[:HEAD]
                limit = MAX_PACKED if is_packed(head) else most(head, name)
            if written > limit:
                if _is_no_document(head, name):  # its beginning says so again when it is read
                    out.truncate(HEAD)
                    return min(written, HEAD)
                out.truncate(0)
                raise SetAside(f"It unpacks to more than the {limit:,} bytes that are read of its kind.")
    return written


def _is_no_document(head: bytes, name: str) -> bool:
    from graph.sources import no_document  # noqa: PLC0415 - see graph.intake.outcome

    try:
        no_document.refuse_bytes(head, name)
    except SetAside as error:
        return isinstance(error, NoDocument)
    return False


def _new(spool: Path) -> Path:
    """A file of its own in the folder."""
    from tempfile import mkstemp  # noqa: PLC0415 - few runs unpack anything

    descriptor, name = mkstemp(dir=spool)
    os.close(descriptor)
    return Path(name)


def _list(out: IO[str], part: Part) -> None:
    out.write(json.dumps(asdict(part)) + "\n")
