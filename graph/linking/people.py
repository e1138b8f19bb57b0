"""Which mentions of people are one person: inside a film first, then across films.

Rule, strongest first. Inside one film: the same name; the same name but for order, spacing and
romanisation; another form of the name for the same character or crew job. Across films: the same name, then
the same name but for order, spacing and romanisation. Never: two names in one cast on one page;
clashing external ids; films a working life apart; an actor and a crew member of one name decades
apart. Critics are linked among themselves. Where forms of a name that are alike belong to people
known to be different, the rule joins neither and leaves the pair to a person.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from graph.linking.clusters import Clusters, Traits
from graph.names import exact_key, fold, order_key, romanisation_key, similarity
from graph.records import ACTOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True, slots=True)
class Credit:
    """One role of a mention: the film (an entity), the job, the character, and the cast it stands in."""

    film: str
    job: str
    character: str | None
    cast: str


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person as one source names them: one row of the table that people are linked over.

    ``aliases`` are full names by which the source's own prose calls the person. ``years`` are those
    of the person's films there.
    """

    iri: str
    name: str
    credits: tuple[Credit, ...] = ()
    aliases: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    ids: dict[str, str] = field(default_factory=dict)
    critic: bool = False


#: Years without a film after which a shared name no longer shows one person: a whole working life.
_GAP = 55
#: The same, between somebody before the camera and somebody behind it.
_GAP_ACROSS_JOBS = 25
#: How alike two names of one character's actor must be on pages about the same film.
_LIKE = 0.8


def link_people(mentions: Iterable[PersonMention]) -> Clusters:
    """The people among the mentions, as clusters with reasons.

    Candidate pairs share a film's character or a key of the name, so their number stays near the
    number of mentions.
    """
    table = sorted(mentions, key=lambda mention: (min(mention.years, default=9999), mention.iri))
    clusters = Clusters({mention.iri: _traits(mention) for mention in table}, _forbids)
    _join_ids(clusters, table)
    _join_within_films(clusters, [mention for mention in table if not mention.critic])
    _join_across(clusters, [mention for mention in table if not mention.critic])
    _join_critics(clusters, [mention for mention in table if mention.critic])
    return clusters


def _traits(mention: PersonMention) -> Traits:
    return Traits(
        casts={credit.cast: mention.iri for credit in mention.credits if credit.job == ACTOR},
        ids={scheme: {value} for scheme, value in mention.ids.items()},
        years=(min(mention.years), max(mention.years)) if mention.years else None,
        acts=any(credit.job == ACTOR for credit in mention.credits),
        crews=any(credit.job != ACTOR for credit in mention.credits),
    )


def _forbids(a: Traits, b: Traits) -> str | None:
    for cast in a.casts.keys() & b.casts.keys():
        if a.casts[cast] != b.casts[cast]:
            return "both stand in one cast"
    for scheme in a.ids.keys() & b.ids.keys():
        if a.ids[scheme].isdisjoint(b.ids[scheme]):
            return f"their {scheme} ids differ"
    gap = a.gap(b)
    if gap > _GAP:
        return f"their films are {gap} years apart"
    if gap > _GAP_ACROSS_JOBS and not (a.acts and b.acts) and not (a.crews and b.crews):
        return f"one acts and the other does not, {gap} years apart"
    return None


def _join_ids(clusters: Clusters, table: list[PersonMention]) -> None:
    by_id: dict[tuple[str, str], PersonMention] = {}
    for mention in table:
        for scheme, value in mention.ids.items():
            known = by_id.setdefault((scheme, value), mention)
            if known is not mention:
                clusters.join(mention.iri, known.iri, "external id", 1.0, f"same {scheme} id, {value}")


def _join_within_films(clusters: Clusters, table: list[PersonMention]) -> None:
    films: dict[str, list[PersonMention]] = defaultdict(list)
    for mention in table:
        for film in dict.fromkeys(credit.film for credit in mention.credits):
            films[film].append(mention)
    for film, people in films.items():
        for method, score, keys in (
            ("name on one film", 1.0, _exact_keys),
            ("name order or romanisation on one film", 0.98, _loose_keys),
        ):
            groups = _groups(people, keys)
            for key, group in groups.items():
                for earlier, later in pairwise(group):
                    clusters.join(
                        later.iri, earlier.iri, method, score, _alike(later, earlier, key, "on the same film")
                    )
        _join_by_post(clusters, film, people)


def _join_by_post(clusters: Clusters, film: str, people: list[PersonMention]) -> None:
    """Joins two forms of a name under which pages about one film credit the same character or crew job."""
    posts: dict[str, list[tuple[PersonMention, str]]] = defaultdict(list)
    for mention in people:
        for credit in mention.credits:
            if credit.film == film and credit.character:
                posts[romanisation_key(credit.character)].append((mention, credit.character))
            elif credit.film == film and credit.job != ACTOR:
                posts[f"job {credit.job}"].append((mention, credit.job))
    for group in posts.values():
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


def _join_across(clusters: Clusters, table: list[PersonMention]) -> None:
    for _, group in sorted(_groups(table, _exact_keys).items()):
        for position, later in enumerate(group[1:], start=1):
            _join_nearest(clusters, later, group[:position], "name", 0.95, "the same name")
    for method, score, keys in (
        ("name order or spacing", 0.93, _order_keys),
        ("romanisation", 0.9, _loose_keys),
    ):
        for key, group in sorted(_groups(table, keys).items()):
            _join_alike(clusters, key, group, method, score)


def _join_alike(clusters: Clusters, key: str, group: list[PersonMention], method: str, score: float) -> None:
    """Joins people whose names share a key, unless the key is seen to hold people who are not one."""
    roots = list(dict.fromkeys(clusters.root(mention.iri) for mention in group))
    if len(roots) < 2:
        return
    doubt = _known_apart(clusters, roots)
    for position, later in enumerate(group[1:], start=1):
        earlier = next((m for m in group[:position] if not clusters.together(later.iri, m.iri)), None)
        if earlier is None:
            continue
        evidence = _alike(later, earlier, key, _when(later, earlier))
        if doubt is not None:
            clusters.refuse(later.iri, earlier.iri, method, 0.5, f"{evidence}; but {doubt}")
        else:
            clusters.join(later.iri, earlier.iri, method, score, evidence)


def _join_critics(clusters: Clusters, table: list[PersonMention]) -> None:
    for group in _groups(table, _exact_keys).values():
        for earlier, later in pairwise(group):
            clusters.join(later.iri, earlier.iri, "critic's name", 0.97, "the same name; both are critics")


def _join_nearest(
    clusters: Clusters,
    later: PersonMention,
    known: list[PersonMention],
    method: str,
    score: float,
    words: str,
) -> None:
    """Joins a mention to the one nearest in years that nothing forbids."""

    def distance(other: PersonMention) -> tuple[int, str]:
        return clusters.traits(later.iri).gap(clusters.traits(other.iri)), other.iri

    for other in sorted(known, key=distance):
        if clusters.forbidden(later.iri, other.iri) is None:
            clusters.join(
                later.iri, other.iri, method, score, f"{words}, {later.name}; {_when(later, other)}"
            )
            return
    nearest = min(known, key=distance)
    clusters.join(later.iri, nearest.iri, method, score, f"{words}, {later.name}; {_when(later, nearest)}")


def _known_apart(clusters: Clusters, roots: list[str]) -> str | None:
    """Why clusters whose names read alike must not be joined by that alone, if something shows it."""
    for i, a in enumerate(roots):
        for b in roots[i + 1 :]:
            reason = clusters.forbidden(a, b)
            if reason is not None:
                return f"among the people so named, {reason}"
    return None


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


def _order_keys(mention: PersonMention) -> Iterable[str]:
    yield order_key(mention.name)


def _loose_keys(mention: PersonMention) -> Iterable[str]:
    for name in (mention.name, *mention.aliases):
        yield order_key(name)
        yield romanisation_key(name)


def _alike(a: PersonMention, b: PersonMention, key: str, where: str) -> str:
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


def _when(a: PersonMention, b: PersonMention) -> str:
    years = sorted({*a.years, *b.years})
    if not years:
        return "years unknown"
    return f"films of {years[0]}" if len(years) == 1 else f"films of {years[0]} and {years[-1]}"
