"""The table of mentions: what it remembers of them when their sources change."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from graph.mentions import FILM, PERSON, TABLE, Entry, MentionTable, Row, entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SOURCE = "http://test/source/a"


@pytest.fixture
def table(tmp_path: Path) -> Iterator[MentionTable]:
    with MentionTable(tmp_path / TABLE) as table:
        yield table


def _film(fragment: str, title: str) -> Entry:
    return entry(_SOURCE, Row(fragment, FILM, {"titles": [title]}, (title,)))


def _person(fragment: str, name: str, *films: str) -> Entry:
    return entry(_SOURCE, Row(fragment, PERSON, {"name": name}, (), films, (name,)))


def _number(table: MentionTable, fragment: str) -> int:
    (number,) = table.find([_SOURCE + fragment])
    return number


def test_a_mention_keeps_its_number_and_entity_when_its_source_is_read_anew(table: MentionTable) -> None:
    table.replace(_SOURCE, [_film("#film", "Salt"), _person("#p", "Ann Lee", "#film")])
    film = _number(table, "#film")
    table.decide([(film, "http://test/film/salt")])
    gone = table.replace(_SOURCE, [_film("#other", "Ash"), _film("#film", "Salt")])
    assert gone == [f"{_SOURCE}#p"]
    assert _number(table, "#film") == film
    (stored,) = table.get([film])
    assert stored.entity == "http://test/film/salt"
    assert table.parts_of([film]) == set()


def test_the_number_of_a_mention_that_went_is_no_other_mentions(table: MentionTable) -> None:
    table.replace(_SOURCE, [_film("#film", "Salt"), _person("#p", "Ann Lee", "#film")])
    gone = _number(table, "#p")
    table.replace(_SOURCE, [_film("#film", "Salt")])
    table.replace(_SOURCE, [_film("#film", "Salt"), _person("#q", "Rosa Quist", "#film")])
    assert _number(table, "#q") > gone


def test_a_mention_that_says_again_what_it_said_has_the_past_that_it_had(table: MentionTable) -> None:
    salt, ash = [_film("#film", "Salt")], [_film("#film", "Ash")]
    table.replace(_SOURCE, salt)
    film = _number(table, "#film")
    table.decide([(film, "http://test/film/salt")])
    table.decide([(film, "http://test/film/salt-2")])
    table.replace(_SOURCE, ash)
    assert table.past([film]) == {}
    table.decide([(film, "http://test/film/ash")])
    table.replace(_SOURCE, [])
    table.replace(_SOURCE, salt)
    film = _number(table, "#film")
    assert table.past([film]) == {film: ["http://test/film/salt", "http://test/film/salt-2"]}


def test_mentions_that_were_one_entity_are_found_by_it(table: MentionTable) -> None:
    table.replace(_SOURCE, [_film("#a", "Salt"), _film("#b", "Ash")])
    a, b = _number(table, "#a"), _number(table, "#b")
    table.decide([(a, "http://test/film/salt"), (b, "http://test/film/salt")])
    table.decide([(b, "http://test/film/ash")])
    assert table.sharing_entity([a]) == {a, b}
    assert table.once(["http://test/film/ash"]) == {b}
    assert table.of_entities(["http://test/film/ash"]) == {"http://test/film/ash": [b]}


def test_mentions_are_found_by_their_keys_among_those_of_their_kind(table: MentionTable) -> None:
    table.replace(_SOURCE, [_film("#a", "Salt"), entry(_SOURCE, Row("#p", PERSON, {"name": "x"}, ("Salt",)))])
    a = _number(table, "#a")
    assert table.with_keys(table.keys_of([a])[a]) == {a}


def test_names_that_nobody_has_any_more_are_dropped(table: MentionTable) -> None:
    table.replace(_SOURCE, [_film("#film", "Salt"), _person("#p", "Ann Lee", "#film")])
    spellings = table.spellings_of([_number(table, "#p")])
    assert list(table.texts(spellings).values()) == ["Ann Lee"]
    table.replace(_SOURCE, [_film("#film", "Salt")])
    assert table.texts(spellings) == {}


def test_an_iri_once_used_stays_used(table: MentionTable) -> None:
    assert not table.used("http://test/film/salt")
    table.retire("http://test/film/salt")
    assert table.used("http://test/film/salt")


def test_a_table_of_another_schema_is_made_anew(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / TABLE) as database:
        database.execute("CREATE TABLE mention (home INTEGER)")
        database.execute("CREATE TABLE source (iri TEXT)")
        database.execute("INSERT INTO source VALUES ('http://test/source/old')")
    database.close()
    with MentionTable(tmp_path / TABLE) as table:
        assert table.is_empty()
        table.replace(_SOURCE, [_film("#film", "Salt")])
    with MentionTable(tmp_path / TABLE) as table:
        assert not table.is_empty()
