"""The W3C's SPARQL 1.1 test suite: where it lies, and its manifests as plain data."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from rdflib.collection import Collection

from tests.conftest import SHARED

if TYPE_CHECKING:
    from collections.abc import Iterator

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")

HOW_TO_GET_IT = (
    "The W3C test suite is not at {}: clone https://github.com/w3c/rdf-tests, and set W3C_RDF_TESTS to "
    "its folder sparql/sparql11 (or put that folder at ../shared/data/w3c/sparql11)."
)


def place() -> Path:
    """The folder sparql11 of the suite, whether it is there or not."""
    given = os.environ.get("W3C_RDF_TESTS")
    if not given:
        return SHARED / "data" / "w3c" / "sparql11"
    for inside in ("", "sparql11", "sparql/sparql11"):
        if (Path(given) / inside / "protocol" / "manifest.ttl").exists():
            return Path(given) / inside
    return Path(given)


@dataclass(frozen=True)
class Test:
    """One test of a manifest: its id (folder#name), its kind, and the node that describes it."""

    __test__ = False

    id: str
    kind: str
    graph: rdflib.Graph
    node: Any

    def one(self, *path: Any) -> Any:
        """What a chain of properties leads to from the test; None where it breaks off."""
        node = self.node
        for step in path:
            node = None if node is None else self.graph.value(node, step)
        return node

    def all(self, node: Any, step: Any) -> list[Any]:
        """All values of a property."""
        return sorted(self.graph.objects(node, step))

    def list(self, node: Any) -> list[Any]:
        """The members of an RDF list."""
        return list(Collection(self.graph, node))


def cases(*folders: str, manifest: str = "manifest.ttl") -> Iterator[Test]:
    """The tests of the manifests of some folders, in their order; none where the suite is not there."""
    for folder in folders:
        file = place() / folder / manifest
        if not file.exists():
            continue
        graph = rdflib.Graph().parse(file, format="turtle", publicID=file.resolve().as_uri())
        for head in graph.objects(None, MF.entries):
            for node in Collection(graph, head):
                kind = graph.value(node, rdflib.RDF.type)
                if kind is not None:
                    yield Test(f"{folder}#{_tail(node)}", _tail(kind), graph, node)


def params(found: Iterator[Test], failing: dict[str, str]) -> list[Any]:
    """The tests as pytest's parameters; one that is known to fail must fail, and says why."""
    made = [
        pytest.param(
            test,
            id=test.id,
            marks=[pytest.mark.xfail(reason=failing[test.id], strict=True)] if test.id in failing else [],
        )
        for test in found
    ]
    return made or [pytest.param(None, id="no-suite")]


def needed(test: Test | None) -> Test:
    """The test; skips with a sentence that says how to get the suite where there is none."""
    if test is None:
        pytest.skip(HOW_TO_GET_IT.format(place()))
    return test


def local(iri: Any) -> Path:
    """The file that an IRI of a manifest means."""
    from urllib.parse import unquote, urlsplit

    return Path(unquote(urlsplit(str(iri)).path))


def _tail(iri: Any) -> str:
    return str(iri).rsplit("#", 1)[-1].rsplit("/", 1)[-1]
