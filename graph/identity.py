"""Identity: from the evidence of all sources to the entities that the view is compiled from.

Reads the tables of mentions out of the evidence, has them linked, and mints the entities' IRIs.
Pure: evidence and the identity before go in, the identity after comes out.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from graph.linking.decisions import ACCEPTED, METHOD, UNSURE, Link, from_nodes, to_nodes
from graph.linking.entities import mint
from graph.linking.films import FilmMention, link_films
from graph.linking.people import Credit, PersonMention, link_people
from graph.linking.titles import title_key
from graph.names import romanisation_key, slug
from graph.nodes import Node, Nodes, add, first
from graph.records import ACTOR, DIRECTOR
from ontology import JOB

if TYPE_CHECKING:
    from graph.linking.clusters import Clusters

Evidence = Mapping[str, Nodes]

_ID_PROPERTIES = ("imdbId", "wikidataId", "tmdbId")
_REPLACED = "dcterms:isReplacedBy"
_ENDED = "prov:invalidatedAtTime"


@dataclass(slots=True)
class Identity:
    """What is decided: which node of the evidence is which entity, and why.

    ``entities`` maps evidence nodes (films, people, reviews, publications, roles, characters) to
    entities; ``links`` are the decisions that can be explained; ``replaced`` maps IRIs no longer in
    use to those that took their place (none where nothing did).
    """

    entities: dict[str, str] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    replaced: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def names(self) -> dict[str, str]:
        """Mentions in prose, each with the person or character node of its source that it names."""
        return {
            subject: link.object
            for link in self.links
            if link.decision == ACCEPTED and "#mention-" in link.iri
            for subject in link.subjects
        }


def load(nodes: Nodes) -> Identity:
    """The identity that a version's identity graph holds."""
    identity = Identity(links=from_nodes(nodes))
    for iri, node in nodes.items():
        if "refersTo" in node:
            identity.entities[iri] = node["refersTo"][0]
        if _ENDED in node:
            identity.replaced[iri] = tuple(sorted(node.get(_REPLACED, ())))
    return identity


def dump(identity: Identity, before: Identity, now: str) -> Nodes:
    """The identity graph's nodes. A decision taken before, and alike, keeps its date."""
    dated = {link.iri: link for link in before.links}
    links = [
        dated[link.iri] if link.iri in dated and dated[link.iri].says_the_same(link) else link
        for link in identity.links
    ]
    nodes = to_nodes(links, now)
    for mention, entity in identity.entities.items():
        nodes.setdefault(mention, {})["refersTo"] = [entity]
    for old, new in identity.replaced.items():
        node = nodes.setdefault(old, {})
        add(node, _REPLACED, *new)
        add(node, _ENDED, now)
    return nodes


def decide(evidence: Evidence, name_links: Iterable[Link], before: Identity, base: str) -> Identity:
    """Links all films, people, reviews and publications of the evidence.

    Args:
        evidence: all sources, those of this run and those kept from the version before.
        name_links: the readers' matches of names in prose, for the same sources.
        before: the identity of the version before; its people's decisions are kept.
        base: what entities' IRIs start with.
    """
    prose = list(name_links)
    identity = Identity(links=[link for link in before.links if link.decided_by != METHOD] + prose)

    films = link_films(_film_mentions(evidence))
    by_year = sorted(films.all(), key=lambda members: (_common(evidence, members, "year") or "9999", members))
    _mint(identity, by_year, before, "film", partial(_film_proposal, evidence, base))
    _explain(identity, films)

    people = link_people(_person_mentions(evidence, identity.entities, prose))
    first_seen = sorted(
        people.all(), key=lambda members: (people.traits(members[0]).years or (9999, 9999), members)
    )
    _mint(identity, first_seen, before, "person", partial(_named_proposal, "person", evidence, base))
    _explain(identity, people)

    publications = partial(_named_proposal, "publication", evidence, base)
    _mint(identity, _publications(evidence), before, "publication", publications)
    reviews = partial(_review_proposal, evidence, identity.entities, base)
    _mint(identity, _reviews(evidence), before, "review", reviews)
    for old, new in before.replaced.items():
        # The heirs may have been replaced since: a chain leads to what is in use today.
        heirs = [h for n in new for h in identity.replaced.get(n, (n,))]
        identity.replaced[old] = tuple(sorted(set(heirs)))
    return identity


# -- tables of mentions --------------------------------------------------------------------------


def _roles(nodes: Nodes) -> list[tuple[str, str, str, str | None, str]]:
    """(film, person, job, character, name as credited) of each role of a source."""
    return [
        (
            node["film"][0],
            node["person"][0],
            node["job"][0].removeprefix(JOB),
            first(node, "characterName"),
            node["creditedAs"][0],
        )
        for node in nodes.values()
        if node["type"][0] == "Role"
    ]


def _film_mentions(evidence: Evidence) -> Iterable[FilmMention]:
    for nodes in evidence.values():
        roles = _roles(nodes)
        for iri, node in nodes.items():
            if node["type"][0] != "Film":
                continue
            year = first(node, "year")
            mine = [role for role in roles if role[0] == iri]
            yield FilmMention(
                iri=iri,
                titles=(*node["title"], *node.get("originalTitle", ())),
                year=int(year) if year else None,
                directors=frozenset(romanisation_key(role[4]) for role in mine if role[2] == DIRECTOR),
                cast=frozenset(romanisation_key(role[4]) for role in mine if role[2] == ACTOR),
                ids={name: node[name][0] for name in _ID_PROPERTIES if name in node},
            )


def _person_mentions(
    evidence: Evidence, film_of: Mapping[str, str], prose: list[Link]
) -> Iterable[PersonMention]:
    exact_text = {
        iri: node["exactText"][0]
        for nodes in evidence.values()
        for iri, node in nodes.items()
        if "exactText" in node
    }
    aliases: dict[str, set[str]] = defaultdict(set)
    for link in prose:
        text = exact_text.get(link.subjects[0], "")
        if " " in text:
            aliases[link.object].add(text)
    for nodes in evidence.values():
        credits_of: dict[str, list[Credit]] = defaultdict(list)
        years: dict[str, set[int]] = defaultdict(set)
        for film, person, job, character, _ in _roles(nodes):
            credits_of[person].append(Credit(film_of[film], job, character, film))
            year = first(nodes[film], "year")
            if year:
                years[person].add(int(year))
        for iri, node in nodes.items():
            if node["type"][0] == "Person":
                yield PersonMention(
                    iri=iri,
                    name=node["name"][0],
                    credits=tuple(credits_of[iri]),
                    aliases=tuple(sorted(aliases[iri] - {node["name"][0]})),
                    years=tuple(sorted(years[iri])),
                    ids={name: node[name][0] for name in _ID_PROPERTIES if name in node},
                    critic="#critic-" in iri,
                )


# -- entities ------------------------------------------------------------------------------------

Cluster = list[str]


def _common(evidence: Evidence, members: Cluster, name: str) -> str | None:
    """The value that most members of a cluster state; of equals the one stated first."""
    values = (first(evidence[m.partition("#")[0]][m], name) for m in members)
    counts = Counter(value for value in values if value is not None)
    # Counter keeps the order in which it met them, and max() the first of equals.
    return max(counts, key=counts.__getitem__) if counts else None


def _film_proposal(evidence: Evidence, base: str, members: Cluster) -> str:
    title, year = _common(evidence, members, "title"), _common(evidence, members, "year")
    return f"{base}/film/{slug(title or 'film')}" + (f"-{year}" if year else "")


def _named_proposal(kind: str, evidence: Evidence, base: str, members: Cluster) -> str:
    return f"{base}/{kind}/{slug(_common(evidence, members, 'name') or kind)}"


def _review_proposal(evidence: Evidence, entities: Mapping[str, str], base: str, members: Cluster) -> str:
    nodes = evidence[members[0].partition("#")[0]]
    review = nodes[members[0]]
    film = entities[review["reviewOf"][0]].rsplit("/", 1)[-1]
    by = first(review, "critic") or first(review, "publication")
    return f"{base}/review/{film}" + (f"-{slug(nodes[by]['name'][0])}" if by else "")


def _publications(evidence: Evidence) -> list[Cluster]:
    """Publications of one name are one publication."""
    return _grouped(evidence, "Publication", lambda node: title_key(node["name"][0]))


def _reviews(evidence: Evidence) -> list[Cluster]:
    """Every review is one of its own, unless two sources are copies of one page."""
    return _grouped(evidence, "Review", lambda node: first(node, "page"))


def _grouped(evidence: Evidence, kind: str, key: Callable[[Node], str | None]) -> list[Cluster]:
    groups: dict[str, Cluster] = defaultdict(list)
    for _, nodes in sorted(evidence.items()):
        for iri, node in nodes.items():
            if node["type"][0] == kind:
                groups[key(node) or iri].append(iri)
    return list(groups.values())


def _mint(
    identity: Identity,
    clusters: Iterable[Cluster],
    before: Identity,
    kind: str,
    propose: Callable[[Cluster], str],
) -> None:
    """Gives the clusters of a kind of thing their IRIs and enters them."""
    marker = f"/{kind}/"
    known = {mention: entity for mention, entity in before.entities.items() if marker in entity}
    used = {*known.values(), *(old for old in before.replaced if marker in old)}
    minted = mint(clusters, known, used, propose)
    identity.entities.update(minted.refers)
    identity.replaced.update(minted.replaced)


def _explain(identity: Identity, clusters: Clusters) -> None:
    """Enters a link for each mention that was joined to another, and for each pair left to a person."""
    for mention, join in sorted(clusters.joins.items()):
        identity.links.append(
            Link(
                iri=f"{mention}-link",
                subjects=(mention,),
                object=identity.entities[mention],
                score=join.score,
                method=join.method,
                evidence=join.evidence,
            )
        )
    asked: set[str] = set()
    for join in clusters.refused:
        other = identity.entities[join.other]
        # The page of a mention and the entity it may be: the same doubt twice is one question.
        iri = f"{join.mention}-or-{hashlib.sha256(other.encode()).hexdigest()[:8]}"
        if identity.entities[join.mention] != other and iri not in asked:
            asked.add(iri)
            identity.links.append(
                Link(
                    iri,
                    (join.mention,),
                    other,
                    min(join.score, 0.5),
                    join.method,
                    join.evidence,
                    decision=UNSURE,
                )
            )
