"""Sets of words, written as text so that a person can read and extend them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What ends in a full stop and ends no sentence and no name: a pattern without its stop.
ABBREVIATED = (
    r"(?:[A-Z]|[JS]r|[JS]nr|Mr|Mrs|Ms|Mme|Dr|Prof|St|Ste|Mt|Ft|Lt|Sgt|Cpl|Pvt|Capt|Cmdr|Maj|Col|Gen|Adm|Insp|"
    r"Det|Supt|Sen|Gov|Rev|Fr|Hon|Esq|Msgr)"
)
#: What pages call an advertisement, in their languages.
ADVERTISEMENT = (
    "advertisement", "sponsored", "anzeige", "werbung", "publicité", "publicidad", "pubblicità",
    "publicidade", "advertentie", "annons", "annonse", "annonce", "reklame",
)  # fmt: skip


def word_set(text: str) -> frozenset[str]:
    """Give the words of ``text``, which spaces part, as a set."""
    return frozenset(text.split())


def any_of(patterns: Iterable[str]) -> str:
    """Give a pattern that matches what ``"|".join(patterns)`` does, with common beginnings written once.

    Python tries alternatives one after the other at each place of a text: of 200 labels only those with the
    right first letters are left. The patterns begin with letters; of two that match the earlier one wins.
    """
    grouped: dict[str, list[str]] = {}
    for pattern in patterns:
        grouped.setdefault(pattern[0], []).append(pattern[1:])
    return "|".join(first + _behind(rest) for first, rest in grouped.items())


def _behind(rest: list[str]) -> str:
    if len(rest) == 1:
        return rest[0]
    return f"(?:{any_of(rest) if all(one[:1].isalpha() for one in rest) else '|'.join(rest)})"
