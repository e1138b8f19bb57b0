"""Who is who, as tables: every mention with its entity; as SSSOM; as owl:sameAs to the sites' own addresses.

All are written line by line as a version is read, so memory does not grow with the dataset. SSSOM is
the Simple Standard for Sharing Ontological Mappings (https://mapping-commons.github.io/sssom/): a TSV
file below a header of YAML, each line of which begins with ``#``.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pyoxigraph as ox

from graph.identity import decisions_of, graph_of, said_elsewhere
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
# The kinds are ours, and no text of a stranger.
_ROWS = f"""
SELECT source.iri, fragment, mention.kind,
       coalesce(mention.name, json_extract(data, '$.name'), json_extract(data, '$.titles[0]')), entity.iri
FROM mention JOIN source ON source.id = mention.source JOIN entity ON entity.id = mention.entity
WHERE mention.kind IN ('{FILM}', '{PERSON}', '{CRITIC}') ORDER BY source.iri, mention.id
"""  # noqa: S608


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


class _Reader:
    """Reads a version mention by mention."""

    def __init__(self, version: Version, base: str) -> None:
        self._file: Path = version.directory / TABLE
        self._store = version.store
        self._identity = ox.NamedNode(graph_of(base))
        # Every mention of a decision would read it anew, and it may name thousands.
        self._by_people = {link.iri: link for link in decisions_of(self._store, self._identity.value)}
        self._table: tuple[str, bool] = ("", False)

    def rows(self) -> Iterator[Row]:
        if not self._file.exists():
            raise NoTable(
                "This version was published by an earlier Reelgraph and has no table of mentions: "
                "run `reelgraph link`, or ingest something, first."
            )
        address = f"file:{quote(str(self._file.absolute()))}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as database:
            for source, fragment, kind, name, entity in database.execute(_ROWS):
                yield from self._of(source, source + fragment, kind, name or "", entity)

    def _of(self, source: str, iri: str, kind: str, name: str, entity: str) -> Iterator[Row]:
        link = self._decided(iri)
        if kind == PERSON and self._is_table(source):
            yield from self._table_rows(source, iri, name, entity, link)
            return
        yield _row(source, "", iri, name, entity, link)
        if kind != FILM:
            yield from self._prose(source, iri, entity)

    def _table_rows(self, source: str, iri: str, name: str, entity: str, link: Link | None) -> Iterator[Row]:
        """The rows of a table that name a person; a row that has two jobs is one mention."""
        graph = ox.NamedNode(source)
        seen: set[str] = set()
        for role in self._subjects("person", iri, graph):
            for mention in self._subjects("inRole", role, graph):
                node = from_graph(self._store, source, mention)[mention]
                if mention not in seen and min(node["inRole"]) == role:
                    seen.add(mention)
                    printed = node.get("exactText", [name])[0]
                    identifier = node.get("dcterms:identifier", [""])[0]
                    yield _row(source, identifier, mention, printed, entity, link)

    def _prose(self, source: str, iri: str, entity: str) -> Iterator[Row]:
        """The names in the prose of a source that mean one of its people."""
        for found in self._subjects("object", iri, self._identity):
            if "#mention-" in found:
                link = self._link(found)
                for mention in link.subjects if link.decision == ACCEPTED else ():
                    node = from_graph(self._store, source, mention).get(mention, {})
                    yield _row(source, "", mention, node.get("exactText", [""])[0], entity, link)

    def _decided(self, iri: str) -> Link | None:
        """Why a mention is its entity: what a person said, else the least sure of the method's links."""
        said: list[Link] = []
        asked: Link | None = None
        for found in self._subjects("subject", iri, self._identity):
            link = self._by_people.get(found) or self._link(found)
            if link.decision == ACCEPTED and link.withdrawn_at is None:
                if link.decided_by != METHOD:
                    return link
                said.append(link)
            elif link.decision == UNSURE and "#" in link.object:
                asked = link  # joined meanwhile, with a question left
        return asked or min(said, key=lambda link: (link.score, link.iri), default=None)

    def _is_table(self, source: str) -> bool:
        if self._table[0] != source:
            found = self._store.quads_for_pattern(None, _IDENTIFIER, None, ox.NamedNode(source))
            self._table = source, next(iter(found), None) is not None
        return self._table[1]

    def _link(self, iri: str) -> Link:
        return from_node(iri, from_graph(self._store, self._identity.value, iri)[iri])

    def _subjects(self, name: str, value: str, graph: ox.NamedNode) -> list[str]:
        quads = self._store.quads_for_pattern(None, ox.NamedNode(REEL + name), ox.NamedNode(value), graph)
        return sorted(quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode))


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
