"""Who is who, decided by people: the page, over HTTP, in a browser."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

import pytest

from graph.decisions.questions import Questions
from server.app import create_app
from server.settings import Settings
from tests.server.archive import client_of
from tests.server.conftest import running
from tests.server.linked import BASE, ONE, OTHER, copied, ingested
from tests.server.test_browser import CONTRAST, NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from graph.store import Dataset


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ingested(tmp_path_factory.mktemp("links"))


@pytest.fixture
def dataset(template: Path, tmp_path: Path) -> Dataset:
    return copied(template, tmp_path)


# -- the page, and over HTTP ------------------------------------------------------------------------


@pytest.fixture
def client(dataset: Dataset) -> Iterator[FlaskClient]:
    settings = Settings.of({}, token="token", workers=1)
    client = client_of(create_app(dataset.path, settings))
    yield client
    client.application.extensions["reelgraph"].pool.close()


def post(client: FlaskClient, body: object, **options: Any) -> TestResponse:
    options.setdefault("headers", {"Authorization": "Bearer token"})
    return client.post("/links/decisions", json=body, **options)


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    return answer.text


def test_the_page_is_for_everybody_and_a_decision_for_who_has_the_token(
    client: FlaskClient, dataset: Dataset
) -> None:
    asked = client.get("/links")
    assert asked.json is not None
    (question,) = asked.json["questions"]
    assert question["question"] in page(client, "/links")
    assert asked.headers["Reelgraph-Version"] == "1"
    again = client.get("/links", headers={"If-None-Match": asked.headers["ETag"]})
    assert again.status_code == 304

    body = {"action": "accept", "question": question["question"], "by": "Ida", "note": "it is she"}
    assert post(client, body, headers={}).status_code == 401
    assert post(client, body, headers={"Authorization": "Bearer other"}).status_code == 401
    done = post(client, body)
    assert (done.status_code, done.json) == (
        200, {"decision": 1, "iri": f"{BASE}/decision/000001", "version": 2},
    )  # fmt: skip
    assert done.headers["Reelgraph-Version"] == "2"
    assert client.get("/links").json["questions"] == []  # type: ignore[index]

    told = page(client, f"/person/{ONE}.html")
    assert "decided by Ida on" in told
    assert "it is she" in told
    assert f'href="/links?about=person%2F{ONE}#decision-1"' in told
    assert 'data-decision="1"' in page(client, f"/links?about=person/{ONE}")
    assert post(client, {"action": "undo", "decision": 1, "by": "Cal"}).status_code == 200
    told = page(client, f"/person/{ONE}.html")
    assert "taken back by Cal" in told
    assert "1 open question about this person" in told
    assert dataset.current_number() == 3


def test_a_decision_may_come_as_a_form_too(client: FlaskClient) -> None:
    form = {"action": "split", "entity": "ilse-brandt", "by": "Ida",
            "mentions": "credits#person-high-water_1973_ilse-brandt"}  # fmt: skip
    done = client.post("/links/decisions", data=form, headers={"Authorization": "Bearer token"})
    assert done.status_code == 200
    assert post(client, {"action": "merge", "first": ONE, "second": OTHER, "by": "Ida"}).status_code == 200


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, []), (400, {}), (400, {"action": "marry", "by": "Ida"}), (400, {"action": "undo", "by": "Ida"}),
        (400, {"action": "undo", "decision": "1"}),
        (400, {"action": "undo", "decision": 1, "by": "reelgraph"}),
        (400, {"action": "accept", "first": ONE, "by": "Ida"}), (400, {"action": {"a": 1}, "by": "Ida"}),
        (400, {"action": "accept", "question": "\ud800", "by": "Ida"}),
        (400, {"action": "split", "entity": ONE}),
        (404, {"action": "accept", "question": "q00000000", "by": "Ida"}),
        (404, {"action": "reject", "first": ONE, "second": "nobody", "by": "Ida"}),
        (404, {"action": "undo", "decision": 9, "by": "Ida"}),
        (409, {"action": "reject", "first": ONE, "second": ONE, "by": "Ida"}),
        (409, {"action": "accept", "first": ONE, "second": "low-tide-1968", "by": "Ida"}),
        (409, {"action": "split", "entity": ONE, "mentions": ["elsewhere"], "by": "Ida"}),
    ],
)  # fmt: skip
def test_what_cannot_be_decided_is_a_problem_with_a_sentence(
    client: FlaskClient, dataset: Dataset, status: int, body: object
) -> None:
    answer = post(client, body)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert re.search(r"[.”]$", answer.json["detail"])  # type: ignore[index]
    assert dataset.current_number() == 1


def test_other_bodies_and_other_pages_of_the_list_are_refused(client: FlaskClient) -> None:
    headers = {"Authorization": "Bearer token"}
    assert client.post("/links/decisions", data="x", headers=headers).status_code == 415
    broken = client.post(
        "/links/decisions", data="{", headers=headers, content_type="application/json"
    )  # fmt: skip
    assert broken.status_code == 400
    for path, status in (("kind=critic", 400), ("about=review/x", 400), ("about=person/nobody", 404),
                         ("page=2", 404), ("kind=film", 200), ("version=1", 200)):  # fmt: skip
        assert client.get(f"/links?{path}").status_code == status


@pytest.mark.parametrize("sent", ["t\xf6ken", "t\xc3\xb6ken", "\xff"])
def test_a_token_in_other_letters_is_refused_with_a_sentence(client: FlaskClient, sent: str) -> None:
    answer = post(client, {"action": "undo", "decision": 1, "by": "Ida"},
                  headers={"Authorization": f"Bearer {sent}"})  # fmt: skip
    assert answer.status_code == 401
    assert answer.json["detail"] == "This is not the token that the server was started with."  # type: ignore[index]


def test_where_nothing_may_be_written_the_page_says_how_to_decide(dataset: Dataset) -> None:
    client = client_of(create_app(dataset.path, Settings.of({}, workers=1)))
    told = page(client, "/links")
    assert "reelgraph links accept" in told
    assert "links.js" not in told
    assert post(client, {"action": "undo", "decision": 1, "by": "Ida"}).status_code == 403
    client.application.extensions["reelgraph"].pool.close()


# -- in a browser -----------------------------------------------------------------------------------


@pytest.fixture
def server(dataset: Dataset) -> Iterator[str]:
    with running(sys.executable, "-m", "tests.server.run_dataset", str(dataset.path), "sesame") as address:
        yield address


def test_a_question_is_answered_and_taken_back_by_keyboard_alone(
    open_page: Callable[..., Any], dataset: Dataset
) -> None:
    opened = open_page("/links")
    assert opened.evaluate(NAMES) == []
    assert opened.evaluate(CONTRAST) == []
    opened.focus("#by")
    opened.keyboard.type("Ida")
    opened.keyboard.press("Tab")
    opened.keyboard.type("sesame")
    opened.keyboard.press("Tab")
    opened.keyboard.type("a letter of hers")
    reject = opened.get_by_role("button", name="Reject: two people")
    reject.focus()
    opened.keyboard.press("Enter")
    back = opened.get_by_role("button", name="Take back")
    back.wait_for()
    assert "decision 1, version 2" in opened.inner_text("#said")
    (decided,) = Questions(dataset.version().store, dataset.base).decisions()
    assert (decided.link.decided_by, decided.link.evidence) == ("Ida", "a letter of hers")
    assert opened.evaluate("document.activeElement.textContent") == "Take back"
    opened.keyboard.press("Enter")
    again = opened.get_by_role("button", name="Show the list as it is now")
    again.wait_for()
    opened.keyboard.press("Enter")
    opened.get_by_role("button", name="Accept: one person").wait_for()
    # The tab keeps who decides, and nothing else does.
    assert opened.input_value("#by") == "Ida"
    assert opened.evaluate("localStorage.length") == 0
    assert "taken back by Ida" in opened.inner_text("#decision-1")


def test_a_refused_decision_is_told_and_may_be_tried_again(
    open_page: Callable[..., Any], dataset: Dataset
) -> None:
    opened = open_page("/links")
    opened.click("text=Accept: one person")
    assert opened.inner_text("#said").startswith("Give your name first")
    assert opened.evaluate("document.activeElement.id") == "by"
    opened.fill("#by", "Ida")
    opened.fill("#token", "other")
    with opened.expect_response("**/links/decisions") as answered:
        opened.click("text=Accept: one person")
    assert answered.value.status == 401
    # A locator, not a function of ours: the page's policy lets no text be run as a script.
    opened.locator("#said", has_text="not the token").wait_for()
    assert opened.get_by_role("button", name="Accept: one person").is_enabled()
    assert dataset.current_number() == 1


def test_without_javascript_the_page_says_what_to_do(open_page: Callable[..., Any]) -> None:
    opened = open_page("/links", java_script_enabled=False)
    assert "reelgraph links accept CODE" in opened.inner_text("noscript")
    assert not opened.get_by_role("button", name="Accept").count()
