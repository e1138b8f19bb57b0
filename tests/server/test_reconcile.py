"""/reconcile as a client of the Reconciliation API 0.2 sees it, over the socket."""

from __future__ import annotations

import json
import re
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import jsonschema
import pytest
from referencing import Registry, Resource

from graph.build import ingest
from graph.store import Dataset
from server.app import create_app
from server.settings import Settings
from tests.conftest import SHARED
from tests.server.archive import BASE, HOSTILE, client_of

if TYPE_CHECKING:
    from pathlib import Path

SPECIFICATION = SHARED / "data" / "reconciliation" / "0.2"


def fetch(address: str, form: dict[str, str] | None = None, **headers: str) -> tuple[int, Any, bytes]:
    data = urlencode(form).encode() if form is not None else None
    request = urllib.request.Request(address, data, headers)
    try:
        with urllib.request.urlopen(request, timeout=120) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def get(address: str) -> Any:
    status, _, body = fetch(address)
    assert status == 200, body
    return json.loads(body)


def ask(server: str, **queries: Any) -> dict[str, list[dict[str, Any]]]:
    """The results of a batch, as OpenRefine sends one."""
    status, _, body = fetch(f"{server}/reconcile", {"queries": json.dumps(queries)})
    assert status == 200, body
    return {key: value["result"] for key, value in json.loads(body).items()}


def ask_one(server: str, query: str = "", **more: Any) -> list[dict[str, Any]]:
    return ask(server, q0={**({"query": query} if query else {}), **more})["q0"]


def ids(found: list[dict[str, Any]]) -> list[str]:
    return [item["id"] for item in found]


# -- the specification's schemas -------------------------------------------------------------------


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


# -- who is meant ----------------------------------------------------------------------------------


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


# -- what OpenRefine does besides ------------------------------------------------------------------


def test_the_same_batch_by_get_gives_the_same_answer_and_says_its_version(server: str) -> None:
    batch = json.dumps({"q0": {"query": "Aloners"}})
    status, headers, body = fetch(f"{server}/reconcile?{urlencode({'queries': batch})}")
    assert (status, headers["Reelgraph-Version"]) == (200, "7")
    assert json.loads(body) == json.loads(fetch(f"{server}/reconcile", {"queries": batch})[2])
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert fetch(f"{server}/reconcile/suggest/type?prefix=F")[1]["Reelgraph-Version"] == "7"


def test_a_version_is_kept_to_and_one_that_is_not_there_is_refused(server: str) -> None:
    manifest = get(f"{server}/reconcile?version=7")
    assert "version=7" in manifest["preview"]["url"]
    assert "version=7" in manifest["suggest"]["entity"]["flyout_service_path"]
    assert fetch(f"{server}/reconcile?version=6")[0] == 404


def test_a_page_of_another_site_may_ask(server: str) -> None:
    request = urllib.request.Request(
        f"{server}/reconcile", method="OPTIONS",
        headers={"Origin": "https://refine.example", "Access-Control-Request-Method": "POST"},
    )  # fmt: skip
    with urllib.request.urlopen(request, timeout=120) as response:
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "POST" in response.headers["Access-Control-Allow-Methods"]
        assert "Content-Type" in response.headers["Access-Control-Allow-Headers"]
        assert response.headers["Access-Control-Allow-Credentials"] is None


def test_a_batch_that_is_no_form_is_refused_and_not_answered_with_the_manifest(server: str) -> None:
    request = urllib.request.Request(
        f"{server}/reconcile", b'{"queries": [{"query": "Aloners"}]}', {"Content-Type": "application/json"}
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=120)
    with refused.value as answer:
        assert answer.code == 415
        assert "POSTed as a form" in json.load(answer)["detail"]
    status, _, body = fetch(f"{server}/reconcile?query=Aloners")
    assert (status, "queries=" in json.loads(body)["detail"]) == (400, True)


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


def test_an_old_client_gets_its_callback_called_and_no_other_script(server: str) -> None:
    status, headers, body = fetch(f"{server}/reconcile?callback=jQuery1.then_2")
    assert (status, headers.get_content_type()) == (200, "text/javascript")
    called = re.fullmatch(r"/\*\*/jQuery1\.then_2\((.*)\);", body.decode(), re.DOTALL)
    assert called is not None
    assert json.loads(called[1])["versions"] == ["0.2"]
    for hostile in ("alert(1)//", "a;b", "<script>", "", "x" * 200):
        assert fetch(f"{server}/reconcile?{urlencode({'callback': hostile})}")[0] == 400, hostile


def test_a_preview_may_be_framed_by_any_site_and_can_do_nothing(server: str) -> None:
    status, headers, body = fetch(f"{server}/reconcile/preview?id=person/jeong-da-eun")
    assert status == 200
    policy = headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert headers["X-Frame-Options"] is None
    assert "Jung Da-eun" in body.decode()
    assert fetch(f"{server}/film/aloners-2023.html")[1]["X-Frame-Options"] == "DENY"
    hostile = fetch(f"{server}/reconcile/preview?id=film/hostile")[2].decode()
    assert HOSTILE not in hostile
    assert "<script" not in hostile
    flyout = get(f"{server}/reconcile/flyout/entity?id=film/hostile")["html"]
    assert "<script" not in flyout


def test_suggestions_complete_what_is_typed(server: str) -> None:
    found = get(f"{server}/reconcile/suggest/entity?prefix=gong+se")["result"]
    assert found[0]["id"] == "person/gong-seung-yeon"
    assert found[0]["notable"] == [{"id": "Person", "name": "Person"}]
    assert "Aloners" in found[0]["description"]
    everybody = get(f"{server}/reconcile/suggest/property?prefix=")["result"]
    skipped = get(f"{server}/reconcile/suggest/property?prefix=&cursor=2")["result"]
    assert skipped[:3] == everybody[2:5]
    assert ids(get(f"{server}/reconcile/suggest/property?prefix=birth")["result"]) == ["birthYear"]
    assert ids(get(f"{server}/reconcile/suggest/type?prefix=per")["result"]) == ["Person"]


def test_a_table_is_extended_with_values_of_their_kinds(server: str) -> None:
    query = {
        "ids": ["film/aloners-2023", "person/jeong-da-eun"],
        "properties": [
            {"id": "year"}, {"id": "director"}, {"id": "actor", "settings": {"limit": "1"}},
            {"id": "film", "settings": {"content": "literal"}}, {"id": "alternateName"}, {"id": "imdbId"},
        ],
    }  # fmt: skip
    answer = get(f"{server}/reconcile?{urlencode({'extend': json.dumps(query)})}")
    assert answer["meta"][1] == {
        "id": "director",
        "name": "director",
        "type": {"id": "Person", "name": "Person"},
    }
    film, person = answer["rows"]["film/aloners-2023"], answer["rows"]["person/jeong-da-eun"]
    assert film["year"] == [{"int": 2023}]
    assert film["director"] == [{"id": "person/hong-seong-eun", "name": "Hong Seong-eun"}]
    assert len(film["actor"]) == 1
    assert film["imdbId"] == [{"str": "tt14538238"}]
    assert person["film"] == [{"str": "Night Shift"}, {"str": "Aloners"}]
    assert person["alternateName"] == [{"str": "Jung Da-eun"}]
    assert person["imdbId"] == []


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


def test_another_sites_page_frames_a_preview_and_asks_by_fetch_and_by_callback(
    browser: Any, server: str
) -> None:
    """What OpenRefine's page in the browser does, from an address that is not this server's."""
    frame = f'<iframe width="430" height="230" src="{server}/reconcile/preview?id=person%2Fjeong-da-eun">'

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f"<!doctype html><link rel=icon href=data:,>{frame}</iframe>".encode())

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as elsewhere:
        threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{elsewhere.server_port}/")
        page.set_default_timeout(60_000)
        shown = page.frame_locator("iframe")
        shown.get_by_role("link", name="Jeong Da-eun").wait_for()
        # It fits its frame, styled by its own file.
        assert page.frames[1].evaluate("document.documentElement.scrollWidth") <= 430
        assert page.frames[1].evaluate("document.documentElement.scrollHeight") <= 230
        assert page.frames[1].evaluate("getComputedStyle(document.body).margin") == "10px 12px"
        asked = """async address => (await (await fetch(address, {method: 'POST', body: new URLSearchParams(
            {queries: JSON.stringify({q0: {query: 'Aloners'}})})})).json()).q0.result[0].id"""
        assert page.evaluate(asked, f"{server}/reconcile") == "film/aloners-2023"
        called = """address => new Promise(resolve => {
            window.told = found => resolve(found.result[0].id);
            document.head.append(Object.assign(document.createElement('script'), {src: address}));
        })"""
        suggest = f"{server}/reconcile/suggest/type?prefix=per&callback=told"
        assert page.evaluate(called, suggest) == "Person"
        elsewhere.shutdown()
    page.close()
    assert said == []


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:The inplace keyword")  # the package's own use of pandas
def test_the_reconciler_package_matches_a_column(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TQDM_DISABLE", "1")
    import pandas as pd
    from reconciler import reconcile

    table = pd.DataFrame(
        {
            "who": ["Jung Da-eun", "GONG, Seung-yeon", "Hong Seong-eun"],
            "film": ["Night Shift", "Aloners", "Aloners"],
        }
    )
    found = reconcile(
        table["who"], type_id="Person", property_mapping={"film": table["film"]},
        reconciliation_endpoint=f"{server}/reconcile",
    )  # fmt: skip
    assert list(found["id"]) == ["person/jeong-da-eun", "person/gong-seung-yeon", "person/hong-seong-eun"]
    assert list(found["match"]) == [True, True, True]
    assert list(found["type_id"]) == ["Person"] * 3
