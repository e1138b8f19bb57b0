"""Two critics of one film on one page: "Point -- by Ann Lee" over one review, "Counterpoint" over another.

Above them the page says what both are about; each review begins at a line that names its critic, and goes
on to the next such line.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

from graph.sources.draft import HEADER, Draft
from graph.sources.facts import ratings
from graph.sources.facts.labelled import offer_rating
from graph.sources.facts.people import looks_like_name
from graph.sources.layout import page, segments
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.records import Rating
    from graph.sources.lines import Unit

_NAME = r"[^\W\d_a-z][\w’'.-]*(?: (?:[a-z]{1,3} )?[^\W\d_a-z][\w’'.-]*){1,3}"
_SIDE = (
    r"(?:counter ?-?point|point|pro|con|contra|for|against|yes|no|yea|nay|thumbs up|thumbs down|he said|"
    r"she said|"
    r"(?:first|second|another|other|dissenting|minority|majority) (?:opinion|view|take|look|review)|"
    r"(?:take|view|"
    r"opinion|review) (?:one|two|\d)|(?:in|the case) favou?r|defen[cs]e|prosecution|rebuttal|dafür|"
    r"dagegen|pour|contre|"
    r"a favor|en contra)"
)
#: "POINT -- by Ann Lee   Rating: 8/10", "Against: Bo Park", "Second opinion by Bo Park (**)".
_HEAD = regex(
    rf"^\W*(?:the )?{_SIDE}\s*(?:(?:[:|,(\t]|--?|[–—])\s*(?:(?:a )?(?:review )?by:?\s+)?|"
    rf"\s(?:review )?by:?\s+)"
    rf"(?P<name>(?-i:{_NAME}))(?P<rest>.*)$",
    re.IGNORECASE,
)
_RATED = regex(
    r"^[\s,:|()–—-]*(?:(?:rating|grade|score|stars|verdict|marks?)\s*[:=]?\s*)?(?P<said>\S.*?)[\s)\]]*$",
    re.IGNORECASE,
)
#: "POINT / COUNTERPOINT" is a column, and no headline.
_PAIR = regex(rf"^\W*{_SIDE}\W", re.IGNORECASE)
_LONGEST, _LEAST_TEXT, _MOST_SIDES = 120, 120, 4


class _Side(NamedTuple):
    place: int
    name: str
    rating: Rating | None


def drafts(kind: str, units: Sequence[Unit]) -> list[Draft]:
    """A draft for each critic of a page that has several on one film; [] for any other page."""
    sides = [side for index, unit in enumerate(units) if (side := _side(index, unit)) is not None]
    if not 1 < len(sides) <= _MOST_SIDES or len({side.name for side in sides}) < len(sides):
        return []
    stops = [*(side.place for side in sides[1:]), len(units)]
    if any(not _has_text(units[side.place + 1 : stop]) for side, stop in zip(sides, stops, strict=True)):
        return []
    head = list(units[: sides[0].place])
    if not head or any(_is_prose(unit) for unit in head if len(unit.text) > 2 * _LEAST_TEXT):
        return []
    if any(_titled(units, other.place) for _, other in itertools.pairwise(sides)):
        return []
    return [
        _draft(kind, head, units[side.place], side, units[side.place + 1 : stop])
        for side, stop in zip(sides, stops, strict=True)
    ]


def _side(index: int, unit: Unit) -> _Side | None:
    found = _HEAD.match(unit.text) if len(unit.text) <= _LONGEST else None
    if found is None or not looks_like_name(found.group("name")):
        return None
    rated = _RATED.match(found.group("rest")) if found.group("rest").strip() else None
    said = rated.group("said") if rated is not None else ""
    rating = (ratings.alone(said) or ratings.labelled(said)) if said else None
    return _Side(index, found.group("name"), rating) if rating is not None or not said else None


def _is_prose(unit: Unit) -> bool:
    return segments.kind_of(unit) in {"prose", "sentence"}


def _has_text(units: Sequence[Unit]) -> bool:
    return sum(len(unit.text) for unit in units if _is_prose(unit)) >= _LEAST_TEXT


def _titled(units: Sequence[Unit], place: int) -> bool:
    """Whether a title stands above a critic's line: another film's."""
    above = next((unit for unit in reversed(units[:place]) if segments.kind_of(unit) != "noise"), None)
    return above is not None and segments.kind_of(above) in {"short", "titleyear"}


def _draft(kind: str, head: list[Unit], line: Unit, side: _Side, own: Sequence[Unit]) -> Draft:
    """The review of one critic, with what the page says above all of them."""
    draft = Draft(kind)
    page.read_units(draft, [*head, *own])
    draft.offers["headline"] = [
        one for one in draft.offers.get("headline", ()) if not _PAIR.match(one[1].value)
    ]
    draft.critics = [(HEADER, line.fact(side.name, line.text))]
    if side.rating is not None:
        draft.offers.pop("rating", None)
        offer_rating(draft, line.fact(side.rating, line.text), HEADER)
    return draft
