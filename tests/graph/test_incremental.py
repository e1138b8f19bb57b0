"""Reading page by page makes the graph that reading all at once makes, whatever the order and the edits."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.build import ingest, relink
from graph.search_rows import search_rows
from graph.store import Dataset, write_index
from tests.graph.archive import (
    Page,
    Table,
    counted,
    from_scratch,
    identity,
    meant,
    partition,
    quads,
    queue,
    renamed,
    view,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

#: Spellings of a few people, homonyms among them; a film's director and cast are drawn from these.
_NAMES = (
    "Jung Da-eun", "Jeong Da-eun", "Da-eun Jung", "Chung Daeun", "Hong Seong-eun", "Hong Sung-eun",
    "Bill Fenwick", "William Fenwick", "W. Fenwick", "William J. Fenwick", "Ann Lee", "Lee Ann", "Anne Lee",
    "Oskar Vogel", "Oscar Vogel", "Oskar Vogel Jr.", "Mira Okafor-Lind", "Mira Okafor", "Tony Leung Ka-fai",
    "Tony Leung",
)  # fmt: skip
_TITLES = ("The Quiet Field", "Quiet Field", "The Quiet Fields", "Salt", "Salt and Ash", "Nine Lanterns")
_CHARACTERS = ("Ana", "The Banker", "Old Man")
_YEARS = st.sampled_from((1968, 2011, 2012, 2013))
#: What a page says of other films, in every second page.
_SAID = (
    "", "", "", "It recalls “Salt” (2012) and, more, _The Quiet Fields_.",
    "Nobody saw “Nine Lanterns” coming.", "It is by the director of Salt and Ash.",
    "Oskar Vogel’s “Salt” (2011) is older, and so is _Quiet Field_.",
)  # fmt: skip
_SLOW = settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)


@st.composite
def _pages(draw: st.DrawFn, name: str) -> Page | Table:
    if draw(st.integers(0, 4)) == 0:
        row = st.tuples(
            st.sampled_from(_TITLES),
            _YEARS,
            st.sampled_from(("actor", "director", "writer")),
            st.sampled_from(_NAMES),
            st.sampled_from(("", *_CHARACTERS)),
            st.sampled_from(("", "", "", "nm0000001", "nm0000002")),
        )
        return Table(name, tuple(draw(st.lists(row, min_size=1, max_size=6))))
    cast = draw(st.lists(st.sampled_from(_NAMES), max_size=3, unique=True))
    return Page(
        name,
        draw(st.sampled_from(_TITLES)),
        draw(_YEARS),
        draw(st.sampled_from(_NAMES)),
        tuple(zip(cast, draw(st.permutations(_CHARACTERS)), strict=False)),
        draw(st.sampled_from(("Ida Penhallow", "I. Penhallow", "Barnaby Quill"))),
        url=draw(st.sampled_from(("", "", "https://example.org/one"))),
        prose=draw(st.sampled_from(_SAID)),
    )


@st.composite
def _archives(draw: st.DrawFn, most: int = 6) -> list[Page | Table]:
    return [draw(_pages(f"p{number}")) for number in range(draw(st.integers(2, most)))]


@pytest.fixture
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], tuple[Dataset, Path]]:
    """An empty dataset and a folder for its pages."""

    def make() -> tuple[Dataset, Path]:
        place = tmp_path_factory.mktemp("archive")
        (place / "pages").mkdir()
        return Dataset(place / "data"), place / "pages"

    return make


def _at_once(fresh: Callable[[], tuple[Dataset, Path]], archive: Iterable[Page | Table]) -> Dataset:
    dataset, folder = fresh()
    for page in archive:
        page.write(folder)
    ingest(dataset, [folder])
    return dataset


def _one_by_one(fresh: Callable[[], tuple[Dataset, Path]], archive: Iterable[Page | Table]) -> Dataset:
    dataset, folder = fresh()
    for page in archive:
        ingest(dataset, [page.write(folder)])
    return dataset


def _whole(dataset: Dataset) -> None:
    """Checks that the view, the search index and the manifest are what the evidence makes of them."""
    assert renamed(view(dataset)) == from_scratch(dataset)
    version = dataset.version()
    assert version.manifest["summary"]["counts"] == counted(dataset)
    assert version.manifest["triples"] == len(version.store)
    anew = version.directory.parent.parent / "anew.sqlite"
    write_index(anew, search_rows(view(dataset)))
    assert _index(version.directory / "search.sqlite") == _index(anew)


def _index(file: Path) -> list[tuple[object, ...]]:
    """All that a search index finds, and by what."""
    with sqlite3.connect(file) as database:
        things = database.execute(
            "SELECT iri, kind, label, detail, names, words FROM thing JOIN word ON word.rowid = thing.id"
        ).fetchall()
        keys = database.execute("SELECT iri, key FROM thing JOIN key USING (id)").fetchall()
    database.close()
    return sorted([*things, *keys], key=repr)


@pytest.mark.slow
@_SLOW
@given(archive=_archives(), random=st.randoms(use_true_random=False))
def test_any_order_of_pages_gives_the_same_entities_as_all_at_once_and_as_linking_anew(
    fresh: Callable[[], tuple[Dataset, Path]], archive: list[Page | Table], random: object
) -> None:
    whole = _at_once(fresh, archive)
    expected, asked, named = partition(whole), queue(whole), meant(whole)
    _whole(whole)
    for _ in range(2):
        shuffled = list(archive)
        random.shuffle(shuffled)  # type: ignore[attr-defined]
        dataset = _one_by_one(fresh, shuffled)
        assert partition(dataset) == expected
        assert queue(dataset) == asked
        assert meant(dataset) == named
        _whole(dataset)
    before = quads(dataset)
    relink(dataset)
    assert partition(dataset) == expected
    assert queue(dataset) == asked
    assert quads(dataset) == before


@pytest.mark.slow
@_SLOW
@given(archive=_archives(5), data=st.data())
def test_a_page_changed_and_changed_back_leaves_the_view_as_it_was(
    fresh: Callable[[], tuple[Dataset, Path]], archive: list[Page | Table], data: st.DataObject
) -> None:
    dataset, folder = fresh()
    files = {page.name: page.write(folder) for page in archive}
    ingest(dataset, [folder])
    before = quads(dataset)
    changed = data.draw(
        st.lists(st.sampled_from(archive), min_size=1, max_size=3, unique_by=lambda p: p.name)
    )
    for page in changed:
        other = data.draw(_pages(page.name))
        if isinstance(other, Page) == isinstance(page, Page):
            other.write(folder)
            ingest(dataset, [files[page.name]])
            _whole(dataset)
    for page in data.draw(st.permutations(changed)):
        page.write(folder)
        ingest(dataset, [files[page.name]])
    _whole(dataset)
    assert quads(dataset) == before


_ONE = Page(
    "one", "The Quiet Field", 2011, "Hong Seong-eun", (("Jung Da-eun", "Ana"), ("Bill Fenwick", "Lee")),
    url="https://example.org/one",
)  # fmt: skip
_TWO = _ONE.with_(
    name="two", title="Quiet Field", director="Hong Sung-eun", critic="Barnaby Quill",
    cast=(("Jeong Da-eun", "Ana"),), url="https://example.org/two",
)  # fmt: skip
_THREE = Page("three", "Salt", 2012, "Mira Okafor", (("Ann Lee", "Mina"),))


def _entity(dataset: Dataset, mention: str) -> str:
    return identity(dataset).entities[f"{dataset.base}/source/{mention}"]


def test_reading_again_what_has_not_changed_publishes_nothing(
    fresh: Callable[[], tuple[Dataset, Path]],
) -> None:
    dataset, folder = fresh()
    for page in (_ONE, _TWO):
        page.write(folder)
    assert ingest(dataset, [folder]).version == 1
    again = ingest(dataset, [folder])
    assert (again.version, again.unchanged) == (None, 2)
    assert relink(dataset).version is None
    assert dataset.current_number() == 1


def test_variants_on_two_pages_meet_whichever_page_comes_first(
    fresh: Callable[[], tuple[Dataset, Path]],
) -> None:
    for order in ((_ONE, _TWO), (_TWO, _ONE)):
        dataset = _one_by_one(fresh, order)
        assert _entity(dataset, "one#film") == _entity(dataset, "two#film")
        assert _entity(dataset, "one#person-jung-da-eun") == _entity(dataset, "two#person-jeong-da-eun")
        assert _entity(dataset, "one#person-hong-seong-eun") == _entity(dataset, "two#person-hong-sung-eun")
        _whole(dataset)


def test_what_a_page_no_longer_names_is_gone_and_nothing_takes_its_place(
    fresh: Callable[[], tuple[Dataset, Path]],
) -> None:
    dataset, folder = fresh()
    ingest(dataset, [_ONE.write(folder), _THREE.write(folder)])
    actor, character = _entity(dataset, "one#person-bill-fenwick"), _ONE.cast[0]
    before = quads(dataset)
    ingest(dataset, [_ONE.with_(cast=(character,)).write(folder)])
    assert actor not in view(dataset)
    assert identity(dataset).replaced[actor] == ()
    assert actor not in identity(dataset).entities.values()
    _whole(dataset)
    ingest(dataset, [_ONE.write(folder)])
    assert quads(dataset) == before
    assert identity(dataset).replaced == {}


def test_a_film_that_a_table_no_longer_lists_is_gone_with_its_people(
    fresh: Callable[[], tuple[Dataset, Path]],
) -> None:
    rows = (
        ("Nine Lanterns", 2011, "director", "Mira Okafor", "", ""),
        ("Salt", 2012, "director", "Oskar Vogel", "", ""),
        ("Salt", 2012, "actor", "Ann Lee", "Mina", ""),
    )
    dataset, folder = fresh()
    ingest(dataset, [Table("credits", rows).write(folder)])
    gone = set(view(dataset))
    before = quads(dataset)
    ingest(dataset, [Table("credits", rows[:1]).write(folder)])
    gone -= set(view(dataset))
    replaced = identity(dataset).replaced
    assert {iri for iri in gone if "/film/" in iri or "/person/" in iri} == replaced.keys()
    assert len(replaced) == 3
    assert set(replaced.values()) == {()}
    assert counted(dataset)["Role"] == 1
    _whole(dataset)
    ingest(dataset, [Table("credits", rows).write(folder)])
    assert quads(dataset) == before


def test_the_people_of_a_film_are_matched_anew_when_a_page_about_it_turns_to_another(
    fresh: Callable[[], tuple[Dataset, Path]],
) -> None:
    dataset, folder = fresh()
    ingest(dataset, [_ONE.write(folder), _TWO.write(folder)])
    ingest(dataset, [_TWO.with_(title="Salt and Ash", year=1968, director="Oskar Vogel").write(folder)])
    assert _entity(dataset, "one#film") != _entity(dataset, "two#film")
    expected, asked = partition(dataset), queue(dataset)
    relink(dataset)
    assert (partition(dataset), queue(dataset)) == (expected, asked)
    _whole(dataset)


def test_names_that_outgrow_their_block_are_parted_as_they_are_when_all_is_read_at_once(
    fresh: Callable[[], tuple[Dataset, Path]],
) -> None:
    few = Table(
        "few",
        tuple((title, 2011, job, name, "", "")
              for title, actor in (("Salt", "Jonas Fenwick"), ("Nine Lanterns", "J. Fenwick"))
              for job, name in (("director", "Mira Okafor"), ("writer", "Ann Lee"), ("actor", actor))),
    )  # fmt: skip
    more = Table("more", tuple(("Salt and Ash", 1968, "actor", f"J{a}{b}k Fenwick", "", "")
                               for a in "aeiou" for b in "bdglr"))  # fmt: skip
    alone, together = _at_once(fresh, [few]), _at_once(fresh, [few, more])
    for archive, people in ((alone, 1), (together, 2)):
        entities = identity(archive).entities.items()
        assert (
            len({who for mention, who in entities if "/few#" in mention and "fenwick" in mention}) == people
        )
    dataset, folder = fresh()
    ingest(dataset, [few.write(folder)])
    ingest(dataset, [more.write(folder)])
    assert (partition(dataset), queue(dataset)) == (partition(together), queue(together))


def test_a_dataset_without_a_table_of_mentions_opens_and_links_as_one_with_it(
    fresh: Callable[[], tuple[Dataset, Path]],
) -> None:
    dataset, folder = fresh()
    ingest(dataset, [_ONE.write(folder), _THREE.write(folder)])
    before = quads(dataset)
    kept = dict(identity(dataset).entities)
    (dataset.version().directory / "mentions.sqlite").unlink()
    ingest(dataset, [_TWO.write(folder)])
    _whole(dataset)
    assert kept.items() <= identity(dataset).entities.items()
    whole = _at_once(fresh, (_ONE, _TWO, _THREE))
    assert partition(dataset) == partition(whole)
    (dataset.version().directory / "mentions.sqlite").unlink()
    now = quads(dataset)
    assert now != before
    relink(dataset)
    assert quads(dataset) == now
