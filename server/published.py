"""What the server needs from the store, and nothing more of it.

The routes see a :class:`Published` version: something to ask, with a number and a base IRI.
``graph.store`` provides them; a test can wrap any pyoxigraph store with :class:`PublishedStore`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from ontology import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that a search found: its IRI, what it is (``film``, ``person``, ``review``), its name."""

    iri: str
    kind: str
    label: str
    detail: str = ""


class Published(Protocol):
    """One published version, read only."""

    @property
    def number(self) -> int:
        """The version's number."""
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


class Dataset(Protocol):
    """A dataset on disk, as far as the server cares."""

    def version(self, number: int | None) -> Published:
        """The version ``number``, or the current one. Raises LookupError where there is none."""
        ...


_SEARCH = """
SELECT ?thing ?kind ?label (SAMPLE(?year) AS ?when) {
  VALUES (?class ?kind ?property) {
    (reel:Film "film" reel:title) (reel:Film "film" reel:originalTitle)
    (reel:Person "person" reel:name) (reel:Person "person" reel:alternateName)
    (reel:Review "review" reel:headline)
  }
  ?thing a ?class ; ?property ?text .
  FILTER CONTAINS(LCASE(STR(?text)), LCASE(?words))
  OPTIONAL { ?thing reel:title|reel:name|reel:headline ?label }
  OPTIONAL { ?thing reel:year ?year }
} GROUP BY ?thing ?kind ?label ORDER BY STRLEN(?label) ?label
"""


class PublishedStore:
    """A pyoxigraph store as a :class:`Published` version, with a plain search by part of a name."""

    def __init__(self, store: ox.Store, base: str, number: int = 1) -> None:
        self.store = store
        self.base = base
        self.number = number

    def query(
        self,
        text: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        base_iri: str | None = None,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> Result:
        """See :class:`Published`."""
        if default_graphs is not None or named_graphs is not None:
            return self.store.query(
                text, prefixes=dict(prefixes or {}), base_iri=base_iri,
                default_graph=[ox.NamedNode(iri) for iri in default_graphs or ()],
                named_graphs=[ox.NamedNode(iri) for iri in named_graphs or ()],
            )  # fmt: skip
        return self.store.query(text, prefixes=dict(prefixes or {}), base_iri=base_iri)

    def search(self, words: str, limit: int) -> Sequence[Hit]:
        """See :class:`Published`."""
        text = _SEARCH.replace("?words", str(ox.Literal(words)))  # a term, which prints itself escaped
        found = self.query(text, prefixes=PREFIXES)
        assert isinstance(found, ox.QuerySolutions)  # noqa: S101 - it is a SELECT
        hits = []
        for row in found:
            label, when = row["label"], row["when"]
            hits.append(
                Hit(row["thing"].value, row["kind"].value, label.value if label else row["thing"].value,
                    when.value if when else "")
            )  # fmt: skip
        return hits[:limit]

    def version(self, number: int | None) -> PublishedStore:
        """Itself: a dataset of one version (see :class:`Dataset`)."""
        if number not in (None, self.number):
            raise LookupError(f"There is no version {number}.")
        return self
