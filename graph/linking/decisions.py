"""Links: decisions that mentions are an entity, kept as reel:Link nodes of the identity graph.

A decision is never edited. A newer one about the same subject overrides it, and one by a person
overrides every one by the method.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.nodes import Node, Nodes, add, first
from ontology import REEL

if TYPE_CHECKING:
    from collections.abc import Iterable

REFERS_TO = REEL + "refersTo"
ACCEPTED = REEL + "accepted"
REJECTED = REEL + "rejected"
UNSURE = REEL + "unsure"

#: Who decides when nobody did: the linking method itself.
METHOD = "reelgraph"


@dataclass(frozen=True, slots=True)
class Link:
    """One decision: that the ``subjects`` stand in ``relation`` to ``object``, and why.

    Subjects and object are IRIs: mentions of one source, and an entity (or, for names in prose, a
    person or character of the same source). ``score`` runs from 0 to 1; ``evidence`` is in plain
    words; ``decided_at`` is an xsd:dateTime, None until the decision is kept. ``risk`` (0 to 1) is
    the chance that the method is wrong, where it asks a person. A decision by a person names all the
    mentions that it is about (where it keeps two apart, ``object`` and ``others`` are those of the
    other side), and ``withdrawn_at`` and ``withdrawn_by`` say that it was taken back. ``compared`` are
    the two mentions that the method's evidence is about.
    """

    iri: str
    subjects: tuple[str, ...]
    object: str
    score: float
    method: str
    evidence: str
    relation: str = REFERS_TO
    decision: str = ACCEPTED
    decided_by: str = METHOD
    decided_at: str | None = None
    others: tuple[str, ...] = ()
    risk: float | None = None
    withdrawn_at: str | None = None
    withdrawn_by: str | None = None
    compared: tuple[str, ...] = ()

    def says_the_same(self, other: Link) -> bool:
        """Whether both decide the same, whenever they did."""
        return _content(self) == _content(other)


def _content(link: Link) -> tuple[object, ...]:
    return (
        link.iri,
        frozenset(link.subjects),
        frozenset((link.object, *link.others)),
        link.relation,
        link.decision,
        f"{link.score:.3f}",
        link.method,
        link.evidence,
        link.decided_by,
        None if link.risk is None else f"{link.risk:.3f}",
        link.withdrawn_at,
        link.withdrawn_by,
        frozenset(link.compared),
    )


def to_nodes(links: Iterable[Link], decided_at: str | None) -> Nodes:
    """The links as nodes of the identity graph; those undated were decided at ``decided_at``."""
    nodes: Nodes = {}
    for link in links:
        node: Node = {
            "type": ["Link"],
            "subject": list(dict.fromkeys(link.subjects)),
            "object": list(dict.fromkeys((link.object, *link.others))),
            "relation": [link.relation],
            "decision": [link.decision],
            "score": [f"{link.score:.3f}"],
            "method": [link.method],
            "evidence": [link.evidence],
            "decidedBy": [link.decided_by],
        }
        add(node, "decidedAt", link.decided_at or decided_at)
        add(node, "risk", None if link.risk is None else f"{link.risk:.3f}")
        add(node, "withdrawnAt", link.withdrawn_at)
        add(node, "withdrawnBy", link.withdrawn_by)
        # The method's link is about one of the two, which its subject says already.
        others = dict.fromkeys(iri for iri in link.compared if iri not in link.subjects)
        if link.compared:
            node["compared"] = list(others if len(others) == 1 else dict.fromkeys(link.compared))
        nodes[link.iri] = node
    return nodes


def from_nodes(nodes: Nodes) -> list[Link]:
    """The links among some nodes of the identity graph."""
    return [from_node(iri, node) for iri, node in nodes.items() if "Link" in node.get("type", ())]


def from_node(iri: str, node: Node) -> Link:
    """One link from its node in the identity graph."""
    risk = first(node, "risk")
    objects = sorted(node["object"])
    compared = set(node.get("compared", ()))
    if len(compared) == 1:  # the other is the subject; datasets of earlier releases name both
        compared.update(node["subject"])
    return Link(
        iri=iri,
        subjects=tuple(sorted(node["subject"])),
        object=objects[0],
        score=float(node["score"][0]),
        method=node["method"][0],
        evidence=node["evidence"][0],
        relation=node["relation"][0],
        decision=node["decision"][0],
        decided_by=node["decidedBy"][0],
        decided_at=first(node, "decidedAt"),
        others=tuple(objects[1:]),
        risk=float(risk) if risk is not None else None,
        withdrawn_at=first(node, "withdrawnAt"),
        withdrawn_by=first(node, "withdrawnBy"),
        compared=tuple(sorted(compared)),
    )
