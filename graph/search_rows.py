"""What the search index holds: every film, person and review of the view, under all its spellings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.names import exact_key, fold, letters, order_key, romanisation_key
from graph.nodes import first
from graph.store import SearchRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.nodes import Node, Nodes
    from graph.store import SearchHit, SearchIndex


def search(index: SearchIndex, text: str, *, kind: str | None = None, limit: int = 50) -> list[SearchHit]:
    """Films, people and reviews by name, whatever the spelling; the last word may be unfinished.

    Args:
        index: a version's search index.
        text: what somebody typed.
        kind: ``film``, ``person`` or ``review``; None for all.
        limit: the most results.
    """
    return index.search([_spaced(text), _read_aloud(text)], _keys(text), kind=kind, limit=limit)


def search_rows(view: Nodes) -> Iterator[SearchRow]:
    """One row for each film, person and review of a view."""
    for iri, node in view.items():
        kinds = node["type"]
        if "Film" in kinds:
            yield _row("film", iri, first(node, "year") or "", _named(node, "title", "originalTitle"))
        elif "Person" in kinds:
            names = _named(node, "name", "alternateName")
            yield _row("person", iri, ", ".join(names[1:]), names)
        elif "Review" in kinds:
            yield _review(view, iri, node)


def _review(view: Nodes, iri: str, node: Node) -> SearchRow:
    title = first(view.get(first(node, "reviewOf") or "", {}), "title") or "a film"
    critics = [first(view.get(critic, {}), "name") or "" for critic in node.get("critic", ())]
    headline = first(node, "headline")
    names = [headline or f"Review of {title}", *critics, title]
    row = _row("review", iri, ", ".join(critics), names)
    # A film's title alone should find the film first, so a review has no key of its own.
    return SearchRow(row.kind, iri, row.label, row.detail, row.words, ())


def _named(node: Node, *properties: str) -> list[str]:
    return [value for name in properties for value in node.get(name, ())]


def _row(kind: str, iri: str, detail: str, names: list[str]) -> SearchRow:
    words = [form for name in names for form in (_spaced(name), letters(name), _read_aloud(name))]
    keys = [key for name in names for key in _keys(name)]
    return SearchRow(
        kind, iri, names[0] if names else iri, detail, tuple(dict.fromkeys(words)), tuple(dict.fromkeys(keys))
    )


def _keys(name: str) -> list[str]:
    """The forms under which a whole name is found: folded, in any order, however romanised."""
    keys = (exact_key(name), order_key(name), romanisation_key(name))
    return [key for key in dict.fromkeys(keys) if key]


def _spaced(text: str) -> str:
    """The folded words, hyphens apart: "Da-eun" is found by "da eun", as the index reads it too."""
    return fold(text).replace("-", " ")


def _read_aloud(text: str) -> str:
    """The words of the romanisation key, so that a part of a name is found in any romanisation."""
    return romanisation_key(text).partition(":")[2]
