"""What lies between two versions, as an RDF Patch (https://afs.github.io/rdf-delta/rdf-patch.html).

Each store is read once and each quad looked up in the other: nothing is held in memory, whatever
the size. The order is that of the store's own index, which depends on the terms alone and not on
when they were written: the same two versions give the same patch, byte for byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

    from graph.store.version import Version


class Change(NamedTuple):
    """One quad that one of two versions holds and the other does not."""

    added: bool
    quad: ox.Quad

    @property
    def line(self) -> str:
        """The row of the patch: ``A`` or ``D``, and the quad as N-Quads writes it."""
        return f"{'A' if self.added else 'D'} {self.quad} ."


def changes(old: ox.Store, new: ox.Store) -> Iterator[Change]:
    """What to delete from ``old``, then what to add to it, to come to ``new``."""
    for quad in old:
        if quad not in new:
            yield Change(added=False, quad=quad)
    for quad in new:
        if quad not in old:
            yield Change(added=True, quad=quad)


def patch_lines(old: Version, new: Version) -> Iterator[str]:
    """The patch that makes version ``new`` of version ``old``, line by line, without line ends."""
    yield f"H id <{new.base}/?version={new.number}> ."
    yield f"H prev <{old.base}/?version={old.number}> ."
    yield "TX ."
    for change in changes(old.store, new.store):
        yield change.line
    yield "TC ."
