"""Who wrote the review, from the lines around its text: a signature, a biography, a column's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.draft import GUESSED, HEADER, Draft
from graph.sources.facts import dates
from graph.sources.facts.people import looks_like_name
from graph.sources.layout import section_words
from graph.sources.origin import bios, bylines, paper_words

if TYPE_CHECKING:
    from graph.sources.layout.segments import Layout

#: "CLASSIC FILM CORNER with Ann Lee": whose column it is.
_COLUMN_WITH = re.compile(
    r"^(?=[^.]{0,50}\b(?:films?|movies?|cinema|corner|column|reviews?|notes|screen|flicks|pictures|videos?|"
    r"reels?|diary|"
    r"aisle|kino|cine)\b)[^.:?\"“]{3,50}?\s(?:with|by|mit|avec|con|med)\s(?P<name>(?-i:[^\W\d_a-z])[^,|"
    r"]{3,40})$",
    re.IGNORECASE,
)
_REVIEW_NAME = re.compile(r"^Review: ([^:]{4,40})$")
#: So near to the text's end a critic signs, below credits and stars.
_NEAR = 5
_LONGEST_PAPER = 40
_INITIALS = re.compile(r"(?:(?:[A-Z]|Mc[A-Z]|O['’][A-Z])\.\s?){2,4}")
_HANDLE = re.compile(r"@\w{2,30}")


def read_critic(draft: Draft, layout: Layout) -> None:
    """Read who wrote the review, from the lines around the body."""
    if layout.critic is not None and layout.critic_name is not None:
        draft.critics.append(
            (HEADER, layout.critic.fact(layout.critic_name, more(layout.critic.text, layout.critic_name)))
        )
    elif not draft.critics:
        _about_author(draft, layout)
    if not draft.critics:
        for index in range(1, layout.start):  # "|", then a name
            unit = layout.units[index]
            above = layout.units[index - 1]
            bar = above.text == "|" and layout.kinds[index] == "short"
            if (bar or unit.text.startswith("| ")) and looks_like_name(unit.text.strip(" |")):
                draft.critics.append((HEADER, unit.fact(unit.text.strip(" |"))))
                return
    for unit in layout.units[: layout.start] if not draft.critics else ():
        found = _COLUMN_WITH.match(unit.text)
        if found is not None and looks_like_name(found.group("name")):
            draft.critics.append((HEADER, unit.fact(found.group("name"), unit.text)))
    if not draft.critics and _above_a_day(draft, layout):
        return
    if not draft.critics and layout.piped_title is None:
        _signed_below_credits(draft, layout)
    if not draft.critics:
        _initialled(draft, layout)
    for index in range(1, layout.start - 1) if not draft.critics else ():  # "Review: Ann Lee", paper and day
        found = _REVIEW_NAME.match(layout.units[index].text)
        below = layout.units[index + 1]
        if found is not None and below.gap == 0 and looks_like_name(found[1]) and dates.sure(below.text):
            draft.critics.append((HEADER, layout.units[index].fact(found[1], found[0])))
            return


def _above_a_day(draft: Draft, layout: Layout) -> bool:
    """Take a name (and its handle) on a line right above a day, or above a paper's name, over the body."""
    for index in range(1, layout.start - 1):
        unit = layout.units[index]
        text = unit.text.strip(" |")
        if (
            not looks_like_name(text)
            or paper_words.HOUSE.search(text) is not None  # "Fort Lowell Daily Citizen"
            or layout.kinds[index] != "short"
            or unit.is_heading
        ):
            continue
        paper = layout.units[index + 1] if _is_paper(layout, index + 1) else None
        below = index + 1 + _is_handle(layout.units[index + 1].text)
        if paper is not None or layout.kinds[below] == "date":
            draft.critics.append((HEADER, unit.fact(text)))
            draft.offer("publication", paper.fact(paper.text) if paper is not None else None, GUESSED)
            return True
    return False


def _initialled(draft: Draft, layout: Layout) -> None:
    """Take initials alone on a line, which is all that some magazines print: "J.McF."."""
    for index in range(layout.start + 1, min(layout.end + 2, len(layout.units))):
        text = layout.units[index].text.strip(" -–—()[]")
        if layout.kinds[index] == "short" and _INITIALS.fullmatch(text) is not None:
            draft.critics.append((HEADER, layout.units[index].fact(text)))
            return


def _signed_below_credits(draft: Draft, layout: Layout) -> None:
    """Take the one name alone under the credits in running text, or the stars, that close the review."""
    for index in range(layout.end, min(layout.end + _NEAR, len(layout.units))):
        unit = layout.units[index]
        if layout.kinds[index] in {"credits", "rating", "noise"} or layout.section[index]:
            continue
        name = bylines.without_cue(unit.text.strip(" |–—-~"))
        more_names = index + 1 < len(layout.units) and looks_like_name(layout.units[index + 1].text)
        closed = {"credits", "rating"} & set(layout.kinds[layout.end : index])
        if closed and looks_like_name(name) and not unit.is_heading and not more_names:
            draft.critics.append((HEADER, unit.fact(name, more(unit.text, name))))
        return


def _is_paper(layout: Layout, index: int) -> bool:
    """Whether the line right under a name is a paper's, alone: "Ann Lee" above "Delta Star-Times"."""
    unit = layout.units[index]
    return (
        layout.kinds[index] == "short"
        and unit.gap == 0
        and len(unit.text) <= _LONGEST_PAPER
        and paper_words.HOUSE.search(unit.text) is not None
        and all(word[0].isupper() or word in paper_words.SMALL for word in unit.text.split())
    )


def _is_handle(text: str) -> bool:
    """Whether a line is what somebody is called in a network: "@annlee"."""
    return _HANDLE.fullmatch(text) is not None


def signed_and_dated(layout: Layout, index: int) -> str | None:
    """The name on a line right above a day, where it stands alone: it signs, and is nobody's of the film."""
    unit = layout.units[index]
    below = index + 1
    if layout.kinds[index] != "short" or below >= len(layout.units) or layout.kinds[below] != "date":
        return None
    name = bylines.without_cue(unit.text.strip(" |–—-~"))
    near = layout.units[below].gap <= 1 and layout.critic is None
    return name if near and looks_like_name(name) and not unit.is_heading else None


def _about_author(draft: Draft, layout: Layout) -> None:
    for index, unit in enumerate(layout.units):
        if layout.section[index] == section_words.ABOUT and layout.kinds[index] in {
            "prose",
            "sentence",
            "short",
        }:
            name = bios.named_first(unit.text)
            if name is not None:
                draft.critics.append((HEADER, unit.fact(name, more(unit.text, name))))
                return


def more(text: str, value: str) -> str | None:
    """What a line prints, where it is more than the value taken from it."""
    return text[:300] if text != value else None
