"""Evidence that has just been read, in a file, until the view is compiled from it.

It waits there a source at a time, or of a large one a film. To read it there is a hundred times as quick
as to read it back from the store, any process can do so, and the store may be loaded meanwhile.
"""

from __future__ import annotations

import os
from collections import OrderedDict, defaultdict
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, NamedTuple

from graph.json_text import dumps, loads
from graph.nodes import as_text, from_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from graph.nodes import Node, Nodes

#: A source of more nodes waits in parts, one for each film.
_MOST = 3_000
#: Parts held at a time, sources' people, and sources' own nodes.
_HELD, _PEOPLE, _KNOWN = 64, 512, 20_000
#: What a part is: the source's own node, its people besides, all of it; or what has to do with one film,
#: and one person besides.
OWN, PEOPLE, WHOLE, FILM, PERSON = "own", "people", "whole", "film", "person"
#: What points to films, reviews and roles, and is looked for by that.
_POINTERS = ("film", "inReview", "inRole")


class Part(NamedTuple):
    """Some of a source's evidence: its nodes but for the facts, as text (:func:`graph.nodes.as_text`).

    ``holds`` are the IRIs that are asked for by themselves in a part of a large source. ``names`` maps the
    mentions in prose to the person or character that each names, as JSON.
    """

    kind: str
    text: bytes
    names: bytes = b"{}"
    holds: tuple[str, ...] = ()


class Place(NamedTuple):
    """Where a part stands in the file, and how long its nodes and its names are."""

    start: int
    nodes: int
    names: int


@dataclass(slots=True)
class Places:
    """Where sources stand in the file.

    ``own`` has the sources' own nodes, ``whole`` the sources that are one part, with their ``people`` once
    more by themselves, and ``parted`` of the others where each node is that is asked for by itself.
    """

    own: dict[str, Place] = field(default_factory=dict)
    people: dict[str, Place] = field(default_factory=dict)
    whole: dict[str, Place] = field(default_factory=dict)
    parted: dict[str, dict[str, Place]] = field(default_factory=dict)


def parts(source: str, evidence: Nodes, names: Mapping[str, str], *, apart: bool = False) -> Iterator[Part]:
    """A source's evidence in parts: the source's own node by itself, and all others.

    A person of an archive is named on many pages, a film on few: so people stand by themselves, too.

    Args:
        source: the source's IRI.
        evidence: its graph. The facts, which are no part of any view, are left out.
        names: the person or character that each mention in its prose names.
        apart: whether it is to be parted film by film however small it is.
    """
    yield Part(OWN, as_text([(source, evidence[source])]))
    content = {iri: node for iri, node in evidence.items() if node["type"][0] != "Fact" and iri != source}
    if len(evidence) <= _MOST and not apart:
        people = ((iri, node) for iri, node in content.items() if node["type"][0] == "Person")
        yield Part(PEOPLE, as_text(people))
        yield Part(WHOLE, as_text(content.items()), _json(names))
        return
    by_film: dict[str, Nodes] = defaultdict(dict)
    for iri, films in _films_of(content).items():
        for film in films:
            by_film[film][iri] = content[iri]
    for found in by_film.values():
        # A role and a mention are only ever asked for by what they point to.
        holds = (iri for iri, node in found.items() if node["type"][0] not in {"Role", "Mention", "Person"})
        named = {iri: names[iri] for iri in found if iri in names}
        yield Part(FILM, as_text(found.items()), _json(named), tuple(holds))
    for iri, node in content.items():
        if node["type"][0] == "Person":
            yield Part(PERSON, as_text([(iri, node)]), holds=(iri,))


def _json(names: Mapping[str, str]) -> bytes:
    return dumps(names)


def _films_of(content: Nodes) -> dict[str, set[str]]:
    """The films that each node has to do with, directly or through what points to it or it points to."""
    films: dict[str, set[str]] = defaultdict(set)
    for iri, node in content.items():
        for film in (*node.get("film", ()), *node.get("reviewOf", ())):
            films[iri].add(film)
            for name in ("person", "character", "critic", "publication", "rating"):
                for other in node.get(name, ()):
                    films[other].add(film)
    for iri, node in content.items():
        for name in ("inReview", "inRole"):
            for other in node.get(name, ()):
                films[iri] |= films[other]
    # A film is of itself, and so is a person whom nothing credits.
    return {iri: films.get(iri) or {iri} for iri in content}


class Grouped:
    """Nodes in memory, with those that point to each, and whom each mention among them names."""

    def __init__(self, content: Nodes, names: Mapping[str, str] | None = None) -> None:
        self.nodes = content
        self.names: Mapping[str, str] = names or {}
        self.having: dict[tuple[str, str], dict[str, Node]] = {}
        for iri, node in content.items():
            for name in _POINTERS:
                for value in node.get(name, ()):
                    self.having.setdefault((name, value), {})[iri] = node


_NOTHING = Grouped({})


class KeptEvidence:
    """Reads evidence out of the file in which it waits; see :class:`graph.view.Evidence`.

    Args:
        file: the file; None where there is nothing to read.
        places: where sources stand in it.
    """

    def __init__(self, file: IO[bytes] | None, places: Places) -> None:
        self._file = file
        self.places = places
        self._held: OrderedDict[Place, Grouped] = OrderedDict()
        self._people: OrderedDict[Place, Nodes] = OrderedDict()
        self._sources: dict[str, Node] = {}

    def __contains__(self, source: str) -> bool:
        return source in self.places.own

    def node(self, iri: str) -> Node:
        """A node, by its IRI; empty if the source says nothing of it."""
        source = iri.partition("#")[0]
        if iri == source:
            return self._own(iri)
        return self._people_of(source).get(iri) or self._part(source, iri).nodes.get(iri, {})

    def having(self, source: str, name: str, value: str, within: str | None = None) -> Nodes:
        """The nodes of a source that have an IRI in a property; see :class:`graph.view.Evidence`."""
        return self._part(source, within or value).having.get((name, value), {})

    def is_table(self, source: str) -> bool:
        """Whether a source is a table, whose rows are mentions."""
        return self._own(source).get("kind") == ["credit_table"]

    def names(self, source: str, mentions: Mapping[str, Node]) -> dict[str, str]:
        """The person or character of the source that each of some mentions in its prose names."""
        found: dict[str, str] = {}
        for iri, node in mentions.items():
            target = self._part(source, node["inReview"][0]).names.get(iri)
            if target is not None:
                found[iri] = target
        return found

    def _own(self, source: str) -> Node:
        known = self._sources.get(source)
        if known is None:
            if len(self._sources) >= _KNOWN:
                self._sources.clear()
            known = self._sources[source] = self._nodes(self.places.own[source])[source]
        return known

    def _people_of(self, source: str) -> Nodes:
        place = self.places.people.get(source)
        if place is None:
            return {}
        people = self._people.get(place)
        if people is None:
            people = self._people[place] = self._nodes(place)
            if len(self._people) > _PEOPLE:
                self._people.popitem(last=False)
        return people

    def _part(self, source: str, iri: str) -> Grouped:
        place = self.places.whole.get(source) or self.places.parted.get(source, {}).get(iri)
        if place is None:
            return _NOTHING
        part = self._held.get(place)
        if part is None:
            part = self._held[place] = self._read(place)
            if len(self._held) > _HELD:
                self._held.popitem(last=False)
        else:
            self._held.move_to_end(place)
        return part

    def _read(self, place: Place) -> Grouped:
        return Grouped(self._nodes(place), loads(self._text(place.start + place.nodes, place.names)))

    def _nodes(self, place: Place) -> Nodes:
        return from_text(self._text(place.start, place.nodes))

    def _text(self, start: int, length: int) -> bytes:
        assert self._file is not None  # noqa: S101 - places are of a file
        self._file.flush()
        return os.pread(self._file.fileno(), length, start)


class Keeper(KeptEvidence):
    """Writes evidence into the file as well, and closes it.

    Args:
        path: the file; made when something is first kept.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(None, Places())

    def keep(self, source: str, parts: Iterable[Part]) -> None:
        """Takes a source's evidence, in place of what was kept of it."""
        self._sources.pop(source, None)
        places = self.places
        for known in (places.own, places.people, places.whole, places.parted):
            known.pop(source, None)
        single = {OWN: places.own, PEOPLE: places.people, WHOLE: places.whole}
        for part in parts:
            place = self._write(part)
            if part.kind in {FILM, PERSON}:
                places.parted.setdefault(source, {}).update(dict.fromkeys(part.holds, place))
            else:
                single[part.kind][source] = place

    def flush(self) -> None:
        """Writes out what waits, so that other processes see it."""
        if self._file is not None:
            self._file.flush()

    def close(self) -> None:
        """Closes the file; what was kept is no longer to be read."""
        if self._file is not None:
            self._file.close()

    def _write(self, part: Part) -> Place:
        if self._file is None:
            self._file = self.path.open("wb+")
        start = self._file.seek(0, 2)
        self._file.write(part.text)
        self._file.write(part.names)
        return Place(start, len(part.text), len(part.names))
