"""Where a source says what it says: a reel:Fact node for each value's lines, beside the node it is about."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graph.evidence.fact_terms import ADDRESSES, IRI, PROPERTIES
from graph.nodes import add
from graph.records import Dissent, Fact, Rating
from ontology import REEL

if TYPE_CHECKING:
    from graph.nodes import Node, Nodes


class FactNodes:
    """States facts in one source's graph, and names the nodes that say where each was read.

    ``table`` and ``items`` say what the source is: a credit table, or a feed whose items have keys of their
    own. In both a fact's name says what it is about, so that an edit of one row or item leaves the names of
    all others alone; on a page the facts are numbered.
    """

    def __init__(self, source: str, nodes: Nodes, *, table: bool, items: bool) -> None:
        self._source = source
        self._nodes = nodes
        self._table, self._items = table, items
        self._facts: dict[tuple[str, int, int, str | None], str] = {}
        self._stated: Counter[str] = Counter()

    def state(self, fragment: str, node: Node, name: str, stated: Any) -> None:  # noqa: ANN401
        """Adds a fact's value to a node and the place it was read to its Fact node."""
        facts: tuple[Fact[Any], ...] = stated if isinstance(stated, tuple) else (stated,)
        for fact in facts:
            # An address that is no IRI would make the whole graph unreadable.
            if fact is not None and (name not in ADDRESSES or IRI.fullmatch(fact.value)):
                add(node, name, fact.value)
                self.place(fragment, name, fact)

    def place(self, fragment: str, name: str, fact: Fact[Any]) -> None:
        """Adds the place that a property of a node was read at."""
        # In a table a node is stated by one row, so that its own name does for the fact.
        by = f"#fact-{fragment[1:]}" if self._table else None
        key = (fragment, fact.first_line, fact.last_line, fact.quote)
        iri = self._facts.get(key)
        if iri is None and self._items:
            self._stated[fragment] += 1
            by = f"#fact-{fragment[1:]}-{self._stated[fragment]}"
        if iri is None:
            iri = self._facts[key] = self._source + (f"#fact-{len(self._facts) + 1}" if by is None else by)
            node: Node = {"type": ["Fact"]}
            add(node, "about", self._source + fragment)
            # What the editor said on the command line stands on no line of the page.
            add(node, "firstLine", fact.first_line or None)
            add(node, "lastLine", fact.last_line or None)
            add(node, "quote", fact.quote)
            self._nodes[iri] = node
        add(self._nodes[iri], "property", REEL + name)

    def share(self) -> None:
        """Makes one of the facts that state the same properties on the same lines, as of a line's cast.

        Of the 60,380 facts of 3,000 pages 48,579 are left: a fortieth of all statements less.
        In a table or a feed nothing is shared: a fact's name says what it is about.
        """
        if self._table or self._items:
            return
        shared: dict[tuple[tuple[str, ...], ...], Node] = {}
        for iri in self._facts.values():
            fact = self._nodes[iri]
            said = (fact.get(name, ()) for name in ("firstLine", "lastLine", "quote", "property"))
            first = shared.setdefault(tuple(map(tuple, said)), fact)
            if first is not fact:
                first["about"] += fact["about"]
                del self._nodes[iri]

    def disagree(self, fragment: str, dissent: tuple[Dissent, ...]) -> None:
        """States where the page says otherwise: facts that quote the value, which is none of the node's."""
        for one in dissent:
            said = one.fact.value.value if isinstance(one.fact.value, Rating) else one.fact.value
            self.place(fragment, PROPERTIES[one.field], replace(one.fact, quote=one.fact.quote or str(said)))
