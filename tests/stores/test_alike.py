"""Values that a store may keep and not how they were written: none is lost when another one goes."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from graph.store.remote.alike import alike, safe_changes

_XSD = "http://www.w3.org/2001/XMLSchema#"
_S = ox.NamedNode("urn:s")


def quads(kind: str, *values: str) -> list[ox.Quad]:
    return [ox.Quad(_S, _S, ox.Literal(value, datatype=ox.NamedNode(_XSD + kind)), _S) for value in values]


def by_value(quads: list[ox.Quad]) -> set[float]:
    """What a store that keeps values holds of some numbers."""
    return {float(quad.object.value) for quad in quads}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("before", "after"),
    [(["1", "01"], ["1"]), (["1", "01", "001", "2"], ["001"]), (["01", "7"], ["1", "7"]), (["1"], ["2"])],
)
def test_what_stays_is_there_whether_or_not_a_store_keeps_how_values_are_written(
    before: list[str], after: list[str]
) -> None:
    old, new = ox.Store(), ox.Store()
    old.extend(quads("integer", *before))
    new.extend(quads("integer", *after))
    found = list(safe_changes(old, new))
    gone = [change.quad for change in found if not change.added]
    came = [change.quad for change in found if change.added]
    assert len(came) == len(set(came))
    assert (set(old) - set(gone)) | set(came) == set(new)
    assert (by_value(list(old)) - by_value(gone)) | by_value(came) == by_value(list(new))


def test_values_that_are_one_are_counted() -> None:
    assert (
        alike([*quads("integer", "1", "01", "2"), *quads("boolean", "true", "1"), *quads("string", "1")]) == 2
    )
