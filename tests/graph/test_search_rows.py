"""Names are found whatever their spelling, in the index of a view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.search_rows import candidates, search, search_rows
from graph.store import SearchIndex, SearchRow, update_index, write_index

if TYPE_CHECKING:
    from pathlib import Path

    from graph.nodes import Nodes

VIEW: Nodes = {
    "http://e/film/1": {"type": ["Film"], "title": ["The Lighthouse"], "year": ["2019"],
                        "imdbId": ["tt7984734"]},
    "http://e/film/2": {"type": ["Film"], "title": ["Lighthouse Keepers"], "year": ["1929"]},
    "http://e/person/1": {"type": ["Person"], "name": ["Jung Da-eun"], "alternateName": ["Jeong Da-eun"]},
    "http://e/person/2": {"type": ["Person"], "name": ["Andrei Tarkovsky"], "wikidataId": ["Q853"]},
    "http://e/person/3": {"type": ["Person"], "name": ["William Holden"]},
    "http://e/person/4": {"type": ["Person"], "name": ["Zhang Ziyi"], "tmdbId": ["1339"]},
    "http://e/person/5": {"type": ["Person"], "name": ["Иван Чулпанов"]},
    "http://e/person/6": {"type": ["Person"], "name": ["Θόδωρος Αγγελόπουλος"]},
    "http://e/person/7": {"type": ["Person"], "name": ["Mohammed Qureshi"]},
    "http://e/person/8": {"type": ["Person"], "name": ["Խորեն Աբրահամյան"]},
    "http://e/person/9": {"type": ["Person"], "name": ["宮崎駿"]},
    "http://e/character/1": {"type": ["Character"], "name": ["Ephraim Winslow"]},
    "http://e/review/1": {"type": ["Review"], "reviewOf": ["http://e/film/1"], "critic": ["http://e/person/3"]},
}  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    file = tmp_path_factory.mktemp("index") / "search.sqlite"
    write_index(file, search_rows(VIEW))
    return SearchIndex(file)


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("jeong daeun", "person/1"),
        ("Da-eun Jung", "person/1"),
        ("Cheong Daeun", "person/1"),
        ("Tarkovskiy", "person/2"),
        ("Tarkovskij, Andrej", "person/2"),
        ("Tarkovksy", "person/2"),
        ("Q853", "person/2"),
        ("https://www.wikidata.org/entity/Q853", "person/2"),
        ("Bill Holden", "person/3"),
        ("Willaim Holdne", "person/3"),
        ("Ziyi Zhang", "person/4"),
        ("Chang Tzu-i", "person/4"),
        ("lighthouse the", "film/1"),
        ("tt7984734", "film/1"),
        ("lighthosue keepers", "film/2"),
        # One word of a name in other letters, typed in Latin ones: whole, unfinished, with a slip.
        ("Ivan", "person/5"),
        ("Chulpanov", "person/5"),
        ("Chulpanoff", "person/5"),
        ("ivan chulp", "person/5"),
        ("Chulpanvo", "person/5"),
        ("Иван", "person/5"),
        ("Angelopoulos", "person/6"),
        ("thodoros angelop", "person/6"),
        ("Angelopuolos", "person/6"),
        ("Muhammad", "person/7"),
        ("Abrahamyan", "person/8"),
        ("宮崎駿", "person/9"),
    ],
)
def test_a_search_finds_a_name_in_any_spelling(index: SearchIndex, text: str, iri: str) -> None:
    assert search(index, text)[0].iri == f"http://e/{iri}"


def test_a_word_that_is_read_as_a_single_letter_does_not_find_all_that_begin_with_it(
    index: SearchIndex,
) -> None:
    # "Lee" is read "i" where it is Korean, and "Иван" is found by "Ivan".
    assert search(index, "Lee") == []


@pytest.mark.parametrize("text", ["-", '" OR "', "ivan AND", "\0 ivan*", "1ivan ^", "\u0301 \ud800", "٣ й"])
def test_what_is_typed_is_never_a_query(index: SearchIndex, text: str) -> None:
    assert {hit.iri for hit in search(index, text)} <= {"http://e/person/5"}


def test_what_is_called_so_comes_alone_and_what_is_not_at_all_is_not_guessed(index: SearchIndex) -> None:
    assert [hit.iri for hit in search(index, "William Holden", kind="person")] == ["http://e/person/3"]
    assert search(index, "Ingrid Thulin") == []


def test_a_character_is_found_where_one_is_asked_for(index: SearchIndex) -> None:
    assert search(index, "Ephraim Winslow") == []
    assert search(index, "Ephraim Winslow", kind="character")[0].iri == "http://e/character/1"


def test_candidates_have_their_names_and_come_by_id_too(index: SearchIndex) -> None:
    found = candidates(index, "Jeong Daeun", kinds=("person",), widely=False)
    assert [hit.names for hit in found] == [("Jung Da-eun", "Jeong Da-eun")]
    by_id = candidates(
        index, "", kinds=("person",), ids=[("tmdbId", "https://www.themoviedb.org/person/1339")]
    )
    assert [hit.iri for hit in by_id] == ["http://e/person/4"]


def test_the_rows_of_some_nodes_bring_an_index_up_to_date(tmp_path: Path) -> None:
    file = tmp_path / "search.sqlite"
    write_index(file, search_rows(VIEW))
    renamed: Nodes = {**VIEW, "http://e/person/3": {"type": ["Person"], "name": ["Max von Sydow"]}}
    gone = renamed.pop("http://e/film/2")
    assert gone
    # The review shows its critic's name, so its row is written anew, too.
    changed = ["http://e/person/3", "http://e/review/1", "http://e/film/2"]
    update_index(file, ["http://e/film/2"], search_rows(renamed, changed))
    index = SearchIndex(file)
    assert search(index, "William Holden") == []
    assert [hit.iri for hit in search(index, "Max von Sydow")] == ["http://e/person/3", "http://e/review/1"]
    assert search(index, "Lighthouse Keepers") == []


def test_an_index_of_an_older_release_finds_a_word_of_a_name_in_other_letters_too(tmp_path: Path) -> None:
    # Its rows have the reading of such a name, and not yet how it is spelled in Latin letters.
    file = tmp_path / "search.sqlite"
    words = ("иван чулпанов", "1ivan 1chulpanov", "иванчулпанов")
    old = SearchRow("person", "http://e/person/5", "Иван Чулпанов", "", words, (), ("Иван Чулпанов",))
    write_index(file, [old])
    for text in ("Ivan", "Chulpanov", "Chulpanov, Ivan"):
        assert [hit.iri for hit in search(SearchIndex(file), text)] == [old.iri], text
    # What comes beside it is found while it is typed, too.
    other: Nodes = {"http://e/person/9": {"type": ["Person"], "name": ["Олег Чулпанов"]}}
    update_index(file, (), search_rows(other))
    found = {hit.iri for hit in search(SearchIndex(file), "chulpanov")}
    assert found == {"http://e/person/5", "http://e/person/9"}
