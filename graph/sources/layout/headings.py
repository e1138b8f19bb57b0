"""Which film a page is about, by its heading lines; its publication and headline stand beside the title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.draft import GUESSED, HEADING, Draft
from graph.sources.facts import ratings
from graph.sources.facts.labelled import offer_rating
from graph.sources.facts.people import looks_like_name
from graph.sources.facts.titles import same_title, undress, with_original
from graph.sources.layout import banners, beside_title, section_words, taglines, title_in_text
from graph.sources.origin import bylines, nameplates, witnesses
from graph.sources.origin.house_lines import NAV, copyright_of, crumbs, is_name, unit_name
from graph.sources.origin.paper_words import RUBRIC
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from graph.sources.facts.titles import Heading
    from graph.sources.layout.segments import Layout
    from graph.sources.lines import Unit

#: What it says for a line that it stands right above the film's labels.
_OVER_LABELS = 1.0
#: So many labels in a row have their film's title above them, behind an empty line as well.
_RUN = 3
#: What it says against a line that it looks like a paper's.
_UNLIKELY = 3.0
#: So short a title may stand in any text; so long a line is no heading.
_LEAST_TITLE, _LONGEST_HEADING = 4, 200
#: "THE SALT ROAD (15A, 112 mins)": a title with its facts behind it.
_BRACKETED = regex(r"[\"“‘']?[^\W_][^()|:]{2,70}? \([^()]{2,60}\)")
_NO_REVIEW = regex(
    r"^(?:interview|q\s?&\s?a|podcast|trailer|news|obituary|in memoriam|box office|awards?|press "
    r"release)\b\s*[:|–—-]|"
    r"(?:film|movie|video|dvd|pick|picture|release|choice|review) of the "
    r"(?:day|week|weekend|month|fortnight)$",
    re.IGNORECASE,
)


def read_title(draft: Draft, layout: Layout) -> None:
    """The film of the page's heading lines, judged by form and by what the body calls the film."""
    body = draft.text.value if draft.text is not None else ""
    folded = body.casefold()
    best: tuple[float, int] | None = None
    names = {fact.value.casefold() for _, fact in draft.critics}
    if draft.best("title") is None:
        draft.offer("title", title_in_text.said_above(draft, layout), HEADING)
    if draft.best("title") is None:
        headed = title_in_text.headed_review(draft, layout)
        draft.offer("title", headed or title_in_text.before_credits(layout), HEADING)
    over = banners.over_labels(layout, lambda index: _may_head(layout, index))
    banner = banners.banner_end(layout, over)
    for index in (index for index in range(min(layout.start, 80)) if index not in layout.used):
        score = _heading_score(draft, layout, index, folded, names)
        if score is not None and over is not None:
            score += _OVER_LABELS if index == over else -_UNLIKELY if index < banner else 0
        if score is not None and (best is None or score > best[0]):
            best = (score, index)
    if best is not None:
        best = best[0], title_in_text.in_full(layout, best[1])
        _offer_heading(draft, layout.units[best[1]], body, piped=layout.piped_title == best[1])
        _original_below(draft, layout, best[1])
        beside_title.read(draft, layout, best[1], banner if best[1] >= banner else 0)
    elif layout.units and (plate := nameplates.name_of(layout.units[0].text)) is not None and plate[1]:
        draft.offer("publication", unit_name(layout.units[0], plate[0]), HEADING)
    _owner_below(draft, layout, names)
    _last_resorts(draft, layout)
    chosen = draft.best("title")
    if chosen is not None:
        title_in_text.with_article(draft, chosen, body)
        chosen = draft.best("title")
    if chosen is not None and chosen.value.isupper() and len(chosen.value) > 3:
        title_in_text.recase(
            draft, chosen, "\n".join([body, *(unit.text for unit in layout.units[: layout.start])])
        )


def _owner_below(draft: Draft, layout: Layout, critics: set[str]) -> None:
    """Read whose the page is by its last line, where nothing above says so: "© 2014 Ferrymount Post"."""
    for unit in reversed(layout.units[layout.end :]):
        owner = copyright_of(unit.text) if draft.best("publication") is None else None
        if owner is not None and owner.casefold() not in critics and not looks_like_name(owner):
            draft.offer("publication", unit_name(unit, owner), GUESSED + 2)


def _last_resorts(draft: Draft, layout: Layout) -> None:
    """Take the film that a line of facts, or the text, begins with, where no heading names one."""
    if draft.best("title") is None:
        draft.offer("title", title_in_text.before_facts(layout), HEADING)
    if draft.best("title") is None:
        named = title_in_text.begun_with(layout)
        draft.offer("title", named, GUESSED + 1)
        draft.evidence |= {"a signed text on a film"} if named is not None else set()


def _original_below(draft: Draft, layout: Layout, chosen: int) -> None:
    """Read the original title on a line of its own in brackets, right under the title."""
    below = layout.units[chosen + 1] if chosen + 1 < layout.start else None
    if (
        below is None
        or not (below.text[:1] in "([" and below.text[-1:] in ")]")
        or banners.is_menu(below.text)
    ):
        return
    _, original = with_original(f"{layout.units[chosen].text} {below.text}")
    draft.offer("original_title", below.fact(original, below.text) if original else None, HEADING)


def _may_head(layout: Layout, index: int) -> bool:
    """Whether a line may name the film: it is no rubric, menu or byline, and stands in no list of others."""
    unit, kind = layout.units[index], layout.kinds[index]
    plain = kind in {"short", "titleyear", "sentence"} or (kind == "prose" and unit.is_heading)
    plain = plain or (kind == "facts" and _BRACKETED.fullmatch(unit.text) is not None)
    return not (
        not plain
        or len(unit.text) > _LONGEST_HEADING
        or layout.section[index] in {section_words.TEASERS, section_words.COMMENTS}
        or NAV.match(unit.text.strip(" :|"))
        or (unit.text[0] == "[" and "|" in unit.text)  # "[ home | reviews A-Z | guestbook ]"
        or unit.text.casefold().startswith("you are here")
        or (not unit.is_heading and witnesses.is_menu(unit.text))
        or (index == 0 and (bylines.site_name(unit.text) or crumbs(unit.text)))
        or bylines.byline(unit.text)
        or bylines.name_and_date(unit.text) is not None
    )


def _heading_score(draft: Draft, layout: Layout, index: int, body: str, critics: set[str]) -> float | None:
    """How much speaks for a line's naming the film; None where it does not."""
    unit = layout.units[index]
    known = draft.best("title")
    if not _may_head(layout, index) or unit.text.casefold() in critics:
        return None
    if (known is not None or index > 0) and beside_title.ASIDE.search(unit.text):
        return None
    heading = undress(unit.text)
    if heading is None or (_NO_REVIEW.match(unit.text) and not heading.review):
        return None
    if beside_title.SPACED_OUT.match(unit.text) or _is_rubric(layout, index, heading.title, body):
        return None
    plate = nameplates.name_of(unit.text) if index < beside_title.NAMEPLATES and not unit.is_heading else None
    if plate is not None and plate[1] and heading.title.casefold() not in body:
        return None
    score = -_UNLIKELY if plate is not None and plate[0].casefold() not in body else 0.0
    return score + _spoken_for(layout, index, heading, body) - _spoken_against(draft, layout, index, heading)


def _is_rubric(layout: Layout, index: int, title: str, body: str) -> bool:
    """Whether a line is a rubric, which no quotation in the text makes a film's title."""
    unit, folded = layout.units[index], title.casefold()
    if layout.piped_title == index or unit.tag == "h1" or not RUBRIC.fullmatch(unit.text.strip(" :")):
        return False
    return f'"{folded}' not in body and f"“{folded}" not in body


def _spoken_for(layout: Layout, index: int, heading: Heading, body: str) -> float:
    """What a line's form, its place, and the text say for its naming the film."""
    unit, kind = layout.units[index], layout.kinds[index]
    score = 0.0
    if len(heading.title) > 2 and heading.title.casefold() in body:
        score += 3
    elif any(len(part) > _LEAST_TITLE and part.casefold() in body for part in taglines.parts(heading.title)):
        score += 2.5
    elif any(title.casefold() in body for title in taglines.within(heading.title)):
        score += 2
    score += 1 if heading.tagline and unit.text[:1] in "\"'“‘«„" else 0
    score += 2 if heading.year or heading.review or heading.rating else 0
    score += 3 if unit.tag == "h1" else 1 if unit.is_heading else 0
    if layout.piped_title is not None:
        score += 2 if layout.piped_title == index else -3 if index < layout.piped_title else 0
    score -= 1.5 if kind == "sentence" else 0
    if not unit.is_heading and _heads_labels(layout, index):
        score += 2 if layout.kinds[index + 1] == "short" else 1.5  # an original title stands between
    shouted = heading.title.isupper() and unit.gap > 0 and index > 0 and not layout.units[0].text.isupper()
    score += 1.5 if shouted and kind == "short" else 0
    return score - 0.05 * index


def _spoken_against(draft: Draft, layout: Layout, index: int, heading: Heading) -> float:
    """What is known of a page against a line's naming the film; less than nothing where it speaks for it."""
    unit, known = layout.units[index], draft.best("title")
    same = known is not None and same_title(known.value, heading.title)
    against = -5.0 if same else 0.0
    if index == 0 and re.search(r"\breviews$", unit.text, re.IGNORECASE):
        against += 4  # "TIN ROOF REVIEWS" is who publishes
    if any(unit.text == fact.value for _, fact in draft.offers.get("publication", ())):
        against += 4
    elif index == 0 and not unit.is_heading and layout.kinds[1:2] == ["date"] and layout.units[1].gap == 0:
        against += 2  # the paper's, above its day
    elif index == 0 and known is not None and is_name(unit.text) and not unit.is_heading:
        against += 0 if same else 4  # the paper's, above the headline
    return against


def _heads_labels(layout: Layout, index: int) -> bool:
    """Whether a line stands right above labels or facts, but for an original title in brackets."""
    below = index + 1
    bracketed = below + 1 < len(layout.units) and layout.units[below].text[:1] in "(["
    if bracketed and layout.units[below].text[-1:] in ")]" and layout.units[below].gap <= 1:
        below += 1
    if below >= len(layout.units) or layout.kinds[below] not in {"label", "facts"}:
        return False
    run = layout.kinds[below : below + _RUN]
    apart = below > index + 1 or (run[:1] == ["label"] and len(run) == _RUN and {*run} <= {"label", "facts"})
    return layout.units[below].gap <= (1 if apart else 0)


def _offer_heading(draft: Draft, unit: Unit, body: str, *, piped: bool) -> None:
    heading = undress(unit.text)
    if heading is None:
        return
    address = draft.best("page")
    heading = taglines.told_apart(heading, body, address.value if address is not None else None)
    known = draft.best("title")
    if known is None:
        heading = taglines.in_sentence(heading, body, {role.name.value for role in draft.roles})
    quote = unit.text if unit.text != heading.title else None
    told = heading.year is not None or heading.review or heading.title.casefold() in body.casefold()
    if known is None or same_title(known.value, heading.title):
        draft.offer("title", unit.fact(heading.title, quote), HEADING if told else GUESSED)
    elif told and (heading.year is not None or (unit.tag == "h1" and not heading.tagline)):
        draft.offer("title", unit.fact(heading.title, quote), GUESSED)  # what the data call it may be wrong
    if heading.original is not None:
        draft.offer("original_title", unit.fact(heading.original, unit.text), HEADING)
    if heading.year is not None and (known is None or same_title(known.value, heading.title)):
        draft.offer("year", unit.fact(heading.year, unit.text), HEADING)
        draft.evidence.add("year")
    if heading.review or piped:
        draft.evidence.add("called a review")
    if heading.content_rating:
        draft.offer("content_rating", unit.fact(heading.content_rating, unit.text), HEADING)
        draft.evidence.add("content rating")
    if heading.rating is not None:
        offer_rating(draft, unit.fact(heading.rating, unit.text), HEADING)
    if heading.site is not None:
        draft.offer("publication", unit.fact(heading.site, unit.text), HEADING)
    named = any(unit.text == fact.value for _, fact in draft.offers.get("publication", ()))
    if heading.tagline or (known is not None and not named and not same_title(known.value, heading.title)):
        said = ratings.without_stars(unit.text)
        if heading.site is not None and "|" in said:
            said = said[: said.rfind("|")].rstrip()
        draft.offer("headline", unit.fact(said), HEADING)
