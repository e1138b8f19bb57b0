"""Evidence: what one source says, as nodes of a named graph of its own.

Everything is named under the source's IRI (``<source>#film``, ``<source>#role-3``), so no decision
about who is who is baked in. Every stated value has a ``reel:Fact`` node with the lines it came
from. A credit table's nodes are named by its rows' own ids and by what they say, never by their
place, so that an edit of one row leaves the names of all others alone. A reader's match of a name
in the prose with a name in the credits is no evidence but a decision, and is returned apart, for
the identity graph.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from graph.evidence.fact_nodes import FactNodes
from graph.evidence.fact_terms import FILM_FACTS, IRI, PERSON_FACTS, PLAIN_KEY, REVIEW_FACTS
from graph.evidence.named_films import named_film_nodes
from graph.evidence.table_rows import TableRows
from graph.names import slug
from graph.nodes import Node, Nodes, add
from graph.records import (
    ACTOR,
    DocumentRecord,
    MentionRecord,
    NameMatch,
    PersonRecord,
    ReviewRecord,
    RoleRecord,
)
from ontology import JOB


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of a document before it is opened.

    ``iri`` names both the source and its graph. ``file`` is the path relative to what was ingested
    (None for a page of the web, which has an address instead), ``content_hash`` is ``sha256:`` and hex
    digits, ``read_at`` an xsd:dateTime, ``reader`` the name and version of what read it, ``trust`` the
    rank that the view's policy uses (higher wins).
    """

    iri: str
    file: str | None
    content_hash: str
    read_at: str
    reader: str
    trust: int = 50


@dataclass(frozen=True, slots=True)
class Matched:
    """All mentions of one form of a name in one review, and the person or character they name.

    ``mentions`` and ``target`` are IRIs of this source's evidence; ``match`` says why.
    """

    mentions: tuple[str, ...]
    target: str
    match: NameMatch


def evidence(document: DocumentRecord, source: Source) -> tuple[Nodes, list[Matched]]:
    """One source's graph, the source's own node in it, and the reader's matches of names."""
    writer = _Writer(document, source)
    writer.write()
    return writer.nodes, writer.matched


class _Writer:
    """Writes one document, numbering what it meets in the order of the page."""

    def __init__(self, document: DocumentRecord, source: Source) -> None:
        self.source = source
        self.nodes: Nodes = {}
        self.matched: list[Matched] = []
        self._document = document
        table = any(role.row is not None for role in document.roles)
        #: Its films have keys of their own, as a feed's items do; and it tells of several films.
        self._items = not table and not all(PLAIN_KEY.fullmatch(film.key) for film in document.films)
        self._several = self._items or len(document.films) > 1
        self._facts = FactNodes(source.iri, self.nodes, table=table, items=self._items)
        self._rows = TableRows(source.iri, self.nodes, self._facts)
        self._described = {person.key: person for person in document.people}
        self._people: dict[tuple[str, str, str], str] = {}
        self._characters: dict[tuple[str, str], str] = {}
        self._mentions: Counter[str] = Counter()
        self._named_films: Counter[str] = Counter()
        self._roles: Counter[str] = Counter()
        self._numbers: Counter[str] = Counter()

    def write(self) -> None:
        document = self._document
        source = self._node("", "Source")
        add(source, "file", self.source.file)
        add(source, "kind", document.kind)
        add(source, "contentHash", self.source.content_hash)
        add(source, "readAt", self.source.read_at)
        add(source, "reader", self.source.reader)
        add(source, "trust", self.source.trust)
        for page in dict.fromkeys(
            review.page.value for review in document.reviews if review.page is not None
        ):
            # The items of a feed have pages of their own, and none of them is the feed's.
            if IRI.fullmatch(page) and not self._items:
                add(source, "page", page)
        if document.page is not None and IRI.fullmatch(document.page):
            add(source, "page", document.page)
        for film in document.films:
            node = self._node(f"#{film.key}", "Film")
            add(node, "schema:sameAs", *film.same_as)
            for name, attribute in FILM_FACTS.items():
                self._facts.state(f"#{film.key}", node, name, getattr(film, attribute))
            self._facts.disagree(f"#{film.key}", film.dissent)
        for role in document.roles:
            if role.row is None:
                self._role(role)
            else:
                self._rows.role(role, role.row)
        for review in document.reviews:
            self._review(review)
        credited = {role.person for role in document.roles}
        for person in document.people:
            if person.key not in credited:
                self._describe(f"#person-{person.key}", person)
        self._facts.share()

    def _iri(self, fragment: str) -> str:
        return self.source.iri + fragment

    def _node(self, fragment: str, kind: str) -> Node:
        node: Node = {"type": [kind]}
        self.nodes[self._iri(fragment)] = node
        return node

    def _named(self, prefix: str, name: str) -> str:
        """A fragment made of the name itself, so that it means the same after the page is edited."""
        first = fragment = prefix + slug(name)
        while self._iri(fragment) in self.nodes:
            self._numbers[first] += 1
            fragment = f"{first}-{self._numbers[first] + 1}"
        return fragment

    def _person(self, name: str, film: str = "", part: str = "person") -> str:
        """The person that a name printed on this page stands for: one for each film and form of a name.

        Of a page with several films: whether a name in two of their casts is one person the page does
        not say. A critic is one for the whole page, and is kept apart from the films' people: one name
        may be two people there.
        """
        film = film if self._several else ""
        key = (part, film, name)
        iri = self._people.get(key)
        if iri is None:
            fragment = self._named(f"#{part}-{self._item(film)}", name)
            iri = self._people[key] = self._iri(fragment)
            add(self._node(fragment, "Person"), "name", name)
        return iri

    def _described_person(self, person: PersonRecord, film: str) -> str:
        """The person of a description, on one film: its namesakes on other films have its ids, too."""
        fragment = f"#person-{self._item(film)}{person.key}"
        iri = self._iri(fragment)
        if iri not in self.nodes:
            self._describe(fragment, person)
        return iri

    def _describe(self, fragment: str, person: PersonRecord) -> None:
        node = self._node(fragment, "Person")
        self._facts.state(fragment, node, "name", person.name)
        for name, attribute in PERSON_FACTS.items():
            self._facts.state(fragment, node, name, getattr(person, attribute))
        for iri in person.same_as:
            within = iri.startswith("#")
            add(node, "dcterms:identifier" if within else "schema:sameAs", self._iri(iri) if within else iri)

    def _item(self, film: str) -> str:
        """What the names under a feed's item begin with, so that other items never change them."""
        return f"{film.removeprefix('film-')}-" if self._items and film else ""

    def _character(self, film: str, name: str) -> str:
        key = (film, name)
        iri = self._characters.get(key)
        if iri is None:
            fragment = self._named(f"#character-{self._item(film)}", name)
            iri = self._characters[key] = self._iri(fragment)
            add(self._node(fragment, "Character"), "name", name)
        return iri

    def _role(self, role: RoleRecord) -> None:
        item = self._item(role.film)
        self._roles[item] += 1
        fragment = f"#role-{item}{self._roles[item]}"
        node = self._node(fragment, "Role")
        described = self._described.get(role.person) if role.person is not None else None
        if described is not None:
            person = self._described_person(described, role.film)
        else:
            person = self._person(role.name.value, role.film)
        add(node, "film", self._iri(f"#{role.film}"))
        add(node, "person", person)
        add(node, "job", JOB + role.job)
        add(node, "billing", role.billing)
        self._facts.state(fragment, node, "creditedAs", role.name)
        self._facts.state(fragment, node, "characterName", role.character)
        self._facts.state(fragment, node, "note", role.note)
        if role.character is not None and role.job == ACTOR:
            add(node, "character", self._character(role.film, role.character.value))
        for name in ("imdbId", "wikidataId", "tmdbId"):
            fact = {"imdbId": role.imdb_id, "wikidataId": role.wikidata_id, "tmdbId": role.tmdb_id}[name]
            self._facts.state(person[len(self.source.iri) :], self.nodes[person], name, fact)

    def _review(self, review: ReviewRecord) -> None:
        fragment = f"#{review.key}"
        node = self._node(fragment, "Review")
        add(node, "reviewOf", self._iri(f"#{review.film}"))
        for critic in review.critics:
            add(node, "critic", self._person(critic.value, part="critic"))
            self._facts.place(fragment, "critic", critic)
        for name, attribute in REVIEW_FACTS.items():
            self._facts.state(fragment, node, name, getattr(review, attribute))
        if review.publication is not None:
            self._publication(fragment, node, review)
        if review.rating is not None:
            rating = self._node(f"{fragment}-rating", "Rating")
            add(rating, "value", review.rating.value.value)
            add(rating, "best", review.rating.value.best)
            add(rating, "worst", review.rating.value.worst)
            add(node, "rating", self._iri(f"{fragment}-rating"))
            self._facts.place(fragment, "rating", review.rating)
        self._facts.disagree(fragment, review.dissent)
        self._mention_nodes(fragment, review)
        item = self._item(review.film)
        named = named_film_nodes(
            review.films_named, self.source.iri, self._iri(fragment), item, self._named_films[item]
        )
        self.nodes.update(named)
        self._named_films[item] += len(review.films_named)

    def _publication(self, fragment: str, node: Node, review: ReviewRecord) -> None:
        assert review.publication is not None  # noqa: S101 - the caller asked
        publication = self._node(f"{fragment}-publication", "Publication")
        add(publication, "name", review.publication.value)
        self._facts.state(f"{fragment}-publication", publication, "homepage", review.publication_homepage)
        add(node, "publication", self._iri(f"{fragment}-publication"))
        self._facts.place(fragment, "publication", review.publication)

    def _mention_nodes(self, fragment: str, review: ReviewRecord) -> None:
        forms: dict[tuple[str, str | None, str | None], list[MentionRecord]] = {}
        item = self._item(review.film)
        for mention in review.mentions:
            key = (mention.exact_text, mention.match.person, mention.match.character)
            forms.setdefault(key, []).append(mention)
        for (_, person, character), mentions in forms.items():
            subjects = []
            for mention in mentions:
                self._mentions[item] += 1
                mentioned = f"#mention-{item}{self._mentions[item]}"
                node = self._node(mentioned, "Mention")
                add(node, "inSource", self.source.iri)
                add(node, "inReview", self._iri(fragment))
                add(node, "exactText", mention.exact_text)
                add(node, "start", mention.start)
                add(node, "end", mention.end)
                subjects.append(self._iri(mentioned))
            if person is not None:
                target = self._person(person, review.film)
            else:
                assert character is not None  # noqa: S101 - NameMatch has exactly one target
                target = self._character(review.film, character)
            self.matched.append(Matched(tuple(subjects), target, mentions[0].match))
