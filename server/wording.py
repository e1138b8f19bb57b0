"""How values are written on a page: dates, lists, numbers, names of properties. Pure."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from ontology import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_MOST_SPANS = 12  # a sentence of more is read by nobody


def long_date(text: str) -> str:
    """``2022-05-18`` or an xsd:dateTime as ``18 May 2022``; anything else as it is."""
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return text
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def moment(text: str) -> str:
    """An xsd:dateTime in UTC as ``18 May 2022, 09:30``; anything else as it is."""
    return f"{long_date(text)}, {text[11:16]}" if re.match(r"[\d-]{10}T\d\d:\d\d", text) else text


def in_words(name: str) -> str:
    """``runtimeMinutes`` as ``runtime minutes``; a prefix is dropped."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.rpartition(":")[2]).lower()


def thousands(number: int) -> str:
    """``12345`` as ``12,345``."""
    return f"{number:,}"


def plural(number: int, word: str) -> str:
    """``1 film``, ``3 films``, ``2 people``."""
    if number == 1:
        return f"1 {word}"
    return f"{number:,} {'people' if word == 'person' else word + 's'}"


def spans(numbers: Sequence[int]) -> str:
    """Versions by their numbers, in order: ``version 3``, ``versions 3, 5 to 9 and 12``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts: list[str] = []
    for run in runs:
        parts += [f"{run[0]} to {run[-1]}"] if len(run) > 2 else [str(number) for number in run]
    if len(parts) > _MOST_SPANS:
        half = _MOST_SPANS // 2
        parts = [*parts[:half], "…", *parts[-half:]]
    text = " and ".join([*filter(None, [", ".join(parts[:-1])]), parts[-1]])
    return f"{'version' if len(numbers) == 1 else 'versions'} {text}"


def is_address(text: str) -> bool:
    """Whether a value may become a link: http and https only, so that no ``javascript:`` does."""
    return re.match(r"https?://[^\s<>\"]+\Z", text) is not None


def site(address: str) -> str:
    """The name of the site that an address leads to: ``www.imdb.com`` as ``imdb.com``."""
    host = re.sub(r"^https?://", "", address).partition("/")[0]
    return host.removeprefix("www.")


def short_name(iri: str) -> str:
    """An IRI as a prefixed name where one of the common prefixes fits: ``xsd:integer``."""
    return shorten(iri)


FILTERS: dict[str, Callable[..., object]] = {
    "long_date": long_date,
    "moment": moment,
    "in_words": in_words,
    "thousands": thousands,
    "plural": plural,
    "is_address": is_address,
    "site": site,
    "short_name": short_name,
}
