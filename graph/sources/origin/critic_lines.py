"""Who wrote the review, from the lines around its text: a signature, a biography, a column's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.draft import GUESSED, HEADER, Draft
from graph.sources.facts import dates
from graph.sources.facts.people import looks_like_name
from graph.sources.layout import section_words
from graph.sources.origin import bios, bylines, house_lines, paper_words
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from graph.sources.layout.segments import Layout

#: "CLASSIC FILM CORNER with Ann Lee": whose column it is.
_COLUMN_WITH = regex(
    r"^(?=[^.]{0,50}\b(?:films?|movies?|cinema|corner|column|reviews?|notes|screen|flicks|pictures|videos?|"
    r"reels?|diary|"
    r"aisle|kino|cine)\b)[^.:?\"“]{3,50}?\s(?:with|by|mit|avec|con|med)\s(?P<name>(?-i:[^\W\d_a-z])[^,|"
    r"]{3,40})$",
    re.IGNORECASE,
)
_REVIEW_NAME = regex(r"^Review: ([^:]{4,40})$")
#: "Ann Lee reviews a comedy of kettles"
_REVIEWS = regex(
    r"^([^\W\d_a-z][\w.’'-]+(?: [^\W\d_a-z][\w.’'-]+){1,2}) (?:reviews|rezensiert|bespricht|reseña) "
)
#: So near to the text's end a critic signs, below credits and stars.
_NEAR = 5
_LONGEST_PAPER, _HEADLINE_WORDS = 40, 3
#: The kinds of lines above an empty line under which a name alone signs.
_OVER_NAMES = frozenset({"facts", "label", "credits", "rating", "titleyear"})
_RIGHT_OVER = frozenset({"facts", "rating"})
#: "Times-Democrat movie critic", "Film Editor", right under a name.
_WHO = regex(
    r"(?:[A-Z][\w.’'&-]* ){0,4}?(?:(?:staff|chief|senior|guest|contributing|lead|film|movie|arts|"
    r"entertainment) ){0,3}"
    r"(?:critic|reviewer|writer|editor|correspondent|columnist)",
    re.IGNORECASE,
)
#: "Filed under: Movies — Ann Lee @ 10:22 pm", as weblogs sign.
_FILED = regex(r"(?:Filed|Posted) (?:under|in):? .{2,60} [—–-] (?P<name>[^—–@]{4,40}?) @ \d")
_INITIALS = regex(r"(?:(?:[A-Z]|Mc[A-Z]|O['’][A-Z])\.\s?){2,4}")
_HANDLE = regex(r"@\w{2,30}")


def read_critic(draft: Draft, layout: Layout) -> None:
    """Read who wrote the review, from the lines around the body."""
    if layout.critic_name is not None and bylines.is_periodical(layout.critic_name):
        signs = layout.critic  # the paper's name closes the page, alone on its line
        draft.offer("publication", signs.fact(layout.critic_name) if signs is not None else None, GUESSED)
    elif layout.critic is not None and layout.critic_name is not None:
        draft.critics.append(
            (HEADER, layout.critic.fact(layout.critic_name, more(layout.critic.text, layout.critic_name)))
        )
    elif not draft.critics:
        _about_author(draft, layout)
    for look in _PLACES:
        if not draft.critics:
            look(draft, layout)


def _under_a_bar(draft: Draft, layout: Layout) -> None:
    """Take a name behind the bar of its line, or under one alone on a line."""
    for index in range(1, layout.start):
        unit, above = layout.units[index], layout.units[index - 1]
        bar = above.text == "|" and layout.kinds[index] == "short"
        if (bar or unit.text.startswith("| ")) and looks_like_name(unit.text.strip(" |")):
            draft.critics.append((HEADER, unit.fact(unit.text.strip(" |"))))
            return


def _whose_column(draft: Draft, layout: Layout) -> None:
    """Take whose column it is: "CLASSIC FILM CORNER with Ann Lee"."""
    for unit in layout.units[: layout.start]:
        found = _COLUMN_WITH.match(unit.text)
        if found is not None and looks_like_name(found.group("name")):
            draft.critics.append((HEADER, unit.fact(found.group("name"), unit.text)))


def _called_review(draft: Draft, layout: Layout) -> None:
    """Take the name of "Review: Ann Lee" above the paper and the day."""
    for index in range(1, layout.start - 1):
        found = _REVIEW_NAME.match(layout.units[index].text)
        below = layout.units[index + 1]
        if found is not None and below.gap == 0 and looks_like_name(found[1]) and dates.sure(below.text):
            draft.critics.append((HEADER, layout.units[index].fact(found[1], found[0])))
            return


def _above_a_day(draft: Draft, layout: Layout) -> None:
    """Take a name (and its handle) on a line right above a day, or above a paper's name, over the body."""
    for index in range(1, layout.start - 1):
        unit = layout.units[index]
        text = unit.text.strip(" |")
        names = re.split(r" (?:and|&|und|et|y|e|og|och|en) ", text)
        if (
            not all(map(looks_like_name, names))
            or paper_words.HOUSE.search(text) is not None  # "Fort Lowell Daily Citizen"
            or layout.kinds[index] != "short"
            or unit.is_heading
        ):
            continue
        paper = layout.units[index + 1] if _is_paper(layout, index + 1) else None
        below = index + 1 + _is_handle(layout.units[index + 1].text)
        if paper is not None or layout.kinds[below] == "date":
            draft.critics += [(HEADER, unit.fact(name, more(unit.text, name))) for name in names]
            draft.offer("publication", paper.fact(paper.text) if paper is not None else None, GUESSED)
            return


def _above_who(draft: Draft, layout: Layout) -> None:
    """Take a name on a line above one that says who that is: "Ann Lee", "Times-Democrat movie critic"."""
    for index in range(layout.start - 1):
        unit, below = layout.units[index], layout.units[index + 1]
        text = unit.text.strip(" |*_")
        if below.gap == 0 and _WHO.fullmatch(below.text) is not None and looks_like_name(text):
            draft.critics.append((HEADER, unit.fact(text, more(unit.text, text))))
            paper = house_lines.service_of(below.text)
            draft.offer("publication", below.fact(paper, below.text) if paper else None, GUESSED + 1)
            return


def _filed(draft: Draft, layout: Layout) -> None:
    """Take who filed a post: "Filed under: Movies — Ann Lee @ 10:22 pm"."""
    for unit in layout.units:
        found = _FILED.match(unit.text)
        if found is not None and looks_like_name(found["name"]):
            draft.critics.append((HEADER, unit.fact(found["name"], unit.text)))
            return


def _right_above(draft: Draft, layout: Layout) -> None:
    """Take a name on the last line before the text, below a heading, that the text does not speak of."""
    index = layout.start - 1
    if index < 1 or not layout.body or layout.kinds[index] != "short" or layout.units[index].is_heading:
        return
    unit, above = layout.units[index], layout.units[index - 1]
    text = unit.text.strip(" |*_")
    named = {role.name.value for role in draft.roles} | {
        fact.value for _, fact in draft.offers.get("title", ())
    }
    family = text.rsplit(" ", 1)[-1]
    if (
        looks_like_name(text)
        and text not in named
        and paper_words.HOUSE.search(text) is None
        and (
            above.words >= _HEADLINE_WORDS
            or layout.kinds[index - 1] in (_OVER_NAMES if unit.gap else _RIGHT_OVER)
        )
        and not any(family in layout.units[place].text for place in layout.body)
    ):
        draft.critics.append((HEADER, unit.fact(text, more(unit.text, text))))


def _initialled(draft: Draft, layout: Layout) -> None:
    """Take initials alone on a line, which is all that some magazines print: "J.McF."."""
    for index in range(layout.start + 1, min(layout.end + 2, len(layout.units))):
        text = layout.units[index].text.strip(" -–—()[]")
        if layout.kinds[index] == "short" and _INITIALS.fullmatch(text) is not None:
            draft.critics.append((HEADER, layout.units[index].fact(text)))
            return


def _signed_below_credits(draft: Draft, layout: Layout) -> None:
    """Take the one name alone under the credits in running text, or the stars, that close the review."""
    if layout.piped_title is not None:
        return
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


def read_alone(draft: Draft, layout: Layout) -> None:
    """Take the name alone on the line under the title, above credits or text, where nobody else signs.

    It is nobody's of the film: the credits do not have it, and the text speaks of nobody called so.
    """
    title = draft.best("title")
    if draft.critics or title is None:
        return
    credited = {role.name.value.casefold() for role in draft.roles}
    body = draft.text.value.casefold() if draft.text is not None else ""
    printed = title.value.casefold()
    for unit in layout.units[: layout.start]:  # "Review: Ann Lee", where another line is the title
        found = _REVIEW_NAME.match(unit.text)
        if found is not None and _is_persons(found[1]) and found[1].casefold() not in {printed, *credited}:
            draft.critics.append((GUESSED, unit.fact(found[1], unit.text)))
            return
        found = _REVIEWS.match(unit.text)
        if found is not None and _is_persons(found[1]) and found[1].casefold() not in credited:
            draft.critics.append((GUESSED, unit.fact(found[1], unit.text)))
            return
    for index in range(1, layout.start):
        unit, above = layout.units[index], layout.units[index - 1]
        name = unit.text.strip(" |–—-")
        heads = above.first == title.first_line and printed in above.text.casefold() and not unit.is_heading
        if not heads or layout.kinds[index] != "short" or unit.tag == "figcaption":
            continue
        apart = unit.gap > 0 and (index + 1 == layout.start or layout.units[index + 1].gap > 0)
        if apart and _is_persons(name) and name.casefold() not in credited and name.casefold() not in body:
            draft.critics.append((GUESSED, unit.fact(name, more(unit.text, name))))
        return


def _is_persons(name: str) -> bool:
    """Whether a text is a person's name, with nothing in it that papers, rubrics or films are called by."""
    words = (paper_words.HOUSE, paper_words.FILM_WORD, paper_words.WRITER)
    return looks_like_name(name) and not name.isupper() and not any(form.search(name) for form in words)


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


#: Where else a critic's name may stand, the surest place first.
_PLACES = (
    _under_a_bar,
    _whose_column,
    _above_a_day,
    _above_who,
    _filed,
    _signed_below_credits,
    _right_above,
    _initialled,
    _called_review,
)


def more(text: str, value: str) -> str | None:
    """What a line prints, where it is more than the value taken from it."""
    return text[:300] if text != value else None
