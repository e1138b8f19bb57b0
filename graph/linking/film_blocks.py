"""Films that are worth comparing: the keys under which mentions of one film meet.

Two mentions are compared only if they share a key, and what is decided about a mention depends on
nothing outside its component: the mentions that shared keys connect it to, directly or through
others. So every kind of key is narrow (a title in a few years, a director's films of one year), and
components stay small however many films there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any
from zlib import crc32

from graph.linking.titles import parse_title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


@dataclass(frozen=True, slots=True)
class FilmMention:
    """A film as one source describes it: one row of the table that films are linked over.

    ``directors`` and ``cast`` are romanisation keys of names; ``ids`` maps a scheme to an id.
    ``directed_by`` are the directors' names as printed, from which "Jim" is seen to be "James".
    ``listed`` says that the source is a table in which each film stands once: what it lists apart is
    never one film, unless an external id or a person says so. A page or a feed may name a film twice.
    ``played`` is who of the cast plays whom: the key of the name, and the character as printed.
    ``minutes`` are its running times, ``rated`` its content ratings, and ``reviewed`` the years in which
    it was reviewed there: one of each in a source, several once mentions are made one.
    """

    iri: str
    titles: tuple[str, ...]
    year: int | None = None
    directors: frozenset[str] = frozenset()
    cast: frozenset[str] = frozenset()
    ids: dict[str, str] = field(default_factory=dict)
    directed_by: tuple[str, ...] = ()
    listed: bool = False
    played: frozenset[tuple[str, str]] = frozenset()
    minutes: frozenset[int] = frozenset()
    rated: frozenset[str] = frozenset()
    reviewed: frozenset[int] = frozenset()


def merged(mentions: Sequence[FilmMention]) -> FilmMention:
    """What several mentions say of one film as one mention, under the IRI of the first.

    Its year is the one that most say; external ids are left out.
    """
    years = Counter(mention.year for mention in mentions if mention.year is not None)
    nothing: frozenset[Any] = frozenset()
    return FilmMention(
        iri=mentions[0].iri,
        titles=tuple(sorted({title for mention in mentions for title in mention.titles})),
        year=min(years, key=lambda year: (-years[year], year), default=None),
        directors=nothing.union(*(mention.directors for mention in mentions)),
        cast=nothing.union(*(mention.cast for mention in mentions)),
        directed_by=tuple(sorted({name for mention in mentions for name in mention.directed_by})),
        listed=any(mention.listed for mention in mentions),
        played=nothing.union(*(mention.played for mention in mentions)),
        minutes=nothing.union(*(mention.minutes for mention in mentions)),
        rated=nothing.union(*(mention.rated for mention in mentions)),
        reviewed=nothing.union(*(mention.reviewed for mention in mentions)),
    )


#: Years in one bucket; a mention stands in the buckets of the years before and after its own, so
#: that any two mentions up to two years apart share one.
_SPAN = 3
_FIRST, _LAST = 1880, 2050
_EVERY = tuple(str(bucket) for bucket in range(_FIRST // _SPAN, _LAST // _SPAN + 1))
#: Titles are looked for with a letter wrong if they have so many letters; from which on they are long. Of a
#: year's films, whose people need not be the same, only those that a wrong letter leaves alike enough: below
#: that the people decide, by whose keys the films meet; and short words have so many neighbours that at half
#: a million films one chain of them went through all one-word titles.
_LONG = 16
_SHORT, _SHORT_ALONE = 4, 8
#: So many of a cast stand for it: those whose names hash lowest, which are mostly the same people
#: whatever part of the cast two sources name.
_SAMPLE = 4
#: A block of more films than this is compared only with the next so many.
_BLOCK = 200

#: A kind of key is two steps, so that few keys are held at a time: what is shared first, cheap to
#: say, and what else is shared by those that share it.
_Kind = tuple[str, "Callable[[FilmMention], Iterable[str]]", "Callable[[FilmMention, str], Iterable[str]]"]


def _nothing(_: FilmMention, __: str) -> tuple[str, ...]:
    return ("",)


def _ids(mention: FilmMention) -> Iterable[str]:
    return (f"{scheme} {value}" for scheme, value in mention.ids.items())


def _names(mention: FilmMention) -> Iterable[str]:
    """The titles, whole and cut before a subtitle."""
    names = []
    for text in mention.titles:
        title = parse_title(text)
        names.append(title.compact)
        names.extend(title.names)
    return dict.fromkeys(names)


def _buckets(mention: FilmMention, _: str) -> Iterable[str]:
    """The buckets of years; all of them for a mention without a year, which may be of any."""
    if mention.year is None:
        return _EVERY
    year = min(max(mention.year, _FIRST + 1), _LAST - 1)
    return dict.fromkeys((str((year - 1) // _SPAN), str((year + 1) // _SPAN)))


def _year(mention: FilmMention, _: str = "") -> tuple[str, ...]:
    return () if mention.year is None else (str(mention.year),)


def _letters(mention: FilmMention, _: str, least: int = _SHORT_ALONE) -> Iterable[str]:
    """What is left of the titles whole if one letter is wrong.

    Of a long title its start, its end, and both ends, one of which a wrong letter spares; of a short
    one, which has many neighbours, all that it is with a letter left out.
    """
    for text in mention.titles:
        letters = parse_title(text).compact
        if len(letters) >= _LONG:
            yield from _ends(letters, 12, 5)
        if least <= len(letters) <= _LONG:
            yield letters
            yield from {letters[:place] + letters[place + 1 :] for place in range(len(letters))}


def _few_letters(mention: FilmMention, _: str) -> Iterable[str]:
    """The same for the few films of one person: shorter pieces of the titles, and fewer."""
    pieces: list[str] = []
    for text in mention.titles:
        title = parse_title(text)
        pieces += _ends(title.compact, 8, 4)
        # "A True Story" follows many titles: what follows a title is looked for among a person's films only.
        pieces += (title.compact, title.tail) if title.tail else (title.compact,)
    return dict.fromkeys(pieces)


def _few_letters_then(mention: FilmMention, _: str) -> Iterable[str]:
    """The same near the year: in a whole life before the camera many titles end alike."""
    if mention.year is None:
        return ()
    return (f"{bucket} {piece}" for piece in _few_letters(mention, _) for bucket in _buckets(mention, _))


def _more_letters(mention: FilmMention, _: str) -> Iterable[str]:
    """Both: a director's films are few enough."""
    return dict.fromkeys((*_few_letters(mention, _), *_letters(mention, _, _SHORT)))


def _ends(letters: str, long: int, short: int) -> tuple[str, ...]:
    if len(letters) < long:
        return (letters, letters[:short] + "+", "+" + letters[-short:])
    return (letters[:long] + "+", "+" + letters[-long:], f"{letters[:short]}+{letters[-short:]}")


def _directors(mention: FilmMention) -> Iterable[str]:
    return mention.directors


def _some_cast(mention: FilmMention, number: int = _SAMPLE) -> Iterable[str]:
    if len(mention.cast) <= number:
        return mention.cast
    return sorted(mention.cast, key=lambda name: (crc32(name.encode()), name))[:number]


def _actors_and_year(mention: FilmMention, _: str) -> Iterable[str]:
    """Who the director's film of a year was made with, whatever its title."""
    if mention.year is None:
        return ()
    return (f"{mention.year} {actor}" for actor in _some_cast(mention, 2 * _SAMPLE))


def _fellows_and_year(mention: FilmMention, actor: str) -> Iterable[str]:
    """The same where no director is known: two of the cast."""
    if mention.year is None:
        return ()
    return (f"{mention.year} {fellow}" for fellow in _some_cast(mention) if fellow > actor)


_KINDS: tuple[_Kind, ...] = (
    ("id", _ids, _nothing),
    ("title", _names, _buckets),
    ("letters", _year, _letters),
    ("director", _directors, _more_letters),
    ("director and year", _directors, _actors_and_year),
    ("actor", _some_cast, _few_letters_then),
    ("actors and year", _some_cast, _fellows_and_year),
)


def film_keys(mention: FilmMention) -> frozenset[str]:
    """The keys of a mention: only mentions that share one are ever compared.

    The mentions that shared keys (and accepted pairs) connect are a component. Linking a component
    alone gives the same films as linking everything.
    """
    return frozenset(
        f"{kind}|{one}|{two}"
        for kind, first, second in _KINDS
        for one in first(mention)
        for two in second(mention, one)
    )


def blocks(mentions: Sequence[FilmMention]) -> Iterator[list[int]]:
    """The mentions, by their places, that share a key: one list for each key that several share.

    The same keys as :func:`film_keys`, made one kind after another and held for one step at a time.
    """
    for _, first, second in _KINDS:
        groups: dict[str, list[int]] = defaultdict(list)
        for place, mention in enumerate(mentions):
            for one in first(mention):
                groups[one].append(place)
        for one, group in groups.items():
            if len(group) < 2:
                continue
            inner: dict[str, list[int]] = defaultdict(list)
            for place in group:
                for two in second(mentions[place], one):
                    inner[two].append(place)
            yield from (block for block in inner.values() if len(block) > 1)


def pairs_of(block: list[int], mentions: Sequence[FilmMention]) -> Iterable[tuple[int, int]]:
    """The pairs of a block; of a very large one those near each other by year and then by IRI."""
    if len(block) <= _BLOCK:
        return combinations(block, 2)
    ordered = sorted(block, key=lambda place: (mentions[place].year or 0, mentions[place].iri))
    return ((a, b) for i, a in enumerate(ordered) for b in ordered[i + 1 : i + _BLOCK])


def components(
    mentions: Iterable[FilmMention], accepted: Iterable[frozenset[str]] = ()
) -> list[list[FilmMention]]:
    """The mentions by component: those that shared keys and accepted pairs connect, sorted by IRI."""
    table = sorted(mentions, key=lambda mention: mention.iri)
    parent = list(range(len(table)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for block in blocks(table):
        first = root(block[0])
        for place in block[1:]:
            parent[root(place)] = first
    places = {mention.iri: place for place, mention in enumerate(table)}
    for pair in accepted:
        known = [places[iri] for iri in pair if iri in places]
        for place in known[1:]:
            parent[root(place)] = root(known[0])
    found: dict[int, list[FilmMention]] = defaultdict(list)
    for place, mention in enumerate(table):
        found[root(place)].append(mention)
    return sorted(found.values(), key=lambda component: component[0].iri)
