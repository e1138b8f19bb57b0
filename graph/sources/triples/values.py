"""What a mapping constructed, as plain values: texts in a preferred language, years, days, minutes, ids."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox

from graph.names import slug
from graph.sources.facts import dates, ids, phrases
from graph.sources.lines import squeeze
from graph.sources.patterns import regex
from ontology import REEL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Term = ox.NamedNode | ox.BlankNode | ox.Literal
#: Property (its local name) -> values, of one thing.
Thing = dict[str, list[Term]]
#: Thing -> its properties, of all that one mapping constructed.
Things = dict[ox.NamedNode | ox.BlankNode, Thing]

#: What stands under this name is an address of the same thing elsewhere.
SAME = "sameAs"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LONGEST = 500
_CONTROL = regex(r"[\x00-\x08\x0b-\x1f\x7f\ufeff\ufffe\uffff]")
_YEAR = regex(r"^\s*\+?0*((?:18[7-9]|19\d|20\d)\d)(?!\d)")
_DAY = regex(r"^\s*\+?((?:18|19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
_NUMBER = regex(r"^\s*\+?(\d{1,7}(?:\.\d+)?(?:[Ee][+-]?\d{1,2})?)\s*$")
_LETTERED_ISO = regex(r"^P(?:T|\d)", re.IGNORECASE)
#: Hosts whose IRIs are anybody's.
_LOCAL = regex(
    r"^(?:localhost|127\.[\d.]+|0\.0\.0\.0|\[?::1\]?|10\.[\d.]+|192\.168\.[\d.]+|.*\.local(?:host)?|)$"
)
#: Hosts whose addresses are a person's or a film's, and are no web site that several have in common.
_KNOWN = regex(
    r"^https?://(?:www\.)?(?:[a-z-]+\.)?(?:dbpedia\.org/resource|data\.linkedmdb\.org/resource|wikidata\.org/entity|viaf\.org/viaf|d-nb\.info/gnd|isni\.org/isni|id\.loc\.gov/authorities)/"
)
_Q = regex(r"^https?://www\.wikidata\.org/entity/Q[1-9]\d*$")


def things(quads: Iterable[ox.Quad]) -> dict[str, Things]:
    """Quads by mapping and by thing. Properties go by their local names: ours, type and sameAs."""
    found: dict[str, Things] = defaultdict(dict)
    names: dict[str, str | None] = {}
    for quad in quads:
        predicate = quad.predicate.value
        if predicate not in names:
            names[predicate] = _name(predicate)
        name = names[predicate]
        subject, value = quad.subject, quad.object
        if (
            name is None
            or not isinstance(subject, ox.NamedNode | ox.BlankNode)
            or not isinstance(value, ox.NamedNode | ox.BlankNode | ox.Literal)
            or not isinstance(quad.graph_name, ox.NamedNode)
        ):
            continue
        found[quad.graph_name.value].setdefault(subject, {}).setdefault(name, []).append(value)
    return found


def _name(predicate: str) -> str | None:
    if predicate == _TYPE:
        return "type"
    if predicate.startswith(REEL):
        return predicate[len(REEL) :]
    if predicate in {
        "https://schema.org/sameAs",
        "http://schema.org/sameAs",
        "http://www.w3.org/2002/07/owl#sameAs",
    }:
        return SAME
    return None


def is_a(thing: Thing, kind: str) -> bool:
    """Whether a thing is of a class of ours."""
    return any(isinstance(one, ox.NamedNode) and one.value == REEL + kind for one in thing.get("type", ()))


def clean(text: str) -> str:
    """A text in one line, without what is no character."""
    return squeeze(_CONTROL.sub(" ", text))[:_LONGEST]


class Languages:
    """The order in which languages are preferred: those that were asked for, none, "mul", Latin, the rest."""

    def __init__(self, preferred: Sequence[str]) -> None:
        self._preferred = [language.casefold() for language in preferred]

    def _rank(self, literal: ox.Literal) -> tuple[int, int, str]:
        language = (literal.language or "").casefold()
        for place, wanted in enumerate(self._preferred):
            if language == wanted or language.startswith(wanted + "-"):
                return (place, len(language), literal.value)
        place = len(self._preferred)
        if language in {"", "mul", "und"}:
            return (place, len(language), literal.value)
        latin = not any(ord(letter) > 0x24F for letter in literal.value)
        return (place + (1 if latin else 2), 0, f"{language} {literal.value}")

    def texts(self, terms: Iterable[Term]) -> list[str]:
        """The texts among some terms, the preferred one first, each once."""
        literals = sorted((term for term in terms if isinstance(term, ox.Literal)), key=self._rank)
        return list(dict.fromkeys(text for literal in literals if (text := clean(literal.value))))


def year(terms: Iterable[Term]) -> int | None:
    """The earliest year that some dates or years give."""
    found = [int(told.group(1)) for term in terms if (told := _YEAR.match(term.value))]
    return min(found, default=None)


def day(terms: Iterable[Term]) -> date | None:
    """The earliest day among some dates."""
    found: list[date] = []
    for term in terms:
        told = _DAY.match(term.value)
        try:
            if told is not None:
                found.append(date(*map(int, told.groups())))
            elif (said := dates.parse(term.value[:100])) is not None:
                found.append(said)
        except ValueError:  # no such day, or one that could be two
            continue
    return min(found, default=None)


def minutes(terms: Iterable[Term]) -> list[int]:
    """Running times in minutes, each once: plain numbers, ISO 8601 durations, "1 h 31 min"."""
    found: list[int] = []
    for term in terms:
        number = _NUMBER.match(term.value)
        whole = round(float(number.group(1))) if number else phrases.minutes(term.value, labelled=True)
        if whole is not None and 1 <= whole <= 1_500 and whole not in found:
            found.append(whole)
    return sorted(found)


def is_global(term: Term) -> bool:
    """Whether a term is an IRI that means the same wherever it is met."""
    if not isinstance(term, ox.NamedNode):
        return False
    try:
        parts = urlsplit(term.value)
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"}
        and not _LOCAL.match(parts.hostname or "")
        and "%20" not in term.value
    )


def same_as(subject: ox.NamedNode | ox.BlankNode, thing: Thing) -> tuple[str, ...]:
    """The IRIs under which a thing is known everywhere: its own, and those of well-known collections."""
    own = [subject.value] if is_global(subject) else []
    others = sorted(
        term.value for term in thing.get(SAME, ()) if _KNOWN.match(term.value) and is_global(term)
    )
    return tuple(dict.fromkeys([*own, *others]))[:12]


def wikidata_ids(subject: ox.NamedNode | ox.BlankNode, thing: Thing) -> list[str]:
    """The Wikidata items that a thing is."""
    said = [term.value for term in thing.get("wikidataId", ())]
    linked = [text for text in (subject.value, *(t.value for t in thing.get(SAME, ()))) if "wikidata" in text]
    return _each(ids.wikidata(text) for text in (*said, *linked))


def imdb_ids(thing: Thing, *, film: bool) -> list[str]:
    """The ids of IMDb that a thing has, with their letters even where the data have figures alone."""
    of, letters = (ids.imdb_title, "tt") if film else (ids.imdb_name, "nm")
    said = []
    for term in thing.get("imdbId", ()):
        bare = term.value.strip()
        said.append(of(f"{letters}{bare:0>7}" if bare.isdecimal() else bare))
    return _each([*said, *(of(term.value) for term in thing.get(SAME, ()))])


def tmdb_ids(thing: Thing) -> list[str]:
    """The numbers of The Movie Database that a thing has."""
    said = [term.value.strip() for term in thing.get("tmdbId", ())]
    linked = (ids.tmdb_film(term.value) for term in thing.get(SAME, ()))
    return _each([*(text for text in said if text.isdecimal() and len(text) < 10), *linked])


def _each(found: Iterable[str | None]) -> list[str]:
    return sorted({one for one in found if one})


def key_of(subject: ox.NamedNode | ox.BlankNode, name: str) -> str:
    """What a thing is called within the source: readable, and another for every IRI.

    A blank node has no name that lasts; then the name stands for it.
    """
    if isinstance(subject, ox.BlankNode):
        return slug(name)
    if _Q.match(subject.value):
        return subject.value.rsplit("/", 1)[-1].lower()
    tail = re.split(r"[/#:]", unquote(subject.value.rstrip("/#")))[-1]
    return (
        f"{slug(tail)[:40].strip('-')}-{hashlib.blake2b(subject.value.encode(), digest_size=3).hexdigest()}"
    )
