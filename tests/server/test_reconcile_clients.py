"""/reconcile as its clients use it: OpenRefine, pages of other sites, old scripts, a package."""

from __future__ import annotations

import json
import re
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.server.archive import HOSTILE
from tests.server.reconciling import fetch, get, ids


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
