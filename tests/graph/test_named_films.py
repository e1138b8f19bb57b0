"""Films that prose names, from the page to the block, whatever the order in which pages come."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from graph.build import ingest, relink
from graph.decisions.deciding import By, Undecidable, accept, reject, withdraw
from graph.decisions.questions import Questions
from graph.export.links import rows
from graph.export.reviews import review_blocks
from graph.export.text import embed
from graph.identity import graph_of
from graph.intake.manner import Manner
from graph.linking.decisions import METHOD
from graph.mentions import TABLE, MentionTable
from graph.nodes import from_graph
from graph.refill import fill
from graph.sources import read
from graph.store import Dataset
from tests.graph.archive import Page, Table, counted, from_scratch, identity, quads, renamed, view

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FIELD = Page(
    "field", "The Quiet Field", 2018, "Hong Seong-eun",
    prose="It recalls “Nine Lanterns” (2011) and, a little, _Salt and Ash_. “Moths” was made by others.",
)  # fmt: skip
LANTERNS = Page("lanterns", "Nine Lanterns", 2011, "Mira Okafor", critic="Barnaby Quill")
SALT = Page("salt", "Salt and Ash", 1968, "Oskar Vogel", critic="Barnaby Quill")
OTHER = Page("other", "Nine Lanterns", 1975, "Somebody Else", critic="Ann Roe")
BY = By("Ida", "I asked the author")


def dataset(folder: Path, pages: Iterable[Page | Table], *, one_by_one: bool = False) -> Dataset:
    """A dataset of some pages."""
    (folder / "pages").mkdir(parents=True)
    made = Dataset(folder / "data")
    files = [page.write(folder / "pages") for page in pages]
    for part in [[file] for file in files] if one_by_one else [files]:
        ingest(made, part)
    return made


def mentions(made: Dataset) -> dict[str, str]:
    """What each title in prose means: the last parts of the films' IRIs."""
    nodes = view(made)
    films = {iri: node for iri, node in nodes.items() if "Film" in node["type"]}
    return {
        node["exactText"][0]: target.rpartition("/")[2]
        for node in nodes.values()
        if "Mention" in node["type"]
        for target in node["refersTo"]
        if target in films
    }


def test_a_page_names_films_and_the_view_says_which(tmp_path: Path) -> None:
    made = dataset(tmp_path, [FIELD, LANTERNS, SALT])
    assert mentions(made) == {"Nine Lanterns": "nine-lanterns-2011", "Salt and Ash": "salt-and-ash-1968"}
    evidence = from_graph(made.version().store, f"{made.base}/source/field")
    stated = [node for iri, node in sorted(evidence.items()) if "#named-film-" in iri]
    assert [(node["exactText"][0], node["marking"][0], node.get("yearBeside")) for node in stated] == [
        ("Nine Lanterns", "quotation marks", ["2011"]),
        ("Salt and Ash", "emphasis", None),
    ]
    text = evidence[f"{made.base}/source/field#review"]["text"][0]
    assert all(text[int(node["start"][0]) : int(node["end"][0])] == node["exactText"][0] for node in stated)
    review = next(node for node in view(made).values() if "schema:mentions" in node)
    assert {f"{made.base}/film/nine-lanterns-2011", f"{made.base}/film/salt-and-ash-1968"} <= set(
        review["schema:mentions"]
    )
    assert {node["marking"][0] for node in view(made).values() if "marking" in node} == set()
    links = [link for link in identity(made).links if "#named-film-" in link.iri]
    assert [(link.method, link.decided_by) for link in links] == [
        ("title and year", METHOD), ("title", METHOD),
    ]  # fmt: skip


def test_a_film_that_is_only_named_is_no_film_of_the_dataset(tmp_path: Path) -> None:
    made = dataset(tmp_path, [FIELD])
    assert counted(made)["Film"] == 1
    assert mentions(made) == {}
    assert renamed(view(made)) == from_scratch(made)


@pytest.mark.slow
def test_the_order_in_which_pages_come_decides_nothing(tmp_path: Path) -> None:
    pages = [FIELD, LANTERNS, OTHER]
    whole = dataset(tmp_path / "whole", pages)
    expected = mentions(whole)
    assert expected == {"Nine Lanterns": "nine-lanterns-2011"}
    for number, order in enumerate(permutations(pages)):
        made = dataset(tmp_path / str(number), order, one_by_one=True)
        assert mentions(made) == expected
        assert renamed(view(made)) == from_scratch(made)


def test_a_film_that_comes_goes_or_changes_changes_what_is_meant(tmp_path: Path) -> None:
    undated = FIELD.with_(prose="It recalls “Nine Lanterns,” one may say, and is in debt to it.")
    made = dataset(tmp_path, [undated])
    before = quads(made)
    folder = tmp_path / "pages"
    one = LANTERNS.write(folder)
    ingest(made, [one])
    assert mentions(made) == {"Nine Lanterns": "nine-lanterns-2011"}
    with_one = quads(made)
    ingest(made, [OTHER.write(folder)])
    assert mentions(made) == {}, "two films have the title now"
    ingest(made, [OTHER.with_(title="Ten Lanterns").write(folder)])
    assert mentions(made) == {"Nine Lanterns": "nine-lanterns-2011"}
    assert renamed(view(made)) == from_scratch(made)
    (folder / "other.md").unlink()
    ingest(made, [folder], manner=Manner(prune=True))
    assert set(with_one) <= set(quads(made))
    one.unlink()
    ingest(made, [folder], manner=Manner(prune=True))
    assert mentions(made) == {}
    assert set(before) <= set(quads(made))
    links = from_graph(made.version().store, graph_of(made.base))
    assert not any("#named-film-" in iri for iri in links)
    now = quads(made)
    relink(made)
    assert quads(made) == now


def test_a_film_read_later_is_found_by_what_a_title_may_begin_with(tmp_path: Path) -> None:
    page = FIELD.with_(prose="It was late, and so she waits. Before Sunrise (1995) was like that.")
    made = dataset(tmp_path, [page, LANTERNS.with_(title="Before Sunrise", year=1995)], one_by_one=True)
    assert mentions(made) == {"Sunrise": "before-sunrise-1995"}


def test_what_a_copy_of_a_review_names_stands_with_the_film_of_the_other_copy(tmp_path: Path) -> None:
    url = "https://example.org/field"
    copies = [FIELD.with_(name="a", url=url, prose="Nothing."), FIELD.with_(name="b", url=url, year=1998)]
    made = dataset(tmp_path, [*copies, LANTERNS], one_by_one=True)
    assert mentions(made) == {"Nine Lanterns": "nine-lanterns-2011"}
    assert renamed(view(made)) == from_scratch(made)


def test_a_table_of_credits_makes_films_known(tmp_path: Path) -> None:
    table = Table("credits", (("Nine Lanterns", 2011, "director", "Mira Okafor", "", ""),))
    assert mentions(dataset(tmp_path, [FIELD, table])) == {"Nine Lanterns": "nine-lanterns-2011"}


def test_of_pain_and_glory_the_whole_is_meant_and_no_part(tmp_path: Path) -> None:
    page = FIELD.with_(prose="It is by the director of Salt and Ash, and one can tell.")
    table = Table(
        "credits",
        tuple(
            (title, 2011, "director", "Hong Seong-eun", "", "") for title in ("Salt", "Ash", "Salt and Ash")
        ),
    )
    assert mentions(dataset(tmp_path, [page, table])) == {"Salt and Ash": "salt-and-ash-2011"}
    fewer = Table("credits", table.rows[:2])
    made = dataset(tmp_path / "fewer", [page, fewer])
    assert mentions(made) == {"Salt": "salt-2011", "Ash": "ash-2011"}
    ingest(made, [table.write(tmp_path / "fewer" / "pages")])
    assert mentions(made) == {"Salt and Ash": "salt-and-ash-2011"}


def test_people_decide_what_is_meant_and_take_it_back(tmp_path: Path) -> None:
    made = dataset(tmp_path, [FIELD, LANTERNS, SALT])
    base, before = "field#named-film-1", quads(made)
    said = reject(made, base, "film/nine-lanterns-2011", BY)
    assert mentions(made) == {"Salt and Ash": "salt-and-ash-1968"}
    relink(made)
    assert mentions(made) == {"Salt and Ash": "salt-and-ash-1968"}
    withdraw(made, said.link, BY)
    assert quads(made) == before
    accept(made, base, "film/salt-and-ash-1968", BY)
    assert mentions(made) == {"Nine Lanterns": "salt-and-ash-1968", "Salt and Ash": "salt-and-ash-1968"}
    assert renamed(view(made)) == from_scratch(made)
    (decided,) = [one for one in Questions(made.version().store, made.base).decisions() if one.same]
    assert decided.sentence == "Nine Lanterns, Salt and Ash (1968): one film"
    ingest(made, [SALT.with_(title="Salt & Ash").write(tmp_path / "pages")])
    assert mentions(made)["Nine Lanterns"] == "salt-and-ash-1968"
    told = {row.mention.rpartition("/")[2]: row for row in rows(made.version(), made.base)}
    assert (told[base].by, told[base].name) == ("Ida", "Nine Lanterns")
    for other in ("person/mira-okafor", "field#named-film-2"):
        with pytest.raises(Undecidable, match="A title in prose means a film"):
            accept(made, base, other, BY)


def test_a_table_of_mentions_that_is_made_anew_tells_the_same(tmp_path: Path) -> None:
    made = dataset(tmp_path, [FIELD, LANTERNS, SALT])
    accept(made, "field#named-film-1", "film/salt-and-ash-1968", BY)
    version = made.version()
    before = list(rows(version, made.base))
    assert sum("#named-film-" in row.mention for row in before) == 2
    version.file(TABLE).unlink()
    with MentionTable(version.file(TABLE)) as table:
        fill(table, version.store, made.base)
    assert list(rows(version, made.base)) == before


def blocks(made: Dataset) -> dict[str, dict[str, Any]]:
    """The films that each review's block mentions."""
    found = {}
    for one in review_blocks(made.version().store):
        named = one.draft.get("mentions", [])
        named = named if isinstance(named, list) else [named]
        found[one.name] = {film["name"]: film for film in named if film["@type"] == "Movie"}
    return found


def test_the_block_of_a_review_mentions_the_films_as_its_page_prints_them(tmp_path: Path) -> None:
    french = LANTERNS.with_(title="Neuf Lanternes", more={"original_title": "Nine Lanterns"})
    made = dataset(tmp_path, [FIELD, SALT, french])
    named = blocks(made)["the-quiet-field-2018-ida-penhallow"]
    assert named == {
        "Nine Lanterns": {
            "@type": "Movie", "@id": f"{made.base}/film/neuf-lanternes-2011", "name": "Nine Lanterns",
        },
        "Salt and Ash": {
            "@type": "Movie", "@id": f"{made.base}/film/salt-and-ash-1968", "name": "Salt and Ash",
        },
    }  # fmt: skip
    assert blocks(made)["salt-and-ash-1968-barnaby-quill"] == {}


def test_a_page_that_carries_its_block_names_the_same_films_when_it_is_read_again(tmp_path: Path) -> None:
    made = dataset(tmp_path, [FIELD, LANTERNS, SALT])
    (block,) = [one for one in review_blocks(made.version().store) if "quiet-field" in one.name]
    text = " ".join(block.draft["reviewBody"].split()).replace("_", "").replace("“", "").replace("”", "")
    page = (
        f'<!doctype html><html><head><script type="application/ld+json">{embed(block.draft)}</script></head>'
        f"<body><article><h1>The Quiet Field</h1><p>{text}</p></article></body></html>"
    )
    record = read(page.encode(), name="page.html")
    assert [film.title.value for film in record.films] == ["The Quiet Field"]
    named = {one.exact_text for one in record.reviews[0].films_named}
    assert named == {"Nine Lanterns", "Salt and Ash"}
