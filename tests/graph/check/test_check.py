"""`reelgraph check`: shapes asked as SPARQL find what pySHACL finds; fixes by how much they repair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.namespace import RDF, SH

from graph.build import ingest
from graph.check import ReviewFinding, check, fixes
from graph.check.shapes import UnknownConstraint, faults, queries
from graph.intake.outcome import Options
from graph.store import Dataset
from ontology import PREFIXES, REEL, text

if TYPE_CHECKING:
    from pathlib import Path


def reference(store: ox.Store) -> set[tuple[str, str]]:
    """The violations that pySHACL finds: node and message."""
    triples = (quad.triple for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert data is not None
    graph = rdflib.Graph().parse(data=data, format="nt")
    shapes = rdflib.Graph().parse(data=text("shapes.ttl"), format="turtle")
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, allow_warnings=True)
    return {
        (str(report.value(one, SH.focusNode)), str(report.value(one, SH.resultMessage)))
        for one in report.subjects(RDF.type, SH.ValidationResult)
        if report.value(one, SH.resultSeverity) == SH.Violation
    }


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> list[ox.Quad]:
    """The view of one sample page."""
    dataset = Dataset(tmp_path_factory.mktemp("check") / "data")
    ingest(dataset, [samples / "marquee" / "volver.html"])
    store = dataset.version().store
    return list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))


_OBJECTS: list[Any] = [
    ox.Literal(""), ox.Literal("text"), ox.Literal("0", datatype=ox.NamedNode(PREFIXES["xsd"] + "integer")),
    ox.Literal("2023", datatype=ox.NamedNode(PREFIXES["xsd"] + "gYear")),
    ox.Literal("2020-05-01", datatype=ox.NamedNode(PREFIXES["xsd"] + "date")),
    ox.NamedNode("https://r.example/nothing"), ox.NamedNode(REEL + "Film"),
]  # fmt: skip


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_the_queries_find_what_pyshacl_finds(page: list[ox.Quad], data: st.DataObject) -> None:
    quads = [quad for quad in page if quad.predicate.value.startswith(REEL)]
    store = ox.Store()
    store.extend(page)
    for _ in range(data.draw(st.integers(1, 4))):
        quad = data.draw(st.sampled_from(quads))
        how = data.draw(st.sampled_from(["drop", "add", "replace"]))
        if how != "add":
            store.remove(quad)
        if how != "drop":
            changed = data.draw(st.sampled_from([*_OBJECTS, *(one.object for one in quads[:40])]))
            store.add(ox.Quad(quad.subject, quad.predicate, changed, ox.DefaultGraph()))
    assert {(fault.node, fault.message) for fault in faults(store)} == reference(store)


def test_a_constraint_that_is_not_translated_is_an_error() -> None:
    shape = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <x:s> a sh:NodeShape ; sh:targetClass <x:C> ;"
        " sh:property [ sh:path <x:p> ; sh:uniqueLang true ] ."
    )
    with pytest.raises(UnknownConstraint):
        queries(shape)


def test_a_screen_finds_something_wherever_its_rule_is_broken(page: list[ox.Quad]) -> None:
    store = ox.Store()
    store.extend(page)
    assert list(faults(store)) == []
    second = ox.Literal("second")
    (title,) = [quad for quad in page if quad.predicate.value == REEL + "title"]
    stated = [quad for quad in page if quad.predicate.value == REEL + "statedIn"]
    roles = [quad for quad in stated if "/role/" in str(quad.subject)]
    store.add(ox.Quad(title.subject, title.predicate, second, ox.DefaultGraph()))  # too many
    store.remove(roles[0])  # too few, of a rule that classes share
    store.add(ox.Quad(roles[1].subject, roles[1].predicate, second, ox.DefaultGraph()))  # a wrong value
    nodes = {fault.node for fault in faults(store)}
    assert nodes == {str(one)[1:-1] for one in (title.subject, roles[0].subject, roles[1].subject)}


def finding(number: int, publication: str, *rules: str) -> ReviewFinding:
    return ReviewFinding(f"r{number}", f"Film {number}", (f"page-{number}",), rules, (), rules, publication)


def test_the_fix_that_repairs_most_pages_comes_first() -> None:
    found = [
        finding(1, "A", "rating-scale"), finding(2, "A", "rating-scale"), finding(3, "A", "rating-scale"),
        finding(4, "B", "review-author", "rating-scale"), finding(5, "B", "review-author"),
    ]  # fmt: skip
    assert [(fix.where, fix.rule, fix.pages, fix.count, fix.frees) for fix in fixes(found)] == [
        ("A", "rating-scale", 3, 3, 3), ("B", "review-author", 2, 2, 1), ("B", "rating-scale", 1, 1, 0),
    ]  # fmt: skip


def test_a_scale_that_no_page_prints_is_one_lack_and_no_contradiction(page: list[ox.Quad]) -> None:
    store = ox.Store()
    store.extend(page)
    for name in ("best", "worst"):
        for quad in list(store.quads_for_pattern(None, ox.NamedNode(REEL + name), None)):
            store.remove(quad)
    (value,) = store.quads_for_pattern(None, ox.NamedNode(REEL + "value"), None)
    for printed in ("0", "3", "9"):
        store.remove(next(iter(store.quads_for_pattern(value.subject, value.predicate, None))))
        store.add(ox.Quad(value.subject, value.predicate, ox.Literal(printed), ox.DefaultGraph()))
        report = check(store, shapes=False)
        said = f"the scale of its rating (it prints “{printed}” without saying out of how many)"
        assert report.reviews[0].blocking == (said,)
        assert report.reviews[0].rules[0] == "rating-scale"
        assert report.contradictions == ()


def test_what_contradicts_is_said(tmp_path: Path, samples: Path) -> None:
    dataset = Dataset(tmp_path / "data")
    ingest(dataset, [samples / "marquee" / "volver.html"], Options(best="4"))
    store = ox.Store()
    store.extend(dataset.version().store)
    published = ox.NamedNode(REEL + "publishedOn")
    (review,) = store.quads_for_pattern(None, published, None, ox.DefaultGraph())
    early = ox.Literal("1999-01-01", datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))
    for quad in list(store.quads_for_pattern(review.subject, review.predicate, None, ox.DefaultGraph())):
        store.remove(quad)
    store.add(ox.Quad(review.subject, review.predicate, early, ox.DefaultGraph()))
    messages = [one.message for one in check(store).contradictions]
    assert "it is dated 1999-01-01, but the film is of 2006" in messages


def test_two_documents_of_one_address_are_one_place_to_look(tmp_path: Path, samples: Path) -> None:
    page_ = (samples / "marquee" / "volver.html").read_bytes()
    for name in ("one.html", "two.html"):
        (tmp_path / name).write_bytes(page_ + name.encode())
    dataset = Dataset(tmp_path / "data")
    ingest(dataset, [tmp_path / "one.html", tmp_path / "two.html"])
    (found,) = check(dataset.version().store).reviews
    assert found.sources == ("https://marquee.example/reviews/volver",)
