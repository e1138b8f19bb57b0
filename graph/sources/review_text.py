"""The reader of text dumps: layouts A, B, D to I, and most of what lies between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.sources import kinds
from graph.sources.columns import many
from graph.sources.draft import Draft
from graph.sources.facts import own_marks
from graph.sources.layout import archive_records, link_numbers, message_heads
from graph.sources.layout.page import read_units
from graph.sources.origin import furniture, whole_page
from graph.sources.text.units import units_of

if TYPE_CHECKING:
    from graph.records import DocumentRecord
    from graph.sources.decoding import Decoded

KIND = kinds.REVIEW_TEXT
READER = kinds.READERS[KIND]


def read_text(decoded: Decoded) -> DocumentRecord:
    """Read a plain-text page; raises SetAside with the reason where it holds no review of a film."""
    draft = Draft(KIND)
    draft.complaints.extend(decoded.complaints)
    units = message_heads.read(draft, link_numbers.without(units_of(decoded.text)))
    marks = own_marks.spelled(archive_records.read(draft, units))
    units = marks.units
    texts = [unit.text for unit in units]
    several = many.read_entries(draft, units)
    if several is not None:
        return marks.quoted(whole_page.completed(several, furniture.of_units(units), texts))
    whole_page.settle(draft, read_units(draft, units), furniture.of_units(units))
    return marks.quoted(whole_page.completed(draft.record(), (), texts))
