"""JSON between our own processes: what was written is read again, whatever a page made of it."""

from __future__ import annotations

import pytest

from graph.json_text import dumps, loads
from graph.mentions import Entry, Name

_LONE = "\ud83c"


@pytest.mark.parametrize(
    "value",
    [{"name": ["Bo Li", "李波"], "number": -(2**63), "none": None}, [_LONE, {"a": f"x{_LONE}"}]],
)
def test_what_was_written_is_read_again_lone_surrogates_too(value: object) -> None:
    assert loads(dumps(value)) == value


def test_rows_are_written_as_lists() -> None:
    entry = Entry("#a", "person", "Bo", "{}", 1, (2, 3), ("#film",), (Name("Bo", (4,)),))
    assert loads(dumps([entry])) == [["#a", "person", "Bo", "{}", 1, [2, 3], ["#film"], [["Bo", [4]]]]]


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(TypeError):
        dumps({"a": object()})
    with pytest.raises(ValueError, match="Expecting"):
        loads(b"{")
