"""RDF in other people's vocabularies: films, people, roles and reviews come out, however serialised."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph.records import DocumentRecord, SetAside
from graph.sources import Asked, read
from graph.sources.triples import formats, process
from ontology import MAPPINGS, PREFIXES, text

if TYPE_CHECKING:
    from graph.records import FilmRecord

PREFIX = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + (
    "@prefix psv: <http://www.wikidata.org/prop/statement/value/> .\n"
    "@prefix wds: <http://www.wikidata.org/entity/statement/> .\n"
    "@prefix wdv: <http://www.wikidata.org/value/> .\n"
    "@prefix wikibase: <http://wikiba.se/ontology#> .\n"
)
WIKIDATA = (
    PREFIX
    + """
wd:Q9001 wdt:P31 wd:Q11424 ; rdfs:label "The Salt Road"@en, "Die Salzstraße"@de ;
  skos:altLabel "Salt Road"@en ;
  wdt:P1476 "소금길"@ko ; wdt:P345 "tt9900001" ; wdt:P4947 "77001" ; wdt:P136 wd:Q130232 ;
  wdt:P57 wd:Q9101 ; p:P57 wds:d1 ; wdt:P161 wd:Q9102, wd:Q9103 ; p:P161 wds:c1, wds:c2, wds:c3 ;
  wdt:P86 wd:Q9104 ; p:P577 wds:r1, wds:r2 ; p:P2047 wds:l1 ; wdt:P2047 "+5460"^^xsd:decimal .
wd:Q130232 rdfs:label "drama film"@en, "Filmdrama"@de .
wds:r1 psv:P577 wdv:t1 .
wdv:t1 wikibase:timeValue "2021-05-19T00:00:00Z"^^xsd:dateTime ; wikibase:timePrecision 11 .
wds:r2 psv:P577 wdv:t2 .
wdv:t2 wikibase:timeValue "2021-01-01T00:00:00Z"^^xsd:dateTime ; wikibase:timePrecision 9 .
wds:l1 psv:P2047 wdv:q1 .
wdv:q1 wikibase:quantityAmount "+5460"^^xsd:decimal ; wikibase:quantityUnit wd:Q11574 .
wds:d1 ps:P57 wd:Q9101 .
wds:c1 ps:P161 wd:Q9102 ; pq:P453 wd:Q9201 ; pq:P1545 "1" .
wds:c2 ps:P161 wd:Q9103 ; pq:P4633 "Ji-na" ; pq:P1545 "2" ; pq:P1932 "Jung Da-eun" .
wds:c3 ps:P161 wd:Q9199 ; wikibase:rank wikibase:DeprecatedRank .
wd:Q9201 rdfs:label "The Captain"@en .
wd:Q9101 rdfs:label "Hong Sung-eun"@en ; wdt:P345 "nm9900101" ;
  wdt:P569 "1980-00-00T00:00:00Z"^^xsd:dateTime .
wd:Q9102 rdfs:label "Gong Seung-yeon"@en ; skos:altLabel "Yoo Seung-yeon"@en ;
  wdt:P569 "1993-02-27T00:00:00Z"^^xsd:dateTime ; wdt:P4985 "1500" .
wd:Q9103 rdfs:label "Jeong Da-eun"@en, "정다은"@ko .
wd:Q9104 rdfs:label "Lim Min-ju"@en .
wd:Q5550 wdt:P31 wd:Q5398426 ; wdt:P57 wd:Q9101 ; rdfs:label "A series"@en .
"""
)
DBPEDIA = (
    PREFIX
    + """
dbr:Salt_Road a dbo:Film, <http://schema.org/Movie> ; rdfs:label "The Salt Road (2021 film)"@en ;
  dbo:starring <http://dbpedia.org/resource/Gong_Seung-yeon_(actress)> ; dbo:director dbr:Hong_Sung-eun ;
  dbo:runtime "RUNTIME"^^xsd:double ; dbo:imdbId "9900001" ; owl:sameAs wd:Q9001 .
dbr:Hong_Sung-eun rdfs:label "Hong Sung-eun (director)"@en ; dbo:birthDate "1980-03-04"^^xsd:date .
"""
)
LINKEDMDB = (
    PREFIX
    + """
<http://data.linkedmdb.org/resource/film/1> a movie:film ; dcterms:title "The Salt Road" ;
  dcterms:date "2021" ; movie:runtime "91" ; movie:director <http://data.linkedmdb.org/resource/director/5> ;
  movie:actor <http://data.linkedmdb.org/resource/actor/7>, <http://data.linkedmdb.org/resource/actor/8> ;
  movie:performance <http://data.linkedmdb.org/resource/performance/9> .
<http://data.linkedmdb.org/resource/director/5> movie:director_name "Hong Sung-eun" .
<http://data.linkedmdb.org/resource/actor/7> movie:actor_name "Gong Seung-yeon" .
<http://data.linkedmdb.org/resource/actor/8> movie:actor_name "Jeong Da-eun" .
<http://data.linkedmdb.org/resource/performance/9> movie:performance_actor "Gong Seung-yeon" ;
  movie:performance_film "The Salt Road" ; movie:performance_character "The Captain" .
"""
)
SCHEMA = {
    "@context": "https://schema.org",
    "@type": "Review",
    "author": {"@type": "Person", "name": "Rita Bell"},
    "datePublished": "2021-06-01T09:00:00+02:00",
    "url": "https://lantern.example/salt",
    "reviewRating": {"@type": "Rating", "ratingValue": "3.5/4"},
    "reviewBody": "A road of salt.",
    "publisher": {"@type": "Organization", "name": "The Lantern", "url": "https://lantern.example/"},
    "itemReviewed": {
        "@type": "Movie",
        "@id": "https://lantern.example/film/salt",
        "name": "The Salt Road",
        "duration": "PT1H31M",
        "dateCreated": "2021",
        "countryOfOrigin": {"@type": "Country", "name": "South Korea"},
        "sameAs": ["https://www.imdb.com/title/tt9900001/"],
        "director": "Hong Sung-eun",
        "author": {"@type": "Organization", "name": "Salt Pictures"},
        "actor": [
            {
                "@type": "PerformanceRole",
                "characterName": "The Captain",
                "actor": {"@type": "Person", "name": "Gong Seung-yeon"},
            },
            {"@type": "Person", "name": "Jeong Da-eun", "sameAs": "http://www.wikidata.org/entity/Q9103"},
        ],
    },
}


def rdf(content: str | bytes, **asked: object) -> DocumentRecord:
    raw = content if isinstance(content, bytes) else content.encode()
    return read(raw, asked=Asked(**asked))  # type: ignore[arg-type]


def credits_of(record: DocumentRecord) -> set[tuple[str, str, str | None, int | None]]:
    return {
        (role.job, role.name.value, role.character.value if role.character else None, role.billing)
        for role in record.roles
    }


def film_of(record: DocumentRecord) -> FilmRecord:
    (film,) = record.films
    return film


def fact(one: object) -> object:
    return getattr(one, "value", None)


def test_wikidata_statements_become_roles_with_their_qualifiers() -> None:
    record = rdf(WIKIDATA)
    film = film_of(record)
    assert film.title.value == "The Salt Road"
    assert fact(film.original_title) == "소금길"
    assert {one.value for one in film.alternate_titles} == {"Salt Road", "Die Salzstraße"}
    assert (fact(film.imdb_id), fact(film.wikidata_id), fact(film.tmdb_id)) == ("tt9900001", "Q9001", "77001")
    assert [one.value for one in film.genres] == ["drama film"]
    assert credits_of(record) == {
        ("actor", "Gong Seung-yeon", "The Captain", 1),
        ("actor", "Jung Da-eun", "Ji-na", 2),
        ("director", "Hong Sung-eun", None, None),
        ("composer", "Lim Min-ju", None, None),
    }
    people = {person.name.value: person for person in record.people}
    assert people["Jeong Da-eun"].alternate_names[0].value == "정다은"
    gong = people["Gong Seung-yeon"]
    assert (fact(gong.birth_year), fact(gong.wikidata_id), fact(gong.tmdb_id)) == (1993, "Q9102", "1500")
    assert fact(people["Hong Sung-eun"].imdb_id) == "nm9900101"


def test_precision_and_units_of_wikidata_are_heeded() -> None:
    film = film_of(rdf(WIKIDATA))
    # 5,460 seconds; and a date that is a year alone is no first of January.
    assert (fact(film.runtime_minutes), fact(film.year)) == (91, 2021)
    assert fact(film.release_date) == dt.date(2021, 5, 19)


def test_the_preferred_language_is_the_title() -> None:
    assert film_of(rdf(WIKIDATA, languages=("de", "en"))).title.value == "Die Salzstraße"


@pytest.mark.parametrize("runtime", ["5460.0", "91.0"])
def test_dbpedia_in_seconds_or_minutes_and_without_labels(runtime: str) -> None:
    record = rdf(DBPEDIA.replace("RUNTIME", runtime))
    film = film_of(record)
    assert (film.title.value, fact(film.year), fact(film.runtime_minutes)) == ("The Salt Road", 2021, 91)
    assert (fact(film.imdb_id), fact(film.wikidata_id)) == ("tt9900001", "Q9001")
    assert credits_of(record) == {
        ("actor", "Gong Seung-yeon", None, None),
        ("director", "Hong Sung-eun", None, None),
    }
    assert {fact(person.birth_year) for person in record.people} == {None, 1980}


def test_linkedmdb_performances_find_their_actor() -> None:
    record = rdf(LINKEDMDB)
    assert fact(film_of(record).runtime_minutes) == 91
    assert credits_of(record) == {
        ("actor", "Gong Seung-yeon", "The Captain", None),
        ("actor", "Jeong Da-eun", None, None),
        ("director", "Hong Sung-eun", None, None),
    }
    assert all(role.person for role in record.roles)


@pytest.mark.parametrize("context", ["https://schema.org", "http://schema.org/", ["https://schema.org/"]])
def test_schema_org_reviews_and_films_without_fetching_its_context(context: object) -> None:
    record = rdf(json.dumps(SCHEMA | {"@context": context}))
    film = film_of(record)
    assert (film.title.value, fact(film.year), fact(film.runtime_minutes)) == ("The Salt Road", 2021, 91)
    assert [one.value for one in film.countries] == ["South Korea"]
    assert fact(film.imdb_id) == "tt9900001"
    assert credits_of(record) == {
        ("actor", "Gong Seung-yeon", "The Captain", None),
        ("actor", "Jeong Da-eun", None, None),
        ("director", "Hong Sung-eun", None, None),
    }
    assert not record.complaints
    (review,) = record.reviews
    assert [critic.value for critic in review.critics] == ["Rita Bell"]
    assert (fact(review.publication), fact(review.publication_homepage)) == (
        "The Lantern",
        "https://lantern.example/",
    )
    assert fact(review.published_on) == dt.date(2021, 6, 1)
    assert review.rating is not None
    assert (review.rating.value.value, review.rating.value.best) == ("3.5", "4")
    assert fact(review.text) == "A road of salt."


def test_json_ld_in_http_terms_says_the_same() -> None:
    turtle = PREFIX.replace("https://schema.org/", "http://schema.org/") + (
        '<http://a.example/1> a schema:Movie ; schema:name "Low Tide" ; schema:dateCreated "1999-05-02" ;'
        ' schema:director [ a schema:Person ; schema:name "Ilse Brandt" ] .'
    )
    record = rdf(turtle)
    assert fact(film_of(record).release_date) == dt.date(1999, 5, 2)
    assert credits_of(record) == {("director", "Ilse Brandt", None, None)}


def test_what_one_mapping_describes_no_other_describes_again() -> None:
    # DBpedia's films are schema.org's Movies, too.
    assert len(rdf(DBPEDIA.replace("RUNTIME", "91.0")).films) == 1


@pytest.mark.parametrize(
    ("media_type", "name"),
    [
        ("text/turtle", formats.TURTLE),
        ("application/trig", formats.TURTLE),
        ("application/n-triples", formats.N_QUADS),
        ("application/n-quads", formats.N_QUADS),
        ("application/rdf+xml", formats.RDF_XML),
        ("application/ld+json", formats.JSON_LD),
    ],
)
def test_every_serialisation_is_recognised_and_says_the_same(media_type: str, name: str) -> None:
    quads = ox.parse(LINKEDMDB.encode(), format=ox.RdfFormat.TURTLE)
    triples = [ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads]
    content = ox.serialize(triples, format=ox.RdfFormat.from_media_type(media_type))
    assert content is not None
    assert formats.recognise(content) == name
    assert credits_of(rdf(content)) == credits_of(rdf(LINKEDMDB))


@pytest.mark.parametrize(
    "page",
    [
        "The Salt Road\nby Rita Bell\n\nPrefix: the film has one.\n",
        f'<?xml version="1.0"?><rdf:RDF xmlns:rdf="{PREFIXES["rdf"]}" xmlns="http://purl.org/rss/1.0/"/>',
        "<html><head><title>x</title></head></html>",
        '{"title": "front matter", "grade": "B"}\n\nA review.',
        "[The Salt Road](https://a.example/) is a film.",
        "film_title,name,job\nLow Tide,Ilse Brandt,director\n",
        "a > b <http://a.example/> and so on",
        "---\ntitle: x\n---\ntext",
    ],
)
def test_pages_feeds_and_tables_are_no_rdf(page: str) -> None:
    assert formats.recognise(page.encode()) is None


def test_a_mapping_of_ones_own_comes_first() -> None:
    theirs = (
        '<urn:x:1> <urn:v#called> "Low Tide" ; <urn:v#made> 1999 ; <urn:v#by> <urn:x:2> .\n'
        '<urn:x:2> <urn:v#called> "Ilse Brandt" .'
    )
    mapping = """CONSTRUCT { ?f a reel:Film ; reel:title ?t ; reel:year ?y ; reel:director ?p .
        ?p a reel:Person ; reel:name ?n }
      WHERE { ?f <urn:v#called> ?t ; <urn:v#made> ?y ; <urn:v#by> ?p . ?p <urn:v#called> ?n }"""
    record = rdf(f"@prefix x: <urn:x:> .\n{theirs}", mappings=(mapping,))
    assert (film_of(record).title.value, fact(film_of(record).year)) == ("Low Tide", 1999)
    assert credits_of(record) == {("director", "Ilse Brandt", None, None)}


@pytest.mark.parametrize(
    ("mapping", "said"),
    [("SELECT * WHERE { ?s ?p ?o }", "no CONSTRUCT"), ("CONSTRUCT { ?f a ?x", "cannot be used")],
)
def test_a_mapping_that_is_none_is_said_so(mapping: str, said: str) -> None:
    with pytest.raises(SetAside, match=said):
        rdf(LINKEDMDB, mappings=(mapping,))


@pytest.mark.parametrize("name", MAPPINGS)
def test_mappings_are_sparql_and_use_no_term_that_the_ontology_lacks(name: str) -> None:
    query = text(f"mappings/{name}.rq")
    ox.Store().query(query, prefixes=PREFIXES)
    terms = {
        word.strip(";,.(){}|/").removeprefix("reel:") for word in query.split() if word.startswith("reel:")
    }
    declared = text("film.ttl")
    assert terms
    assert not [term for term in terms if f"\nreel:{term} a owl:" not in declared]


# ---- hostile and broken -------------------------------------------------------------------------


def test_entities_of_rdf_xml_are_refused_with_their_line() -> None:
    bomb = (
        '<?xml version="1.0"?>\n<!DOCTYPE rdf:RDF [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&b;</rdf:RDF>'
    )
    with pytest.raises(SetAside, match="DOCTYPE") as refused:
        rdf(bomb)
    assert refused.value.line == 2


def test_rdf_xml_in_another_encoding_is_read_where_it_is_in_it() -> None:
    text = (
        '<?xml version="1.0" encoding="{}"?>\n<rdf:RDF xmlns:s="https://schema.org/" '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><s:Movie rdf:about="http://m.example/1">'
        "<s:name>Café</s:name></s:Movie></rdf:RDF>"
    )
    record = read(text.format("iso-8859-1").encode("latin-1"))
    assert [film.title.value for film in record.films if film.title] == ["Café"]
    with pytest.raises(SetAside, match="declares the encoding x-none"):
        read(text.format("x-none").encode())


def test_what_overflows_the_parser_ends_a_process_that_is_not_this_one() -> None:
    deep = "<urn:s> <urn:p> " + "<<( <urn:s> <urn:p> " * 200_000 + '"1"' + " )>>" * 200_000 + " ."
    with pytest.raises(SetAside, match="nested too deeply"):
        rdf("<http://a.example/s> <http://a.example/p> 1 .\n" + deep)
    assert rdf(LINKEDMDB).films


def test_what_takes_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = "<a:T><a:p>" * 200_000 + "</a:p></a:T>" * 200_000
    slow = f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="http://a/">{deep}</rdf:RDF>'
    monkeypatch.setattr(process, "SECONDS", 0.3)
    monkeypatch.setattr(process, "SECONDS_EACH", 0.0)
    with pytest.raises(SetAside, match="more than 0 seconds"):
        rdf(slow)


@pytest.mark.parametrize(
    ("content", "said", "line"),
    [
        ('@prefix a: <http://a.example/> .\na:s a:p "open .', "cannot be read", 2),
        ('<http://a/s> <http://a/p> "x" .\n<http://a/s> <http://a/p .\n', "cannot be read", 2),
        ('{"@context": "https://evil.example/c.jsonld", "@type": "Movie"}', "nothing is fetched", None),
        ('{"@context": {"@import": "https://evil.example/c"}, "@id": "x"}', "nothing is fetched", None),
        ('{"@context": "https://schema.org", "@type": "Movie",}', "no JSON", 1),
        ('{"@id":' + '{"@id":' * 20_000, "", None),
        ("@prefix a: <http://a.example/> .\na:s a:p a:o .", "describes no film", None),
        ("@prefix schema: <https://schema.org/> .\n<http://a/1> a schema:Movie .", "describes no film", None),
    ],
)
def test_broken_and_empty_files_are_set_aside_with_one_sentence(
    content: str, said: str, line: int | None
) -> None:
    with pytest.raises(SetAside) as refused:
        rdf(content)
    assert said in refused.value.reason
    assert line is None or refused.value.line == line


def test_a_mapping_asks_no_service_and_reads_no_file() -> None:
    mapping = (
        "CONSTRUCT { ?s a reel:Film ; reel:title ?t } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?t } }"
    )
    with pytest.raises(SetAside):
        rdf(LINKEDMDB, mappings=(mapping,))


def test_namesakes_without_an_address_stay_two_people() -> None:
    film = (
        '<http://a.example/{0}> a schema:Movie ; schema:name "Film {0}" ;'
        ' schema:director [ schema:name "Jo Penn" ] .'
    )
    record = rdf(PREFIX + film.format(1) + film.format(2))
    assert len({role.person for role in record.roles}) == 2
