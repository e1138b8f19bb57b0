"""Entities' IRIs: minted once, kept, given back, and never given to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from graph.linking.entities import Minted, mint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def _mint(
    clusters: list[list[str]],
    before: Mapping[str, str],
    past: Mapping[str, Sequence[str]],
    used: frozenset[str] = frozenset(),
) -> Minted:
    known = used | set(before.values()) | {iri for had in past.values() for iri in had}
    return mint(clusters, before, past, known.__contains__, lambda members: members[0].upper())


def test_a_new_cluster_gets_a_readable_iri_and_a_taken_one_a_number() -> None:
    minted = _mint([["a", "b"], ["c"]], {}, {}, frozenset({"C", "C-2"}))
    assert minted.refers == {"a": "A", "b": "A", "c": "C-3"}
    assert minted.replaced == {}


def test_two_new_clusters_of_one_name_get_two_iris() -> None:
    minted = mint([["a"], ["b"]], {}, {}, lambda _: False, lambda _: "X")
    assert minted.refers == {"a": "X", "b": "X-2"}


def test_a_cluster_keeps_its_iri_when_a_mention_joins_it() -> None:
    minted = _mint([["a", "new"]], {"a": "A"}, {"a": ["A"]})
    assert minted.refers == {"a": "A", "new": "A"}


def test_a_mention_that_says_something_else_now_keeps_its_iri_where_nobody_wants_it() -> None:
    assert _mint([["a"]], {"a": "A"}, {}).refers == {"a": "A"}


def test_a_mention_that_says_something_else_now_takes_no_iri_along() -> None:
    minted = _mint([["a", "c"], ["b"]], {"a": "A", "b": "A", "c": "C"}, {"b": ["A"], "c": ["C"]})
    assert minted.refers == {"a": "C", "b": "A", "c": "C"}


def test_of_two_that_merge_the_one_with_more_mentions_stays_and_the_other_leads_there() -> None:
    before = {"a": "A", "b": "B", "c": "B"}
    minted = _mint([["a", "b", "c"]], before, {mention: [iri] for mention, iri in before.items()})
    assert minted.refers == {"a": "B", "b": "B", "c": "B"}
    assert minted.replaced == {"A": ("B",)}


def test_of_two_that_part_the_larger_part_keeps_the_iri() -> None:
    had = {"a": ["X"], "b": ["X"], "c": ["X"]}
    minted = _mint([["a"], ["b", "c"]], dict.fromkeys("abc", "X"), had)
    assert minted.refers == {"a": "A", "b": "X", "c": "X"}
    assert minted.replaced == {}


def test_a_merge_taken_back_gives_back_the_iris() -> None:
    minted = _mint([["a"], ["b", "c"]], dict.fromkeys("abc", "B"), {"a": ["A", "B"], "b": ["B"], "c": ["B"]})
    assert minted.refers == {"a": "A", "b": "B", "c": "B"}


def test_a_part_that_is_parted_again_gets_the_iri_that_it_had_then() -> None:
    minted = _mint(
        [["a"], ["b", "c"]], dict.fromkeys("abc", "X"), {"a": ["X", "A-9"], "b": ["X"], "c": ["X"]}
    )
    assert minted.refers == {"a": "A-9", "b": "X", "c": "X"}


def test_an_entity_whose_mentions_are_gone_is_replaced_by_nothing() -> None:
    minted = mint([["b"]], {"a": "A", "b": "B"}, {"b": ["B"]}, {"A", "B"}.__contains__, lambda _: "B")
    assert minted.replaced == {"A": ()}


_IRIS = st.sampled_from("UVWXYZ")


@given(
    st.lists(st.tuples(st.lists(_IRIS, max_size=3, unique=True), st.integers(0, 4)), min_size=1, max_size=9),
    st.data(),
)
def test_no_two_clusters_share_an_iri_and_the_same_again_changes_nothing(
    rows: list[tuple[list[str], int]], data: st.DataObject
) -> None:
    mentions = [f"m{number}" for number in range(len(rows))]
    past = {m: had for m, (had, _) in zip(mentions, rows, strict=True) if had}
    before = {m: data.draw(st.sampled_from(had)) for m, had in past.items()}
    groups: dict[int, list[str]] = {}
    for mention, (_, group) in zip(mentions, rows, strict=True):
        groups.setdefault(group, []).append(mention)
    clusters = list(groups.values())
    minted = _mint(clusters, before, past)
    assert len({minted.refers[members[0]] for members in clusters}) == len(clusters)
    for mention, iri in minted.refers.items():
        had = past.setdefault(mention, [])
        if iri not in had:
            had.append(iri)
    again = _mint(clusters, minted.refers, past)
    assert again.refers == minted.refers
    assert again.replaced == {}
