"""Second opinions on every block: TypeScript's types of schema.org, a validator, extruct, two RDF parsers."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import extruct
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from graph.export.aggregates import with_average
from graph.export.critique import rating
from graph.export.grades import read_grades
from graph.export.lists import breadcrumbs, item_list, website
from graph.export.rules import findings
from graph.export.text import embed
from graph.export.values import SCHEMA
from tests.conftest import ROOT
from tests.graph.export.blocks import CONTEXT, FILM, RATING, REVIEW, graph, shacl

if TYPE_CHECKING:
    from pathlib import Path

    from graph.export.reviews import ReviewBlock

pytestmark = pytest.mark.slow

#: What a judge says wrongly, and why it is wrong.
FALSE_ALARMS = {
    # schema.org's own pattern for a role repeats the property inside it (schema.org/docs, "Roles"); the
    # validator knows no property "actor" of PerformanceRole.
    'Property "actor" for type "PerformanceRole" is not supported by the schema.org specification',
    # The rule of a breadcrumb, applied to every list: an item of a summary list has position and url alone.
    (
        'One of the following conditions needs to be met: Required attribute "name" is missing or '
        'Required attribute "item.name" is missing'
    ),
}
_OWN = {key: value for key, value in REVIEW.items() if key != "itemReviewed"}
_TRAIL = breadcrumbs([("Reviews", "https://lantern.example/"), ("Low Tide", "https://lantern.example/low")])
#: What else the service's pages and the commands write.
OTHERS: list[dict[str, Any]] = [
    block
    for block in (
        # A film with the site's own reviews and their average, and a review whose grade is in numbers.
        {
            "@context": SCHEMA,
            **with_average(
                FILM,
                [_OWN, {**_OWN, "@id": "https://r.example/2", "reviewRating": {**RATING, "ratingValue": 2}}],
            ),
        },
        {
            "@context": SCHEMA,
            **REVIEW,
            "reviewRating": rating({"value": ["B+"]}, read_grades("A=4,B+=3.3,F=0")),
        },
        _TRAIL,
        website("The Lantern", "https://lantern.example/", "https://lantern.example/search?q={words}"),
        item_list(["https://lantern.example/a", "https://lantern.example/b"], name="Reviews"),
        breadcrumbs([("The Lantern", "https://lantern.example/"), ("Aloners", None)]),
    )
    if block is not None
]
#: A review with the way to its page beside it.
BESIDE: dict[str, Any] = {
    "@context": SCHEMA,
    "@graph": [REVIEW, {key: value for key, value in (_TRAIL or {}).items() if key != "@context"}],
}


def page(block: dict[str, Any]) -> str:
    """A page of ours with a block in it."""
    return (
        "<!doctype html><html><head><meta charset=utf-8><title>A review</title>"
        f'<script type="application/ld+json">{embed(block)}</script></head><body><p>Text</p></body></html>'
    )


def without_query_input(block: dict[str, Any]) -> dict[str, Any]:
    """A known false alarm: schema-dts leaves out the -input properties of schema.org's potential actions."""
    if "potentialAction" not in block:
        return block
    action = {key: value for key, value in block["potentialAction"].items() if key != "query-input"}
    return {**block, "potentialAction": action}


def objects(blocks: list[ReviewBlock]) -> list[dict[str, Any]]:
    return [block.block for block in blocks if block.block is not None]


def form(value: Any) -> Any:
    """What types see of a block: its keys, its kinds, the terms of schema.org, and no other text or number.

    Lists are the set of their items' forms. Two blocks of one form are one block to a checker of types.
    """
    if isinstance(value, dict):
        return frozenset((key, str(of) if key == "@type" else form(of)) for key, of in value.items())
    if isinstance(value, list):
        return frozenset(map(form, value))
    return value if isinstance(value, str) and "schema.org" in value else type(value).__name__


def test_the_types_of_schema_org_take_every_block(
    blocks: list[ReviewBlock], node: str, tmp_path: Path
) -> None:
    lines = ['import type { Graph, Thing, WithContext } from "schema-dts";',
             f"export const beside: Graph = {json.dumps(BESIDE)};"]  # fmt: skip
    every = [*objects(blocks), *map(without_query_input, OTHERS)]
    # One of each form, 71 of 530: the compiler works 7 processor seconds on them, 52 on all.
    for number, block in enumerate({form(block): block for block in every}.values()):
        kind = "Graph" if "@graph" in block else "WithContext<Thing>"
        lines.append(f"export const block{number}: {kind} = {json.dumps(block)};")
    lines.append('// @ts-expect-error: a judge that takes anything is no judge\n'
                 'export const bad: WithContext<Thing> = '
                 '{"@context": "https://schema.org", "@type": "Review", "reviewer": "Ida"};')  # fmt: skip
    (tmp_path / "blocks.ts").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    options = {"noEmit": True, "strict": True, "skipLibCheck": True, "types": [], "target": "es2020",
               "module": "node16", "moduleResolution": "node16"}  # fmt: skip
    settings = {"compilerOptions": options, "files": ["blocks.ts"]}
    (tmp_path / "tsconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    run = subprocess.run(
        [node, str(ROOT / "node_modules/typescript/bin/tsc"), "-p", str(tmp_path)],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert (run.returncode, run.stdout[:2000]) == (0, "")


def judged(node: str, schema_org: Path, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    lines = "".join(json.dumps(page(block)) + "\n" for block in found)
    run = subprocess.run(
        [node, str(ROOT / "tests/witness/judge.mjs"), str(schema_org)],
        cwd=ROOT, input=lines, capture_output=True, text=True, check=True, timeout=600,
    )  # fmt: skip
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_the_validator_finds_nothing_wrong(blocks: list[ReviewBlock], node: str, schema_org: Path) -> None:
    found = [*objects(blocks), *OTHERS]
    for block, said in zip(found, judged(node, schema_org, found), strict=True):
        kinds = {one["@type"] for one in block.get("@graph", [block])}  # it puts those of one type together
        assert said["blocks"] == len(kinds)
        optional = {finding.rule for finding in findings(block) if not finding.blocking}
        wrong = [
            issue
            for issue in said["issues"]
            if issue["message"] not in FALSE_ALARMS
            and not (issue["severity"] == "WARNING" and "datePublished" in issue["fields"]
                     and "review-date" in optional)
        ]  # fmt: skip
        assert wrong == [], block


def test_the_validator_reads_both_of_two_blocks_in_one(node: str, schema_org: Path) -> None:
    (said,) = judged(node, schema_org, [BESIDE])
    assert said["blocks"] == 2
    assert [issue for issue in said["issues"] if issue["message"] not in FALSE_ALARMS] == []


def test_the_validator_sees_what_is_wrong(node: str, schema_org: Path, blocks: list[ReviewBlock]) -> None:
    good = objects(blocks)[0]
    nameless = {**good, "itemReviewed": {"@type": "Movie"}}
    unknown = {**good, "reviewer": "Ida"}
    for said in judged(node, schema_org, [nameless, unknown]):
        assert [issue for issue in said["issues"] if issue["message"] not in FALSE_ALARMS]


def test_extruct_reads_the_same_graph_out_of_our_page(blocks: list[ReviewBlock]) -> None:
    (read,) = extruct.extract(page(BESIDE), syntaxes=["json-ld"])["json-ld"]
    assert read == BESIDE
    for block in [*objects(blocks), *OTHERS]:
        (read,) = extruct.extract(page(block), syntaxes=["json-ld"])["json-ld"]
        assert read == block
        assert isomorphic(graph(read), graph(block))


def test_two_rdf_parsers_read_the_same_triples(blocks: list[ReviewBlock]) -> None:
    for block in objects(blocks):
        document = json.dumps({**block, "@context": CONTEXT})
        ours = rdflib.Graph()
        triples = (quad.triple for quad in ox.parse(document, format=ox.RdfFormat.JSON_LD))
        data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
        assert data is not None
        ours.parse(data=data, format="nt")
        assert isomorphic(ours, graph(block))


def test_every_block_keeps_our_own_rules(blocks: list[ReviewBlock]) -> None:
    for block in objects(blocks)[:60]:
        assert not shacl(block) - {"review-date"}
    for block in objects(blocks):
        assert [finding for finding in findings(block) if finding.blocking] == []
