"""A version as an ``rdflib.Dataset``, for people who know rdflib."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from oxrdflib import OxigraphStore

from ontology import PREFIXES

if TYPE_CHECKING:
    from graph.store.version import Version


class _ReadOnly(OxigraphStore):
    """A store whose graphs can be looked at and not written to (the engine refuses that, RuntimeError)."""

    def add_graph(self, graph: rdflib.Graph) -> None:
        """Called by rdflib whenever a graph is asked for: one that is there needs no adding."""
        if not self._inner.contains_named_graph(ox.NamedNode(str(graph.identifier))):
            super().add_graph(graph)


def rdflib_dataset(version: Version) -> rdflib.Dataset:
    """An ``rdflib.Dataset`` over a version, read only; nothing is copied.

    The default graph is the view; the evidence of a source is the named graph of its IRI. Queries are
    evaluated by the store, with the common prefixes declared.

    >>> from graph.store import Dataset
    >>> from graph.store.rdflib_dataset import rdflib_dataset
    >>> version = Dataset("reelgraph-data").current()  # doctest: +SKIP
    >>> dataset = rdflib_dataset(version)  # doctest: +SKIP
    >>> [
    ...     str(row.title) for row in dataset.query("SELECT ?title { ?film reel:title ?title }")
    ... ]  # doctest: +SKIP
    ['Aloners']
    """
    with warnings.catch_warnings():
        # rdflib 7.6 warns of its own use of a name that it is going to change.
        warnings.simplefilter("ignore", DeprecationWarning)
        dataset = rdflib.Dataset(store=_ReadOnly(store=version.store), default_union=False)
        for prefix, namespace in PREFIXES.items():
            dataset.namespace_manager.bind(prefix, namespace, override=True, replace=True)
    return dataset
