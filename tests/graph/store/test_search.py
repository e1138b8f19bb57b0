"""The search index: what is found by which spelling, and that changing it is as good as writing it anew."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.store import OutdatedIndex, SearchIndex, SearchRow, update_index, write_index

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NAMES = (
    "ann lee",
    "anna leigh",
    "bo widerberg",
    "setsuko hara",
    "katharine hepburn",
    "j r smith",
    "john smith",
)


def row(iri: str, name: str, kind: str = "person") -> SearchRow:
    return SearchRow(kind, iri, name, "", (name,), (name.replace(" ", ""),), (name,))


def found(file: Path, text: str, **options: object) -> list[str]:
    return [hit.label for hit in SearchIndex(file).near([text], **options)]  # type: ignore[arg-type]


def everything(file: Path, words: Iterable[str]) -> list[object]:
    """All that an index answers to some words, in every way of asking."""
    index = SearchIndex(file)
    return [
        answer
        for word in words
        for answer in (index.search([word], [word]), sorted(index.near([word]), key=lambda hit: hit.iri))
    ]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    file = tmp_path / "search.sqlite"
    write_index(file, [row(f"http://e/{number}", name) for number, name in enumerate(NAMES)])
    return file


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("setsuko haras", "setsuko hara"),
        ("setuko hara", "setsuko hara"),
        ("setsuok hara", "setsuko hara"),
        ("setsako hara", "setsuko hara"),
        ("hara setzuko", "setsuko hara"),
        ("bo widderbreg", "bo widerberg"),
        ("katherine hepburn", "katharine hepburn"),
        ("katharine houghton hepburn", "katharine hepburn"),
        ("k hepburn", "katharine hepburn"),
        ("john r smith", "john smith"),
        ("john smith", "j r smith"),
    ],
)
def test_a_slip_an_initial_or_a_name_too_many_is_found(index: Path, text: str, name: str) -> None:
    assert name in found(index, text)


def test_other_words_for_a_word_are_the_callers_to_say(index: Path) -> None:
    assert "katharine hepburn" in found(
        index, "peggy hepburn", others=lambda word: ("katharine",) if word == "peggy" else ()
    )
    assert "katharine hepburn" not in found(index, "peggy hepburn")


def test_what_is_far_off_is_not_found(index: Path) -> None:
    assert found(index, "ingmar bergman") == []
    assert found(index, "") == []


def test_only_the_kinds_asked_for_are_found(tmp_path: Path) -> None:
    file = tmp_path / "search.sqlite"
    write_index(file, [row("http://e/1", "aloners", "film"), row("http://e/2", "aloners", "review")])
    index = SearchIndex(file)
    assert [hit.iri for hit in index.search(["aloners"], [], kinds=("review",))] == ["http://e/2"]
    assert [hit.iri for hit in index.near(["alonners"], kinds=("film",))] == ["http://e/1"]
    assert index.search(["aloners"], ["aloners"], kinds=()) == []


def test_a_hit_carries_all_the_names(tmp_path: Path) -> None:
    file = tmp_path / "search.sqlite"
    names = ("Jeong Da-eun", "Jung Da-eun", "정다은")
    write_index(file, [SearchRow("person", "http://e/1", names[0], "", ("jeong",), ("k",), names)])
    assert SearchIndex(file).search((), ["k"])[0].names == names


def test_things_are_taken_out_put_in_and_replaced(index: Path) -> None:
    update_index(index, ["http://e/0", "http://e/unknown"], [row("http://e/3", "hara setsuko renamed")])
    assert [hit.label for hit in SearchIndex(index).search(["setsuko"], [])] == ["hara setsuko renamed"]
    assert SearchIndex(index).search((), ["setsukohara"]) == []
    assert SearchIndex(index).search(["ann lee"], ["annlee"]) == []
    assert "hara setsuko renamed" in found(index, "renaemd setsuko")


def test_a_change_that_fails_changes_nothing(index: Path) -> None:
    before = everything(index, NAMES)

    def rows() -> Iterable[SearchRow]:
        yield row("http://e/9", "somebody new")
        raise KeyError("lost")

    with pytest.raises(KeyError):
        update_index(index, ["http://e/0"], rows())
    assert everything(index, NAMES) == before
    assert SearchIndex(index).search(["somebody"], []) == []


def test_an_index_of_another_release_is_not_added_to(index: Path) -> None:
    with closing(sqlite3.connect(index)) as database:
        database.execute("PRAGMA user_version = 1")
    with pytest.raises(OutdatedIndex):
        update_index(index, (), [row("http://e/9", "somebody new")])
    with pytest.raises(OutdatedIndex, match="reelgraph link"):
        SearchIndex(index).search(["ann"], [])


_things = st.dictionaries(st.integers(0, 6), st.sampled_from(NAMES), max_size=6)


@given(before=_things, after=_things, dropped=st.sets(st.integers(0, 6)))
def test_an_index_changed_answers_as_one_written_anew(
    tmp_path_factory: pytest.TempPathFactory,
    before: dict[int, str],
    after: dict[int, str],
    dropped: set[int],
) -> None:
    folder = tmp_path_factory.mktemp("indexes")
    changed, anew = folder / "changed.sqlite", folder / "anew.sqlite"

    def rows(things: dict[int, str]) -> list[SearchRow]:
        return [row(f"http://e/{number}", name) for number, name in things.items()]

    write_index(changed, rows(before))
    update_index(changed, [f"http://e/{number}" for number in dropped], rows(after))
    left = {number: name for number, name in before.items() if number not in dropped}
    write_index(anew, rows({**left, **after}))
    assert everything(changed, NAMES) == everything(anew, NAMES)
