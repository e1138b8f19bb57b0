"""What the server needs from the store, and nothing more of it.

The routes see a :class:`Published` version: something to ask, with a number and a base IRI.
:mod:`server.stored` makes them of what ``graph.store`` keeps on disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from graph.store import Moment

Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class Hit(Protocol):
    """One thing that a search found: its IRI, what it is (``film``, ``person``, ``review``), its name."""

    @property
    def iri(self) -> str:
        """What was found."""
        ...

    @property
    def kind(self) -> str:
        """What kind of thing it is."""
        ...

    @property
    def label(self) -> str:
        """Its name."""
        ...

    @property
    def detail(self) -> str:
        """What tells it from others of the name: the year, other spellings, the critic."""
        ...


class NamedHit(Hit, Protocol):
    """One thing that may be meant, with all its names."""

    @property
    def names(self) -> tuple[str, ...]:
        """Its names as printed, the first of them its own."""
        ...


class Published(Protocol):
    """One published version, read only."""

    @property
    def number(self) -> int:
        """The version's number."""
        ...

    @property
    def published(self) -> str:
        """When it was published, as an xsd:dateTime in UTC."""
        ...

    @property
    def store(self) -> ox.Store:
        """Its store, read only, for our own readers of whole graphs; strangers' queries stay out."""
        ...

    @property
    def base(self) -> str:
        """What every IRI of the dataset's things begins with, without a slash at the end."""
        ...

    def query(
        self,
        text: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        base_iri: str | None = None,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> Result:
        """Evaluate SPARQL. The result must be read in the calling thread.

        Raises SyntaxError for the text, ValueError for a graph name that is no IRI.
        """
        ...

    def search(self, words: str, limit: int) -> Sequence[Hit]:
        """Films, people and reviews by name, the best first."""
        ...

    def candidates(
        self, name: str, kinds: Collection[str], ids: Sequence[tuple[str, str]], *, limit: int, widely: bool
    ) -> Sequence[NamedHit]:
        """Whatever a name or an id may mean, for somebody who compares: ``graph.search_rows.candidates``."""
        ...


class Dropped(LookupError):
    """There was such a version; it was dropped since."""


class Dataset(Protocol):
    """A dataset on disk, as far as the server cares."""

    def version(self, number: int | None) -> Published:
        """The version ``number``, or the current one.

        Raises LookupError where there is none, Dropped where there was one.
        """
        ...

    def history(self) -> Sequence[Moment]:
        """When which of the versions that are still there became current, the oldest moment first."""
        ...

    def revision(self) -> int:
        """A number that is another one whenever :meth:`history` gives something else. Never raises."""
        ...


def ask_store(
    store: ox.Store,
    text: str,
    *,
    prefixes: Mapping[str, str] | None = None,
    base_iri: str | None = None,
    default_graphs: Sequence[str] | None = None,
    named_graphs: Sequence[str] | None = None,
) -> Result:
    """What :meth:`Published.query` promises, over a pyoxigraph store."""
    known = dict(prefixes or {})
    if default_graphs is None and named_graphs is None:
        return store.query(text, prefixes=known, base_iri=base_iri)
    return store.query(
        text,
        prefixes=known,
        base_iri=base_iri,
        default_graph=[ox.NamedNode(iri) for iri in default_graphs or ()],
        named_graphs=[ox.NamedNode(iri) for iri in named_graphs or ()],
    )
