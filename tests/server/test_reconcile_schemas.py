"""/reconcile held against the schemas and examples of the Reconciliation API 0.2."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import jsonschema
import pytest
from referencing import Registry, Resource

from tests.conftest import SHARED
from tests.server.archive import BASE
from tests.server.reconciling import fetch, get, ids

if TYPE_CHECKING:
    from pathlib import Path

SPECIFICATION = SHARED / "data" / "reconciliation" / "0.2"


@pytest.fixture(scope="module")
def valid() -> Any:
    """Checks a value against one of the specification's schemas."""
    folder = SPECIFICATION / "schemas"
    if not folder.is_dir():
        pytest.skip(f"The schemas of the Reconciliation API are not at {folder}.")
    schemas = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")}
    registry: Registry[Any] = Registry()
    for name, schema in schemas.items():
        where = "http://swagger.io/v2/schema.json" if name == "openapi.json" else schema["$id"]
        schema["$schema"] = "http://json-schema.org/draft-07/schema#"
        registry = registry.with_resource(where, Resource.from_contents(schema))
        registry = registry.with_resource(name, Resource.from_contents(schema))

    def check(name: str, value: Any) -> None:
        jsonschema.Draft7Validator(schemas[f"{name}.json"], registry=registry).validate(value)

    return check


def test_the_manifest_is_valid_and_every_address_in_it_answers(server: str, valid: Any) -> None:
    manifest = get(f"{server}/reconcile")
    valid("manifest", manifest)
    assert manifest["identifierSpace"] == f"{BASE}/"
    assert {item["id"] for item in manifest["defaultTypes"]} == {"Film", "Person", "Review", "Character"}
    identifier = quote("person/jeong-da-eun", safe="")
    for template in (manifest["view"]["url"], manifest["preview"]["url"]):
        assert fetch(template.replace("{{id}}", identifier))[0] == 200, template
    assert fetch(manifest["documentation"])[0] == 200
    about = fetch(manifest["feature_view"]["url"].replace("{{id}}", "film"))[2].decode()
    assert 'id="film"' in about
    for kind, given, name in (("entity", "person/jeong-da-eun", "Jeong"), ("property", "film", "film"),
                              ("type", "Film", "Film")):  # fmt: skip
        suggest = manifest["suggest"][kind]
        address = suggest["service_url"] + suggest["service_path"] + "?" + urlencode({"prefix": given})
        found = get(address)
        valid({"entity": "suggest-entities-response", "property": "suggest-properties-response",
               "type": "suggest-types-response"}[kind], found)  # fmt: skip
        assert given in ids(found["result"]), f"the id of a {kind} does not suggest it"
        path = suggest["flyout_service_path"].replace("${id}", quote(given, safe=""))
        flyout = get(suggest["flyout_service_url"] + path)
        assert (flyout["id"], name in flyout["html"]) == (given, True)
    propose = manifest["extend"]["propose_properties"]
    proposed = get(propose["service_url"] + propose["service_path"] + "?type=Person&limit=4")
    valid("data-extension-property-proposal", proposed)
    assert (len(proposed["properties"]), proposed["type"], proposed["limit"]) == (4, "Person", 4)
    assert fetch(manifest["logo"])[0] == 200


def test_results_and_extensions_are_valid(server: str, valid: Any) -> None:
    batch = {
        "q0": {"query": "jung daeun", "type": "Person", "limit": 3, "type_strict": "should",
               "properties": [{"pid": "film", "v": "Aloners"}, {"pid": "year", "v": 2023},
                              {"pid": "director", "v": [{"id": "person/hong-seong-eun"}, "Somebody"]}]},
        "q1": {"query": "Nobody of this name"},
        "q2": {"properties": [{"pid": "imdbId", "v": "tt14538238"}]},
    }  # fmt: skip
    valid("reconciliation-query-batch", batch)
    answer = json.loads(fetch(f"{server}/reconcile", {"queries": json.dumps(batch)})[2])
    valid("reconciliation-result-batch", answer)
    assert set(answer) == set(batch)
    assert answer["q1"] == {"result": []}
    query: dict[str, list[Any]] = {
        "ids": ["film/aloners-2023", "person/jeong-da-eun", "review/aloners-2023-ada-kern", "nobody"],
        "properties": [{"id": name} for name in ("title", "year", "director", "actor", "imdbId", "film",
                       "alternateName", "birthYear", "publishedOn", "critic", "of our own making")],
    }  # fmt: skip
    valid("data-extension-query", query)
    extended = json.loads(fetch(f"{server}/reconcile", {"extend": json.dumps(query)})[2])
    valid("data-extension-response", extended)
    assert list(extended["rows"]) == query["ids"]
    assert all(len(row) == len(query["properties"]) for row in extended["rows"].values())


def _examples(name: str, kind: str) -> list[Path]:
    return sorted((SPECIFICATION / "examples" / name / kind).glob("*.json"))


def test_the_specifications_valid_queries_are_answered_and_its_invalid_ones_refused(
    server: str, valid: Any
) -> None:
    for field, name, answer in (("queries", "reconciliation-query-batch", "reconciliation-result-batch"),
                                ("extend", "data-extension-query", "data-extension-response")):  # fmt: skip
        assert _examples(name, "valid")
        for path in _examples(name, "valid"):
            status, _, body = fetch(f"{server}/reconcile", {field: path.read_text(encoding="utf-8")})
            assert status == 200, (path.name, body)
            valid(answer, json.loads(body))
    for path in _examples("reconciliation-query-batch", "invalid"):
        status, headers, body = fetch(f"{server}/reconcile", {"queries": path.read_text(encoding="utf-8")})
        assert (status, headers["Content-Type"]) == (400, "application/problem+json"), path.name
        assert json.loads(body)["detail"].endswith(".")
