"""Values of front matter as plain text and facts, whatever YAML, TOML and JSON made of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graph.records import Fact
from graph.sources.front.matter import fold_key
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from graph.sources.front.matter import Entry, Value

#: "*Cinder*: she shall not go to the ball": Markdown, which front matter has none of.
_EMPHASIS = regex(r"(?<![\w*_])(?P<mark>\*\*|__|[*_])(?P<text>[^\s*_](?:[^*_]*[^\s*_])?)(?P=mark)(?![\w*_])")


def stated(entry: Entry, value: Value, quote: str | None = None) -> Fact[Any]:
    """A value that an entry states, with the text that it is read from where that says more."""
    return Fact(value, entry.first, entry.last, quote if quote and quote != str(value) else None)


def by_key(value: dict[str, Any]) -> dict[str, Any]:
    """A mapping with its keys folded."""
    return {fold_key(key): item for key, item in value.items()}


def texts_of(value: Value) -> list[str]:
    """The texts of a list, or of a text between commas and their like."""
    if isinstance(value, list):
        return [text_of(item) for item in value if text_of(item)]
    return [part.strip() for part in re.split(r"\s*[,;|/]\s*", text_of(value)) if part.strip()]


def text_of(value: Value) -> str:
    """The text of a value; of a list its first item, of a mapping its name."""
    if isinstance(value, list):
        return text_of(value[0]) if value else ""
    if isinstance(value, dict):
        folded = by_key(value)
        return text_of(
            folded.get("name") or folded.get("title") or folded.get("value") or folded.get("url") or ""
        )
    return _EMPHASIS.sub(r"\g<text>", str(value).strip())
