"""The blocks put into the pages of a static site: a folder in, the same folder with blocks out.

A page is matched with the review that was read at its address (its canonical link, its ``og:url``, or its
path below the site's address), or read from the very same file. Where these speak of two reviews it gets
no block, and the report says so. Nothing in a page changes but our own element
(:mod:`graph.export.html_blocks`); files that are no pages are copied as they are; no link is followed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

from graph.export.files import PARTIAL, NotWritable, make_folder, write_file
from graph.export.html_blocks import Page, Unreadable
from graph.export.lists import item_list
from graph.export.text import embed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.export.embedding import Embeddable
    from graph.export.values import JsonLd

#: Larger files are copied and not read as pages.
MOST_BYTES = 20_000_000
#: What a static site calls its pages. What a server runs (.php, .jsp) is no page yet.
_PAGES = (".html", ".htm", ".xhtml", ".xht", ".shtml")
_WITHOUT = frozenset(ending[1:] for ending in _PAGES)
_SNIFFED = (b"<!doctype html", b"<html")

#: What may come of a page.
PUT, REPLACED, UNCHANGED, REMOVED = "put", "replaced", "unchanged", "removed"
NO_REVIEW, SEVERAL, NO_BLOCK, UNREADABLE, FAILED = "no review", "several", "no block", "unreadable", "failed"

#: What a person has to look at.
TROUBLE = frozenset({SEVERAL, UNREADABLE, FAILED})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one page: its file, one of the words above, the review, and why not, as a sentence."""

    file: str
    outcome: str
    review: str = ""
    why: str = ""


@dataclass(slots=True)
class Report:
    """What came of a site: its pages, how many other files were copied, and what was left out, and why."""

    pages: list[Outcome] = field(default_factory=list)
    copied: int = 0
    left_out: list[tuple[str, str]] = field(default_factory=list)

    def count(self, *outcomes: str) -> int:
        """How many pages came to one of some outcomes."""
        return sum(page.outcome in outcomes for page in self.pages)

    def as_object(self) -> dict[str, object]:
        """The report for a program."""
        pages = [
            {name: value for name in item.__slots__ if (value := getattr(item, name))} for item in self.pages
        ]
        left_out = [{"file": file, "why": why} for file, why in self.left_out]
        return {"pages": pages, "copied": self.copied, "left_out": left_out}


def embed_site(
    source: Path,
    target: Path,
    reviews: Embeddable,
    *,
    site_url: str | None = None,
    remove_old: bool = False,
    lists: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> Report:
    """Puts the blocks into the pages of a site.

    Args:
        source: the folder with the site.
        target: where it goes; ``source`` itself changes the pages where they are.
        reviews: the reviews of a version.
        site_url: the address of the folder itself, for pages that do not name their own.
        remove_old: take our block out of pages that have no review any more.
        lists: give a page that leads to reviews, and is of none, the ItemList of them.
        progress: told of every hundredth file: a word, how many are done, how many there are.

    Raises:
        NotWritable: one folder lies in the other.
        OSError: the target cannot be written.
    """
    source, target = source.resolve(), target.resolve()
    if source != target and (source.is_relative_to(target) or target.is_relative_to(source)):
        raise NotWritable(f"One of {source} and {target} lies in the other; choose a folder outside.")
    run = _Run(source, target, reviews, site_url, remove_old, lists)
    files = sorted(_files(source, run.report))
    for number, file in enumerate(files):
        if progress is not None and number % 100 == 0:
            progress("pages", number, len(files))
        run.file(file)
    return run.report


class _Run:
    def __init__(
        self,
        source: Path,
        target: Path,
        reviews: Embeddable,
        site_url: str | None,
        remove_old: bool,  # noqa: FBT001
        lists: bool,  # noqa: FBT001
    ) -> None:
        self._source = source
        self._target = target
        self._reviews = reviews
        self._site = site_url.rstrip("/") + "/" if site_url else None
        self._remove_old = remove_old
        self._lists = lists
        self.report = Report()

    def file(self, file: Path) -> None:
        """Copies one file, or puts a block into it."""
        name = file.relative_to(self._source)
        target = self._target / name
        try:
            found = file.lstat()
            if file.is_symlink():
                self._link(file, target)
                return
            if not stat.S_ISREG(found.st_mode):
                self.report.left_out.append((str(name), "It is no file and no folder."))
                return
            content = _page(file, found.st_size)
            if content is None:
                self._copy(file, target)
                return
            outcome, changed = self._with_block(name, content)
            if self._source != self._target:
                make_folder(self._target, target.parent)
                self._not_a_link(target)
            if changed is not content or self._source != self._target:
                write_file(target, changed, like=found)
            self.report.pages.append(outcome)
        except (OSError, NotWritable) as error:
            if getattr(error, "errno", None) in _NO_ROOM:
                raise
            why = (
                f"It cannot be read or written: {error.strerror}."
                if isinstance(error, OSError)
                else str(error)
            )
            self.report.pages.append(Outcome(str(name), FAILED, why=why))

    def _with_block(self, name: Path, content: bytes) -> tuple[Outcome, bytes]:  # noqa: PLR0911
        """What comes of a page, and its new content; the same object where nothing changes."""
        try:
            page = Page(content)
        except Unreadable as error:
            return Outcome(str(name), UNREADABLE, why=f"It was left alone, for {error}."), content
        found = self._matching(name, page)
        if len(found) > 1:
            several = self._reviews.at(found)
            if several is None:
                why = f"It may be the page of {len(found)} reviews: {', '.join(found)}."
                return Outcome(str(name), SEVERAL, why=why), content
            if several.block is None:
                why = f"No block, for its reviews lack {' and '.join(several.lacks)}."
                return self._emptied(Outcome(str(name), NO_BLOCK, several.review, why), page)
            return _put(Outcome(str(name), PUT, several.review, several.why_without), page, several.file())
        if not found:
            leading = self._list_of(name, page) if self._lists else None
            if leading is not None:
                return _put(Outcome(str(name), PUT), page, embed(leading))
            return self._emptied(Outcome(str(name), NO_REVIEW, why=_NOTHING), page)
        review = found[0]
        block = self._reviews.of(review)
        if block is None or block.block is None:
            lacks = " and ".join(block.lacks) if block else "everything"
            why = f"No block, for the review lacks {lacks}."
            return self._emptied(Outcome(str(name), NO_BLOCK, review, why), page)
        return _put(Outcome(str(name), PUT, review), page, block.file())

    def _list_of(self, name: Path, page: Page) -> JsonLd | None:
        """The ItemList of a page that leads to reviews, in its own order; None where that is no list."""
        own = next(iter(self._addresses(name, page)), "")
        base = _joined(own, page.base)
        found = [self._at(_variants(_joined(base, link))) for link in page.links()]
        reviews = dict.fromkeys(one[0] for one in found if len(one) == 1)
        block = item_list([self._reviews.pages[review][0] for review in reviews], url=own or None)
        return block if block is not None and len(block["itemListElement"]) > 1 else None

    def _emptied(self, outcome: Outcome, page: Page) -> tuple[Outcome, bytes]:
        """What comes of a page that gets no block: one of an earlier run goes where that was asked for."""
        if page.block() is None:
            return outcome, page.content
        if not self._remove_old:
            why = f"{outcome.why} It has a block of an earlier run; --remove-old takes that out."
            return replace(outcome, why=why), page.content
        return replace(outcome, outcome=REMOVED), page.without_block()

    def _matching(self, name: Path, page: Page) -> tuple[str, ...]:
        """The reviews that a page may be of. What it says of its own address goes before where it lies."""
        *said, own = self._addresses(name, page)
        found = self._at(said) or (self._at(_variants(own)) if own else ())
        return found or self._read_from(page)

    def _addresses(self, name: Path, page: Page) -> list[str]:
        """The addresses that a page says it has, and last the one where it lies: empty where unknown."""
        own = urljoin(self._site, quote(name.as_posix())) if self._site else ""
        return [*(_joined(_joined(own, page.base), address) for address in page.addresses), own]

    def _at(self, addresses: list[str]) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(review for place in addresses for review in self._reviews.book.find(place))
        )

    def _read_from(self, page: Page) -> tuple[str, ...]:
        contents = {page.content: None}
        if page.elements:
            contents[page.without_block()] = None
        return tuple(
            dict.fromkeys(
                review
                for content in contents
                for review in self._reviews.with_content(f"sha256:{hashlib.sha256(content).hexdigest()}")
            )
        )

    def _copy(self, file: Path, target: Path) -> None:
        if self._source == self._target:
            return
        make_folder(self._target, target.parent)
        self._not_a_link(target)
        if not _same(file, target):
            partial = target.with_name(f".{target.name[:200]}.{os.getpid()}{PARTIAL}")
            try:
                shutil.copy2(file, partial, follow_symlinks=False)
                partial.replace(target)
            except BaseException:
                partial.unlink(missing_ok=True)
                raise
        self.report.copied += 1

    def _link(self, file: Path, target: Path) -> None:
        """Makes the same link, where it is relative and stays in the site; no other is followed or made."""
        name = str(file.relative_to(self._source))
        if self._source == self._target:
            self.report.left_out.append((name, "It is a link."))
            return
        leads = os.readlink(file)  # noqa: PTH115 - as it stands
        goal = Path(os.path.normpath(file.parent / leads))
        real = file.resolve()
        inside = goal.is_relative_to(self._source) and real.is_relative_to(self._source)
        if os.path.isabs(leads) or not inside:  # noqa: PTH117
            self.report.left_out.append((name, "It is a link that leads out of the site."))
            return
        make_folder(self._target, target.parent)
        if target.is_symlink() and os.readlink(target) == leads:  # noqa: PTH115
            self.report.copied += 1
            return
        if target.is_symlink() or target.exists():
            raise NotWritable(f"{target} is there already and is not the link that it should be.")
        target.symlink_to(leads)
        self.report.copied += 1

    def _not_a_link(self, target: Path) -> None:
        if target.is_symlink():
            raise NotWritable(f"{target} is a link, through which nothing is written.")
        if target.is_dir():
            raise NotWritable(f"{target} is a folder, where a file is to be written.")


def _put(outcome: Outcome, page: Page, block: str) -> tuple[Outcome, bytes]:
    """What comes of a page that gets a block, and its new content."""
    try:
        changed = page.with_block(block.strip())
    except Unreadable as error:
        why = f"It was left alone, for {error}."
        return replace(outcome, outcome=UNREADABLE, why=why), page.content
    if changed == page.content:
        return replace(outcome, outcome=UNCHANGED), page.content
    return replace(outcome, outcome=REPLACED if page.block() is not None else PUT), changed


_NOTHING = "No review was read at its address, or from this file."
_NO_ROOM = frozenset({28, 122})  # ENOSPC, EDQUOT: the next file fares no better


def _files(folder: Path, report: Report) -> Iterator[Path]:
    """Everything in a folder but folders, which are gone into; links are not."""
    failed: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=failed.append):
        for name in (*names, *(name for name in folders if Path(place, name).is_symlink())):
            if not name.endswith(PARTIAL):
                yield Path(place, name)
    for error in failed:
        name = os.path.relpath(os.fsdecode(error.filename), folder)
        report.left_out.append((name, f"It cannot be read: {error.strerror}."))


def _page(file: Path, size: int) -> bytes | None:
    """The content of a page; None for any other file."""
    named = file.name.lower().endswith(_PAGES)
    if size > MOST_BYTES or not (named or not file.suffix):
        return None
    with file.open("rb") as stream:
        head = stream.read(1024)
        if not named and not head.lstrip(b"\xef\xbb\xbf\t\n\f\r ").lower().startswith(_SNIFFED):
            return None
        content = head + stream.read()
    return content if content.strip() else None


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:  # https://[
        return ""


def _variants(address: str) -> list[str]:
    """The addresses under which servers answer a file: with its ending and without."""
    stem, dot, ending = address.rpartition(".")
    return [address, stem] if dot and "/" not in ending and ending.lower() in _WITHOUT else [address]


def _same(file: Path, target: Path) -> bool:
    """Whether a copy is there already: of the same size, time and content."""
    try:
        old, new = file.stat(), target.stat()
    except OSError:
        return False
    if (old.st_size, old.st_mtime_ns) != (new.st_size, new.st_mtime_ns):
        return False
    with file.open("rb") as one, target.open("rb") as other:
        while True:
            block = one.read(1 << 20)
            if block != other.read(1 << 20):
                return False
            if not block:
                return True
