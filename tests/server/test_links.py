"""Who is who, decided by people: the command, the page, HTTP, and what is exported of it."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from click.testing import CliRunner

from graph.build import ingest
from graph.questions import Questions
from graph.store import Dataset
from ontology import PREFIXES
from server.app import create_app
from server.command import main
from server.settings import Settings
from tests.server.archive import client_of
from tests.server.conftest import running
from tests.server.test_browser import CONTRAST, NAMES

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

BASE = "http://links.example"
#: Two of one name, half a century apart, whom one co-worker ties together: nothing that a method may decide.
CREDITS = """film_title\tfilm_year\tjob\tname\tcharacter\trow_id\tperson_imdb_id
Low Tide\t1968\tactor\tEdda Holm\tMara\tlow-1\t
Low Tide\t1968\tactor\tRobert Quill\tJonas\tlow-2\tnm0000002
Low Tide\t1968\tdirector\tIlse Brandt\t\tlow-3\t
High Water\t1973\tactor\tEdda Holm\tVera\thigh-1\t
High Water\t1973\tdirector\tIlse Brandt\t\thigh-2\t
High Water\t1973\twriter\tIlse Brandt\t\thigh-3\t
Paper Boats\t2018\tdirector\tEdda Holm\t\tpaper-1\t
Paper Boats\t2018\tactor\tRobert Quill\tThe Ferryman\tpaper-2\tnm0000002
Paper Boats\t2018\tactor\tNuria Pons\tClara\tpaper-3\t
The Lock Keeper\t2016\tdirector\tEdda Holm\t\tlock-1\t
The Lock Keeper\t2016\tactor\tNuria Pons\tAna\tlock-2\t
"""
ONE, OTHER = "edda-holm", "edda-holm-2"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("links")
    (folder / "credits.tsv").write_text(CREDITS, encoding="utf-8")
    ingest(Dataset(folder / "data", base=BASE), [folder / "credits.tsv"])
    return folder / "data"


@pytest.fixture
def dataset(template: Path, tmp_path: Path) -> Dataset:
    return Dataset(shutil.copytree(template, tmp_path / "data", symlinks=True))


@pytest.fixture
def links(dataset: Dataset) -> Callable[..., tuple[int, str, str]]:
    """Runs ``reelgraph links ...`` over the dataset: exit code, stdout, stderr."""
    environment = {name: None for name in os.environ if name.startswith("REELGRAPH_")}

    def run(*arguments: str, command: str = "links", user: str | None = "Ida") -> tuple[int, str, str]:
        given = {**environment, "REELGRAPH_DATA": str(dataset.path), "REELGRAPH_USER": user}
        result = CliRunner().invoke(main, [*command.split(), *arguments], env=given, prog_name="reelgraph")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout, result.stderr

    return run


Links = Callable[..., tuple[int, str, str]]


def open_questions(links: Links) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(links("--json")[1])["questions"]
    return found


def view(dataset: Dataset) -> set[str]:
    """The default graph of the current version."""
    import pyoxigraph as ox

    found = dataset.version().store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    return {str(quad) for quad in found}


def said(dataset: Dataset, term: str) -> set[tuple[str, str]]:
    """What the identity graph says in a term of another vocabulary."""
    import pyoxigraph as ox

    prefix, _, name = term.partition(":")
    graph = ox.NamedNode(f"{dataset.base}/graph/identity")
    predicate = ox.NamedNode(PREFIXES[prefix] + name)
    quads = dataset.version().store.quads_for_pattern(None, predicate, None, graph)
    return {(str(quad.subject)[1:-1], str(quad.object)[1:-1]) for quad in quads}


# -- the command ------------------------------------------------------------------------------------


def test_the_queue_tells_what_an_editor_needs_to_decide(links: Links) -> None:
    code, out, err = links()
    assert (code, err) == (0, "1 question open; the riskiest 1 listed.\n")
    (question,) = open_questions(links)
    assert question["first"]["names"] == question["second"]["names"] == ["Edda Holm"]
    sides = {side["iri"]: side for side in (question["first"], question["second"])}
    assert set(sides) == {f"{BASE}/person/{ONE}", f"{BASE}/person/{OTHER}"}
    assert sorted(side["years"] for side in sides.values()) == [["1968", "1973"], ["2016", "2018"]]
    assert question["meanwhile"] == "apart"
    assert 0 < question["risk"] <= 1
    for told in (
        question["evidence"], "kept apart meanwhile", "Low Tide (1968), High Water (1973)", "2016–2018",
        f"reelgraph links accept {question['question']}", f"reelgraph links reject {question['question']}",
    ):  # fmt: skip
        assert told in out
    assert links("list", "--kind", "film")[2].startswith("0 questions open")
    assert links("list", "--decided")[2].startswith("0 decisions by people")


def test_yes_to_a_question_makes_one_person_and_undo_gives_back_the_same_view(
    links: Links, dataset: Dataset
) -> None:
    before, code = view(dataset), open_questions(links)[0]["question"]
    assert said(dataset, "skos:closeMatch")
    done = links("accept", code, "--note", "one career, says her family", "--json")
    assert done[0] == 0
    taken = json.loads(done[1])
    assert (taken["decision"], taken["by"], taken["same"]) == (1, "Ida", True)
    assert taken["note"] == "one career, says her family"
    assert open_questions(links) == []
    assert said(dataset, "skos:closeMatch") == set()
    assert len([line for line in view(dataset) if "/ontology#name>" in line and "Edda Holm" in line]) == 1
    assert "takes it back" in done[2]

    assert links("undo", "1", "--by", "Cal")[0] == 0
    assert view(dataset) == before
    assert [item["question"] for item in open_questions(links)] == [code]
    (row,) = json.loads(links("list", "--decided", "--json")[1])["decisions"]
    assert (row["by"], row["withdrawn_by"]) == ("Ida", "Cal")
    assert "Taken back by Cal" in links("--decided")[1]


def test_no_to_a_question_ends_it_and_is_said_in_owl_until_it_is_taken_back(
    links: Links, dataset: Dataset
) -> None:
    before = view(dataset)
    close = said(dataset, "skos:closeMatch")
    assert links("reject", ONE, f"person/{OTHER}")[0] == 0
    assert open_questions(links) == []
    assert view(dataset) == before
    pairs = said(dataset, "owl:differentFrom")
    source = f"{BASE}/source/credits"
    sides = [{"low-tide_1968", "high-water_1973"}, {"paper-boats_2018", "the-lock-keeper_2016"}]
    wanted = {
        tuple(sorted((f"{source}#person-{a}_edda-holm", f"{source}#person-{b}_edda-holm")))
        for a in sides[0]
        for b in sides[1]
    }
    assert pairs == wanted
    assert said(dataset, "skos:closeMatch") == set()
    # A second rejection of one of the pairs keeps it said when the first is taken back.
    assert links("reject", "credits#person-low-tide_1968_edda-holm", OTHER)[0] == 0
    assert links("undo", "1")[0] == 0
    assert said(dataset, "owl:differentFrom") == {pair for pair in wanted if "low-tide" in "".join(pair)}
    assert links("undo", "2")[0] == 0
    assert said(dataset, "owl:differentFrom") == set()
    assert said(dataset, "skos:closeMatch") == close


def test_a_person_is_split_by_naming_mentions_and_made_whole_again(links: Links, dataset: Dataset) -> None:
    before = view(dataset)
    mention = "credits#person-high-water_1973_ilse-brandt"
    assert links("split", "ilse-brandt", f"{BASE}/source/{mention}")[0] == 0
    assert len([line for line in view(dataset) if "/ontology#name>" in line and "Ilse Brandt" in line]) == 2
    out = links("explain", mention, "credits#person-low-tide_1968_ilse-brandt")[1]
    assert out.startswith("They are two:")
    assert "Ida said on 20" in out
    assert links("undo", "1")[0] == 0
    assert view(dataset) == before


def test_explain_tells_the_links_that_make_two_mentions_one(links: Links) -> None:
    mentions = [f"credits#person-{film}_ilse-brandt" for film in ("low-tide_1968", "high-water_1973")]
    out = links("explain", *mentions)[1]
    assert out.startswith("They are one: Ilse Brandt")
    assert "the same name, Ilse Brandt" in out
    (step,) = json.loads(links("explain", *mentions, "--json")[1])["chain"]
    assert {step["first"], step["second"]} == {f"{BASE}/source/{mention}" for mention in mentions}
    assert step["by"] == "reelgraph"


def test_explain_tells_what_a_person_said_first_and_follows_a_name_no_longer_in_use(links: Links) -> None:
    assert links("merge", ONE, OTHER)[0] == 0
    ends = [f"credits#person-{film}_edda-holm" for film in ("low-tide_1968", "paper-boats_2018")]
    out = links("explain", *ends)[1]
    assert "Ida said so on 20" in out
    assert links("explain", ONE, OTHER)[1].startswith("They are one: Edda Holm")


def test_explain_tells_why_two_are_two(links: Links) -> None:
    out = links("explain", ONE, OTHER)[1]
    code = open_questions(links)[0]["question"]
    for told in ("They are two:", f"open question ({code})", "are the same name (1.00 of 1)",
                 "Years: 1968–1973; 2016–2018.", "Films in common: none.",
                 "Co-workers in common: Robert Quill."):  # fmt: skip
        assert told in out
    out = links("explain", "ilse-brandt", "nuria-pons")[1]
    assert "Nothing forbids that they are one" in out
    out = links("explain", "low-tide-1968", "film/high-water-1973")[1]
    assert "Years: 1968; 1973." in out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["accept", ONE, "nobody"], "There is no person or film nobody"),
        (["accept", "q00000000"], "No question q00000000 is open"),
        (["accept", ONE, "low-tide-1968"], "only things of one kind"),
        (["reject", "ilse-brandt", "ilse-brandt"], "one by the same mention"),
        (["split", ONE, "no-such-page"], "is no mention of"),
        (["split", "nuria-pons", "credits"], "none would be left"),
        (["undo", "7"], "There is no decision 7"),
        (["undo", "9" * 5000], "1 to 2,000 characters"),
        (["undo", "1", "--by", "Reelgraph"], "is how the method signs"),
        (["undo", "1", "--by", "x" * 201], "at most 200 characters"),
        (["explain", ONE, "low-tide-1968"], "only things of one kind"),
        (["explain", ONE, "credits#person-nobody"], "There is no mention"),
        (["explain", "a b <c>", ONE], "There is no person or film"),
    ],
)  # fmt: skip
def test_what_cannot_be_decided_is_one_sentence_and_changes_nothing(
    links: Links, dataset: Dataset, arguments: list[str], sentence: str
) -> None:
    code, out, err = links(*arguments)
    assert (code, out) == (2, "")
    assert sentence in err.strip().splitlines()[-1]
    assert dataset.current_number() == 1


def test_without_a_name_the_one_who_is_logged_in_decides(
    links: Links, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "odile")
    assert json.loads(links("reject", ONE, OTHER, "--json", user=None)[1])["by"] == "odile"


# -- exports ----------------------------------------------------------------------------------------


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter="\t"))


def test_the_table_has_a_line_for_each_row_of_a_credit_table(links: Links, tmp_path: Path) -> None:
    found = table(links("links", command="export")[1])
    by_row = {line["row_id"]: line for line in found if line["row_id"]}
    printed = table(CREDITS)
    assert {key: line["name"] for key, line in by_row.items()} == {
        credit["row_id"]: credit["name"] for credit in printed
    }
    assert by_row["low-1"] == {
        "source": f"{BASE}/source/credits", "row_id": "low-1", "mention": f"{BASE}/source/credits#row-low-1",
        "name": "Edda Holm", "entity": f"{BASE}/person/{ONE}", "decision": "accepted",
        "score": by_row["low-1"]["score"], "method": by_row["low-1"]["method"],
    }  # fmt: skip
    assert by_row["low-1"]["entity"] == by_row["high-1"]["entity"] != by_row["paper-1"]["entity"]
    assert {line["method"] for line in (by_row["low-2"], by_row["paper-2"])} >= {"external id"}
    films = [line["entity"] for line in found if not line["row_id"]]
    assert sorted(films) == sorted(f"{BASE}/film/{name}" for name in (
        "low-tide-1968", "high-water-1973", "paper-boats-2018", "the-lock-keeper-2016"))  # fmt: skip
    file = tmp_path / "links.tsv"
    assert links("links", "--out", str(file), command="export")[1] == ""
    assert table(file.read_text(encoding="utf-8")) == found


def test_a_decision_by_a_person_shows_in_the_table(links: Links) -> None:
    links("accept", ONE, OTHER)
    lines = [line for line in table(links("links", command="export")[1]) if line["name"] == "Edda Holm"]
    assert {(line["method"], line["score"], line["decision"]) for line in lines} == {
        ("a person", "1.000", "accepted")
    }
    assert len({line["entity"] for line in lines}) == 1


def test_sssom_has_its_header_and_every_kind_of_mapping(links: Links) -> None:
    def exported() -> tuple[dict[str, Any], list[dict[str, str]]]:
        text = links("links", "--format", "sssom", command="export")[1]
        lines = text.splitlines(keepends=True)
        head = [line for line in lines if line.startswith("#")]
        content = "".join(lines[len(head) :])
        return yaml.safe_load("".join(line[1:] for line in head)), table(content)

    meta, mappings = exported()
    assert meta["mapping_set_id"] == f"{BASE}/links?version=1"
    assert meta["license"].startswith("https://")
    spaces = meta["curie_map"]
    for mapping in mappings:
        for name in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
            prefix, colon, rest = mapping[name].partition(":")
            assert colon
            assert rest
            assert prefix in spaces
    kinds = {(mapping["predicate_id"], mapping["predicate_modifier"]) for mapping in mappings}
    assert kinds == {("skos:exactMatch", ""), ("skos:closeMatch", "")}
    (close,) = [mapping for mapping in mappings if mapping["predicate_id"] == "skos:closeMatch"]
    prefix, _, rest = close["object_id"].partition(":")
    assert spaces[prefix] + rest in {f"{BASE}/person/{ONE}", f"{BASE}/person/{OTHER}"}
    assert close["mapping_justification"] == "semapv:CompositeMatching"

    links("reject", ONE, OTHER, "--by", "Ida | Cal", "--note", 'she said "no"\tto that')
    meta, mappings = exported()
    not_one = [mapping for mapping in mappings if mapping["predicate_modifier"] == "Not"]
    assert len(not_one) == 4
    assert {mapping["author_label"] for mapping in not_one} == {"Ida \\| Cal"}
    assert {mapping["comment"] for mapping in not_one} == {'she said "no" to that'}
    assert {mapping["mapping_justification"] for mapping in not_one} == {"semapv:ManualMappingCuration"}
    assert "closeMatch" not in str(mappings)


def test_what_a_person_is_elsewhere_is_said_as_owl_same_as(links: Links) -> None:
    out = links("links", "--format", "sameas", command="export")[1]
    assert out == (
        f"<{BASE}/person/robert-quill> <{PREFIXES['owl']}sameAs> <https://www.imdb.com/name/nm0000002/> .\n"
    )


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
    opened.wait_for_function("document.getElementById('said').textContent.includes('not the token')")
    assert opened.get_by_role("button", name="Accept: one person").is_enabled()
    assert dataset.current_number() == 1


def test_without_javascript_the_page_says_what_to_do(open_page: Callable[..., Any]) -> None:
    opened = open_page("/links", java_script_enabled=False)
    assert "reelgraph links accept CODE" in opened.inner_text("noscript")
    assert not opened.get_by_role("button", name="Accept").count()
