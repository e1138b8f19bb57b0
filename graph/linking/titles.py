"""When two titles are the same title."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NOT_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=65536)
def title_key(title: str) -> str:
    """The key under which titles are compared: case, accents, punctuation and ``&`` do not count.

    >>> title_key("Pirates & Kings: Part II")
    'pirates and kings part ii'
    >>> title_key("Amélie") == title_key("AMELIE")
    True
    """
    plain = unicodedata.normalize("NFKD", title.replace("&", " and ")).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", plain.replace("'", "").replace("’", "")).strip() or title.casefold()
