"""What people decide: that two are one, that one is two, and that they were wrong.

A decision is entered as a reel:Link of the identity graph that names every mention it is about, so
that it holds whatever becomes of the entities. It outranks the method for ever, or until it is
withdrawn; withdrawing it leaves the link with a note of who did, and when. Whatever it changes is
linked and compiled anew in the same version.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.build import change
from graph.linking.decisions import ACCEPTED, METHOD, REFERS_TO, REJECTED, Link
from graph.mentions import CRITIC, FILM, NAMED, PERSON
from ontology import expand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from graph.identity import IdentityGraph
    from graph.linker import Touched
    from graph.mentions import MentionTable, Stored
    from graph.store import Dataset

#: What people decide about.
_KINDS = {FILM: "a film", PERSON: "a person", CRITIC: "a critic"}
_TYPE, _VIEW = ox.NamedNode(expand("rdf:type")), ox.DefaultGraph()
DIFFERENT = expand("owl:differentFrom")
#: What the address of a document has after that of the thing it is about.
_DOCUMENT = re.compile(r"(?:\.(?:html|ttl|jsonld|nt|rdf)|/)?(?:\?[^#]*)?\Z")
_LONGEST_NAME, _LONGEST_NOTE = 200, 2000


class Undecidable(ValueError):
    """A decision that cannot be taken; the message is one sentence that says why and what to do."""


class Unknown(Undecidable):
    """There is nothing of the name that was given.

    Attributes:
        iris: what may have been meant.
    """

    def __init__(self, message: str, iris: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.iris = iris


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision that was entered, and the version that it made."""

    link: str
    version: int


@dataclass(frozen=True, slots=True)
class By:
    """Who decides, and in their own words why.

    Raises:
        Undecidable: the name is empty, too long, or the method's own.
    """

    who: str
    note: str = ""

    def __post_init__(self) -> None:
        """Says no to a name under which nobody can be found."""
        if not self.who.strip():
            raise Undecidable("Say who decides: a decision is kept with its author's name.")
        if self.who.strip().casefold() == METHOD:
            raise Undecidable(f"“{METHOD}” is how the method signs; decide under a person's name.")
        if len(self.who) > _LONGEST_NAME or len(self.note) > _LONGEST_NOTE:
            raise Undecidable(
                f"A name has at most {_LONGEST_NAME} characters and a note at most {_LONGEST_NOTE:,}."
            )


def accept(dataset: Dataset, first: str, second: str, by: By) -> Taken:
    """Decides that two are one: all mentions of both are of one entity.

    Of a mention of a film in prose and a film it decides that the prose means that film.

    Args:
        dataset: the dataset; its write lock is held until the version is published.
        first: an entity or a mention, as :func:`resolve` takes it.
        second: the other.
        by: who decides.

    Raises:
        Undecidable: there is nothing of that name, they are things of two kinds, or they are one already
            because somebody said so.
        DatasetError: the dataset cannot be written.
    """

    def enter(decider: _Decider) -> Link:
        one, other = decider.side(first), decider.side(second)
        decider.same_kind(one, other)
        if one[0].kind != other[0].kind:  # that prose means a film says nothing of the film's other mentions
            one, other = [min(side, key=lambda m: m.iri) for side in (one, other)], []
        mentions = sorted({m.iri for m in (*one, *other)})
        entity = next(m.entity for m in (*one, *other) if m.entity is not None)
        evidence = by.note or f"{by.who} said that they are one"
        return decider.link(mentions, entity, (), ACCEPTED, REFERS_TO, by.who, evidence)

    return _decide(dataset, enter)


def reject(dataset: Dataset, first: str, second: str, by: By) -> Taken:
    """Decides that two are not one: no mention of the first is ever of one entity with one of the second.

    The same errors as :func:`accept`.
    """

    def enter(decider: _Decider) -> Link:
        one, other = decider.side(first), decider.side(second)
        decider.same_kind(one, other)
        left, right = {m.iri for m in one}, {m.iri for m in other}
        if shared := left & right:
            raise Undecidable(
                f"{first} and {second} are one by the same mention ({min(shared)}); to part an entity, "
                "say which of its mentions are another: reelgraph links split ENTITY MENTION..."
            )
        return decider.apart(sorted(left), sorted(right), by)

    return _decide(dataset, enter)


def split(dataset: Dataset, entity: str, mentions: Iterable[str], by: By) -> Taken:
    """Decides that some mentions of an entity are another one.

    Args:
        dataset: the dataset.
        entity: the entity, as :func:`resolve` takes it.
        mentions: the mentions that are another, or sources all of whose mentions are.
        by: who decides.

    Raises:
        Undecidable: a mention is not the entity's, or none of it would be left.
        DatasetError: the dataset cannot be written.
    """
    wanted = list(mentions)

    def enter(decider: _Decider) -> Link:
        whole = {m.iri: m for m in decider.side(entity)}
        parted: set[str] = set()
        for given in wanted:
            found = {
                iri for iri in whole if given in (iri, iri.partition("#")[0]) or iri.endswith(f"/{given}")
            }
            found |= {iri for iri in whole if iri.partition("#")[0].endswith(f"/source/{given}")}
            if not found:
                raise Undecidable(
                    f"{given} is no mention of {entity}; its mentions are: {', '.join(sorted(whole))}."
                )
            parted |= found
        rest = sorted(whole.keys() - parted)
        if not rest:
            raise Undecidable(
                f"All mentions of {entity} are to be another, and none would be left: name fewer."
            )
        return decider.apart(sorted(parted), rest, by)

    return _decide(dataset, enter)


def withdraw(dataset: Dataset, link: str, by: By) -> Taken:
    """Takes a decision back.

    Args:
        dataset: the dataset.
        link: the decision's IRI, or its number.
        by: who takes it back.

    Raises:
        Undecidable: there is no such decision, or it is withdrawn already.
        DatasetError: the dataset cannot be written.
    """

    def enter(decider: _Decider) -> Link:
        return decider.withdraw(link, by)

    return _decide(dataset, enter)


def resolve(table: MentionTable, base: str, given: str) -> list[Stored]:
    """The mentions that an editor means.

    Args:
        table: a version's table of mentions.
        base: what its IRIs start with.
        given: an entity's IRI, the address of a page about it (``.../person/gong-seung-yeon.html``), its path
            (``person/gong-seung-yeon``) or, where only one film or person has it, its last part
            (``gong-seung-yeon``); or a mention's IRI, whole or from the
            source's name on (``aloners#person-gong-seung-yeon``), which stands for all mentions of the same
            person on the same film.

    Raises:
        Undecidable: nothing is called so, or several things are.
    """
    if "#" in given:
        iri = given if given.startswith("http") else f"{base}/source/{given.removeprefix('source/')}"
        found = table.find([iri])
        if not found:
            raise Unknown(f"There is no mention {given}: copy one from reelgraph links list or explain.")
        return table.get(table.sharing_appearance(found) | found)
    if given.startswith("http"):
        tried = [given]
    elif "/" in given:
        tried = [f"{base}/{given}"]
    else:
        tried = [f"{base}/person/{given}", f"{base}/film/{given}"]
    shown = [_DOCUMENT.sub("", iri) for iri in tried]
    known = table.of_entities(tried) or table.of_entities(shown)
    if len(known) > 1:
        raise Undecidable(f"{given} is both a person and a film: say person/{given} or film/{given}.")
    if not known:
        said = f"There is no person or film {given}: give the address of its page, or its last part."
        if given.startswith("http") and not given.startswith(f"{base}/"):
            said += f" Addresses begin with {base}/ here."
        raise Unknown(said, list(dict.fromkeys((*tried, *shown))))
    return table.get(next(iter(known.values())))


def _decide(dataset: Dataset, enter: Callable[[_Decider], Link]) -> Taken:
    taken: list[str] = []

    def apply(table: MentionTable, identity: IdentityGraph, touched: Touched) -> None:
        link = enter(_Decider(table, identity, touched, dataset.base))
        taken.append(link.iri)

    try:
        version = change(dataset, apply)
    except Unknown as error:
        raise catalogued(dataset.version().store, error) or error from None
    return Taken(taken[0], version)


def catalogued(store: ox.Store, error: Unknown) -> Undecidable | None:
    """What is said of a film or person that the view has and the table of mentions has not, else None.

    Such are those of the reference data that no other source speaks of: IMDb's ids say who they are.
    """
    for iri in error.iris:
        try:
            about = ox.NamedNode(iri)
        except ValueError:  # whatever somebody typed
            continue
        for kind in (expand("reel:Film"), expand("reel:Person")):
            if next(iter(store.quads_for_pattern(about, _TYPE, ox.NamedNode(kind), _VIEW)), None):
                return Undecidable(
                    f"{iri} stands in IMDb's files alone and is who its id there says: it can be decided "
                    "about as soon as another source speaks of one of its films."
                )
    return None


class _Decider:
    """Enters one decision in a draft."""

    def __init__(self, table: MentionTable, identity: IdentityGraph, touched: Touched, base: str) -> None:
        self._table = table
        self._identity = identity
        self._touched = touched
        self._base = base

    def side(self, given: str) -> list[Stored]:
        """The mentions of one side."""
        return resolve(self._table, self._base, given)

    def same_kind(self, one: list[Stored], other: list[Stored]) -> None:
        """Raises Undecidable unless both are films, or people, or critics."""
        kinds = one[0].kind, other[0].kind
        if set(kinds) == {NAMED, FILM}:
            return
        if NAMED in kinds:
            raise Undecidable("A title in prose means a film: give the title and the film.")
        for kind in kinds:
            if kind not in _KINDS:
                raise Undecidable(f"A {kind} is not linked by hand: films, people and critics are.")
        if kinds[0] != kinds[1]:
            raise Undecidable(
                f"{one[0].iri} is {_KINDS[kinds[0]]} and {other[0].iri} is {_KINDS[kinds[1]]}: "
                "only things of one kind are linked."
            )

    def apart(self, left: list[str], right: list[str], by: By) -> Link:
        """Enters that two sides of mentions are two."""
        evidence = by.note or f"{by.who} said that they are two"
        return self.link(left, right[0], tuple(right[1:]), REJECTED, DIFFERENT, by.who, evidence)

    def link(  # noqa: PLR0917 - the parts of a link
        self,
        subjects: list[str],
        target: str,
        others: tuple[str, ...],
        decision: str,
        relation: str,
        who: str,
        evidence: str,
    ) -> Link:
        """Enters a decision under the next free number."""
        numbers = [int(link.iri.rpartition("/")[2]) for link in self._identity.by_people()]
        link = Link(
            iri=f"{self._base}/decision/{max(numbers, default=0) + 1:06d}",
            subjects=tuple(subjects),
            object=target,
            score=1.0,
            method="a person",
            evidence=evidence,
            relation=relation,
            decision=decision,
            decided_by=who,
            others=others,
        )
        accepted = decision == ACCEPTED
        self._table.enter_decision(
            link.iri, accepted=accepted, sides=(subjects, () if accepted else (target, *others))
        )
        self._identity.put([link])
        self._touch((*subjects, *(() if accepted else (target, *others))))
        return link

    def withdraw(self, given: str, by: By) -> Link:
        """Takes a decision back."""
        number = given.rpartition("/")[2]
        iri = f"{self._base}/decision/{int(number):06d}" if number.isdecimal() and len(number) < 12 else given
        link = next((known for known in self._identity.by_people() if known.iri == iri), None)
        if link is None:
            raise Unknown(f"There is no decision {given}: reelgraph links list --decided shows them.")
        if link.withdrawn_at is not None:
            raise Undecidable(f"Decision {number} was withdrawn already, on {link.withdrawn_at}.")
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self._table.withdraw_decision(iri)
        self._identity.rewrite(replace(link, withdrawn_at=now, withdrawn_by=by.who))
        accepted = link.decision == ACCEPTED
        self._touch((*link.subjects, *(() if accepted else (link.object, *link.others))))
        return link

    def _touch(self, iris: Iterable[str]) -> None:
        self._touched.touch(self._table, self._table.find(iris))
