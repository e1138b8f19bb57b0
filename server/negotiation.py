"""Which representation a client gets: the Accept header of RFC 9110, section 12.5.1. Pure.

A client's header is a wish, not a contract: whatever in it cannot be read is passed over, and a
header of which nothing can be read counts as absent. Two parameters never decide: ``charset``
(everything here is UTF-8) and ``profile`` (JSON-LD clients send one and take any).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Format:
    """A format of answers: ``name`` in ``format=``, ``media_type`` on the wire, ``extension`` in a path.

    ``aliases`` are other media types that clients ask for it by, ``names`` other short names.
    """

    name: str
    media_type: str
    extension: str
    label: str
    aliases: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


#: SPARQL 1.1 results (SELECT, ASK), in the order in which the server prefers them.
RESULTS = (
    Format("json", "application/sparql-results+json", "srj", "JSON", ("application/json",), ("srj",)),
    Format("xml", "application/sparql-results+xml", "srx", "XML", ("application/xml", "text/xml"), ("srx",)),
    Format("csv", "text/csv", "csv", "CSV"),
    Format("tsv", "text/tab-separated-values", "tsv", "TSV"),
)

#: RDF graphs (CONSTRUCT, DESCRIBE, the documents about a thing), in the order of preference.
GRAPHS = (
    Format(
        "ttl", "text/turtle", "ttl", "Turtle",
        ("application/turtle", "application/x-turtle", "text/n3", "text/rdf+n3"), ("turtle", "n3"),
    ),
    Format("jsonld", "application/ld+json", "jsonld", "JSON-LD", ("application/json",), ("json-ld", "json")),
    Format("nt", "application/n-triples", "nt", "N-Triples", ("text/plain",), ("ntriples", "n-triples")),
    Format(
        "rdf", "application/rdf+xml", "rdf", "RDF/XML",
        ("application/xml", "text/xml"), ("rdfxml", "rdf+xml", "rdf-xml", "xml"),
    ),
)  # fmt: skip

#: The page for people, offered beside the graphs.
HTML = Format("html", "text/html", "html", "HTML", ("application/xhtml+xml",))


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One member of an Accept header: ``text/*``, ``text/turtle;q=0.5``; all in lower case."""

    type: str
    subtype: str
    parameters: frozenset[tuple[str, str]]
    quality: float

    @property
    def specificity(self) -> tuple[int, int]:
        """How closely it describes what it matches; the greater wins (RFC 9110, 12.5.1)."""
        return ((self.type != "*") + (self.subtype != "*"), len(self.parameters))

    def matches(self, media_type: str, parameters: frozenset[tuple[str, str]]) -> bool:
        """Whether a representation of ``media_type`` with ``parameters`` falls in this range."""
        kind, _, subtype = media_type.partition("/")
        return self.type in ("*", kind) and self.subtype in ("*", subtype) and self.parameters <= parameters


@dataclass(frozen=True, slots=True)
class Offer(Generic[T]):
    """Something the server can send: a media type, as it will be named, and what it stands for."""

    media_type: str
    value: T


_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_NEVER_DECIDE = ("charset", "profile")
_MOST_MEMBERS = 100  # browsers send fewer than ten; a header made to be slow is cut


def parse_accept(header: str | None) -> tuple[MediaRange, ...]:
    """The media ranges of an Accept header, in its order. Empty for no header, or none readable.

    A member with an unreadable range or weight is passed over. A weight over 1 counts as 1.
    """
    if not header:
        return ()
    ranges = (_member(member) for member in _split(header, ",")[:_MOST_MEMBERS])
    return tuple(found for found in ranges if found is not None)


def quality(ranges: Sequence[MediaRange], media_type: str) -> tuple[float, tuple[int, int]]:
    """The weight that ``ranges`` give to ``media_type``, and how specific the range giving it is.

    The most specific matching range decides. No ranges at all accept everything; ``(0, ...)`` is
    "not acceptable".
    """
    if not ranges:
        return 1.0, (0, 0)
    bare, parameters = _parameters(media_type)
    matching = [item for item in ranges if item.matches(bare, parameters)]
    if not matching:
        return 0.0, (0, 0)
    best = max(matching, key=lambda item: (item.specificity, item.quality))
    return best.quality, best.specificity


def choose(header: str | None, offers: Iterable[Offer[T]]) -> Offer[T] | None:
    """The offer that a client prefers, or None when it accepts none of them.

    By weight; then what was asked for by name over what a wildcard lets through; then the order
    of ``offers``, which is the server's own preference.
    """
    ranges = parse_accept(header)
    best: Offer[T] | None = None
    best_rank: tuple[float, tuple[int, int]] = (0.0, (-1, -1))
    for offer in offers:
        rank = quality(ranges, offer.media_type)
        if rank[0] > 0 and rank > best_rank:
            best, best_rank = offer, rank
    return best


def offers_of(formats: Iterable[Format]) -> tuple[Offer[Format], ...]:
    """The offers that formats stand for: every format's own media type first, then all aliases."""
    formats = tuple(formats)
    own = [Offer(item.media_type, item) for item in formats]
    return (*own, *(Offer(alias, item) for item in formats for alias in item.aliases))


def choose_format(header: str | None, formats: Iterable[Format]) -> Offer[Format] | None:
    """The format a client prefers, with the media type to send it under, or None (then: 406).

    A client that asks for an alias (``application/json``) gets the answer under that name.
    """
    return choose(header, offers_of(formats))


def named_format(name: str, formats: Iterable[Format]) -> Format | None:
    """The format that ``format=name`` asks for: a short name, an extension or a media type."""
    wanted = name.strip().lower().replace(" ", "+")  # a form turns the "+" of a media type into a space
    for item in formats:
        if wanted in (item.name, item.media_type, item.extension, *item.names):
            return item
    return next((item for item in formats if wanted in item.aliases), None)


def prefers_html(header: str | None) -> bool:
    """Whether a client would rather have a page than JSON: it must ask for HTML by name."""
    machine: Offer[bool] = Offer("application/problem+json", value=False)
    plain: Offer[bool] = Offer("application/json", value=False)
    page: Offer[bool] = Offer("text/html", value=True)
    chosen = choose(header, (machine, plain, page))
    return chosen is not None and chosen.value


def content_type(media_type: str) -> str:
    """The Content-Type header for a media type: text says its encoding, the rest needs none."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _member(member: str) -> MediaRange | None:
    """One member of the header, or None when it cannot be read."""
    head, *rest = _split(member, ";")
    kind, slash, subtype = head.strip().lower().partition("/")
    if head.strip() == "*":  # an old browsers' and java.net habit
        kind, slash, subtype = "*", "/", "*"
    if not slash or not _TOKEN.fullmatch(kind) or not _TOKEN.fullmatch(subtype):
        return None
    if kind == "*" and subtype != "*":
        return None
    weight = 1.0
    parameters: set[tuple[str, str]] = set()
    for part in rest:
        name, _, value = part.partition("=")
        name = name.strip().lower()
        if name == "q":
            read = _weight(value.strip())
            if read is None:
                return None
            weight = read
            break  # what follows the weight was an extension, and is no longer part of HTTP
        if name and name not in _NEVER_DECIDE:
            parameters.add((name, _unquote(value.strip()).lower()))
    return MediaRange(kind, subtype, frozenset(parameters), weight)


def _weight(value: str) -> float | None:
    if not value or not re.fullmatch(r"[0-9]*\.?[0-9]*", value) or value == ".":
        return None
    # int() and float() take other digits than ASCII; the pattern above does not.
    return min(float(value), 1.0)


def _parameters(media_type: str) -> tuple[str, frozenset[tuple[str, str]]]:
    """A media type of our own, taken apart."""
    bare, *rest = media_type.lower().split(";")
    pairs = (part.partition("=") for part in rest)
    return bare.strip(), frozenset((name.strip(), value.strip()) for name, _, value in pairs)


def _split(text: str, separator: str) -> list[str]:
    """``text`` at every ``separator`` outside a quoted string (RFC 9110, 5.6.4)."""
    parts: list[str] = []
    start, quoted, position = 0, False, 0
    while position < len(text):
        character = text[position]
        if quoted and character == "\\":
            position += 1
        elif character == '"':
            quoted = not quoted
        elif character == separator and not quoted:
            parts.append(text[start:position])
            start = position + 1
        position += 1
    if quoted:  # a quotation mark that nobody closed is no reason to lose the rest
        return text.split(separator)
    parts.append(text[start:])
    return parts


def _unquote(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] == '"':
        return re.sub(r"\\(.)", r"\1", value[1:-1])
    return value
