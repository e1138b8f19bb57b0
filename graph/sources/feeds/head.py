"""What a feed says of itself, in XML or in JSON: it holds for all of its items."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from graph.sources.feeds.words import publication_of
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from graph.records import Fact

#: A comment's title and text are a reader's.
_OF_COMMENTS = regex(
    r"^(?:Comments (?:on|for)|Kommentare (?:zu|für)|Commentaires (?:sur|pour)|Comentarios (?:en|para)|"
    r"Comentários (?:em|para)|Commenti (?:a|per)|Reacties (?:op|voor)|Kommentarer (?:till?|för))\s?:?\s",
    re.IGNORECASE,
)


@dataclass
class Head:
    """What a feed says of itself before its items, and the display names of an export's authors."""

    namespaces: str = ""
    title: Fact[str] | None = None
    link: Fact[str] | None = None
    author: Fact[str] | None = None
    base: str = ""
    encoding: str | None = None
    of_comments: bool = False
    in_json: bool = False
    authors: dict[str, str] = field(default_factory=dict)

    def call(self, printed: Fact[str]) -> None:
        """Takes the feed's title: the publication's name, and what was printed where that is longer."""
        self.of_comments = _OF_COMMENTS.match(printed.value) is not None
        shown = publication_of(printed.value)
        quote = printed.value if shown != printed.value else None
        self.title = replace(printed, value=shown, quote=quote)

    @cached_property
    def says(self) -> bytes:
        """What of it becomes a part of each item's reading."""
        said: list[object] = [self.title and self.title.value, self.link and self.link.value, self.authors]
        said += [one for one in (self.author and self.author.value, self.base, self.encoding) if one]
        return json.dumps(said, sort_keys=True).encode()


def hash_of(head: Head, content: bytes) -> str:
    """The hash of all that an item says, and the feed for it."""
    digest = hashlib.sha256(head.says)
    digest.update(content)
    return "sha256:" + digest.hexdigest()
