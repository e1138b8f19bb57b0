"""What people decide holds for ever, and taken back it leaves no trace in the view, whatever the order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.build import ingest, relink
from graph.decisions import deciding
from graph.decisions.deciding import By, Undecidable
from graph.linking.decisions import METHOD
from graph.store import Dataset
from tests.graph.archive import Page, counted, from_scratch, identity, partition, quads, renamed, view

if TYPE_CHECKING:
    from pathlib import Path

_EDITOR = By("Ida")
_CAST = (("Jung Da-eun", "Ana"), ("Bill Fenwick", "The Banker"))
#: Two films on two pages each, a film of the same name years before, and people under several names.
_ARCHIVE = (
    Page("one", "The Quiet Field", 2011, "Hong Seong-eun", _CAST),
    Page("two", "Quiet Field", 2011, "Hong Sung-eun", (("Jeong Da-eun", "Ana"), ("William Fenwick", "Lee"))),
    Page("old", "The Quiet Field", 1931, "Oskar Vogel", (("William Fenwick", "A Sailor"),)),
    Page("salt", "Salt", 2012, "Hong Seong-eun", (("Da-eun Jung", "Mina"), ("W. Fenwick", "A Clerk"))),
    Page("ash", "Salt and Ash", 2013, "Oscar Vogel", (("Ann Lee", "Ana"), ("Lee Ann", "Old Man"))),
)  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Dataset, Path]:
    """The archive, ingested."""
    place = tmp_path_factory.mktemp("archive")
    folder = place / "pages"
    folder.mkdir()
    for page in _ARCHIVE:
        page.write(folder)
    dataset = Dataset(place / "data")
    ingest(dataset, [folder])
    return dataset, folder


@pytest.fixture
def small(tmp_path: Path) -> tuple[Dataset, Path]:
    """The first four pages, ingested, for a test that writes to them."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for page in _ARCHIVE[:4]:
        page.write(folder)
    dataset = Dataset(tmp_path / "data")
    ingest(dataset, [folder])
    return dataset, folder


def _entity(dataset: Dataset, mention: str) -> str:
    return identity(dataset).entities[f"{dataset.base}/source/{mention}"]


def _entities(dataset: Dataset, kind: str) -> list[str]:
    return sorted({entity for entity in identity(dataset).entities.values() if f"/{kind}/" in entity})


def _replaced(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    return identity(dataset).replaced


def _decide(dataset: Dataset, data: st.DataObject) -> str | None:
    """Takes a decision about something; None where what was drawn cannot be decided."""
    kind = data.draw(st.sampled_from(("film", "person")))
    known = _entities(dataset, kind)
    first, second = data.draw(st.tuples(st.sampled_from(known), st.sampled_from(known)))
    act = data.draw(st.sampled_from(("accept", "reject", "split")))
    try:
        if act == "accept":
            return deciding.accept(dataset, first, second, _EDITOR).link
        if act == "reject":
            return deciding.reject(dataset, first, second, _EDITOR).link
        entities = identity(dataset).entities
        mentions = sorted(mention for mention, entity in entities.items() if entity == first)
        parted = data.draw(st.lists(st.sampled_from(mentions), min_size=1, unique=True))
        return deciding.split(dataset, first, parted, _EDITOR).link
    except Undecidable:
        return None


@pytest.mark.slow
@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_decisions_in_any_sequence_taken_back_in_any_order_leave_the_view_as_it_was(
    archive: tuple[Dataset, Path], data: st.DataObject
) -> None:
    dataset, _ = archive
    before, who = quads(dataset), dict(identity(dataset).entities)
    kept = len([link for link in identity(dataset).links if link.decided_by != METHOD])
    taken = [link for _ in range(data.draw(st.integers(1, 4))) if (link := _decide(dataset, data))]
    assert renamed(view(dataset)) == from_scratch(dataset)
    assert dataset.version().manifest["summary"]["counts"] == counted(dataset)
    for link in data.draw(st.permutations(taken)):
        deciding.withdraw(dataset, link, _EDITOR)
    assert quads(dataset) == before
    assert identity(dataset).entities == who
    decided = [link for link in identity(dataset).links if link.decided_by != METHOD]
    assert len(decided) == kept + len(taken)
    assert all(link.withdrawn_at and link.withdrawn_by == "Ida" for link in decided)


def test_what_was_accepted_stays_one_through_further_pages_and_linking_anew(
    small: tuple[Dataset, Path],
) -> None:
    dataset, folder = small
    one, other = _entity(dataset, "old#film"), _entity(dataset, "one#film")
    assert one != other
    deciding.accept(dataset, one, other, _EDITOR)
    ingest(dataset, [_ARCHIVE[4].write(folder)])
    ingest(dataset, [_ARCHIVE[0].with_(publication="The Other Courier").write(folder)])
    assert _entity(dataset, "old#film") == _entity(dataset, "one#film")
    relink(dataset)
    assert _entity(dataset, "old#film") == _entity(dataset, "one#film")


def test_what_was_rejected_stays_two_through_further_pages_and_linking_anew(
    small: tuple[Dataset, Path],
) -> None:
    dataset, folder = small
    director = _entity(dataset, "one#person-hong-seong-eun")
    assert _entity(dataset, "two#person-hong-sung-eun") == director
    deciding.split(dataset, director, ["two#person-hong-sung-eun"], _EDITOR)
    for step in ("parted", "another page", "linked anew"):
        if step == "another page":
            ingest(dataset, [Page("more", "More Salt", 2014, "Hong Seong-eun").write(folder)])
        if step == "linked anew":
            relink(dataset)
        parted = _entity(dataset, "two#person-hong-sung-eun")
        assert _entity(dataset, "one#person-hong-seong-eun") != parted, step


def test_of_two_decisions_about_the_same_two_the_newer_one_holds(small: tuple[Dataset, Path]) -> None:
    dataset, _ = small
    one, other = "one#person-hong-seong-eun", "two#person-hong-sung-eun"
    parted = deciding.split(dataset, _entity(dataset, one), [other], _EDITOR)
    deciding.accept(dataset, _entity(dataset, one), _entity(dataset, other), _EDITOR)
    assert _entity(dataset, one) == _entity(dataset, other)
    again = deciding.split(dataset, _entity(dataset, one), [other], _EDITOR)
    assert _entity(dataset, one) != _entity(dataset, other)
    deciding.withdraw(dataset, again.link, _EDITOR)
    assert _entity(dataset, one) == _entity(dataset, other)
    deciding.withdraw(dataset, parted.link, _EDITOR)
    assert _entity(dataset, one) == _entity(dataset, other)


def test_a_merged_iri_leads_to_the_other_and_is_back_when_the_merge_is_taken_back(
    small: tuple[Dataset, Path],
) -> None:
    dataset, _ = small
    one, other = _entity(dataset, "old#film"), _entity(dataset, "one#film")
    taken = deciding.accept(dataset, one, other, _EDITOR)
    left = _entity(dataset, "old#film")
    gone = one if left == other else other
    assert _replaced(dataset)[gone] == (left,)
    assert gone not in view(dataset)
    deciding.withdraw(dataset, taken.link, _EDITOR)
    assert gone not in _replaced(dataset)
    assert left not in _replaced(dataset)
    assert {one, other} <= view(dataset).keys()


def test_an_iri_merged_twice_leads_to_what_it_was_merged_into_first_once_the_second_is_taken_back(
    small: tuple[Dataset, Path],
) -> None:
    dataset, _ = small
    old, one, salt = (_entity(dataset, f"{page}#film") for page in ("old", "one", "salt"))
    deciding.accept(dataset, old, one, _EDITOR)
    first = _entity(dataset, "old#film")
    second = deciding.accept(dataset, salt, first, _EDITOR)
    assert len({_entity(dataset, f"{page}#film") for page in ("old", "one", "salt")}) == 1
    deciding.withdraw(dataset, second.link, _EDITOR)
    gone = ({old, one} - {first}).pop()
    films = {iri: new for iri, new in _replaced(dataset).items() if "/film/" in iri}
    assert films == {gone: (first,)}


def test_the_iri_of_a_part_taken_back_leads_to_the_whole(small: tuple[Dataset, Path]) -> None:
    dataset, _ = small
    whole = _entity(dataset, "one#person-hong-seong-eun")
    taken = deciding.split(dataset, whole, ["two#person-hong-sung-eun"], _EDITOR)
    parted = {_entity(dataset, "one#person-hong-seong-eun"), _entity(dataset, "two#person-hong-sung-eun")}
    part = (parted - {whole}).pop()
    assert whole not in _replaced(dataset)
    deciding.withdraw(dataset, taken.link, _EDITOR)
    assert _replaced(dataset) == {part: (whole,)}
    again = deciding.split(dataset, whole, ["two#person-hong-sung-eun"], _EDITOR)
    assert again.version == dataset.current_number()
    assert part in view(dataset), "a part that is parted again has the IRI that it had"
    assert _replaced(dataset) == {}


def test_pages_read_while_two_are_merged_part_as_the_method_says_when_it_is_taken_back(
    small: tuple[Dataset, Path],
) -> None:
    dataset, folder = small
    taken = deciding.accept(dataset, _entity(dataset, "old#film"), _entity(dataset, "one#film"), _EDITOR)
    ingest(dataset, [_ARCHIVE[4].write(folder)])
    ingest(dataset, [Page("older", "The Quiet Field", 1931, "Oskar Vogel").write(folder)])
    deciding.withdraw(dataset, taken.link, _EDITOR)
    films = partition(dataset)["Film"]
    source = f"{dataset.base}/source"
    assert frozenset((f"{source}/old#film", f"{source}/older#film")) in films
    assert renamed(view(dataset)) == from_scratch(dataset)
