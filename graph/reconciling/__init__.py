"""Which entity somebody's row of a table may be: how alike, by what evidence, and whether it is safe.

``properties``  what can be said of each type of entity, and how much it weighs
``agreement``   how far two values agree: names, titles, years, ids, words
``scoring``     one score from 0 to 100 for a candidate, its parts, and when a match is safe
"""

from __future__ import annotations

from graph.reconciling.agreement import EXTERNAL_ID, agreement, name_points, title_points, without_year
from graph.reconciling.properties import PROPERTIES, TYPES, Property, Type, property_of, type_of
from graph.reconciling.scoring import Asked, Candidate, Facts, Scored, Value, rank

__all__ = [
    "EXTERNAL_ID",
    "PROPERTIES",
    "TYPES",
    "Asked",
    "Candidate",
    "Facts",
    "Property",
    "Scored",
    "Type",
    "Value",
    "agreement",
    "name_points",
    "property_of",
    "rank",
    "title_points",
    "type_of",
    "without_year",
]
