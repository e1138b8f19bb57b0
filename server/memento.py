"""Memento (RFC 7089): which version was current when, and the words in which HTTP says so. Pure.

An address without ``version=`` is the original resource and its own TimeGate: a request with
Accept-Datetime is sent on (302) to the same address with ``version=N``, which is the memento. Its
Memento-Datetime is the moment at which version N was published.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING

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


def timemap(original: str, self_: str, versions: Sequence[tuple[int, str]]) -> str:
    """A TimeMap (RFC 7089, 5; RFC 6690): the mementos of ``versions``, the oldest first."""
    lines = [f'<{original}>; rel="original timegate"']
    whole = f'<{self_}>; rel="self"; type="{LINK_FORMAT}"'
    if versions:
        whole += f'; from="{http_date(versions[0][1])}"; until="{http_date(versions[-1][1])}"'
    lines.append(whole)
    for place, (number, at) in enumerate(versions):
        words = ["first"] if place == 0 else []
        words += ["last"] if place == len(versions) - 1 else []
        lines.append(memento_link(original, number, at, " ".join([*words, "memento"])))
    return ",\n".join(lines) + "\n"
