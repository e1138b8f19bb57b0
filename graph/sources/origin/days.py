"""The day on which something was published: where the page is read, not where its clock's zone is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from graph.sources.patterns import regex

if TYPE_CHECKING:
    from graph.records import Fact

    Offers = list[tuple[int, Fact[Any]]]

#: A moment in UTC, as site programs write it for machines: "2022-10-15T03:30:00+00:00".
_UTC = regex(r"T(\d\d):\d\d(?::\d\d(?:\.\d+)?)?\s?(?:Z|[+-]00:?00)$")
#: The zones reach from 12 hours behind UTC to 14 before it.
_BEHIND, _BEFORE = 12, 10


def local(offers: Offers) -> Offers:
    """The offers of a day without moments in UTC that are another offer's day, told in another zone.

    A review that a page dates to the evening of October 14 has a moment of October 15 in its data.
    """
    printed = {fact.value for _, fact in offers if _hour(fact) is None}
    return [(rank, fact) for rank, fact in offers if not _is_among(fact, printed)]


def _hour(fact: Fact[Any]) -> int | None:
    found = _UTC.search(fact.quote or "")
    return int(found.group(1)) if found is not None else None


def _is_among(fact: Fact[Any], printed: set[Any]) -> bool:
    hour = _hour(fact)
    if hour is None or fact.value in printed:
        return False
    day = timedelta(days=1)
    return (hour < _BEHIND and fact.value - day in printed) or (
        hour >= _BEFORE and fact.value + day in printed
    )
