"""A small published version, in memory, of the view's shape: what the server's tests are run on.

Two real films with reviews of our own, and one thing that is an attack from title to address.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from flask.testing import FlaskClient

from graph.nodes import from_graph
from graph.search_rows import candidates, search_rows
from graph.store import Moment, SearchHit, SearchIndex, write_index
from ontology import PREFIXES
from server.app import create_app
from server.published import ask_store
from server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from flask import Flask
    from werkzeug.test import TestResponse

    from server.published import Result

BASE = "https://films.example"

TEXT = (
    "Jina (Gong Seung-yeon) answers other people’s calls and none of her own.\n"
    "\n"
    "When Sujin (Jung Da-eun) takes the next desk, Jina’s quiet has a witness. 𝄞 Jina knows it."
)


def _spot(words: str, after: int = 0) -> tuple[int, int]:
    start = TEXT.index(words, after)
    return start, start + len(words)


def _mention(number: int, words: str, target: str, after: int = 0) -> str:
    start, end = _spot(words, after)
    return f"""
<source/desk-and-quiet#mention-{number}> a reel:Mention ; reel:inReview <review/aloners-2023-ada-kern> ;
  reel:exactText "{words}" ; reel:start {start} ; reel:end {end} ; reel:refersTo {target} ;
  reel:inSource <source/desk-and-quiet> ; reel:statedIn <source/desk-and-quiet> .
"""


HOSTILE = "</script><script>alert(1)</script><!-- \" & ' <b>bold</b>"

_TRIG = f"""
<film/aloners-2023> a reel:Film, schema:Movie ; reel:title "Aloners" ; schema:name "Aloners" ;
  reel:originalTitle "혼자 사는 사람들" ; reel:year "2023"^^xsd:gYear ; reel:runtimeMinutes 91 ;
  schema:duration "PT91M" ; reel:genre "drama" ; reel:country "South Korea" ;
  reel:actor <person/gong-seung-yeon>, <person/jeong-da-eun> ; schema:actor <person/gong-seung-yeon> ;
  reel:director <person/hong-seong-eun> ; reel:writer <person/hong-seong-eun> ;
  reel:imdbId "tt14538238" ; schema:sameAs <https://www.imdb.com/title/tt14538238/> ;
  reel:statedIn <source/desk-and-quiet>, <source/credits> .
<film/night-shift-2021> a reel:Film, schema:Movie ; reel:title "Night Shift" ; reel:year "2021"^^xsd:gYear ;
  reel:actor <person/jeong-da-eun> ; reel:statedIn <source/credits> .
<film/hostile> a reel:Film ; reel:title {{HOSTILE}} ; reel:image <javascript:alert(2)> ;
  schema:sameAs <javascript:alert(3)> ; reel:statedIn <source/credits> .

<person/gong-seung-yeon> a reel:Person, schema:Person ; reel:name "Gong Seung-yeon" ;
  reel:statedIn <source/desk-and-quiet>, <source/credits> .
<person/jeong-da-eun> a reel:Person, schema:Person ; reel:name "Jeong Da-eun" ;
  reel:alternateName "Jung Da-eun" ; reel:birthYear "1994"^^xsd:gYear ;
  reel:statedIn <source/desk-and-quiet>, <source/credits> .
<person/hong-seong-eun> a reel:Person ; reel:name "Hong Seong-eun" ; reel:statedIn <source/desk-and-quiet> .
<person/ada-kern> a reel:Person ; reel:name "Ada Kern" ; reel:statedIn <source/desk-and-quiet> .

<role/aloners-2023-001-gong-seung-yeon> a reel:Role, schema:PerformanceRole ; reel:film <film/aloners-2023> ;
  reel:person <person/gong-seung-yeon> ; reel:job job:actor ; reel:billing 1 ;
  reel:characterName "Ji-na" ; reel:character <character/aloners-2023-ji-na> ;
  reel:creditedAs "Gong Seung-yeon" ; reel:statedIn <source/desk-and-quiet>, <source/credits> .
<role/aloners-2023-002-jeong-da-eun> a reel:Role, schema:PerformanceRole ; reel:film <film/aloners-2023> ;
  reel:person <person/jeong-da-eun> ; reel:job job:actor ; reel:billing 2 ;
  reel:characterName "Soo-jin" ; reel:character <character/aloners-2023-soo-jin> ;
  reel:creditedAs "Jeong Da-eun" ; reel:statedIn <source/desk-and-quiet> .
<role/aloners-2023-010-jeong-da-eun> a reel:Role, schema:PerformanceRole ; reel:film <film/aloners-2023> ;
  reel:person <person/jeong-da-eun> ; reel:job job:actor ; reel:billing 10 ;
  reel:characterName "Caller" ; reel:note "voice" ; reel:creditedAs "Jung Da-eun" ;
  reel:statedIn <source/credits> .
<role/aloners-2023-director-hong-seong-eun> a reel:Role, schema:Role ; reel:film <film/aloners-2023> ;
  reel:person <person/hong-seong-eun> ; reel:job job:director ; reel:creditedAs "Hong Seong-eun" ;
  reel:statedIn <source/desk-and-quiet> .
<role/night-shift-2021-001-jeong-da-eun> a reel:Role, schema:PerformanceRole ;
  reel:film <film/night-shift-2021> ;
  reel:person <person/jeong-da-eun> ; reel:job job:actor ; reel:billing 1 ; reel:characterName "Nurse" ;
  reel:creditedAs "Jeong Da-eun" ; reel:statedIn <source/credits> .
<character/aloners-2023-ji-na> a reel:Character ; reel:name "Ji-na" ; reel:statedIn <source/desk-and-quiet> .
<character/aloners-2023-soo-jin> a reel:Character ; reel:name "Soo-jin" ;
  reel:statedIn <source/desk-and-quiet> .

<publication/the-lantern> a reel:Publication, schema:Organization ; reel:name "The Lantern" ;
  reel:homepage <https://lantern.example/> ; reel:statedIn <source/desk-and-quiet> .
<review/aloners-2023-ada-kern> a reel:Review, schema:Review ; reel:reviewOf <film/aloners-2023> ;
  reel:critic <person/ada-kern> ; reel:publication <publication/the-lantern> ;
  reel:publishedOn "2023-05-18"^^xsd:date ; reel:headline "The desk and the quiet" ;
  reel:page <https://lantern.example/aloners> ; reel:text {{TEXT}} ;
  reel:rating <review/aloners-2023-ada-kern/rating> ;
  reel:statedIn <source/desk-and-quiet> .
<review/aloners-2023-ada-kern/rating> a reel:Rating ; reel:value "3.5" ; reel:best "4" ; reel:worst "0" ;
  reel:statedIn <source/desk-and-quiet> .
<review/night-shift-2021> a reel:Review ; reel:reviewOf <film/night-shift-2021> ;
  reel:critic <person/ada-kern> ; reel:statedIn <source/credits> .
<review/hostile> a reel:Review ; reel:reviewOf <film/hostile> ; reel:headline {{HOSTILE}} ;
  reel:critic <person/ada-kern> ; reel:page <javascript:alert(4)> ; reel:text {{HOSTILE}} ;
  reel:rating <review/hostile/rating> ; reel:statedIn <source/credits> .
<review/hostile/rating> a reel:Rating ; reel:value "2" ; reel:best "4" ; reel:statedIn <source/credits> .

{_mention(1, "Jina", "<character/aloners-2023-ji-na>")}
{_mention(2, "Gong Seung-yeon", "<person/gong-seung-yeon>, <role/aloners-2023-001-gong-seung-yeon>")}
{_mention(3, "Sujin", "<character/aloners-2023-soo-jin>")}
{_mention(4, "Jung Da-eun", "<person/jeong-da-eun>, <role/aloners-2023-002-jeong-da-eun>")}
{_mention(5, "Jina", "<character/aloners-2023-ji-na>", TEXT.index("desk"))}
{_mention(6, "Jina", "<character/aloners-2023-ji-na>", TEXT.index("𝄞"))}

<source/desk-and-quiet> a reel:Source ; reel:file "reviews/aloners.txt" ; reel:kind "review_text" ;
  reel:contentHash "sha256:aa" ; reel:readAt "2024-06-01T08:00:00Z"^^xsd:dateTime .
<source/credits> a reel:Source ; reel:file "credits.tsv" ; reel:kind "credit_table" .

<graph/identity> {{
  <source/desk-and-quiet#film> reel:refersTo <film/aloners-2023> .
  <source/credits#film> reel:refersTo <film/aloners-2023> .
  <source/desk-and-quiet#person-jeong-da-eun> reel:refersTo <person/jeong-da-eun> .
  <film/aloners> dcterms:isReplacedBy <film/aloners-2023> ;
    prov:invalidatedAtTime "2024-06-01T08:00:00Z"^^xsd:dateTime .
  <person/kim-jong-soo> dcterms:isReplacedBy <person/gong-seung-yeon>, <person/jeong-da-eun> ;
    prov:invalidatedAtTime "2024-06-01T08:00:00Z"^^xsd:dateTime .
  <person/nobody> prov:invalidatedAtTime "2024-06-01T08:00:00Z"^^xsd:dateTime .
}}
<source/desk-and-quiet> {{
  <source/desk-and-quiet#film> a reel:Film ; reel:title "Aloners" ; reel:year "2023"^^xsd:gYear .
  <source/desk-and-quiet#fact-1> a reel:Fact ; reel:about <source/desk-and-quiet#film> ;
    reel:property reel:title, reel:year ; reel:firstLine 3 ; reel:lastLine 3 ; reel:quote "Aloners (2023)" .
  <source/desk-and-quiet#fact-2> a reel:Fact ; reel:about <source/desk-and-quiet#role-2> ;
    reel:property reel:creditedAs ; reel:firstLine 8 ; reel:lastLine 9 .
  <source/desk-and-quiet#role-2> a reel:Role ; reel:film <source/desk-and-quiet#film> ;
    reel:person <source/desk-and-quiet#person-jeong-da-eun> .
  <source/desk-and-quiet#person-jeong-da-eun> a reel:Person ; reel:name "Jeong Da-eun" .
}}
<source/credits> {{
  <source/credits#film> a reel:Film ; reel:title "Aloners" ; reel:year "2021"^^xsd:gYear .
  <source/credits#fact-1> a reel:Fact ; reel:about <source/credits#film> ;
    reel:property reel:year ; reel:firstLine 1 ; reel:lastLine 1 .
}}
"""


def store() -> ox.Store:
    """The archive as a fresh store."""
    prefixes = "".join(f"PREFIX {name}: <{namespace}>\n" for name, namespace in PREFIXES.items())
    body = _TRIG.replace("{HOSTILE}", str(ox.Literal(HOSTILE))).replace("{TEXT}", str(ox.Literal(TEXT)))
    made = ox.Store()
    made.load(f"{prefixes}BASE <{BASE}/>\n{body}", format=ox.RdfFormat.TRIG)
    return made


@dataclass(frozen=True)
class Found:
    iri: str
    kind: str
    label: str
    detail: str


class PublishedStore:
    """A pyoxigraph store as a dataset of one version, with a plain search by part of a name."""

    def __init__(self, store: ox.Store, base: str, number: int = 1) -> None:
        self.store = store
        self.published = "2024-06-01T08:00:00+00:00"
        self.base = base
        self.number = number
        self._index: SearchIndex | None = None

    def query(self, text: str, **options: Any) -> Result:
        return ask_store(self.store, text, **options)

    def search(self, words: str, limit: int) -> Sequence[Found]:
        found = self.query(
            "SELECT DISTINCT ?s ?name { ?s reel:name|reel:alternateName|reel:title ?text ;"
            f" reel:name|reel:title ?name FILTER CONTAINS(LCASE(?text), LCASE({ox.Literal(words)})) }}",
            prefixes=PREFIXES,
        )
        assert isinstance(found, ox.QuerySolutions)
        hits = [(row["s"].value, row["name"].value) for row in found]
        return [Found(iri, iri.split("/")[-2], name, "") for iri, name in hits][:limit]

    def candidates(
        self, name: str, kinds: Collection[str], ids: Sequence[tuple[str, str]], *, limit: int, widely: bool
    ) -> Sequence[SearchHit]:
        if self._index is None:
            folder = Path(tempfile.mkdtemp(prefix="reelgraph-archive-"))
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            write_index(folder / "search.sqlite", search_rows(from_graph(self.store)))
            self._index = SearchIndex(folder / "search.sqlite")
        return candidates(self._index, name, kinds=kinds, ids=ids, limit=limit, widely=widely)

    def version(self, number: int | None) -> PublishedStore:
        if number not in (None, self.number):
            raise LookupError(f"There is no version {number}.")
        return self

    def history(self) -> Sequence[Moment]:
        return [Moment(self.published, self.number)]

    def revision(self) -> int:
        return 1


class Client(FlaskClient):
    """Reads every answer to its end and closes it, as a server does."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        return super().open(*args, **{"buffered": True, **options})


def client_of(app: Flask) -> FlaskClient:
    """A client of an application, without a socket."""
    app.test_client_class = Client
    return app.test_client()


def make_app(**settings: object) -> Flask:
    """The application over the archive. At the top of a module, so that a server process can make it."""
    return create_app(PublishedStore(store(), BASE, number=7), Settings.of({}, **settings))
