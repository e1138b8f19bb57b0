"""/reconcile, over the socket: who is meant, how sure that is, and what is refused."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from graph.build import ingest
from graph.store import Dataset
from server.app import create_app
from server.settings import Settings
from tests.server.archive import BASE, client_of
from tests.server.reconciling import ask, ask_one, fetch

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "name",
    ["Jeong Da-eun", "JEONG DA-EUN", "jeong daeun", "Jung Da-eun", "Da-eun Jeong", "Jung, Da Eun", "정다은"],
)
def test_a_name_is_matched_in_any_spelling_and_order(server: str, name: str) -> None:
    found = ask_one(server, name, type="Person")
    assert (found[0]["id"], found[0]["match"]) == ("person/jeong-da-eun", True)
    assert found[0]["score"] >= 90
    assert found[0]["type"] == [{"id": "Person", "name": "Person"}]


def test_a_typing_error_is_found_and_left_to_a_person_unless_a_property_confirms_it(server: str) -> None:
    alone = ask_one(server, "Gong Seung-yaon", type="Person")[0]
    assert (alone["id"], alone["match"]) == ("person/gong-seung-yeon", False)
    beside = ask_one(server, "Gong Seung-yaon", type="Person", properties=[{"pid": "film", "v": "Aloners"}])[
        0
    ]
    assert beside["score"] > alone["score"]
    against = ask_one(server, "Gong Seung-yeon", properties=[{"pid": "film", "v": "Night Shift"}])[0]
    assert (against["id"], against["match"]) == ("person/gong-seung-yeon", False)
    assert against["score"] < 90


def test_a_score_is_the_weighted_mean_of_its_features(server: str) -> None:
    properties = [{"pid": "film", "v": "Night Shift"}, {"pid": "year", "v": "2021"},
                  {"pid": "birthYear", "v": 1995}]  # fmt: skip
    found = ask_one(server, "Jung Daeun", properties=properties)[0]
    parts = {item["id"]: item["value"] for item in found["features"]}
    assert (parts["film"], parts["year"], parts["birthYear"]) == (100, 100, 50)
    about = fetch(f"{server}/reconcile/about")[2].decode()
    weights = {"name": 3.0}
    for pid in ("film", "year", "birthYear"):
        said = re.search(rf'<div id="{pid}">.*?Weighs ([0-9.]+?)\.?</dd>', about)
        assert said is not None
        weights[pid] = float(said[1])
    mean = sum(weights[pid] * points for pid, points in parts.items()) / sum(weights.values())
    assert found["score"] == pytest.approx(mean, abs=0.1)


def test_job_and_film_must_agree_on_the_same_role(server: str) -> None:
    found = ask_one(
        server, type="Person", properties=[{"pid": "film", "v": "Aloners"}, {"pid": "job", "v": "Director"}]
    )
    assert (found[0]["id"], found[0]["match"]) == ("person/hong-seong-eun", True)
    assert not any(item["match"] for item in found[1:])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"query": "Aloners"}, "film/aloners-2023"),
        ({"query": "혼자 사는 사람들", "type": "reel:Film"}, "film/aloners-2023"),
        ({"query": "Aloners (2023)", "type": "https://schema.org/Movie"}, "film/aloners-2023"),
        ({"query": "tt14538238"}, "film/aloners-2023"),
        ({"query": "film/aloners-2023"}, "film/aloners-2023"),
        ({"query": f"{BASE}/film/aloners-2023"}, "film/aloners-2023"),
        ({"query": "film/aloners"}, "film/aloners-2023"),
        (
            {"properties": [{"pid": "imdb", "v": "https://www.imdb.com/title/tt14538238/"}]},
            "film/aloners-2023",
        ),
        ({"query": "Soo-jin", "type": "Character"}, "character/aloners-2023-soo-jin"),
        ({"query": "The desk and the quiet", "type": "Review"}, "review/aloners-2023-ada-kern"),
    ],
)  # fmt: skip
def test_titles_ids_and_other_types_are_matched(server: str, query: dict[str, Any], expected: str) -> None:
    found = ask(server, q=query)["q"]
    assert (found[0]["id"], found[0]["match"]) == (expected, True)


def test_another_year_is_no_match(server: str) -> None:
    found = ask_one(server, "Aloners", type="Film", properties=[{"pid": "year", "v": 1987}])[0]
    assert (found["id"], found["match"]) == ("film/aloners-2023", False)


def test_a_type_is_kept_to_unless_the_client_is_lenient(server: str) -> None:
    assert ask_one(server, "Gong Seung-yeon", type="Film") == []
    assert ask_one(server, "Gong Seung-yeon", type=["Film", "Person"])[0]["match"]
    assert ask_one(server, "Gong Seung-yeon", type=["Film", "Person"], type_strict="all") == []
    lenient = ask_one(server, "Gong Seung-yeon", type="Film", type_strict="should")[0]
    assert (lenient["id"], lenient["match"]) == ("person/gong-seung-yeon", False)
    assert lenient["score"] <= 50


def test_a_limit_is_kept(server: str) -> None:
    asked: dict[str, Any] = {"properties": [{"pid": "film", "v": "Aloners"}], "type": "Person"}
    assert len(ask_one(server, **asked)) == 3
    assert len(ask_one(server, limit=1, **asked)) == 1


def test_whoever_takes_one_actor_of_a_film_gets_the_first_of_its_credits(tmp_path: Path) -> None:
    table = tmp_path / "credits.tsv"
    cast = ("Zora Quill", "Mona Adair", "Abel Finch")
    rows = [f"Quince\t1961\tactor\t{place}\t{name}" for place, name in enumerate(cast, 1)]
    table.write_text("\n".join(["film_title\tfilm_year\tjob\tbilling\tname", *rows]), encoding="utf-8")
    dataset = Dataset(tmp_path / "data")
    ingest(dataset, [table])
    client = client_of(create_app(dataset.path, Settings.of({}, workers=1)))
    try:
        query: dict[str, Any] = {
            "ids": ["film/quince-1961"],
            "properties": [{"id": "actor"}, {"id": "actor", "settings": {"limit": 1, "content": "literal"}}],
        }
        found = client.get("/reconcile", query_string={"extend": json.dumps(query)}).json
        assert found is not None
        assert found["rows"]["film/quince-1961"]["actor"] == [{"str": cast[0]}]
        query["properties"] = query["properties"][:1]
        found = client.get("/reconcile", query_string={"extend": json.dumps(query)}).json
        assert found is not None
        assert [cell["name"] for cell in found["rows"]["film/quince-1961"]["actor"]] == [*cast]
    finally:
        client.application.extensions["reelgraph"].pool.close()


@pytest.mark.parametrize(
    ("field", "text", "status", "says"),
    [
        ("queries", "{", 400, "JSON"),
        ("queries", "[" * 100_000, 400, "JSON"),
        ("queries", "[]", 400, "object"),
        ("queries", '{"q0": "Aloners"}', 400, "q0"),
        ("queries", '{"q0": {"query": 5}}', 400, "text"),
        ("queries", '{"q0": {"query": NaN}}', 400, "NaN"),
        ("queries", '{"q0": {"query": "a", "limit": 0}}', 400, "limit"),
        ("queries", '{"q0": {"query": "a", "type": 3}}', 400, "type"),
        ("queries", '{"q0": {"query": "a", "type_strict": "never"}}', 400, "type_strict"),
        ("queries", '{"q0": {"query": "a", "properties": [{"pid": "film"}]}}', 400, "pid"),
        ("queries", '{"q0": {"query": "a", "properties": [{"pid": "film", "v": {"x": 1}}]}}', 400, "value"),
        ("queries", json.dumps({"q0": {"query": "a" * 501}}), 413, "500"),
        ("queries", json.dumps({f"q{n}": {"query": "a"} for n in range(51)}), 413, "50"),
        ("extend", "{}", 400, "ids"),
        ("extend", '{"ids": ["a"], "properties": ["b"]}', 400, "properties"),
        ("extend", json.dumps({"ids": ["a"] * 201, "properties": []}), 413, "200"),
        ("extend", '{"ids": ["film/aloners-2023"], "properties": [{"id": "a", "settings": {"limit": "x"}}]}',
         400, "limit"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_refused_with_one_sentence(
    server: str, field: str, text: str, status: int, says: str
) -> None:
    found, headers, body = fetch(f"{server}/reconcile", {field: text})
    assert (found, headers["Content-Type"]) == (status, "application/problem+json")
    detail = json.loads(body)["detail"]
    assert says in detail
    assert detail.endswith(".")
    assert len(detail) < 300


@pytest.mark.parametrize(
    "name", ['"', "\0", "* OR *", "\ud800", "﷽" * 50, "a" * 500, "-", "()", "' OR 1=1 --"]
)
def test_no_name_upsets_the_service(server: str, name: str) -> None:
    assert isinstance(ask_one(server, name, properties=[{"pid": "film", "v": name}]), list)
    status, _, _ = fetch(f"{server}/reconcile/suggest/entity?prefix={quote(name.encode('utf-8', 'replace'))}")
    assert status == 200
