"""The reader of RDF: films, people, roles and reviews out of any vocabulary that there is a mapping for.

A mapping is a SPARQL CONSTRUCT that says in our terms what the data say in theirs (``ontology/mappings``;
docs/rdf.md). The data are parsed and asked in a process of its own (``rdf_child``), from a file: here are
only the things that were found. Nothing is ever fetched.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from graph.records import DocumentRecord, SetAside
from graph.sources import kinds
from graph.sources.triples import formats, process
from graph.sources.triples.records import Records
from graph.sources.triples.values import Languages, things
from ontology import MAPPINGS, PREFIXES, REEL, text

KIND, WIKIDATA = kinds.RDF, kinds.WIKIDATA
#: The kinds of documents that this reads; what Wikidata answered is trusted apart.
KINDS = (KIND, WIKIDATA)
READER = kinds.READERS[KIND]
#: Larger files are set aside; about 2 million triples.
MAX_BYTES = 300_000_000
#: How much of a document tells whether it is RDF.
HEAD_BYTES = formats.HEAD_BYTES

#: What a document is called while it is parsed: what it names relative to itself is nobody else's.
_BASE = "file:///document"
_SCHEMA = (PREFIXES["schema"], "http://schema.org/")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the editor says of RDF: mappings of their own, as SPARQL, and the languages preferred in texts."""

    mappings: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)


_ASKED = Asked()


def recognise_bytes(head: bytes) -> bool:
    """Whether a document, of which the first bytes are given (rdf_formats.HEAD_BYTES), is RDF."""
    return formats.recognise(head) is not None


def read_bytes(content: bytes, asked: Asked = _ASKED, kind: str = KIND) -> DocumentRecord:
    """Read RDF; raises SetAside as :func:`read_file` does."""
    with tempfile.TemporaryDirectory(prefix="reelgraph-rdf-") as directory:
        path = Path(directory, "document")
        path.write_bytes(content)
        return read_file(path, asked, kind)


def read_file(path: Path, asked: Asked = _ASKED, kind: str = KIND) -> DocumentRecord:
    """Read a file of RDF, of which no more than what it says of films is held in memory.

    Args:
        path: the file.
        asked: what the editor says of it.
        kind: what the record is to call it.

    Raises:
        SetAside: it is no RDF, or broken, or dangerous to parse, or about no film in any vocabulary known.
    """
    with path.open("rb") as file:
        form = formats.recognise(file.read(formats.HEAD_BYTES))
    if form is None:
        raise SetAside(
            "The document is no RDF: neither Turtle, N-Triples, TriG, N-Quads, RDF/XML nor JSON-LD."
        )
    with tempfile.TemporaryDirectory(prefix="reelgraph-rdf-") as directory:
        if form == formats.RDF_XML:
            content = path.read_bytes()
            formats.refuse_doctype(content)
            if (prepared := formats.in_utf8(content)) is not None:
                path = Path(directory, "prepared")
                path.write_bytes(prepared)
            del content, prepared
        elif form == formats.JSON_LD:
            offline = formats.offline(path.read_bytes())
            path = Path(directory, "prepared")
            path.write_bytes(offline)
        out = Path(directory, "constructed")
        said = _ask(path, form, out, asked)
        records = Records(Languages(asked.languages))
        found = things(ox.parse(path=str(out), format=ox.RdfFormat.N_QUADS))
    for name in _names(asked):
        records.add(found.get(f"urn:mapping:{name}", {}))
    document = records.document(kind)
    if not (document.films or document.people or document.reviews):
        why = f" {document.complaints[0].message}" if document.complaints else ""
        raise SetAside(
            f"The file is RDF ({said['triples']:,} triples), and describes no film in our own vocabulary, "
            f"Wikidata's, LinkedMDB's, DBpedia's or schema.org's.{why} For another one give --mapping FILE."
        )
    return replace(document, page=_item_page(document)) if kind == WIKIDATA else document


def _item_page(document: DocumentRecord) -> str | None:
    """The page of the one item that an answer of Wikidata is about."""
    films = [film.wikidata_id for film in document.films]
    about = films or [person.wikidata_id for person in document.people]
    item = about[0] if len(about) == 1 else None
    return f"https://www.wikidata.org/wiki/{item.value}" if item is not None else None


def _names(asked: Asked) -> list[str]:
    return [*(f"own-{number}" for number in range(len(asked.mappings))), *MAPPINGS]


def _ask(path: Path, form: str, out: Path, asked: Asked) -> dict[str, Any]:
    mappings = [
        {"name": name, "text": query, "prefixes": [PREFIXES | {"schema": schema} for schema in _SCHEMA]}
        if "schema:" in query else {"name": name, "text": query, "prefixes": [PREFIXES]}
        for name, query in zip(
            _names(asked), (*asked.mappings, *(text(f"mappings/{name}.rq") for name in MAPPINGS)), strict=True
        )
    ]  # fmt: skip
    job = {
        "path": str(path),
        "media_type": formats.MEDIA_TYPES[form],
        "base": _BASE,
        "own": f"{REEL}Film",
        "mappings": mappings,
        "out": str(out),
    }
    try:
        said = process.ask(job, path.stat().st_size)
    except process.ParserGone as error:
        raise SetAside(f"The {form} cannot be read: {error}.") from error
    if said["kind"] == "done":
        return said
    if said["kind"] == "mapping":
        raise SetAside(f"The mapping cannot be used: {said['message']}")
    if said["kind"] == "memory":
        raise SetAside(f"The {form} takes more memory than there is for it.")
    line = said.get("line") if form != formats.JSON_LD else None
    raise SetAside(f"The {form} cannot be read: {said['message']}", line)
