"""The numbers that text browsers put before links: "[3]Read on", with the addresses listed at the page's end.

``lynx -dump`` and its like print them; they are no part of titles, names or texts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.lines import Unit

_NUMBER = regex(r"\[\d{1,3}\](?=\S)")
_LISTED = regex(r"(?:\d{1,3}\.\s+|\[\d{1,3}\]\s*)(?:https?|ftp|file|mailto):\S+$")
_REFERENCES = regex(r"(?:visible links|references|links|hidden links):?$", re.IGNORECASE)
_LEAST = 2


def without(units: Sequence[Unit]) -> list[Unit]:
    """The units without the numbers, and without the list of addresses, where a page has both."""
    listed = [index for index, unit in enumerate(units) if _LISTED.match(unit.text)]
    numbered = sum(1 for unit in units if _NUMBER.search(unit.text))
    if len(listed) < _LEAST or numbered < _LEAST:
        return list(units)
    stop = listed[0]
    stop -= stop > 0 and _REFERENCES.match(units[stop - 1].text) is not None
    bare = [unit.with_text(_NUMBER.sub("", unit.text)) for unit in units[:stop]]
    return [unit for unit in bare if unit.text]
