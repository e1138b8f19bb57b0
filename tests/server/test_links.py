"""Who is who, decided by people: the command, and what is exported of it."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from click.testing import CliRunner

from ontology import PREFIXES
from server.command import main
from tests.server.linked import BASE, CREDITS, ONE, OTHER, copied, ingested

if TYPE_CHECKING:
    from pathlib import Path

    from graph.store import Dataset


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ingested(tmp_path_factory.mktemp("links"))


@pytest.fixture
def dataset(template: Path, tmp_path: Path) -> Dataset:
    return copied(template, tmp_path)


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
    "given",
    ["{base}/person/ilse-brandt", "{base}/person/ilse-brandt.html", "{base}/person/ilse-brandt?version=1",
     "{base}/person/ilse-brandt.ttl?version=1", "{base}/person/ilse-brandt/", "person/ilse-brandt.html"],
)  # fmt: skip
def test_a_person_is_named_by_any_address_of_the_page(links: Links, given: str) -> None:
    code, out, said = links("explain", given.format(base=BASE), "nuria-pons")
    assert (code, said) == (0, "")
    assert "Ilse Brandt" in out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["accept", ONE, "nobody"], "There is no person or film nobody"),
        (["accept", ONE, "http://elsewhere.example/person/x"], f"Addresses begin with {BASE}/ here."),
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
