"""A source's evidence made ready where it was read: text for the store, rows for the table of mentions.

Reading is shared among processes, and what they hand over is what takes the one that writes least to take in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.evidence.kept import PEOPLE, PERSON, Part, parts
from graph.json_text import characters, is_text
from graph.linking.decisions import Link, to_nodes
from graph.mention_rows import entries
from graph.nodes import as_text, from_text, member

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.evidence.source_graph import Matched
    from graph.mentions import Entry
    from graph.nodes import Nodes


@dataclass(frozen=True, slots=True)
class Ready:
    """One source's evidence.

    ``parts`` is its graph but for the ``facts``, which are text of the same kind; ``entries`` are its
    mentions; ``links`` says whom the names in its prose name (nodes of the identity graph, without a date).
    """

    parts: tuple[Part, ...]
    facts: bytes
    entries: tuple[Entry, ...]
    links: Nodes

    @property
    def size(self) -> int:
        """Bytes of its graph as text."""
        return len(self.facts) + sum(len(part.text) for part in self.parts)

    def nodes(self) -> Nodes:
        """Its graph but for the facts."""
        return {iri: node for part in self.parts for iri, node in from_text(part.text).items()}

    def members(self, source: str) -> Iterator[bytes]:
        """Its graph as parts of a JSON-LD document; see :func:`graph.nodes.document`."""
        # The people stand in their pages and films as well.
        for part in self.parts:
            if part.kind not in {PEOPLE, PERSON}:
                yield member(part.text, source)
        yield member(self.facts, source)


def make_ready(source: str, evidence: Nodes, matched: Iterable[Matched], *, apart: bool = False) -> Ready:
    """Makes a source's evidence ready.

    Args:
        source: the source's IRI.
        evidence: its graph.
        matched: the reader's matches of names in its prose.
        apart: whether this is a piece of a larger graph, to be kept film by film however small it is.
    """
    # A page can spell what is no character. Node by node: those of a table are not to be in memory twice.
    if not all(map(is_text, evidence.values())):
        evidence = characters(evidence)
    matched = list(matched)
    names = {iri: one.target for one in matched for iri in one.mentions}
    return Ready(
        parts=tuple(parts(source, evidence, names, apart=apart)),
        facts=as_text((iri, node) for iri, node in evidence.items() if node["type"][0] == "Fact"),
        entries=tuple(entries(source, evidence, names)),
        links=characters(to_nodes(map(_link, matched), None)),
    )


def _link(matched: Matched) -> Link:
    return Link(
        iri=f"{matched.mentions[0]}-link",
        subjects=matched.mentions,
        object=matched.target,
        score=matched.match.score,
        method=matched.match.method,
        evidence=matched.match.evidence,
    )
