"""Sets of words, written as text so that a person can read and extend them."""

from __future__ import annotations

#: What ends in a full stop and ends no sentence and no name: a pattern without its stop.
ABBREVIATED = (
    r"(?:[A-Z]|[JS]r|[JS]nr|Mr|Mrs|Ms|Mme|Dr|Prof|St|Ste|Mt|Ft|Lt|Sgt|Cpl|Pvt|Capt|Cmdr|Maj|Col|Gen|Adm|Insp|"
    r"Det|Supt|Sen|Gov|Rev|Fr|Hon|Esq|Msgr)"
)


def word_set(text: str) -> frozenset[str]:
    """Give the words of ``text``, which spaces part, as a set."""
    return frozenset(text.split())
