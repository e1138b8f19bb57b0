"""Who is who over the whole sample archive: every variant joined, every homonym kept apart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph.build import ingest
from graph.identity import load
from graph.nodes import Nodes, from_graph
from graph.store import Dataset

EXPECTED = Path(__file__).resolve().parent.parent / "expected"


class Archive:
    """The ingested samples: who each name on each page is."""

    def __init__(self, dataset: Dataset) -> None:
        version = dataset.version()
        self.view = from_graph(version.store)
        identity = load(from_graph(version.store, f"{version.base}/graph/identity"))
        self.links = {subject: link for link in identity.links for subject in link.subjects}
        self._who: dict[tuple[str, str], set[str]] = {}
        for iri, node in self.view.items():
            if "Source" in node["type"]:
                self._name(node["file"][0], from_graph(version.store, iri), identity.entities)

    def _name(self, page: str, evidence: Nodes, entities: dict[str, str]) -> None:
        for iri, node in evidence.items():
            if "Person" in node["type"]:
                self._who.setdefault((page, node["name"][0]), set()).add(entities[iri])

    def who(self, page: str, name: str) -> set[str]:
        found = self._who.get((page, name), set())
        assert found, f"{page} names nobody {name}"
        return found


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Archive:
    dataset = Dataset(tmp_path_factory.mktemp("archive") / "data")
    ingest(dataset, [samples])
    return Archive(dataset)


def _truth(key: str) -> list[Any]:
    return [
        group
        for file in sorted(EXPECTED.glob("identity-*.json"))
        for group in json.loads(file.read_text())[key]
    ]


@pytest.mark.parametrize("group", _truth("same"), ids=lambda group: group[0][1])
def test_one_person_whatever_the_spelling(archive: Archive, group: list[list[str]]) -> None:
    people = [archive.who(page, name) for page, name in group]
    assert set.intersection(*people), f"{group} are {people}"


@pytest.mark.parametrize("pair", _truth("different"), ids=lambda pair: f"{pair[0]}-{pair[1]}")
def test_two_people_however_alike_their_names(archive: Archive, pair: list[list[str]]) -> None:
    (page_a, name_a), (page_b, name_b) = pair
    assert not archive.who(page_a, name_a) & archive.who(page_b, name_b)


def test_reviews_of_one_film_meet_in_one_film(archive: Archive) -> None:
    titles = [node["title"][0] for node in archive.view.values() if "Film" in node["type"]]
    assert sorted(titles) == sorted(set(titles))
