"""RDF and trust through the command: four vocabularies make one film, and a rank decides what holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.graph.sources.test_rdf import DBPEDIA, LINKEDMDB, PREFIX, SCHEMA, WIKIDATA
from tests.server.test_enrich_command import Run, about, ask, runner

if TYPE_CHECKING:
    from pathlib import Path

OWN = """CONSTRUCT { ?f a reel:Film ; reel:title ?t ; reel:director ?d }
WHERE { ?f <urn:v#called> ?t ; <urn:v#by> ?d }"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    """The same film in four vocabularies, each in a file of its own."""
    directory = tmp_path_factory.mktemp("library")
    (directory / "wikidata.ttl").write_text(WIKIDATA, encoding="utf-8")
    (directory / "dbpedia.data").write_text(DBPEDIA.replace("RUNTIME", "5700"), encoding="utf-8")
    (directory / "linkedmdb").write_text(LINKEDMDB, encoding="utf-8")
    (directory / "review.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    run = runner(directory)
    files = ("wikidata.ttl", "dbpedia.data", "linkedmdb", "review.json")
    done = run("ingest", *(str(directory / name) for name in files))
    assert done.returncode == 0, done.stderr
    return run, directory


def test_one_film_in_four_vocabularies_is_one_film(library: tuple[Run, Path]) -> None:
    run, _ = library
    assert len(ask(run, "SELECT ?f { ?f a reel:Film }")) == 1
    assert {row["kind"] for row in ask(run, "SELECT ?kind { ?s a reel:Source ; reel:kind ?kind }")} == {"rdf"}
    film = about(run, "Film", "The Salt Road")
    assert {
        "http://dbpedia.org/resource/Salt_Road",
        "http://www.wikidata.org/entity/Q9001",
        "http://data.linkedmdb.org/resource/film/1",
    } <= film["sameAs"]


def test_its_people_are_one_each_however_they_are_named(library: tuple[Run, Path]) -> None:
    run, _ = library
    people = ask(run, "SELECT ?n { ?f reel:actor|reel:director|reel:composer ?p . ?p reel:name ?n }")
    assert len(people) == 4
    jung = about(run, "Person", "Jeong Da-eun") or about(run, "Person", "Jung Da-eun")
    assert jung["wikidataId"] == {"Q9103"}
    assert "정다은" in jung["alternateName"]


def test_one_address_in_several_films_is_one_person(tmp_path: Path) -> None:
    run = runner(tmp_path)
    films = "".join(
        f'<http://a.example/film/{n}> a schema:Movie ; schema:name "Film {n}" ;'
        f' schema:dateCreated "{1920 + 45 * n}" ;'
        " schema:director <http://a.example/who/1> .\n"
        for n in range(1, 3)
    )
    who = '<http://a.example/who/1> schema:name "Al Roe" ; schema:alternateName "A. Roe" .'
    (tmp_path / "films.ttl").write_text(PREFIX + films + who, encoding="utf-8")
    assert run("ingest", str(tmp_path / "films.ttl")).returncode == 0
    assert len(ask(run, "SELECT DISTINCT ?p { ?f reel:director ?p }")) == 1
    assert about(run, "Person", "Al Roe")["sameAs"] == {"http://a.example/who/1"}


def test_the_view_of_it_is_valid(library: tuple[Run, Path]) -> None:
    run, _ = library
    assert "conforms" in run("check").stdout


def test_a_dump_of_one_dataset_is_read_into_another(library: tuple[Run, Path], tmp_path: Path) -> None:
    run, _ = library
    dump = tmp_path / "dump.nt"
    assert (
        run("query", "--format", "nt", "--out", str(dump), "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }").returncode
        == 0
    )
    other = runner(tmp_path)
    done = other("ingest", str(dump), "--json")
    assert done.returncode == 0, done.stderr
    counts = ("Film", "Person", "Role", "Review")
    before = [len(ask(run, f"SELECT ?x {{ ?x a reel:{kind} }}")) for kind in counts]
    assert [len(ask(other, f"SELECT ?x {{ ?x a reel:{kind} }}")) for kind in counts] == before
    one, two = about(run, "Film", "The Salt Road"), about(other, "Film", "The Salt Road")
    for name in ("year", "runtimeMinutes", "imdbId", "wikidataId", "genre", "country"):
        assert one.get(name) == two.get(name)


def test_a_mapping_of_ones_own_is_given_as_a_file(tmp_path: Path) -> None:
    run = runner(tmp_path)
    (tmp_path / "own.rq").write_text(OWN, encoding="utf-8")
    (tmp_path / "own.nt").write_text(
        '<urn:x:1> <urn:v#called> "Low Tide" .\n<urn:x:1> <urn:v#by> "Ilse Brandt" .\n', encoding="utf-8"
    )
    assert run("ingest", str(tmp_path / "own.nt")).returncode == 1
    done = run("ingest", str(tmp_path / "own.nt"), "--mapping", str(tmp_path / "own.rq"))
    assert done.returncode == 0, done.stderr
    assert ask(run, "SELECT ?n { ?f reel:title 'Low Tide' ; reel:director/reel:name ?n }") == [
        {"n": "Ilse Brandt"}
    ]


@pytest.mark.parametrize("mapping", ["SELECT * { ?s ?p ?o }", "CONSTRUCT {", "\udcff"])
def test_a_mapping_that_is_none_is_wrong_usage(tmp_path: Path, mapping: str) -> None:
    (tmp_path / "own.rq").write_bytes(mapping.encode("utf-8", "surrogateescape"))
    done = runner(tmp_path)("ingest", str(tmp_path), "--mapping", str(tmp_path / "own.rq"))
    assert done.returncode == 2
    assert "own.rq" in done.stderr


def test_a_rank_decides_which_of_two_values_holds(library: tuple[Run, Path]) -> None:
    run, _ = library
    minutes = {row["o"] for row in ask(run, "SELECT ?o { ?f reel:runtimeMinutes ?o }")}
    assert minutes == {"91"}  # three say so, and DBpedia says 95
    changed = run("trust", "dbpedia.data", "80", "--json")
    assert changed.returncode == 0, changed.stderr
    assert json.loads(changed.stdout)["sources"] == 1
    assert about(run, "Film", "The Salt Road")["runtimeMinutes"] == {"95"}
    listed = json.loads(run("trust", "--json").stdout)
    assert [rank for iri, rank in listed["sources"].items() if iri.endswith("/dbpedia")] == [80]
    # What is not believed stands in the evidence as before.
    said = ask(run, "SELECT DISTINCT ?o { GRAPH ?g { ?f reel:runtimeMinutes ?o } ?g a reel:Source }")
    assert {row["o"] for row in said} == {"91", "95"}
    assert run("trust", "dbpedia.data", "--reset").returncode == 0
    assert about(run, "Film", "The Salt Road")["runtimeMinutes"] == {"91"}


def test_a_rank_of_a_kind_holds_for_what_is_read_later(library: tuple[Run, Path], tmp_path: Path) -> None:
    run, _ = library
    assert run("trust", "markdown", "20").returncode == 0
    page = tmp_path / "page.md"
    page.write_text("---\ntitle: Low Tide (2019)\ngrade: B\n---\n\n" + "A quiet film about a loud sea. " * 30)
    assert run("ingest", str(page)).returncode == 0
    trust = "SELECT ?t { ?s reel:kind 'markdown' ; reel:trust ?t }"
    assert ask(run, trust) == [{"t": "20"}]
    assert run("trust", "markdown", "60").returncode == 0
    assert ask(run, trust) == [{"t": "60"}]


def test_a_rank_given_when_reading_stays_when_it_is_read_again(tmp_path: Path) -> None:
    run = runner(tmp_path)
    (tmp_path / "film.ttl").write_text(LINKEDMDB, encoding="utf-8")
    assert run("ingest", str(tmp_path / "film.ttl"), "--trust", "70").returncode == 0
    (tmp_path / "film.ttl").write_text(LINKEDMDB.replace('"91"', '"92"'), encoding="utf-8")
    assert run("ingest", str(tmp_path / "film.ttl")).returncode == 0
    assert ask(run, "SELECT ?t { ?s a reel:Source ; reel:trust ?t }") == [{"t": "70"}]
    assert "It stands so already" in run("trust", "film.ttl", "70").stderr


def test_ranks_are_listed_with_their_defaults(library: tuple[Run, Path]) -> None:
    run, _ = library
    kinds = json.loads(run("trust", "--json").stdout)["kinds"]
    assert kinds["rdf"] == {"rank": 35, "set": False, "sources": 4}
    assert kinds["review_html"]["rank"] > kinds["credit_table"]["rank"] > kinds["imdb"]["rank"]
    assert kinds["imdb"]["rank"] > kinds["rdf"]["rank"] > kinds["wikidata"]["rank"]
    assert "rdf" in run("trust").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nothing-like-it", "4"), 1, "neither a kind of sources"),
        (("rdf",), 2, "Give a rank"),
        (("rdf", "101"), 2, "101"),
        (("rdf", "40", "--reset"), 2, "not both"),
    ],
)
def test_what_cannot_be_trusted_is_said_so(
    library: tuple[Run, Path], arguments: tuple[str, ...], code: int, said: str
) -> None:
    run, _ = library
    done = run("trust", *arguments)
    assert (done.returncode, said in done.stderr) == (code, True)
