"""Who is who, as tables: every mention with its entity; as SSSOM; as owl:sameAs to the sites' own addresses.

All are written line by line as a version is read, so memory does not grow with the dataset. SSSOM is
the Simple Standard for Sharing Ontological Mappings (https://mapping-commons.github.io/sssom/): a TSV
file below a header of YAML, each line of which begins with ``#``.
"""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from graph.identity import decisions_of, graph_of, said_elsewhere
from graph.layers import open_to_read
from graph.linking.decisions import ACCEPTED, METHOD, REJECTED, UNSURE, Link, from_node
from graph.mentions import CRITIC, FILM, PERSON, TABLE
from graph.nodes import from_graph
from ontology import PREFIXES, REEL, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from graph.store import Version

TSV, SSSOM, SAME_AS = "tsv", "sssom", "sameas"
FORMATS = (TSV, SSSOM, SAME_AS)

COLUMNS: Final = ("source", "row_id", "mention", "name", "entity", "decision", "score", "method")
_SSSOM_COLUMNS: Final = (
    "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id",
    "mapping_justification", "author_label", "mapping_date", "confidence", "comment",
)  # fmt: skip
#: What SSSOM asks for where nobody says under which licence a mapping set is.
UNSPECIFIED_LICENCE = "https://w3id.org/sssom/license/unspecified"
#: How a mapping came about, in the terms of the vocabulary of semantic mappings.
_BY_HAND, _COMPARED, _SAID = "ManualMappingCuration", "CompositeMatching", "UnspecifiedMatching"
#: What the only or the first mention of an entity says in the place of a method.
_FIRST = "the first of its entity"
_IDENTIFIER = ox.NamedNode(expand("dcterms:identifier"))
#: What the table and SSSOM say of a link, beside what it links.
_SAID_OF_A_LINK: Final = ("decision", "score", "method", "evidence", "decidedAt")
_LINK = "?link " + " ; ".join(f"<{REEL}{name}> ?{name}" for name in ("subject", "object", *_SAID_OF_A_LINK))
#: So many mentions the store is asked about at once.
_AT_ONCE = 2000
# The kinds are ours, and no text of a stranger.
_ROWS = f"""
SELECT source.iri, fragment, mention.kind,
       coalesce(mention.name, json_extract(data, '$.name'), json_extract(data, '$.titles[0]')), entity.iri
FROM mention JOIN source ON source.id = mention.source JOIN entity ON entity.id = mention.entity
WHERE mention.kind IN ('{FILM}', '{PERSON}', '{CRITIC}') ORDER BY source.iri, mention.id
"""  # noqa: S608
#: The films that prose names, where it is known which are meant; a version of an earlier release has none.
_NAMED = """
SELECT source.iri, fragment, mention.kind, json_extract(data, '$.titles[0]'), entity.iri
FROM meant JOIN mention ON mention.id = meant.mention JOIN source ON source.id = mention.source
JOIN entity ON entity.id = meant.entity ORDER BY source.iri, mention.id
"""
_HAS_NAMED = "SELECT 1 FROM sqlite_master WHERE name = 'meant'"


class NoTable(Exception):
    """The version has no table of mentions; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One mention and what it is decided to be. ``row_id`` is that of a table's row, else empty."""

    source: str
    row_id: str
    mention: str
    name: str
    entity: str
    decision: str
    score: float
    method: str
    evidence: str
    by: str
    at: str


def rows(version: Version, base: str) -> Iterator[Row]:
    """Every mention of a film or a person: a line for each row of a table, and for each name elsewhere.

    Args:
        version: the version.
        base: what the dataset's IRIs start with.

    Raises:
        NoTable: the version is of an earlier release.
    """
    return _Reader(version, base).rows()


@dataclass(frozen=True, slots=True)
class _Mention:
    """A mention as the table of mentions has it."""

    source: str
    iri: str
    kind: str
    name: str
    entity: str


class _Reader:
    """Reads a version some mentions at a time: the store is asked about all of them at once."""

    def __init__(self, version: Version, base: str) -> None:
        self._file: Path = version.file(TABLE)
        self._store = version.store
        self._identity = ox.NamedNode(graph_of(base))
        # Every mention of a decision would read it anew, and it may name thousands.
        decisions = decisions_of(self._store, self._identity.value)
        self._decisions = {link.iri for link in decisions}
        self._by_people: dict[str, list[Link]] = defaultdict(list)
        for link in decisions:
            for mention in link.subjects:
                self._by_people[mention].append(link)
        self._evidence = _Evidence(version.store, "")

    def rows(self) -> Iterator[Row]:
        if not self._file.exists():
            raise NoTable(
                "This version was published by an earlier Reelgraph and has no table of mentions: "
                "run `reelgraph link`, or ingest something, first."
            )
        with closing(open_to_read(self._file)) as database:
            named = (_NAMED,) if database.execute(_HAS_NAMED).fetchone() else ()
            for statement in (_ROWS, *named):
                found = database.execute(statement)
                while block := found.fetchmany(_AT_ONCE):
                    yield from self._of(
                        [
                            _Mention(source, source + fragment, kind, name or "", entity)
                            for source, fragment, kind, name, entity in block
                        ]
                    )

    def _of(self, mentions: list[_Mention]) -> Iterator[Row]:
        about = self._links("subject", [mention.iri for mention in mentions])
        naming = self._links("object", [m.iri for m in mentions if m.kind != FILM], "#mention-")
        for mention in mentions:
            if self._evidence.source != mention.source:
                self._evidence = _Evidence(self._store, mention.source)
            link = _decided([*self._by_people.get(mention.iri, ()), *about.get(mention.iri, ())])
            if mention.kind == PERSON and self._evidence.is_table:
                for identifier, iri, printed in self._evidence.rows(mention.iri):
                    yield _row(mention.source, identifier, iri, printed or mention.name, mention.entity, link)
                continue
            yield _row(mention.source, "", mention.iri, mention.name, mention.entity, link)
            # The names in the prose of a source that mean one of its people.
            for said in naming.get(mention.iri, ()):
                for iri in said.subjects if said.decision == ACCEPTED else ():
                    yield _row(mention.source, "", iri, self._evidence.text(iri), mention.entity, said)

    def _links(self, name: str, iris: list[str], part: str = "") -> dict[str, list[Link]]:
        """The method's links that have each of some IRIs as subject or object, in the order of their IRIs."""
        pairs = [
            (solution["of"].value, solution["link"].value)
            for solution in self._ask(f"?link <{REEL}{name}> ?of", "of", iris)
        ]
        # A decision by a person may have thousands of subjects and of objects.
        pairs = sorted(pair for pair in pairs if part in pair[1] and pair[1] not in self._decisions)
        links: dict[str, Link] = {}
        for solution in self._ask(_LINK, "link", sorted({link for _, link in pairs})):
            link = _link(solution)
            if link.iri in links:  # about several mentions
                link = replace(link, subjects=tuple(sorted({*links[link.iri].subjects, *link.subjects})))
            links[link.iri] = link
        found: dict[str, list[Link]] = defaultdict(list)
        for iri, key in pairs:
            found[iri].append(links[key])
        return found

    def _ask(self, pattern: str, name: str, iris: list[str]) -> Iterator[ox.QuerySolution]:
        """What matches a pattern in the identity graph, one variable of which is one of some IRIs."""
        values = " ".join(f"({ox.NamedNode(iri)})" for iri in iris)
        query = f"SELECT * WHERE {{ GRAPH {self._identity} {{ VALUES (?{name}) {{ {values} }} {pattern} }} }}"
        solutions = self._store.query(query) if iris else ()
        if isinstance(solutions, ox.QuerySolutions):
            yield from solutions


class _Evidence:
    """What one source prints: of a table, its rows; of a page, the names in its prose."""

    def __init__(self, store: ox.Store, source: str) -> None:
        self.source = source
        self._store = store
        self._texts: dict[str, str] | None = None
        self._roles: dict[str, list[str]] = {}
        self._mentions: dict[str, list[str]] = {}
        self._identifiers = dict(self._values(_IDENTIFIER)) if source else {}
        self.is_table = bool(self._identifiers)
        if self.is_table:
            for role, person in self._values(ox.NamedNode(REEL + "person")):
                self._roles.setdefault(person, []).append(role)
            first: dict[str, str] = {}
            for mention, role in self._values(ox.NamedNode(REEL + "inRole")):
                first[mention] = min(role, first.get(mention, role))
            for mention, role in first.items():
                self._mentions.setdefault(role, []).append(mention)

    def rows(self, person: str) -> Iterator[tuple[str, str, str]]:
        """The rows of a table that name a person: the row's id, the mention and the name.

        A row that has two jobs is one mention.
        """
        for role in sorted(self._roles.get(person, ())):
            for mention in sorted(self._mentions.get(role, ())):
                yield self._identifiers.get(mention, ""), mention, self.text(mention)

    def text(self, mention: str) -> str:
        """What a mention prints."""
        if self._texts is None:
            self._texts = dict(self._values(ox.NamedNode(REEL + "exactText")))
        return self._texts.get(mention, "")

    def _values(self, predicate: ox.NamedNode) -> Iterator[tuple[str, str]]:
        graph = ox.NamedNode(self.source)
        for quad in self._store.quads_for_pattern(None, predicate, None, graph):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                yield quad.subject.value, quad.object.value


def _link(solution: ox.QuerySolution) -> Link:
    """A link of the method's, which has one value of everything."""
    said = {name: solution[name].value for name in _SAID_OF_A_LINK}
    return Link(
        iri=solution["link"].value,
        subjects=(solution["subject"].value,),
        object=solution["object"].value,
        score=float(said["score"]),
        method=said["method"],
        evidence=said["evidence"],
        decision=said["decision"],
        decided_at=said["decidedAt"],
    )


def _decided(links: list[Link]) -> Link | None:
    """Why a mention is its entity: what a person said, else the least sure of the method's links."""
    said: list[Link] = []
    asked: Link | None = None
    for link in links:
        if link.decision == ACCEPTED and link.withdrawn_at is None:
            if link.decided_by != METHOD:
                return link
            said.append(link)
        elif link.decision == UNSURE and "#" in link.object:
            asked = link  # joined meanwhile, with a question left
    return asked or min(said, key=lambda link: (link.score, link.iri), default=None)


def _row(source: str, row_id: str, mention: str, name: str, entity: str, link: Link | None) -> Row:
    if link is None:
        said = "accepted", 1.0, _FIRST, "", METHOD, ""
    else:
        decision = link.decision.removeprefix(REEL)
        by, at = link.decided_by, link.decided_at or ""
        said = decision, link.score, link.method, link.evidence, by, at
    return Row(source, row_id, mention, name, entity, *said)


# -- as text ----------------------------------------------------------------------------------------


def tsv(version: Version, base: str) -> Iterator[str]:
    """The table, a line at a time: :data:`COLUMNS`. Raises NoTable."""
    yield _line(COLUMNS)
    for row in rows(version, base):
        yield _line((row.source, row.row_id, row.mention, row.name, row.entity, row.decision,
                     f"{row.score:.3f}", row.method))  # fmt: skip


def sssom(version: Version, base: str, licence: str = UNSPECIFIED_LICENCE) -> Iterator[str]:
    """The mappings in SSSOM, a line at a time: what is one, what may be, and what people said is not.

    Args:
        version: the version.
        base: what the dataset's IRIs start with.
        licence: the IRI of the licence that the mappings are under.

    Raises:
        NoTable: the version is of an earlier release.
    """
    everything = rows(version, base)
    first = next(everything, None)
    yield from _header(version, base, licence)
    yield _line(_SSSOM_COLUMNS)
    curie = _Curies(base)
    while first is not None:
        yield _line(_mapping(first, curie))
        first = next(everything, None)
    identity = graph_of(base)
    for iri in _open_questions(version.store, identity):
        link = from_node(iri, from_graph(version.store, identity, iri)[iri])
        for predicate, subject, other in sorted(said_elsewhere(link)):
            yield _line(_pair(link, curie(subject), predicate, curie(other), _COMPARED))
    for link in decisions_of(version.store, identity):
        if link.decision == REJECTED:
            for _, subject, other in sorted(said_elsewhere(link)):
                yield _line(_pair(link, curie(subject), "skos:exactMatch", curie(other), _BY_HAND))


def same_as(version: Version, base: str) -> Iterator[str]:
    """What each film and person is on other sites, as owl:sameAs in N-Triples, a line at a time."""
    predicate, same = ox.NamedNode(expand("schema:sameAs")), ox.NamedNode(expand("owl:sameAs"))
    for quad in version.store.quads_for_pattern(None, predicate, None, ox.DefaultGraph()):
        subject, other = quad.subject, quad.object
        if not isinstance(subject, ox.NamedNode) or not isinstance(other, ox.NamedNode):
            continue
        if subject.value.startswith((f"{base}/film/", f"{base}/person/")):
            yield f"{ox.Triple(subject, same, other)} .\n"


class _Curies:
    """IRIs of the dataset as CURIEs; any other as it is."""

    def __init__(self, base: str) -> None:
        self._base = f"{base}/"

    def __call__(self, iri: str) -> str:
        kind, slash, name = iri.removeprefix(self._base).partition("/")
        return f"{kind}:{name}" if slash and iri.startswith(self._base) else iri


def _header(version: Version, base: str, licence: str) -> Iterator[str]:
    """The metadata of the set. A JSON string is a YAML string."""
    known = {
        "mapping_set_id": f"{base}/links?version={version.number}",
        "mapping_set_version": str(version.number),
        "mapping_set_title": "Mentions of films and people, and whom they mean",
        "license": licence,
        "mapping_tool": "reelgraph",
    }
    for name, value in known.items():
        yield f"#{name}: {json.dumps(value, ensure_ascii=False)}\n"
    yield "#curie_map:\n"
    spaces = {kind: f"{base}/{kind}/" for kind in ("film", "person", "source")}
    spaces |= {"skos": PREFIXES["skos"], "semapv": "https://w3id.org/semapv/vocab/"}
    for name, value in spaces.items():
        yield f"#  {name}: {json.dumps(value, ensure_ascii=False)}\n"


def _mapping(row: Row, curie: _Curies) -> tuple[str, ...]:
    how = _BY_HAND if row.by != METHOD else _COMPARED if row.evidence else _SAID
    return (
        curie(row.mention), row.name, "skos:exactMatch", "", curie(row.entity), f"semapv:{how}",
        _author(row.by), row.at[:10], f"{row.score:.3f}", row.evidence or row.method,
    )  # fmt: skip


def _pair(link: Link, subject: str, predicate: str, other: str, how: str) -> tuple[str, ...]:
    modifier = "Not" if link.decision == REJECTED else ""
    return (
        subject, "", predicate, modifier, other, f"semapv:{how}", _author(link.decided_by),
        (link.decided_at or "")[:10], f"{link.score:.3f}", link.evidence,
    )  # fmt: skip


def _author(name: str) -> str:
    """A person's name as a value of a list, whose values a bar separates; nobody where it was the method."""
    return "" if name == METHOD else name.replace("\\", "\\\\").replace("|", "\\|")


def _open_questions(store: ox.Store, identity: str) -> list[str]:
    quads = store.quads_for_pattern(
        None, ox.NamedNode(REEL + "decision"), ox.NamedNode(UNSURE), ox.NamedNode(identity)
    )
    return sorted(quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode))


def _line(values: Iterable[str]) -> str:
    """A line of a TSV file: white space in a value is a space, and quotes are doubled as in CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerow(
        [" ".join(value.split()) for value in values]
    )
    return out.getvalue()
