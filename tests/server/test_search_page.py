"""/search by part of a name that stands in the credits in other letters, as page and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.build import ingest
from graph.store import Dataset
from server.app import create_app
from server.settings import Settings
from tests.server.archive import client_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

CREDITS = """film_title\tfilm_year\tjob\tname
Ледяная пристань\t1971\tdirector\tИван Чулпанов
Ледяная пристань\t1971\tactor\tАнастасия Щедрина
Η Σκιά του Λιμανιού\t1984\tdirector\tΣτέφανος Αγγελάκος
"""


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    place = tmp_path_factory.mktemp("letters")
    (place / "credits.tsv").write_text(CREDITS, encoding="utf-8")
    ingest(Dataset(place / "data"), [place / "credits.tsv"])
    client = client_of(create_app(place / "data", Settings.of({}, workers=1)))
    yield client
    client.application.extensions["reelgraph"].pool.close()


@pytest.mark.parametrize(
    ("typed", "called"),
    [
        ("Ivan", "Иван Чулпанов"),
        ("chulpanov", "Иван Чулпанов"),
        ("Ivan Chul", "Иван Чулпанов"),
        ("Chulpanvo", "Иван Чулпанов"),
        ("Чулпанов", "Иван Чулпанов"),
        ("Anastasia", "Анастасия Щедрина"),
        ("Shchedrina", "Анастасия Щедрина"),
        ("pristan", "Ледяная пристань"),
        ("Angelakos", "Στέφανος Αγγελάκος"),
        ("stefanos angel", "Στέφανος Αγγελάκος"),
        ("limaniou", "Η Σκιά του Λιμανιού"),
    ],
)
def test_a_word_in_latin_letters_finds_a_name_in_others(
    searched: FlaskClient, typed: str, called: str
) -> None:
    found = searched.get("/search", query_string={"q": typed}, headers={"Accept": "application/json"})
    assert found.json is not None
    assert called in [one["label"] for one in found.json["results"]]
    page = searched.get("/search", query_string={"q": typed}, headers={"Accept": "text/html"})
    assert called in page.text
