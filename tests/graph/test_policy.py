"""Which value holds where sources disagree: by rank, then by sources, then by how often, then by address."""

from __future__ import annotations

import pytest

from graph.view import choose
from graph.view.policy import LEAST, MOST, ORDINARY, TRUST, default_trust

Row = tuple[int, str, str]


@pytest.mark.parametrize(
    ("rows", "holds"),
    [
        ([], None),
        ([(30, "a", "95"), (30, "b", "95"), (50, "c", "91")], "91"),
        ([(50, "a", "95"), (50, "b", "91"), (50, "c", "91")], "91"),
        # One source that says a thing five times is one source.
        ([*[(50, "a", "Jung")] * 5, (50, "b", "Jeong"), (50, "c", "Jeong")], "Jeong"),
        # Of one source's spellings the usual one.
        ([(50, "a", "Jeong"), (50, "a", "Jung"), (50, "a", "Jung")], "Jung"),
        ([(50, "b", "91"), (50, "a", "95")], "95"),
    ],
)
def test_the_value_that_holds(rows: list[Row], holds: str | None) -> None:
    assert choose(rows) == holds
    assert choose(rows[::-1]) == holds


def test_every_kind_has_a_rank_in_range() -> None:
    assert all(LEAST <= rank <= MOST for rank in TRUST.values())
    assert default_trust("a kind of tomorrow") == ORDINARY
