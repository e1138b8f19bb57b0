"""Why two are one, or why not: the links between their mentions, or what stands in the way.

Nothing is decided here: what is told is what the identity graph holds, and beside it what a person
would look at who had to decide: names, years, films and people in common.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.decisions.deciding import Undecidable, Unknown, catalogued, resolve
from graph.decisions.questions import Questions
from graph.identity import graph_of
from graph.layers import open_to_read
from graph.linking.decisions import ACCEPTED, METHOD, Link, from_node
from graph.linking.film_score import compare
from graph.mention_rows import film_mention
from graph.mentions import CRITIC, FILM, PERSON, TABLE, MentionTable, Stored
from graph.names import exact_key, likeness
from graph.nodes import from_graph
from ontology import REEL

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from graph.decisions.questions import Decided, Question, Side
    from graph.store import Version

#: Names of each side that are held against each other, and pairs of films.
_MOST_NAMES, _MOST_FILMS = 30, 40
_MOST_LISTED = 8
#: Of a decision about more mentions than this each is one with the first, not each with each.
_EACH_WITH_EACH = 40
_EARLIER = (
    "This version was published by an earlier Reelgraph, which kept no such table of mentions: "
    "run `reelgraph link`, or ingest something, first."
)


class ReadTable(MentionTable):
    """The table of a published version, which is only read.

    Args:
        file: the SQLite file.

    Raises:
        Undecidable: the version has no such table.
    """

    def __init__(self, file: Path) -> None:
        if not file.exists():
            raise Undecidable(_EARLIER)
        self._database = open_to_read(file, isolation_level=None)
        self._database.execute("BEGIN")


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a chain: two mentions, each with its name, and why they are one."""

    first: str
    second: str
    names: tuple[str, str]
    link: Link

    @property
    def by_a_person(self) -> bool:
        """Whether somebody said so."""
        return self.link.decided_by != METHOD


@dataclass(slots=True)
class Explanation:
    """Why two are one (``steps``), or why they are two.

    ``against`` says in sentences what keeps them apart; ``facts`` what they have in common or not.
    """

    same: bool
    first: Side
    second: Side
    steps: list[Step] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    decisions: list[Decided] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)


def explain(version: Version, base: str, first: str, second: str) -> Explanation:
    """Why two are one in a version, or why not.

    Args:
        version: the version.
        base: what the dataset's IRIs start with.
        first: an entity or a mention, as :func:`graph.decisions.deciding.resolve` takes it.
        second: the other.

    Raises:
        Undecidable: there is nothing of that name, or they are things of two kinds.
    """
    with ReadTable(version.file(TABLE)) as table:
        try:
            return _Explainer(table, version.store, base).explain(first, second)
        except Unknown as error:
            raise catalogued(version.store, error) or error from None
        except KeyError as error:  # a table of an earlier release, which did not keep this
            raise Undecidable(_EARLIER) from error


class _Explainer:
    def __init__(self, table: MentionTable, store: ox.Store, base: str) -> None:
        self._table = table
        self._store = store
        self._base = base
        self._graph = graph_of(base)
        self._questions = Questions(store, base)

    def explain(self, first: str, second: str) -> Explanation:
        one, other = self._resolve(first), self._resolve(second)
        kinds = one[0].kind, other[0].kind
        if kinds[0] != kinds[1] or kinds[0] not in (FILM, PERSON, CRITIC):
            raise Undecidable(
                f"{first} is a {kinds[0]} and {second} is a {kinds[1]}: only things of one kind can be one."
            )
        entities = one[0].entity or one[0].iri, other[0].entity or other[0].iri
        sides = tuple(self._questions.entity(entity) for entity in entities)
        found = Explanation(entities[0] == entities[1], sides[0], sides[1])
        if found.same:
            found.steps = self._chain(one, other)
        self._decisions(found, one, other)
        self._open(found, one, other)
        if not found.same:
            self._against(found, one, other)
            self._in_common(found, one, other)
        return found

    def _resolve(self, given: str) -> list[Stored]:
        """The mentions that are meant, by the name that took the place of one no longer in use, too."""
        try:
            return resolve(self._table, self._base, given)
        except Unknown:
            tried = [given] if given.startswith("http") else [f"{self._base}/{given}"]
            tried += [f"{self._base}/{kind}/{given}" for kind in (PERSON, FILM)]
            for iri in tried:
                heirs = self._heirs(iri)
                if len(heirs) == 1:
                    return resolve(self._table, self._base, heirs[0])
            raise

    def _heirs(self, iri: str) -> list[str]:
        try:
            node = from_graph(self._store, self._graph, iri).get(iri, {})
        except ValueError:  # what was given is no IRI
            return []
        return node.get("dcterms:isReplacedBy", [])

    # -- one -------------------------------------------------------------------------------------

    def _chain(self, one: list[Stored], other: list[Stored]) -> list[Step]:
        """The shortest chain of links from one side to the other; all links where both are one mention."""
        entity = one[0].entity or ""
        members = self._table.get(self._table.of_entities([entity]).get(entity, []))
        edges: dict[str, list[Step]] = {mention.iri: [] for mention in members}
        for mention in members:
            for link in self._links(mention.iri):
                for pair in _pairs(link):
                    if pair[0] in edges and pair[1] in edges:
                        names = self._names(pair[0]), self._names(pair[1])
                        edges[pair[0]].append(Step(*pair, names, link))
                        edges[pair[1]].append(Step(pair[1], pair[0], names[::-1], link))
        starts, ends = {m.iri for m in one}, {m.iri for m in other}
        if starts & ends:
            every = {step.link.iri: step for steps in edges.values() for step in steps}
            return [every[iri] for iri in sorted(every)]
        return _shortest(edges, starts, ends)

    def _links(self, mention: str) -> Iterable[Link]:
        """The accepted links that have a mention among their subjects."""
        subject, graph = ox.NamedNode(REEL + "subject"), ox.NamedNode(self._graph)
        for quad in self._store.quads_for_pattern(None, subject, ox.NamedNode(mention), graph):
            if not isinstance(quad.subject, ox.NamedNode):
                continue
            iri = quad.subject.value
            link = from_node(iri, from_graph(self._store, self._graph, iri)[iri])
            if link.decision == ACCEPTED and link.withdrawn_at is None and "#mention-" not in iri:
                yield link

    def _names(self, mention: str) -> str:
        return self._questions.mention(mention).name

    # -- or two ----------------------------------------------------------------------------------

    def _decisions(self, found: Explanation, one: list[Stored], other: list[Stored]) -> None:
        """What people decided about the two of them."""
        left, right = {m.iri for m in one}, {m.iri for m in other}
        for decided in self._questions.decided_about(found.first.iri):
            link = decided.link
            subjects = set(link.subjects)
            objects = subjects if decided.same else {link.object, *link.others}
            if (subjects & left and objects & right) or (subjects & right and objects & left):
                found.decisions.append(decided)
                if not decided.same and link.withdrawn_at is None:
                    found.against.append(
                        f"{link.decided_by} said on {(link.decided_at or '')[:10]} that they are two "
                        f"(decision {decided.number})"
                    )

    def _open(self, found: Explanation, one: list[Stored], other: list[Stored]) -> None:
        """The questions that stand between the two of them."""
        left = {found.first.iri, *(m.iri for m in one)}
        right = {found.second.iri, *(m.iri for m in other)}
        for iri in self._questions.about(found.first.iri):
            question = self._questions.question(iri)
            ends = {*question.link.compared, *question.link.subjects, question.link.object}
            if ends & left and ends & right and not (found.same and not question.joined):
                found.questions.append(question)
                if not question.joined:
                    found.against.append(
                        f"it is an open question ({question.code}): {question.link.evidence}"
                    )

    def _against(self, found: Explanation, one: list[Stored], other: list[Stored]) -> None:
        """What forbids that they are one, whatever is alike."""
        ids = [_ids(side) for side in (one, other)]
        for scheme in sorted(ids[0].keys() & ids[1].keys()):
            if not ids[0][scheme] & ids[1][scheme]:
                values = [", ".join(sorted(each[scheme])) for each in ids]
                found.against.append(f"their {scheme} ids differ, {values[0]} and {values[1]}")
        if one[0].kind == PERSON:
            known = [self._characters(side.iri) for side in (found.first, found.second)]
            for film in sorted(known[0].keys() & known[1].keys()):
                parts = [" and ".join(sorted(each[film])) for each in known]
                if parts[0] != parts[1]:
                    title = self._questions.entity(film).name
                    found.against.append(f"both are in the cast of {title}, as {parts[0]} and as {parts[1]}")

    def _in_common(self, found: Explanation, one: list[Stored], other: list[Stored]) -> None:
        if one[0].kind == FILM:
            found.facts.append(_films_alike(one, other))
        else:
            pairs = product(_distinct(found.first.names), _distinct(found.second.names))
            best = max((likeness(a, b) for a, b in pairs), key=lambda alike: alike.score, default=None)
            if best is not None:
                found.facts.append(f"{best.reason} ({best.score:.2f} of 1)")
        years = [side.when or "no year known" for side in (found.first, found.second)]
        found.facts.append(f"years: {years[0]}; {years[1]}")
        if one[0].kind == FILM:
            return
        films = set(found.first.films) & set(found.second.films)
        found.facts.append(f"films in common: {_listed(map(str, films))}")
        crews = [self._coworkers(side) for side in (found.first, found.second)]
        own = {exact_key(name) for side in (found.first, found.second) for name in side.names}
        shared = {name for name in crews[0] & crews[1] if exact_key(name) not in own}
        found.facts.append(f"co-workers in common: {_listed(shared)}")

    def _characters(self, person: str) -> dict[str, set[str]]:
        """The characters that somebody of the view plays, by film."""
        found: dict[str, set[str]] = {}
        for role in self._subjects("person", person):
            node = from_graph(self._store, None, role).get(role, {})
            for film, name in product(node.get("film", ()), node.get("characterName", ())):
                found.setdefault(film, set()).add(name)
        return found

    def _coworkers(self, side: Side) -> set[str]:
        """The names of all who worked on the films of somebody, each as the view has it."""
        found: set[str] = set()
        for film in side.films:
            for role in self._subjects("film", film.iri):
                for person in from_graph(self._store, None, role).get(role, {}).get("person", ()):
                    if person != side.iri:
                        found.add(self._questions.name(person))
        return found

    def _subjects(self, name: str, value: str) -> list[str]:
        quads = self._store.quads_for_pattern(
            None, ox.NamedNode(REEL + name), ox.NamedNode(value), ox.DefaultGraph()
        )
        return sorted(quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode))


def _pairs(link: Link) -> list[tuple[str, str]]:
    """The mentions that a link joins: the two compared, or all that a person named, each with the first."""
    if link.decided_by != METHOD:
        one = link.subjects[: 1 if len(link.subjects) > _EACH_WITH_EACH else None]
        return [(a, b) for a, b in product(one, link.subjects) if a != b]
    return [(link.compared[0], link.compared[1])] if len(link.compared) == 2 else []


def _shortest(edges: dict[str, list[Step]], starts: set[str], ends: set[str]) -> list[Step]:
    """The fewest steps from any of some mentions to any of others."""
    back: dict[str, Step] = {}
    waiting = deque(sorted(starts))
    while waiting:
        at = waiting.popleft()
        if at in ends:
            steps: list[Step] = []
            while at not in starts:
                steps.append(back[at])
                at = back[at].first
            return steps[::-1]
        # What a person said is told before what the method found.
        for step in sorted(edges.get(at, ()), key=lambda step: (not step.by_a_person, step.link.iri)):
            if step.second not in starts and step.second not in back:
                back[step.second] = step
                waiting.append(step.second)
    return []


def _ids(side: Iterable[Stored]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for mention in side:
        for scheme, value in mention.data["ids"].items():
            found.setdefault(scheme, set()).add(value)
    return found


def _films_alike(one: list[Stored], other: list[Stored]) -> str:
    """What speaks for and against two films being one, of the pair that is most alike."""
    pairs = product(one[:_MOST_FILMS], other[:_MOST_FILMS])
    verdicts = [
        verdict for a, b in pairs if (verdict := compare(film_mention(a), film_mention(b))) is not None
    ]
    if not verdicts:
        return "their titles or years are too far apart to be compared"
    best = max(verdicts, key=lambda verdict: verdict.points)
    against = f"; but {best.against}" if best.against else ""
    return f"{best.evidence}{against} ({best.score:.2f} of 1)"


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))[:_MOST_NAMES]


def _listed(names: Iterable[str]) -> str:
    known = sorted(set(names))
    if not known:
        return "none"
    more = f" and {len(known) - _MOST_LISTED} more" if len(known) > _MOST_LISTED else ""
    return ", ".join(known[:_MOST_LISTED]) + more
