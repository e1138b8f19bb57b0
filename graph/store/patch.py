"""What lies between two versions, as an RDF Patch (https://afs.github.io/rdf-delta/rdf-patch.html).

Both stores are read once, side by side: nothing is held in memory, whatever the size. The order is that of
the store's own index, which depends on the terms alone and not on when they were written. So a quad that
both hold comes up on both sides at once, and only others are looked up in the other store; and the same two
versions give the same patch, byte for byte.
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
    """What to delete from ``old`` and what to add to it to come to ``new``, in the order of the quads."""
    of_old, of_new = iter(old), iter(new)
    one, other = next(of_old, None), next(of_new, None)
    while one is not None or other is not None:
        if one == other:
            one, other = next(of_old, None), next(of_new, None)
        elif one is not None and one not in new:
            yield Change(added=False, quad=one)
            one = next(of_old, None)
        elif other is not None and other not in old:
            yield Change(added=True, quad=other)
            other = next(of_new, None)
        else:  # both versions hold both: not in one order, then
            one, other = next(of_old, None), next(of_new, None)


def patch_lines(old: Version, new: Version) -> Iterator[str]:
    """The patch that makes version ``new`` of version ``old``, line by line, without line ends."""
    yield f"H id <{new.base}/?version={new.number}> ."
    yield f"H prev <{old.base}/?version={old.number}> ."
    yield "TX ."
    for change in changes(old.store, new.store):
        yield change.line
    yield "TC ."
