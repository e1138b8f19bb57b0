"""Memento (RFC 7089): which version was current when, and the words in which HTTP says so. Pure.

An address without ``version=`` is the original resource and its own TimeGate: a request with
Accept-Datetime is sent on (302) to the same address with ``version=N``, which is the memento. Its
Memento-Datetime is the moment at which version N was published.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.store import Moment

LINK_FORMAT = "application/link-format"


def moment_asked(header: str) -> datetime:
    """The moment that an Accept-Datetime header names. Raises ValueError for what is no HTTP date."""
    try:
        found = parsedate_to_datetime(header)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (TypeError, OverflowError, IndexError) as error:
        raise ValueError(str(error)) from error


def moment_of(text: str) -> datetime:
    """An xsd:dateTime as HTTP sees it: in UTC, and in whole seconds."""
    return datetime.fromisoformat(text).astimezone(UTC).replace(microsecond=0)


@lru_cache(maxsize=1024)
def http_date(text: str) -> str:
    """An xsd:dateTime as an HTTP date: ``Sun, 22 Nov 2026 21:27:54 GMT``."""
    return format_datetime(moment_of(text), usegmt=True)


def current_at(history: Sequence[Moment], when: datetime) -> int | None:
    """The version that was current at a moment; before the first there was, the first (RFC 7089, 4.5.3).

    ``history`` is what :meth:`graph.store.Dataset.history` gives. None for an empty one.
    """
    earlier = [item.version for item in history if moment_of(item.at) <= when]
    return earlier[-1] if earlier else next((item.version for item in history), None)


def published(history: Iterable[Moment]) -> dict[int, str]:
    """When each version was published, the oldest first: a rollback makes a version current again."""
    found: dict[int, str] = {}
    for item in history:
        found.setdefault(item.version, item.at)
    return found


def with_version(address: str, number: int | None) -> str:
    """An address that keeps to a version; the address itself for None."""
    if number is None:
        return address
    path, hash_, fragment = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}version={number}{hash_}{fragment}"


def links(original: str, timemap: str) -> list[str]:
    """The links that an original resource and each of its mementos carry."""
    return [f'<{original}>; rel="original timegate"', f'<{timemap}>; rel="timemap"; type="{LINK_FORMAT}"']


def memento_link(original: str, number: int, at: str, relation: str = "memento") -> str:
    """The link to the memento of one version."""
    return f'<{with_version(original, number)}>; rel="{relation}"; datetime="{http_date(at)}"'


class Page(NamedTuple):
    """A page of a TimeMap: its address, and the first and the last moment of its mementos."""

    address: str
    first: str
    last: str

    @property
    def span(self) -> str:
        """The attributes that say from when to when its mementos are."""
        return f'type="{LINK_FORMAT}"; from="{http_date(self.first)}"; until="{http_date(self.last)}"'


def timemap(
    original: str, here: str, versions: Sequence[tuple[int, str]], *, others: Sequence[Page] = (),
    is_first: bool = True, is_last: bool = True,
) -> str:  # fmt: skip
    """A TimeMap (RFC 7089, 5; RFC 6690), or a page of one (5.1.2).

    Args:
        original: the address that the mementos are of.
        here: the TimeMap's own address.
        versions: its mementos, each with the moment it was published, the oldest first.
        others: the other pages of the same TimeMap.
        is_first: whether its mementos begin those of the whole TimeMap.
        is_last: whether they end them.
    """
    lines = [f'<{original}>; rel="original timegate"']
    whole = f'<{here}>; rel="self"; '
    if versions:
        whole += Page(here, versions[0][1], versions[-1][1]).span
    else:
        whole += f'type="{LINK_FORMAT}"'
    lines.append(whole)
    lines += [f'<{page.address}>; rel="timemap"; {page.span}' for page in others]
    for place, (number, at) in enumerate(versions):
        words = ["first"] if is_first and place == 0 else []
        words += ["last"] if is_last and place == len(versions) - 1 else []
        lines.append(memento_link(original, number, at, " ".join([*words, "memento"])))
    return ",\n".join(lines) + "\n"


Memento = tuple[int, str]


def memento_links(
    original: str, first: Memento | None, last: Memento | None, this: Memento | None = None
) -> list[str]:
    """The links to the first memento, the last and the one that this is or leads to (RFC 7089, 2.2.4).

    Each is a version with the moment it was published; None is left out.
    """
    found: dict[Memento, list[str]] = {}
    for item, word in ((first, "first"), (last, "last"), (this, "")):
        if item is not None:
            found.setdefault(item, []).append(word)
    return [
        memento_link(original, number, at, " ".join([*filter(None, words), "memento"]))
        for (number, at), words in sorted(found.items())
    ]
