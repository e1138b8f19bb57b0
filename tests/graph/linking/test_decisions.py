"""A decision comes back from the graph as it was put there, whichever release wrote it."""

from __future__ import annotations

import pytest

from graph.linking.decisions import Link, from_nodes, to_nodes

_LINK = Link("x:a-link", ("x:a",), "x:entity", 0.9, "name", "the same name", compared=("x:a", "x:b"))


@pytest.mark.parametrize("compared", [("x:a", "x:b"), ("x:b", "x:a"), ("x:b", "x:c"), ()])
def test_the_two_that_were_compared_come_back_whether_or_not_the_link_is_about_one(
    compared: tuple[str, ...],
) -> None:
    link = Link("x:a-link", ("x:a",), "x:entity", 0.9, "name", "the same name", compared=compared)
    (back,) = from_nodes(to_nodes([link], "2026-01-02T03:04:05Z"))
    assert back.compared == tuple(sorted(compared))
    assert back.says_the_same(link)


def test_what_a_link_is_about_is_not_named_a_second_time() -> None:
    assert to_nodes([_LINK], None)["x:a-link"]["compared"] == ["x:b"]


def test_an_earlier_release_named_both_that_were_compared() -> None:
    nodes = to_nodes([_LINK], None)
    nodes["x:a-link"]["compared"] = ["x:a", "x:b"]
    (back,) = from_nodes(nodes)
    assert back.says_the_same(_LINK)
