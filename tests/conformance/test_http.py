"""SPARQL 1.1 Protocol, Graph Store HTTP Protocol and Service Description, over HTTP.

The server is started as a user starts it, on an empty folder, with a token.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pyoxigraph as ox
import pytest
from rdflib import RDFS

from tests.conformance.known import HTTP_FAILING
from tests.conformance.suite import CNT, HT, MF, UT, Test, cases, local, needed, params
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOKEN = "a token for the conformance tests"
#: Asked first, for what is empty already needs no further version: 11 processor seconds for all, not 15.
_ANYTHING = "ASK { { ?s ?p ?o } UNION { GRAPH ?g { } } }"
SD = "http://www.w3.org/ns/sparql-service-description#"

#: The status codes and classes that the manifests name.
STATUS = {
    "OK": "200", "Created": "201", "NoContent": "204", "NotFound": "404",
    "StatusCode2xx": "2..", "StatusCode3xx": "3..", "StatusCode4xx": "4..", "StatusCode5xx": "5..",
}  # fmt: skip
FORMATS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        "application/sparql-results+json", "application/sparql-results+xml", "text/csv",
        "text/tab-separated-values",
    },
    "RDF": {"text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"},
}  # fmt: skip


class Client:
    """Sends requests exactly as written: no header of its own but Host, Content-Length and the token."""

    def __init__(self, address: str) -> None:
        self.address = address

    def send(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=120)
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in {"Authorization": f"Bearer {TOKEN}", **headers}.items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        return response.status, response.headers, content


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The real server on an empty dataset."""
    folder: Path = tmp_path_factory.mktemp("conformance")
    process = subprocess.Popen(
        [sys.executable, "-m", "server", "--data", str(folder / "data"), "serve", "--port", "0"],
        cwd=ROOT,
        env={**os.environ, "REELGRAPH_TOKEN": TOKEN},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    said = process.stderr.readline()
    found = re.search(r"http://[0-9.]+:[0-9]+", said)
    assert found, f"the server did not start: {said!r}"
    yield Client(found[0])
    process.terminate()
    process.communicate(timeout=120)


@pytest.fixture
def client(server: Client) -> Client:
    """The server with nothing in its dataset."""
    asked = f"/sparql?query={quote(_ANYTHING)}"
    status, _, content = server.send("GET", asked, {"Accept": "application/sparql-results+json"}, None)
    assert status == 200
    if json.loads(content)["boolean"]:
        headers = {"Content-Type": "application/sparql-update"}
        assert server.send("POST", "/update", headers, b"DROP ALL")[0] == 204
    return server


@pytest.mark.parametrize("test", params(cases("protocol"), HTTP_FAILING))
def test_protocol(test: Test | None, client: Client) -> None:
    test = needed(test)
    for data in test.all(test.node, UT.graphData):
        name = str(test.graph.value(data, RDFS.label))
        content = local(test.graph.value(data, UT.graph)).read_bytes()
        headers = {"Content-Type": "application/n-triples"}
        status, _, _ = client.send("PUT", f"/graphs?graph={quote(name, safe='')}", headers, content)
        assert status == 201
    for request in test.list(test.one(MF.action, HT.requests)):
        _exchange(test, request, client, {})


@pytest.mark.parametrize(
    "test",
    params(
        (
            test
            for manifest in ("manifest-direct.ttl", "manifest-indirect.ttl")
            for test in cases("graph-store-protocol", manifest=manifest)
        ),
        HTTP_FAILING,
    ),
)
def test_graph_store_protocol(test: Test | None, client: Client) -> None:
    test = needed(test)
    locations: dict[str, str] = {}
    for request in test.list(test.one(MF.action, HT.requests)):
        _exchange(test, request, client, locations)


def _exchange(test: Test, request: Any, client: Client, locations: dict[str, str]) -> None:
    """Sends one request of a test and holds the response against what is expected of it."""
    graph = test.graph
    headers = _headers(test, request)
    body = _body(test, request, locations)
    path = str(graph.value(request, HT.absolutePath))
    path = _ours(_filled(path, locations), headers, body)
    method = str(graph.value(request, HT.methodName))
    status, answered, content = client.send(method, path, headers, body)
    expected = graph.value(request, HT.resp)
    wanted = [STATUS[str(item).rsplit("#", 1)[-1]] for item in test.all(expected, MF.expectedStatus)]
    assert any(re.fullmatch(code, str(status)) for code in wanted), (status, wanted, content)
    kind = (answered["Content-Type"] or "").partition(";")[0]
    form = graph.value(expected, MF.expectedFormat)
    if form is not None:
        assert kind in FORMATS[str(form)]
    boolean = graph.value(expected, MF.expectedBoolean)
    if boolean is not None:
        assert json.loads(content)["boolean"] is boolean.toPython()
    location = graph.value(expected, MF.expectedLocation)
    if location is not None:
        locations[str(location)] = answered["Location"]
    for name, value in _headers(test, expected).items():
        assert answered[name].lower() == value.lower()
    if graph.value(expected, HT.body) is not None:
        right = _body(test, expected, locations)
        assert right is not None
        assert _graph(content, kind) == _graph(right, kind)


def _headers(test: Test, node: Any) -> dict[str, str]:
    head = test.graph.value(node, HT.headers)
    if head is None:
        return {}
    pairs = [(test.graph.value(i, HT.fieldName), test.graph.value(i, HT.fieldValue)) for i in test.list(head)]
    return {str(name): str(value) for name, value in pairs}


def _body(test: Test, node: Any, locations: dict[str, str]) -> bytes | None:
    body = test.graph.value(node, HT.body)
    if body is None:
        return None
    text = str(test.graph.value(body, CNT.chars))
    return _filled(text, locations).encode(str(test.graph.value(body, CNT.characterEncoding)))


def _filled(text: str, locations: dict[str, str]) -> str:
    for name, value in locations.items():
        text = text.replace(name, value)
    return text


def _ours(path: str, headers: dict[str, str], body: bytes | None) -> str:
    """A path of the manifests as ours: one address for queries, one for updates, one for graphs."""
    if path.startswith("/gsp"):
        return "/graphs" + path.removeprefix("/gsp")
    kind = headers.get("content-type", "")
    updates = "update" in kind or (body or b"").startswith((b"update=", b"CLEAR")) or "?update=" in path
    return ("/update" if updates else "/sparql") + path.removeprefix("/sparql/")


def _graph(content: bytes, kind: str) -> ox.Dataset:
    made = ox.Dataset(
        ox.parse(content, format=ox.RdfFormat.from_media_type(kind), base_iri="http://x.example/")
    )
    made.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return made


# -- service description -------------------------------------------------------------------------


def _description(client: Client) -> ox.Store:
    status, headers, content = client.send("GET", "/sparql", {}, None)
    assert status == 200
    store = ox.Store()
    store.load(content, ox.RdfFormat.from_media_type(headers["Content-Type"].partition(";")[0]))
    return store


def _returns_rdf(client: Client) -> None:
    assert len(_description(client)) > 0
    for kind in FORMATS["RDF"]:
        status, headers, content = client.send("GET", "/sparql", {"Accept": kind}, None)
        assert (status, headers["Content-Type"].partition(";")[0]) == (200, kind)
        assert len(_graph(content, kind)) > 0


def _has_endpoint_triple(client: Client) -> None:
    endpoint = ox.NamedNode(f"{client.address}/sparql")
    found = _description(client).quads_for_pattern(None, ox.NamedNode(f"{SD}endpoint"), endpoint)
    assert len(list(found)) == 1


#: The vocabulary's properties (section 3.4 of the recommendation): their domain, and their range.
SCHEMA = {
    "endpoint": ("Service", None), "feature": ("Service", "Feature"),
    "defaultEntailmentRegime": ("Service", None), "supportedEntailmentProfile": ("Service", None),
    "entailmentRegime": ("NamedGraph", None), "extensionFunction": ("Service", None),
    "extensionAggregate": ("Service", None), "languageExtension": ("Service", None),
    "supportedLanguage": ("Service", "Language"), "propertyFeature": ("Service", None),
    "defaultDataset": ("Service", "Dataset"), "availableGraphs": ("Service", "GraphCollection"),
    "resultFormat": ("Service", None), "inputFormat": ("Service", None),
    "defaultGraph": ("Dataset", "Graph"), "namedGraph": ("Dataset", "NamedGraph"),
    "name": ("NamedGraph", None), "graph": ("NamedGraph", "Graph"),
}  # fmt: skip
INSTANCES = {
    "Feature": {
        "DereferencesURIs",
        "UnionDefaultGraph",
        "RequiresDataset",
        "EmptyGraphs",
        "BasicFederatedQuery",
    },
    "Language": {"SPARQL10Query", "SPARQL11Query", "SPARQL11Update"},
}


def _conforms_to_schema(client: Client) -> None:
    store = _description(client)
    types: dict[Any, set[str]] = {}
    for quad in store.quads_for_pattern(None, ox.NamedNode(_TYPE), None):
        assert isinstance(quad.object, ox.NamedNode)
        types.setdefault(quad.subject, set()).add(quad.object.value)
    services = [subject for subject, kinds in types.items() if f"{SD}Service" in kinds]
    assert services
    for service in services:
        assert len(list(store.quads_for_pattern(service, ox.NamedNode(f"{SD}endpoint"), None))) == 1
    for quad in store:
        if not quad.predicate.value.startswith(SD):
            continue
        domain, kind = SCHEMA[quad.predicate.value.removeprefix(SD)]
        assert f"{SD}{domain}" in types[quad.subject], quad
        assert isinstance(quad.object, ox.NamedNode), quad
        if kind in INSTANCES:
            assert quad.object.value.removeprefix(SD) in INSTANCES[kind], quad
        elif kind is not None:
            assert f"{SD}{kind}" in types[quad.object], quad


_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_CHECKS = {
    "returns-rdf": _returns_rdf,
    "has-endpoint-triple": _has_endpoint_triple,
    "conforms-to-schema": _conforms_to_schema,
}


@pytest.mark.parametrize("test", params(cases("service-description"), HTTP_FAILING))
def test_service_description(test: Test | None, client: Client) -> None:
    test = needed(test)
    headers = {"Content-Type": "text/turtle"}
    assert client.send("PUT", "/graphs?graph=http://a.example/", headers, b"<> a <b> .")[0] == 201
    _CHECKS[test.id.partition("#")[2]](client)
