"""The view of the real review page, exactly: what it holds, and what it does not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from graph.build import ingest
from graph.check import check
from graph.nodes import Node, Nodes, from_graph
from graph.store import Dataset

if TYPE_CHECKING:
    from pathlib import Path

CAST = [
    ("Gong Seung-yeon", "Ji-na"),
    ("Jeong Da-eun", "Soo-jin"),
    ("Seo Hyun-woo", "Seong-hoon"),
    ("Kim Hae-na", "Team Leader"),
    ("Kim Mo-beom", "Neighbour"),
    ("Park Jeong-hak", "Father"),
    ("Ju Seok-tae", "Lawyer Jeong"),
    ("Ahn Jeong-bin", "Plainclothes Police Officer"),
    ("Kwak Min-kyu", "Time Machine Man"),
]
#: Each form of a name in the body, how often it stands there, and whom it names.
MENTIONS = {
    "Gong Seung-yeon": (1, "Gong Seung-yeon"),
    "Jung Da-eun": (1, "Jeong Da-eun"),
    "Kim Hannah": (1, "Kim Hae-na"),
    "Park Jeong-hak": (1, "Park Jeong-hak"),
    "Kim Mo-beom": (1, "Kim Mo-beom"),
    "Hong Seong-eun": (1, "Hong Seong-eun"),
    "Hong": (2, "Hong Seong-eun"),
    "Jina": (24, "Ji-na"),
    "Sujin": (7, "Soo-jin"),
}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Dataset:
    dataset = Dataset(tmp_path_factory.mktemp("seed") / "data")
    ingest(dataset, [seeds])
    return dataset


@pytest.fixture(scope="module")
def view(dataset: Dataset) -> Nodes:
    return from_graph(dataset.version().store)


def of_kind(view: Nodes, kind: str) -> list[Node]:
    return [node for node in view.values() if kind in node["type"]]


def test_there_is_one_film_and_its_facts_are_the_pages(view: Nodes) -> None:
    (film,) = of_kind(view, "Film")
    assert (film["title"], film["year"], film["runtimeMinutes"]) == (["Aloners"], ["2023"], ["91"])


def test_the_review_has_its_critic_its_publication_and_no_rating_or_date(view: Nodes) -> None:
    (review,) = of_kind(view, "Review")
    assert [view[critic]["name"] for critic in review["critic"]] == [["Simon Abrams"]]
    assert view[review["publication"][0]]["name"] == ["Roger Ebert"]
    assert not {"rating", "publishedOn"} & review.keys()


def test_the_reviews_text_is_its_body_alone(view: Nodes) -> None:
    (review,) = of_kind(view, "Review")
    (text,) = review["text"]
    assert text.startswith("The bittersweet Korean drama")
    assert text.endswith("they never completely explain her away.")
    for foreign in ("Roger Ebert", "Simon Abrams", "Furiosa", "Film Credits", "91 minutes", " as Ji-na"):
        assert foreign not in text


def test_nine_acting_roles_stand_in_billing_order(view: Nodes) -> None:
    roles = [role for role in of_kind(view, "Role") if role["job"][0].endswith("/actor")]
    roles.sort(key=lambda role: int(role["billing"][0]))
    assert [int(role["billing"][0]) for role in roles] == list(range(1, 10))
    assert [(view[role["person"][0]]["name"][0], role["characterName"][0]) for role in roles] == CAST
    assert [role.get("note") for role in roles] == [None] * 8 + [["voice"]]


def test_the_director_and_writer_come_from_the_sentence_that_names_them(
    dataset: Dataset, view: Nodes
) -> None:
    crew = [role for role in of_kind(view, "Role") if not role["job"][0].endswith("/actor")]
    assert sorted(role["job"][0].rsplit("/", 1)[-1] for role in crew) == ["director", "writer"]
    assert {view[role["person"][0]]["name"][0] for role in crew} == {"Hong Seong-eun"}
    evidence = from_graph(dataset.version().store, crew[0]["statedIn"][0])
    named = {iri for iri, node in evidence.items() if node.get("creditedAs") == ["Hong Seong-eun"]}
    quotes = {
        node["quote"][0]
        for node in evidence.values()
        if "Fact" in node["type"] and named & set(node["about"])
    }
    assert quotes
    assert all("writer/director Hong Seong-eun worked" in quote for quote in quotes)


def test_every_mention_stands_where_it_says_and_names_the_right_one(view: Nodes) -> None:
    (review,) = of_kind(view, "Review")
    (text,) = review["text"]
    counts: Counter[str] = Counter()
    for mention in of_kind(view, "Mention"):
        exact = mention["exactText"][0]
        assert text[int(mention["start"][0]) : int(mention["end"][0])] == exact
        counts[exact] += 1
        names = {view[iri]["name"][0] for iri in mention["refersTo"] if "name" in view[iri]}
        assert names == {MENTIONS[exact][1]}
    assert counts == {form: count for form, (count, _) in MENTIONS.items()}


def test_a_persons_mention_names_the_role_too(view: Nodes) -> None:
    (mention,) = [m for m in of_kind(view, "Mention") if m["exactText"] == ["Kim Hannah"]]
    roles = [view[iri] for iri in mention["refersTo"] if "Role" in view[iri]["type"]]
    assert [role["characterName"] for role in roles] == [["Team Leader"]]


def test_every_fact_of_the_evidence_knows_its_lines(dataset: Dataset, seeds: Path) -> None:
    lines = next(seeds.glob("*.txt")).read_text(encoding="utf-8").split("\n")
    store = dataset.version().store
    (source,) = [iri for iri, node in from_graph(store).items() if "Source" in node["type"]]
    evidence = from_graph(store, source)
    facts = [node for node in evidence.values() if "Fact" in node["type"]]
    stated = {
        (about, name.rsplit("#")[-1])
        for fact in facts
        for about in fact["about"]
        for name in fact["property"]
    }
    for iri, node in evidence.items():
        for name in {
            "title",
            "year",
            "runtimeMinutes",
            "creditedAs",
            "characterName",
            "text",
            "note",
        } & node.keys():
            assert (iri, name) in stated
    for fact in facts:
        assert 1 <= int(fact["firstLine"][0]) <= int(fact["lastLine"][0]) <= len(lines)


def test_the_view_conforms_to_the_shapes(dataset: Dataset) -> None:
    assert check(dataset.version().store).faults == ()
