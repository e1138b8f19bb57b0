"""Who is who on one film: the names that different sources print there, matched one to one.

Strongest first: the same external id; the same name; the same name but for order, spacing and
romanisation; names that were linked across films, before two films were found to be this one; another
form of the name for the same character or crew job. Never: two names in one
cast on one page; clashing external ids; a pair that a person rejected.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from graph.linking.appearance import Decisions, pair
from graph.linking.clusters import Clusters, Traits, same_id
from graph.names import exact_key, fold, order_key, romanisation_key, similarity
from graph.records import ACTOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


@dataclass(slots=True)
class _Person(Traits):
    """What must not clash inside one person, beside casts and ids: what people said of its mentions."""

    members: frozenset[str] = frozenset()

    def merge(self, other: Traits) -> None:
        Traits.merge(self, other)
        if isinstance(other, _Person):
            self.members |= other.members


_NO_DECISIONS = Decisions()
_NOTHING_KNOWN: dict[str, tuple[str, float]] = {}
#: How alike two names of one character's actor must be on pages about the same film.
_LIKE = 0.8


@dataclass(frozen=True, slots=True)
class Credit:
    """One role of a mention: the film as its source names it, the job, and the character."""

    film: str
    job: str
    character: str | None = None


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person as one source names them. ``aliases`` are full names that the source's prose uses."""

    iri: str
    name: str
    credits: tuple[Credit, ...] = ()
    aliases: tuple[str, ...] = ()
    ids: dict[str, str] = field(default_factory=dict)


def link_within(
    mentions: Iterable[PersonMention],
    decisions: Decisions = _NO_DECISIONS,
    known: Mapping[str, tuple[str, float]] = _NOTHING_KNOWN,
) -> Clusters:
    """The people of one film, as clusters of mentions with reasons; the order of mentions is all the same.

    Args:
        mentions: everybody whom the sources credit on the film, with their credits on it alone.
        decisions: what people decided about pairs of mentions.
        known: of mentions that were linked across films in the first round, what stands for the person,
            and how sure that is.
    """
    table = sorted(mentions, key=lambda mention: mention.iri)
    clusters = Clusters({mention.iri: _traits(mention) for mention in table}, _forbids(decisions))
    there = {mention.iri for mention in table}
    for first, second in sorted(decisions.accepted - decisions.rejected):
        if first in there and second in there:
            clusters.join(second, first, "a person", 1.0, "a person said that they are one", forced=True)
    _join_ids(clusters, table)
    for method, score, keys in (
        ("name on one film", 1.0, _exact_keys),
        ("name order or romanisation on one film", 0.98, _loose_keys),
    ):
        for key, group in sorted(_groups(table, keys).items()):
            for earlier, later in pairwise(group):
                clusters.join(later.iri, earlier.iri, method, score, _alike(later, earlier, key))
    _join_known(clusters, table, known)
    _join_by_post(clusters, table)
    return clusters


def _traits(mention: PersonMention) -> Traits:
    return _Person(
        casts={credit.film: mention.iri for credit in mention.credits if credit.job == ACTOR},
        ids={scheme: {value} for scheme, value in mention.ids.items()},
        members=frozenset((mention.iri,)),
    )


def _forbids(decisions: Decisions) -> Callable[[Traits, Traits], str | None]:
    def forbids(a: Traits, b: Traits) -> str | None:
        if decisions.rejected and isinstance(a, _Person) and isinstance(b, _Person):
            pairs = (pair(one, other) for one in a.members for other in b.members)
            if any(found in decisions.rejected for found in pairs):
                return "a person said that they are two"
        for cast in sorted(a.casts.keys() & b.casts.keys()):
            if a.casts[cast] != b.casts[cast]:
                return "both stand in one cast"
        for scheme in sorted(a.ids.keys() & b.ids.keys()):
            if a.ids[scheme].isdisjoint(b.ids[scheme]):
                return f"their {scheme} ids differ"
        return None

    return forbids


def _join_ids(clusters: Clusters, table: list[PersonMention]) -> None:
    by_id: dict[tuple[str, str], PersonMention] = {}
    for mention in table:
        for scheme, value in sorted(mention.ids.items()):
            known = by_id.setdefault((scheme, value), mention)
            if known is not mention:
                clusters.join(mention.iri, known.iri, "external id", 1.0, same_id(scheme, value))


def _join_known(
    clusters: Clusters, table: list[PersonMention], known: Mapping[str, tuple[str, float]]
) -> None:
    """Joins two names that were linked across films, as long as the two films were not known to be one."""
    groups: dict[str, list[PersonMention]] = defaultdict(list)
    for mention in table:
        if mention.iri in known:
            groups[known[mention.iri][0]].append(mention)
    for _, group in sorted(groups.items()):
        for earlier, later in combinations(group, 2):
            if not clusters.together(later.iri, earlier.iri):
                score = min(known[earlier.iri][1], known[later.iri][1])
                evidence = f"“{later.name}” and “{earlier.name}” were linked across films; on the same film"
                clusters.join(later.iri, earlier.iri, "linked across films", score, evidence)


def _join_by_post(clusters: Clusters, people: list[PersonMention]) -> None:
    """Joins two forms of a name under which sources credit the same character or crew job."""
    posts: dict[str, list[tuple[PersonMention, str]]] = defaultdict(list)
    for mention in people:
        for credit in mention.credits:
            if credit.character:
                posts[romanisation_key(credit.character)].append((mention, credit.character))
            elif credit.job != ACTOR:
                posts[f"job {credit.job}"].append((mention, credit.job))
    for _, group in sorted(posts.items()):
        for (earlier, _), (later, post) in combinations(group, 2):
            # One page lists each person of a post once: two names on it are two people.
            if _page(later) == _page(earlier) or clusters.together(later.iri, earlier.iri):
                continue
            likeness = similarity(later.name, earlier.name)
            how = f"are alike ({likeness:.2f})" if likeness >= _LIKE else "differ by a name left out"
            if likeness >= _LIKE or _contains(later.name, earlier.name):
                evidence = (
                    f"“{later.name}” and “{earlier.name}” {how} and both credited as {post} on the same film"
                )
                clusters.join(later.iri, earlier.iri, "likeness and post", max(likeness, _LIKE), evidence)


def _page(mention: PersonMention) -> str:
    return mention.iri.partition("#")[0]


def _contains(a: str, b: str) -> bool:
    """Whether one name has all the parts of the other, two at least: a middle or second name left out."""
    parts = [set(fold(name).replace("-", " ").split()) for name in (a, b)]
    shorter, longer = sorted(parts, key=len)
    return len(shorter) > 1 and shorter <= longer


def _groups(
    people: list[PersonMention], keys: Callable[[PersonMention], Iterable[str]]
) -> dict[str, list[PersonMention]]:
    groups: dict[str, list[PersonMention]] = defaultdict(list)
    for mention in people:
        for key in dict.fromkeys(keys(mention)):
            groups[key].append(mention)
    return groups


def _exact_keys(mention: PersonMention) -> Iterable[str]:
    yield exact_key(mention.name)


def _loose_keys(mention: PersonMention) -> Iterable[str]:
    for name in (mention.name, *mention.aliases):
        yield order_key(name)
        yield romanisation_key(name)


def _alike(a: PersonMention, b: PersonMention, key: str) -> str:
    where = "on the same film"
    if exact_key(a.name) == exact_key(b.name):
        return f"the same name, {a.name}; {where}"
    if order_key(a.name) == order_key(b.name):
        return f"“{a.name}” and “{b.name}” differ in order or spacing only; {where}"
    said = []
    for mention in (a, b):
        names = (mention.name, *mention.aliases)
        form = next((n for n in names if key in (order_key(n), romanisation_key(n))), mention.name)
        called = (
            f"“{mention.name}”" if form == mention.name else f"“{mention.name}” (called “{form}” in a review)"
        )
        said.append(called)
    return f"{said[0]} and {said[1]} have the same romanisation key; {where}"
