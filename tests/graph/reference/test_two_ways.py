"""What SQL compiles is what the compiler compiles: two ways to one view, held together by a test."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from graph.mentions import TABLE, MentionTable
from graph.reference import CATALOGUE
from graph.reference.catalogue import Catalogue
from graph.reference.promote import Promoter
from graph.run import Run
from graph.summary import silent

if TYPE_CHECKING:
    from graph.store import Dataset
from tests.graph.reference.imdb_set import NONE, ImdbSet, small, taken

# Few words, so that titles, names and characters meet; with what must be escaped, and other scripts.
_TEXT = st.sampled_from(
    [
        "Mira",
        "mira",
        "O'Hara",
        'The "Old" Man',
        "back\\slash",
        "Ёлка",
        "金",
        "Zoë",
        "Zoe",
        "\u200b?!",
        "a-b",
        "x" * 90,
    ]
)
_NAMES = st.builds(" ".join, st.lists(_TEXT, min_size=1, max_size=2))
_CATEGORIES = st.sampled_from(
    ["actor", "actress", "self", "director", "writer", "cinematographer", "composer", "editor", "producer",
     "archive_footage", "casting_director"]
)  # fmt: skip
_CHARACTERS = st.lists(_TEXT, max_size=3).map(
    lambda names: "[" + ",".join('"' + n.replace("\\", "\\\\").replace('"', '\\"') + '"' for n in names) + "]"
)


@st.composite
def sets(draw: st.DrawFn) -> ImdbSet:
    """IMDb's files of a few titles and people."""
    files = ImdbSet()
    titles = range(1, draw(st.integers(1, 4)) + 1)
    people = range(1, draw(st.integers(1, 5)) + 1)
    for number in people:
        files.name(number, draw(_NAMES), draw(st.sampled_from([NONE, "1950", "soon"])))
    for number in titles:
        files.title(
            number,
            draw(_NAMES),
            draw(st.sampled_from([NONE, "1999", "2001"])),
            kind=draw(st.sampled_from(["movie", "movie", "tvSeries"])),
            original=draw(st.none() | _NAMES),
            genres=draw(st.sampled_from([NONE, "Drama", "Drama,Film-Noir", "Drama,Drama"])),
            minutes=draw(st.sampled_from([NONE, "90", "0"])),
        )
        for ordering in range(1, draw(st.integers(0, 5)) + 1):
            category = draw(_CATEGORIES)
            files.credit(
                number,
                ordering,
                draw(st.sampled_from([*people, 99])),
                category,
                draw(st.just(NONE) | _CHARACTERS),
                draw(st.sampled_from([NONE, "screenplay", "director"])),
            )
        for ordering in range(draw(st.integers(0, 2))):
            files.aka(number, ordering, draw(_NAMES))
        if draw(st.booleans()):
            files.rating(number, "6.1", "30")
    return files


@pytest.mark.slow
@settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(files=sets())
def test_a_film_compiled_in_bulk_is_the_film_compiled_alone(files: ImdbSet) -> None:
    with tempfile.TemporaryDirectory() as folder:
        dataset, summary = taken(files.write(Path(folder, "files")), Path(folder, "data"))
        if summary.version is None:
            return
        bulk, compiled = _both(dataset)
        assert sorted(bulk - compiled) == []
        assert sorted(compiled - bulk) == []


def test_the_small_set_is_the_same_in_both_ways(tmp_path: Path) -> None:
    dataset, _ = taken(small().write(tmp_path / "files"), tmp_path / "data")
    bulk, compiled = _both(dataset)
    assert bulk == compiled


def _both(dataset: Dataset) -> tuple[set[str], set[str]]:
    """The view as it was published, and as linking and compiling everything film by film makes it."""
    with dataset.write() as draft:
        before = _view(draft.store)
        with (
            Run(draft, dataset.base, silent) as run,
            MentionTable(draft.directory / TABLE) as table,
            Catalogue(draft.directory / CATALOGUE) as catalogue,
        ):
            promoter = Promoter(run.evidence, table, catalogue.sources(), catalogue)
            entered = promoter.enter([tt for (tt,) in catalogue.rows("SELECT tt FROM title")])
            run.touched.touch(table, entered)
            # Everything is written anew, with what is not compiled left out.
            draft.store.remove_graph(ox.DefaultGraph())
            run.sources += catalogue.sources().values()
            run.link_and_compile(table, {}, everything=True)
        return before, _view(draft.store)


def _view(store: ox.Store) -> set[str]:
    return {str(quad) for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph())}
