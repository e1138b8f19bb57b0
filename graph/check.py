"""What is missing or contradicts, in words that an editor can act on.

Two questions: is the view valid (the SHACL shapes of the ontology say), and which reviews can have
a review snippet (the rules of :mod:`graph.export.schema_org` say). Both answers name the page.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from graph.export.schema_org import review_lacks
from graph.nodes import Node, Nodes, first, from_graph, to_quads
from ontology import text as ontology_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class ReviewFinding:
    """What one review lacks. ``blocking`` keeps it from a review snippet, ``wanting`` does not."""

    review: str
    label: str
    sources: tuple[str, ...]
    blocking: tuple[str, ...]
    wanting: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """One sentence for the editor."""
        lacks = _and([*self.blocking, *self.wanting])
        if self.blocking:
            return f"this review lacks {lacks}, and therefore cannot have a review snippet"
        if self.wanting:
            return f"this review lacks {lacks}; it can have a review snippet without"
        return "this review can have a review snippet"


@dataclass(frozen=True, slots=True)
class Fault:
    """A node of the view that breaks one of the ontology's shapes, and how."""

    node: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: each review with what it lacks, and faults against the shapes."""

    reviews: tuple[ReviewFinding, ...]
    faults: tuple[Fault, ...]

    def as_object(self) -> dict[str, Any]:
        """The report as JSON."""
        reviews = [
            {**asdict(finding), "eligible": not finding.blocking, "sentence": finding.sentence}
            for finding in self.reviews
        ]
        return {"reviews": reviews, "faults": [asdict(fault) for fault in self.faults]}


def check(store: ox.Store) -> Report:
    """Checks the view of a version's store."""
    view = from_graph(store)
    return Report(tuple(check_reviews(view)), tuple(check_shapes(view)))


def check_shapes(view: Nodes) -> Iterator[Fault]:
    """The violations of the ontology's SHACL shapes in a view, in the order of the nodes.

    What the shapes only warn of, an editor reads from :func:`check_reviews` in better words.
    """
    # Heavy to import, and only a check needs them.
    import pyshacl  # noqa: PLC0415
    import rdflib  # noqa: PLC0415
    from rdflib.namespace import RDF, SH  # noqa: PLC0415

    triples = ox.serialize((quad.triple for quad in to_quads(view)), format=ox.RdfFormat.N_TRIPLES)
    data = rdflib.Graph().parse(data=triples, format="nt")
    shapes = rdflib.Graph().parse(data=ontology_text("shapes.ttl"), format="turtle")
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, allow_warnings=True)
    faults = [
        Fault(str(results.value(result, SH.focusNode)), str(results.value(result, SH.resultMessage)))
        for result in results.subjects(RDF.type, SH.ValidationResult)
        if results.value(result, SH.resultSeverity) == SH.Violation
    ]
    yield from sorted(faults, key=lambda fault: (fault.node, fault.message))


def check_reviews(view: Nodes) -> Iterator[ReviewFinding]:
    """What each review of a view lacks, in the order of their IRIs; reviews that lack nothing too."""

    def look_up(iri: str) -> Node:
        return view.get(iri, {})

    for iri, node in sorted(view.items()):
        if "Review" not in node.get("type", ()):
            continue
        wanting = [] if "publishedOn" in node else ["a date"]
        if "text" not in node:
            wanting.append("its text")
        yield ReviewFinding(
            review=iri,
            label=review_label(view, node),
            sources=tuple(source_label(view, source) for source in node.get("statedIn", ())),
            blocking=tuple(review_lacks(look_up, iri)),
            wanting=tuple(wanting),
        )


def review_label(view: Mapping[str, Node], review: Node) -> str:
    """A review's name for people: ``Aloners (2023), reviewed by Simon Abrams``."""
    film = view.get(first(review, "reviewOf") or "", {})
    year = first(film, "year")
    label = (first(film, "title") or "a film without a title") + (f" ({year})" if year else "")
    critics = [first(view.get(critic, {}), "name") or "" for critic in review.get("critic", ())]
    return f"{label}, reviewed by {_and(critics)}" if critics else f"{label}, reviewed by nobody named"


def source_label(view: Mapping[str, Node], source: str) -> str:
    """Where a source is to be found: its address, else its file."""
    node = view.get(source, {})
    return first(node, "page") or first(node, "file") or source


def _and(words: list[str]) -> str:
    return (
        words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1] if words else "nothing"
    )
