"""Values that a store may keep and not how they were written: to one that does so, "01" and "1" are one."""

from __future__ import annotations

import re
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.store.patch import Change, changes

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBER = re.compile(
    r"^(decimal|double|float|\w*(int|integer|long|short|byte)|\w*Integer|unsigned\w+)$", re.IGNORECASE
)


def alike(quads: Iterable[ox.Quad]) -> int:
    """How many of some quads a store that keeps values, and not how they are written, takes for others."""
    first: dict[tuple[str, ...], set[str]] = {}
    for quad in quads:
        if isinstance(quad.object, ox.Literal) and (found := value(quad.object)) is not None:
            about = (str(quad.subject), str(quad.predicate), str(quad.graph_name), *found)
            first.setdefault(about, set()).add(str(quad.object))
    return sum(len(written) - 1 for written in first.values())


def safe_changes(old: ox.Store, new: ox.Store) -> Generator[Change]:
    """What makes one version of another, also in a store that keeps values and not how they are written.

    There, taking out "01" takes out the "1" that stays. So what stays and has the same value as something
    that goes is put in once more, which is nothing to other stores.
    """
    again: set[ox.Quad] = set()
    for change in changes(old, new):
        yield change
        quad = change.quad
        if change.added or not isinstance(quad.object, ox.Literal) or (was := value(quad.object)) is None:
            continue
        for other in new.quads_for_pattern(quad.subject, quad.predicate, None, quad.graph_name):
            if (
                isinstance(other.object, ox.Literal)
                and value(other.object) == was
                and other not in again
                and other in old
            ):
                again.add(other)
                yield Change(added=True, quad=other)


def value(literal: ox.Literal) -> tuple[str, str] | None:
    """What kind of value a literal has, and which; None for a text, which is only what is written."""
    if literal.language is not None:
        return literal.value, f"@{literal.language.lower()}"
    kind = literal.datatype.value.removeprefix(_XSD)
    if kind == "boolean":
        return {"1": "true", "0": "false"}.get(literal.value, literal.value), kind
    if _NUMBER.search(kind):
        with suppress(InvalidOperation):
            return str(Decimal(literal.value.strip()).normalize()), "number"
    if kind in ("dateTime", "date", "time"):
        return re.sub(r"(\.\d*?)0+(?=\D|$)", r"\1", literal.value).replace("+00:00", "Z").replace(
            ".Z", "Z"
        ), kind
    return None
