"""Attacks by way of SERVICE and LOAD, on a server that may ask one service and no other.

Both services stand on this machine. The one that may not be asked notes whoever reaches it all the same.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.hostile.serving import LONG, Server
from tests.server.elsewhere import JSON, XML, Elsewhere, Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.alone]

_LAUGHS = "".join(f"<!ENTITY l{n + 1} '{f'&l{n};' * 10}'>" for n in range(9))
_BOMB = f"<?xml version='1.0'?><!DOCTYPE s [<!ENTITY l0 'ha'>{_LAUGHS}]>"
_XML = (
    "<sparql xmlns='http://www.w3.org/2005/sparql-results#'><head><variable name='a'/></head>"
    "<results><result><binding name='a'><literal>&l9;</literal></binding></result></results></sparql>"
)
_RDF = (
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:x='http://x/'>"
    "<rdf:Description rdf:about='http://x/a'><x:b>&l9;</x:b></rdf:Description></rdf:RDF>"
)
_HEAD = b'{"head": {"vars": ["a"]}, "results": {"bindings": ['
_ROW = b'{"a":{"type":"literal","value":"x"}}'
_NAMES = [f"v{number}" for number in range(300_000)]
PAGES = {
    "/laughs": Page((_BOMB + _XML).encode(), XML),
    "/deep": Page(b'{"head": {"vars": ["a"]}, "results": ' + b"[" * 3_000_000, JSON),
    "/many": Page(_HEAD + b",".join([_ROW] * 200_000) + b"]}}", JSON),
    "/wide": Page(json.dumps({"head": {"vars": _NAMES}, "results": {"bindings": [{}] * 100}}).encode(), JSON),
    "/inject": Page(
        json.dumps({
            "head": {"vars": ["a"]},
            "results": {"bindings": [
                {"a": {"type": "uri", "value": "http://x/> } } SERVICE <http://y/"}},
            ]},
        }).encode(), JSON,
    ),
    "/variable": Page(b'{"head": {"vars": ["a) { } } DROP ALL #"]}, "results": {"bindings": [{}]}}', JSON),
    "/crawl": Page(b"{", JSON, seconds=30),
    "/laughs.rdf": Page((_BOMB + _RDF).encode(), "application/rdf+xml"),
    "/deep.ttl": Page(b"<a> <b> " + b"[ <b> " * 1_000_000, "text/turtle"),
    "/deep.jsonld": Page(b'{"@graph": ' + b"[" * 3_000_000, "application/ld+json"),
    "/context.jsonld": Page(b'{"@context": "http://127.0.0.1:1/x", "@id": "a:b"}', "application/ld+json"),
}  # fmt: skip


@dataclass
class Asked:
    """An attack: ``target`` of a SERVICE (or a LOAD), and the statuses that may come of it."""

    name: str
    statuses: tuple[int, ...]
    target: str
    load: bool = False
    text: str = ""


# {ok} is the service that may be asked, {no} the one that may not; each begins an address.
ATTACKS = [
    Asked("SERVICE to another port of the machine", (400,), "{no}/sparql"),
    Asked("SERVICE by another name of the machine", (400,), "http://localhost:{port}/sparql"),
    Asked("SERVICE by a decimal number for the machine", (400,), "http://2130706433:{port}/sparql"),
    Asked("SERVICE by an IPv6 address for the machine", (400,), "http://[::ffff:127.0.0.1]:{port}/sparql"),
    Asked("SERVICE to the metadata address, allowed others", (400,), "http://169.254.169.254/latest/"),
    Asked("SERVICE with a name and a password", (400,), "http://127.0.0.1:{port}@{no_host}/sparql"),
    Asked("SERVICE redirected to another port", (400,), "{ok}/to-no"),
    Asked("SERVICE redirected to a name of the machine", (400,), "{ok}/to-name"),
    Asked("SERVICE redirected to a file", (400,), "{ok}/to-file"),
    Asked("SERVICE redirected without end", (502,), "{ok}/round"),
    Asked("SERVICE with a line of its own in the address", (400,), "{ok}/a%0d%0aHost:%20b\\u000d\\u000aX:1"),
    Asked("SERVICE in a service's answer", (502,), "{ok}/inject"),
    Asked("an operation in a service's variable", (502,), "{ok}/variable"),
    Asked("a service's answer of nested entities", (502,), "{ok}/laughs"),
    Asked("a service's answer of 3,000,000 brackets", (502,), "{ok}/deep"),
    Asked("a service's answer of 200,000 rows", (502,), "{ok}/many"),
    Asked("a service's answer of 300,000 variables", (502, 504), "{ok}/wide"),
    Asked("a service that never answers", (504,), "{ok}/crawl"),
    Asked("hidden SERVICE beside an allowed one", (400,), "", text=(
        "PREFIX p: <{no}/> SELECT * {{ FILTER(1<2)SERVICE p:sparql#>\n{{ ?s ?p ?o }} "
        "SERVICE <{ok}/sparql> {{ ?a ?b ?c }} }}"
    )),
    Asked("SERVICE within an allowed one", (400,), "", text=(
        "SELECT * {{ SERVICE <{ok}/sparql> {{ ?a ?b ?c SERVICE <{no}/sparql> {{ ?s ?p ?o }} }} }}"
    )),
    Asked("SERVICE fused with the word before it", (400,), "", text=(
        "SELECT * {{ SERVICE <{ok}/sparql> {{ ?a ?b ?c }} ?s ?p trueSERVICE<{no}/sparql>{{ ?d ?e ?f }} }}"
    )),
    Asked("LOAD from another port of the machine", (400,), "{no}/graph.ttl", load=True),
    Asked("LOAD redirected to another port", (400,), "{ok}/to-no", load=True),
    Asked("LOAD of a file, allowed others", (400,), "file:///etc/passwd", load=True),
    Asked("LOAD of nested entities", (502,), "{ok}/laughs.rdf", load=True),
    Asked("LOAD of 1,000,000 nested blank nodes", (502, 503), "{ok}/deep.ttl", load=True),
    Asked("LOAD of 3,000,000 brackets of JSON-LD", (502, 503), "{ok}/deep.jsonld", load=True),
    Asked("LOAD of JSON-LD with a remote context", (502,), "{ok}/context.jsonld", load=True),
    Asked("LOAD of a document that never comes", (504,), "{ok}/crawl", load=True),
]  # fmt: skip


@pytest.fixture(scope="module")
def allowed() -> Iterator[Elsewhere]:
    with Elsewhere() as found:
        found.pages |= PAGES
        yield found


@pytest.fixture(scope="module")
def forbidden() -> Iterator[Elsewhere]:
    with Elsewhere() as found:
        yield found


@pytest.fixture(scope="module")
def asking(
    dataset: Path, tmp_path_factory: pytest.TempPathFactory, allowed: Elsewhere, forbidden: Elsewhere
) -> Iterator[Server]:
    allowed.redirects |= {
        "/to-no": forbidden.address(), "/to-name": allowed.address(host="localhost"),
        "/to-file": "file:///etc/passwd", "/round": "/round",
    }  # fmt: skip
    copy = tmp_path_factory.mktemp("services") / "data"
    shutil.copytree(dataset, copy, symlinks=True)
    with _may_ask(allowed, copy, service_seconds=LONG, query_seconds=2 * LONG) as server:
        yield server


def _may_ask(allowed: Elsewhere, data: Path, **settings: float) -> Server:
    hosts = f"127.0.0.1:{allowed.port}"
    return Server(data, service_hosts=hosts, service_bytes=4_000_000, token="sesame", **settings)


@pytest.fixture(scope="module")
def hasty(asking: Server, allowed: Elsewhere) -> Iterator[Server]:
    """Another server over the same, which waits a second for a service."""
    with _may_ask(allowed, asking.data, service_seconds=1, query_seconds=LONG) as server:
        yield server


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attack_by_way_of_a_service(
    asking: Server, hasty: Server, allowed: Elsewhere, forbidden: Elsewhere, note: Any, attack: Asked
) -> None:
    if 504 in attack.statuses:
        asking = hasty
    places = {
        "ok": allowed.address("").rstrip("/"), "no": forbidden.address("").rstrip("/"), "port": allowed.port,
        "no_host": f"127.0.0.1:{forbidden.port}",
    }  # fmt: skip
    target = attack.target.format(**places)
    if attack.load:
        status, _, content = asking.ask(
            "/update", method="POST", body=f"LOAD <{target}> INTO GRAPH <http://x/loaded>".encode(),
            headers={"Content-Type": "application/sparql-update", "Authorization": "Bearer sesame"},
        )  # fmt: skip
    else:
        text = attack.text.format(**places) or f"SELECT * {{ SERVICE <{target}> {{ ?s ?p ?o }} }}"
        status, _, content = asking.query(text)
    note(status, attack.name)
    assert status in attack.statuses, content[:500]
    assert len(json.loads(content)["detail"]) > 20
    assert forbidden.asked == []
    assert asking.query("ASK {}")[0] == 200


def test_what_may_be_asked_still_is(asking: Server, allowed: Elsewhere) -> None:
    asked = f"SELECT * {{ SERVICE <{allowed.address()}> {{ ?s <http://elsewhere.example/title> ?t }} }}"
    status, _, content = asking.query(asked, format="json")
    assert status == 200
    assert len(json.loads(content)["results"]["bindings"]) == 2
