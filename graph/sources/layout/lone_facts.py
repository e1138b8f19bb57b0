"""Facts of the film on lines of their own above the text: a genre, a certificate beside other facts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.facts import nations, phrases
from graph.sources.layout import section_words
from graph.sources.origin import paper_words

if TYPE_CHECKING:
    from graph.records import Fact
    from graph.sources.draft import Draft
    from graph.sources.layout.segments import Layout
    from graph.sources.lines import Unit

_LONGEST_CERTIFICATE, _MOST_LINES = 8, 60


def genre(draft: Draft, layout: Layout) -> None:
    """Read a genre on a line of its own above the body, where there is one such line."""
    lines = [
        unit
        for index, unit in enumerate(layout.units[: min(layout.start, _MOST_LINES)])
        if index >= (layout.piped_title or 0)
        and unit.tag != "li"
        and unit.text[:1].isupper()
        and phrases.is_genre(unit.text)
        and layout.section[index] in {"", section_words.CREDITS}
        and not _in_menu(layout, index)
    ]
    if len(lines) == 1:
        draft.add("genres", genres_of(lines[0]))


def genres_of(unit: Unit) -> list[Fact[str]]:
    """The genres of a line of nothing else: "Drama / Crime"."""
    return [unit.fact(part) for part in re.split(r"\s*[/,&]\s*", unit.text)]


def certificate(layout: Layout, index: int) -> str | None:
    """A certificate on a line of its own beside a line of facts: "Drama", "M", "1 hr 29 min"."""
    text = layout.units[index].text
    beside = {layout.kinds[place] for place in (index - 1, index + 1) if 0 <= place < layout.start}
    if layout.units[index].is_heading or len(text) > _LONGEST_CERTIFICATE or "facts" not in beside:
        return None
    rated = phrases.content_rating(text, labelled=True)
    return rated if rated == text else nations.certificate(text)


def _in_menu(layout: Layout, index: int) -> bool:
    """Whether a line is one of a site's menu: rubrics stand above and below it."""
    if paper_words.RUBRIC.fullmatch(layout.units[index].text) is None:
        return False
    beside = [layout.units[place].text for place in (index - 1, index + 1) if 0 <= place < len(layout.units)]
    return any(paper_words.RUBRIC.fullmatch(text) for text in beside)
