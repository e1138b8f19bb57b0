"""What is missing or contradicts, in words that an editor can act on.

Three questions: which reviews can have a review snippet (the rules of ontology/google.ttl say), what
contradicts, and is the view valid (the ontology's shapes say). What is missing is also grouped into fixes:
what one change of a site would repair, and on how many pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.check.report import Contradiction, Fix, Report, ReviewFinding, fixes
from graph.check.reviews import check_reviews
from graph.check.shapes import Fault, faults
from graph.check.sources import within_sources
from graph.export.options import DEFAULT

if TYPE_CHECKING:
    import pyoxigraph as ox

    from graph.export.options import Options

__all__ = ["Contradiction", "Fault", "Fix", "Report", "ReviewFinding", "check", "check_reviews", "fixes"]


def check(store: ox.Store, options: Options = DEFAULT, *, shapes: bool = True) -> Report:
    """Checks a version's store; ``options`` are those of its blocks. Without ``shapes`` only the reviews."""
    found, contradictions = check_reviews(store, options)
    contradictions.update(within_sources(store))
    return Report(
        tuple(found),
        tuple(faults(store)) if shapes else (),
        tuple(fixes(found)),
        tuple(sorted(contradictions, key=lambda one: (one.about, one.message))),
    )
