"""IMDb's files in: what becomes of them, of newer ones, and of the reviews that speak of the same films."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from graph.build import ingest, relink
from graph.decisions.deciding import By, Undecidable, Unknown, accept
from graph.decisions.explaining import explain
from graph.search_rows import search
from graph.store import Dataset, SearchIndex
from server.command import main
from tests.graph.archive import Page
from tests.graph.reference.imdb_set import ImdbSet, small, taken, view

if TYPE_CHECKING:
    from pathlib import Path

BASE = "http://127.0.0.1:8000"
PREFIXES = """
PREFIX reel: <https://w3id.org/reelgraph/ontology#> PREFIX schema: <https://schema.org/>
PREFIX job: <https://w3id.org/reelgraph/job/>
"""

REVIEW = Page(
    "review.md",
    "The Paper Lantern",
    2019,
    "Tam Wai-lun",
    (("Han Seo-yun", "Mira"), ("Pia Rask", "the neighbour")),
).text()


def ask(dataset: Dataset, query: str) -> list[tuple[str, ...]]:
    found: Any = dataset.version().store.query(PREFIXES + query)
    return sorted(
        tuple("" if value is None else value.value.removeprefix(BASE) for value in row) for row in found
    )


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    place = tmp_path_factory.mktemp("imdb")
    found, summary = taken(small().write(place / "files"), place / "data")
    assert summary.set_aside == []
    assert summary.complaints == []
    return found


def test_films_of_the_types_that_count_as_films_are_in_the_view(dataset: Dataset) -> None:
    assert ask(dataset, "SELECT ?film ?id ?title ?year { ?film a schema:Movie ; reel:imdbId ?id ;"
                        " schema:name ?title OPTIONAL { ?film reel:year ?year } }") == [
        ("/film/harbour-year", "tt0000014", "Harbour Year", ""),
        ("/film/salt-roads-2021", "tt0000012", "Salt Roads", "2021"),
        ("/film/the-paper-lantern-2019", "tt0000011", "The Paper Lantern", "2019"),
    ]  # fmt: skip


def test_a_film_has_its_facts_and_its_other_titles(dataset: Dataset) -> None:
    film = f"<{BASE}/film/the-paper-lantern-2019>"
    assert ask(dataset, f"SELECT ?old ?minutes ?long ?other ?same {{ {film} reel:originalTitle ?old ;"
                        " reel:runtimeMinutes ?minutes ; schema:duration ?long ; reel:alternateName ?other ;"
                        " schema:sameAs ?same }") == [
        ("Jongi deung", "101", "PT101M", "La lanterne de papier", "https://www.imdb.com/title/tt0000011/")
    ]  # fmt: skip
    assert ask(dataset, f"SELECT ?genre {{ {film} schema:genre ?genre }}") == [("Drama",), ("Mystery",)]


def test_credits_become_roles_with_billing_and_a_character_each(dataset: Dataset) -> None:
    assert ask(dataset, "SELECT ?role ?billing ?played ?character { ?role a reel:Role ; reel:job job:actor ;"
                        f" reel:film <{BASE}/film/the-paper-lantern-2019> ; reel:billing ?billing ;"
                        " reel:characterName ?played ; reel:character ?character }") == [
        ("/role/the-paper-lantern-2019-001-han-seo-yun", "1", "Mira",
         "/character/the-paper-lantern-2019-mira"),
        ("/role/the-paper-lantern-2019-002-ondine-marsh", "2", "The Keeper",
         "/character/the-paper-lantern-2019-the-keeper"),
        ("/role/the-paper-lantern-2019-002-ondine-marsh-2", "2", 'Old "Blue"',
         "/character/the-paper-lantern-2019-old-blue"),
    ]  # fmt: skip
    assert ask(dataset, "SELECT ?job ?note { ?role a reel:Role ; reel:job ?job ; reel:note ?note }") == [
        ("https://w3id.org/reelgraph/job/cinematographer", "director of photography"),
        ("https://w3id.org/reelgraph/job/writer", "screenplay"),
    ]


def test_namesakes_are_as_many_people_as_they_have_ids(dataset: Dataset) -> None:
    assert ask(dataset, "SELECT ?person ?id { ?person a reel:Person ; reel:imdbId ?id }") == [
        ("/person/han-seo-yun", "nm0000001"),
        ("/person/ondine-marsh", "nm0000002"),
        ("/person/ondine-marsh-2", "nm0000003"),
        ("/person/tam-wai-lun", "nm0000004"),
    ]


def test_each_file_is_a_source_and_ratings_are_evidence_alone(dataset: Dataset) -> None:
    assert ask(dataset, "SELECT ?source { ?source a reel:Source ; reel:kind 'imdb' ; reel:trust 40 ;"
                        " reel:contentHash ?hash }") == [
        (f"/source/imdb_{kind}",)
        for kind in ("name_basics", "title_akas", "title_basics", "title_principals", "title_ratings")
    ]  # fmt: skip
    assert ask(dataset, "SELECT ?rating { ?rating a reel:Rating }") == []
    assert ask(dataset, f"SELECT ?value ?best {{ GRAPH <{BASE}/source/imdb_title_ratings>"
                        " { ?rating reel:value ?value ; reel:best ?best } }") == [("7.4", "10")]  # fmt: skip


def test_identity_says_that_the_id_is_the_reason(dataset: Dataset) -> None:
    assert ask(dataset, "SELECT ?film ?method ?words { GRAPH ?g { ?link a reel:Link ; reel:object ?film ;"
                        f" reel:subject <{BASE}/source/imdb_title_akas#tt0000011> ; reel:method ?method ;"
                        " reel:evidence ?words } }") == [
        ("/film/the-paper-lantern-2019", "external id", "the same IMDb id in 4 of IMDb's files, tt0000011")
    ]  # fmt: skip


def test_films_and_people_are_found_by_name(dataset: Dataset) -> None:
    index = SearchIndex(dataset.version().directory / "search.sqlite")
    assert [hit.iri.removeprefix(BASE) for hit in search(index, "lanterne de papier")] == [
        "/film/the-paper-lantern-2019"
    ]
    assert {hit.iri.removeprefix(BASE) for hit in search(index, "Ondine Marsh", kind="person")} == {
        "/person/ondine-marsh", "/person/ondine-marsh-2",
    }  # fmt: skip


def test_packed_files_give_the_same_view(tmp_path: Path, dataset: Dataset) -> None:
    packed, _ = taken(small().write(tmp_path / "files", packed=True), tmp_path / "data")
    hashes = "SELECT ?hash { ?source reel:contentHash ?hash }"
    assert ask(packed, hashes) != ask(dataset, hashes)
    unlike = view(packed) ^ view(dataset)
    assert {quad.split()[1].rpartition("#")[2] for quad in unlike} <= {"contentHash>", "readAt>"}


def test_the_same_files_again_publish_nothing(tmp_path: Path) -> None:
    files = small().write(tmp_path / "files")
    found, _ = taken(files, tmp_path / "data")
    _, summary = taken(files, tmp_path / "data")
    assert (summary.version, summary.unchanged) == (None, 5)
    assert found.current_number() == 1


def test_titles_of_other_types_are_taken_on_request(tmp_path: Path) -> None:
    files = small().write(tmp_path / "files")
    arguments = [
        "--data",
        str(tmp_path / "data"),
        "ingest",
        "--json",
        "--title-types",
        "tvEpisode",
        str(files),
    ]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0
    assert json.loads(done.stdout)["version"] == 1
    found = Dataset(tmp_path / "data")
    assert ask(found, "SELECT ?film { ?film a reel:Film }") == [("/film/night-shift-part-2",)]
    assert ask(found, "SELECT ?person { ?person a reel:Person }") == [("/person/nobody-here",)]


def newer() -> ImdbSet:
    """The small set some months later: a film is gone, one has another cast, one is new."""
    return (
        ImdbSet()
        .title(11, "The Paper Lantern", "2019", genres="Drama,Mystery", minutes="101", original="Jongi deung")
        .title(12, "Salt Roads", "2022")
        .title(15, "Salt Roads", "2021")
        .name(1, "Han Seo-yun", "1990")
        .name(2, "Ondine Marsh")
        .name(4, "Tam Wai Lun")
        .name(5, "Ondine Marsh")
        .credit(11, 1, 1, "actress", '["Mira"]')
        .credit(11, 2, 2, "actor", '["The Keeper"]')
        .credit(11, 3, 4, "director")
        .credit(12, 1, 5, "actor", '["Anna"]')
        .credit(15, 1, 2, "composer")
        .aka(11, 1, "Papierlaterne")
    )


def test_of_a_newer_file_what_is_gone_goes_and_iris_stay(tmp_path: Path) -> None:
    found, _ = taken(small().write(tmp_path / "files"), tmp_path / "data")
    newer().write(tmp_path / "files")
    _, summary = taken(tmp_path / "files", tmp_path / "data")
    assert summary.version == 2
    assert ask(found, "SELECT ?film ?id ?year { ?film a reel:Film ; reel:imdbId ?id"
                      " OPTIONAL { ?film reel:year ?year } }") == [
        ("/film/salt-roads-2021", "tt0000012", "2022"),
        ("/film/salt-roads-2021-2", "tt0000015", "2021"),
        ("/film/the-paper-lantern-2019", "tt0000011", "2019"),
    ]  # fmt: skip
    assert ask(found, "SELECT ?person ?id ?name { ?person a reel:Person ; reel:imdbId ?id ;"
                      " reel:name ?name }") == [
        ("/person/han-seo-yun", "nm0000001", "Han Seo-yun"),
        ("/person/ondine-marsh", "nm0000002", "Ondine Marsh"),
        ("/person/ondine-marsh-3", "nm0000005", "Ondine Marsh"),
        ("/person/tam-wai-lun", "nm0000004", "Tam Wai Lun"),
    ]  # fmt: skip
    gone = ask(
        found, "SELECT ?what { GRAPH ?g { ?what <http://www.w3.org/ns/prov#invalidatedAtTime> ?then } }"
    )
    assert gone == [("/film/harbour-year",), ("/person/ondine-marsh-2",)]
    assert search(SearchIndex(found.version().directory / "search.sqlite"), "Harbour Year") == []
    assert ask(found, "SELECT ?role { ?role a reel:Role ; reel:characterName ?name"
                      " FILTER(STRSTARTS(?name, 'Old')) }") == []  # fmt: skip
    # Back again, a film has the IRI that it had.
    small().write(tmp_path / "files")
    taken(tmp_path / "files", tmp_path / "data")
    first = {quad for quad in view_of(found, 1) if "readAt" not in quad}
    assert {quad for quad in view(found) if "readAt" not in quad} == first


def view_of(dataset: Dataset, number: int) -> set[str]:
    import pyoxigraph as ox

    quads = dataset.version(number).store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    return {str(quad) for quad in quads}


def test_a_review_that_comes_later_is_of_the_film_and_its_people(tmp_path: Path) -> None:
    found, _ = taken(small().write(tmp_path / "files"), tmp_path / "data")
    before = view(found)
    page = tmp_path / "review.md"
    page.write_text(REVIEW, encoding="utf-8")
    ingest(found, [page])
    assert_reviewed(found)
    # What nobody reviewed stands as it stood.
    lost = before - view(found)
    assert not [quad for quad in lost if "salt-roads" in quad or "ondine-marsh" in quad]


def test_reviews_that_came_before_are_of_the_films_too(tmp_path: Path) -> None:
    page = tmp_path / "review.md"
    page.write_text(REVIEW, encoding="utf-8")
    found = Dataset(tmp_path / "data")
    ingest(found, [page])
    taken(small().write(tmp_path / "files"), tmp_path / "data")
    assert_reviewed(found)
    assert len(ask(found, "SELECT ?film { ?film a reel:Film }")) == 3


def test_reviews_and_films_can_come_together(tmp_path: Path) -> None:
    files = small().write(tmp_path / "files")
    (files / "review.md").write_text(REVIEW, encoding="utf-8")
    found, summary = taken(files, tmp_path / "data")
    assert summary.read == 6
    assert_reviewed(found)


def assert_reviewed(found: Dataset) -> None:
    assert ask(found, "SELECT ?film ?id { ?review reel:reviewOf ?film . ?film reel:imdbId ?id }") == [
        ("/film/the-paper-lantern-2019", "tt0000011")
    ]
    assert ask(found, "SELECT ?person ?id { ?review reel:reviewOf ?film . ?film reel:actor ?person"
                      " OPTIONAL { ?person reel:imdbId ?id } }") == [
        ("/person/han-seo-yun", "nm0000001"), ("/person/ondine-marsh", "nm0000002"), ("/person/pia-rask", ""),
    ]  # fmt: skip
    assert ask(found, "SELECT ?film { ?film reel:director ?who . ?who reel:imdbId 'nm0000004' }") == [
        ("/film/the-paper-lantern-2019",)
    ]
    # One role, of which both speak, and the credits beside it in the view of another film.
    assert ask(found, "SELECT ?role (COUNT(?source) AS ?sources) { ?role a reel:Role ;"
                      " reel:characterName 'Mira' ; reel:statedIn ?source }"
                      " GROUP BY ?role")[0][1] == "2"  # fmt: skip
    assert len(ask(found, "SELECT ?role { ?role reel:person ?who . ?who reel:imdbId 'nm0000001' }")) == 3


def test_who_is_one_by_decision_is_one_in_films_that_nobody_reviewed(tmp_path: Path) -> None:
    page = tmp_path / "review.md"
    page.write_text(REVIEW.replace("Han Seo-yun", "Hahn Su"), encoding="utf-8")
    found = Dataset(tmp_path / "data")
    ingest(found, [page])
    taken(small().write(tmp_path / "files"), tmp_path / "data")
    assert (
        len(ask(found, "SELECT ?who { ?who reel:name ?name FILTER(?name IN ('Hahn Su', 'Han Seo-yun')) }"))
        == 2
    )
    accept(found, f"{BASE}/person/hahn-su", f"{BASE}/person/han-seo-yun", By("Ida"))
    (who,) = {row[0] for row in ask(found, "SELECT ?who { ?who reel:imdbId 'nm0000001' }")}
    assert ask(found, f"SELECT ?film {{ ?role reel:film ?film ; reel:person <{BASE}{who}> }}") == [
        ("/film/harbour-year",), ("/film/salt-roads-2021",), ("/film/the-paper-lantern-2019",),
    ]  # fmt: skip
    other = ({"/person/hahn-su", "/person/han-seo-yun"} - {who}).pop()
    assert ask(found, f"SELECT ?s {{ ?s ?p <{BASE}{other}> }}") == []
    # The newer file is of the same person.
    newer().write(tmp_path / "files")
    taken(tmp_path / "files", tmp_path / "data")
    assert ask(found, "SELECT ?who { ?who reel:imdbId 'nm0000001' }") == [(who,)]


def test_who_stands_in_the_files_alone_is_decided_about_when_a_source_speaks_of_them(
    dataset: Dataset,
) -> None:
    for one, other in (("han-seo-yun", "ondine-marsh"), ("film/salt-roads-2021", "harbour-year")):
        for refused in (
            lambda one=one, other=other: accept(dataset, one, other, By("Ida")),
            lambda one=one, other=other: explain(dataset.version(), BASE, one, other),
        ):
            with pytest.raises(Undecidable, match="stands in IMDb's files alone"):
                refused()
    with pytest.raises(Unknown, match="There is no person or film nobody-at-all"):
        accept(dataset, "nobody-at-all", "ondine-marsh", By("Ida"))


def test_linking_all_anew_changes_nothing(tmp_path: Path) -> None:
    files = small().write(tmp_path / "files")
    (files / "review.md").write_text(REVIEW, encoding="utf-8")
    found, _ = taken(files, tmp_path / "data")
    before = view(found)
    relink(found)
    assert view(found) == before
