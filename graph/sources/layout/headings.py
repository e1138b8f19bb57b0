"""Which film a page is about, by its heading lines; its publication and headline stand beside the title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.draft import GUESSED, HEADING, Draft
from graph.sources.facts import ratings
from graph.sources.facts.labelled import dated, offer_rating
from graph.sources.facts.people import looks_like_name
from graph.sources.facts.titles import same_title, title_and_year, undress, with_original
from graph.sources.layout import section_words, taglines, title_in_text
from graph.sources.origin import bylines, mirrors, nameplates
from graph.sources.origin.paper_words import HOUSE as _HOUSE_NAME
from graph.sources.origin.paper_words import RUBRIC

if TYPE_CHECKING:
    from graph.records import Fact
    from graph.sources.layout.segments import Layout
    from graph.sources.lines import Unit

_NAV = re.compile(
    r"^(?:home|reviews?|movies?|films?|movie reviews?|film reviews?|great movies|interviews|features|"
    r"far flungers|chaz.s journal|"
    r"blogs?|tv|news|about|contact|search|menu|arts|culture|entertainment|criticism|the reviews|new "
    r"reviews|cinema|film|"
    r"screen|festivals?|at the movies|film review|movie review|streaming|archives?|a film review|the arts)$",
    re.IGNORECASE,
)
#: "THE LATE REEL -- Pocket film guide, letter O"
_RUBRIC = re.compile(
    r"^(\S.{1,50}?)\s+(?:--|[–—|:])\s+(?=.{0,60}\b(?:guide|reviews|capsules|digest|listings)\b)",
    re.IGNORECASE,
)
#: "K A I J U": a masthead's letters, spaced out.
_SPACED_OUT = re.compile(r"(?:\S ){4}")
_HOUSE = re.compile(
    r"(?:^|[·|•,–—]\s+)((?:[^\W\d_a-z][\w’&.-]*\s+){0,4}[^\W\d_a-z][\w&.-]*)['’]s\s+"
    r"(?:weekend |weekly |film |movie |arts |entertainment |listings )?(?:guide|section|supplement|pages)$"
)
_SERVICE = re.compile(
    r"^(?:[A-Z][\w&.’'-]* ){1,4}(?:News Service|Syndicate|Features Syndicate|Press Service|Newspapers)$"
)
_STAFF = re.compile(
    r"^(?:The |the )?((?:[A-Z][\w&.’'-]* ){1,4}?)(?:Staff |Senior |Chief )?(?:Film |Movie |Arts )?"
    r"(?:Writer|Critic|Reviewer)$"
)
_COPYRIGHT = re.compile(
    r"^(?:©|\(c\)|copyright)[\s©,]*(?:copyright[\s,]*)?(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?[\s,]*)"
    r"(?:by )?((?-i:[A-Z])[^.,|©\d]{2,40}?)(?:[.,|]|$| all rights)",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\b(?:LLC|Inc|Ltd|Publishing|Publications|Group|Media|Powered|Films?|Pictures|Rights|Studios?|"
    r"Entertainment|All)\b"
)
#: Lines beside a heading that are none: "Capsule review", "5 min read", "3 May / Ann Lee / Leave a comment".
_ASIDE = re.compile(
    r"^(?:capsule|quick|short) review\b|\bmin(?:ute)?s? read\b|\bcomments?$|\bvisitor (?:no|number)\b|"
    r"\bsend to a friend\b|^print(?:er|able)\b|^\([^()]*\)$|"
    r"^advert\b|\bskip to (?:main )?content\b|\d{3}[ )-]{1,2}\d{3}-\d{4}|"
    r"^(?:from the archives?|published in|posted (?:in|on|by)|filed under|tagged|share|by the same)\b",
    re.IGNORECASE,
)
#: "Home » Salt Road movie review"
_CRUMBS = re.compile(
    r"^(?:home(?:page)?|start|startseite|accueil|inicio|start page|index|you are here)\s*[:»>›/|]",
    re.IGNORECASE,
)
_ISSUE = re.compile(
    r"^(.{2,50}?)\s*[,:|·•–—-]?\s+(?:#\s?|(?:issue|no\.|nr\.?|number|numéro|número|nummer|edition|"
    r"vol(?:ume|\.)?)\s*#?)\d+",
    re.IGNORECASE,
)
#: A paper's line is one of the page's first; a film's title beside a rubric looks like one.
_NAMEPLATES, _UNLIKELY = 3, 3.0
#: So many lines away from the title its headline may stand.
_NEAR = 5
_FIRST_LINES, _BIO_LINES, _LONGEST_LINE = 10, 12, 90
_NO_REVIEW = re.compile(
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
    for index in (index for index in range(min(layout.start, 80)) if index not in layout.used):
        score = _heading_score(draft, layout, index, folded, names)
        if score is not None and (best is None or score > best[0]):
            best = (score, index)
    if best is not None:
        best = best[0], title_in_text.in_full(layout, best[1])
        _offer_heading(draft, layout.units[best[1]], body, piped=layout.piped_title == best[1])
        _original_below(draft, layout, best[1])
        read_masthead(draft, layout, best[1])
    elif layout.units and (plate := nameplates.name_of(layout.units[0].text)) is not None and plate[1]:
        draft.offer("publication", unit_name(layout.units[0], plate[0]), HEADING)
    for unit in reversed(layout.units[layout.end :]):
        owner = copyright_of(unit.text) if draft.best("publication") is None else None
        if owner is not None and owner.casefold() not in names and not looks_like_name(owner):
            draft.offer("publication", unit_name(unit, owner), GUESSED + 2)
    if draft.best("title") is None:
        named = title_in_text.begun_with(layout)
        draft.offer("title", named, GUESSED + 1)
        draft.evidence |= {"a signed text on a film"} if named is not None else set()
    chosen = draft.best("title")
    if chosen is not None:
        title_in_text.with_article(draft, chosen, body)
        chosen = draft.best("title")
    if chosen is not None and chosen.value.isupper() and len(chosen.value) > 3:
        title_in_text.recase(
            draft, chosen, "\n".join([body, *(unit.text for unit in layout.units[: layout.start])])
        )


def _original_below(draft: Draft, layout: Layout, chosen: int) -> None:
    """Read the original title on a line of its own in brackets, right under the title."""
    below = layout.units[chosen + 1] if chosen + 1 < layout.start else None
    if below is None or not (below.text[:1] in "([" and below.text[-1:] in ")]"):
        return
    _, original = with_original(f"{layout.units[chosen].text} {below.text}")
    draft.offer("original_title", below.fact(original, below.text) if original else None, HEADING)


def read_masthead(draft: Draft, layout: Layout, chosen: int) -> None:
    """Read the lines around the title: the publication's name on the first line, the headline on its own."""
    first = layout.units[0]
    if layout.kinds[0] == "cells" and re.search(r"\d", first.text):  # "The Weekly Burro", "Issue 22"
        name = first.text.split("\t")[0]
        first, layout.kinds[0] = first.with_text(name), "short" if _is_masthead(name) else "cells"
    plate = nameplates.name_of(first.text) if chosen > 0 else None
    if plate is not None and (plate[1] or not looks_like_name(plate[0])):
        draft.offer("publication", unit_name(first, plate[0]), HEADING)
        draft.offer("published_on", dated(draft, first.text, first), GUESSED)
    named = draft.best("publication")
    alone = chosen > 0 and "prose" not in layout.kinds[:chosen] and layout.kinds[0] == "short"
    if layout.piped_title is not None:  # there the first line is another film's title, unless one follows it
        alone = chosen > 2 and layout.kinds[:2] == ["short", "short"] and layout.kinds[2] != "short"
        alone = alone and not looks_like_name(layout.units[1].text)
    if not alone and named is None and (heard := _corroborated(layout)) is not None:
        draft.offer("publication", heard, HEADING)
        named = draft.best("publication")
    if first.text.isupper():  # "THE HERALD   PAGE 14C"
        first = first.with_text(re.sub(r"\s+PAGE \w{1,4}$", "", first.text))
    if named is None and (rubric := _RUBRIC.match(first.text)) is not None and _is_masthead(rubric.group(1)):
        first = first.with_text(rubric.group(1))
    if alone and named is None and _is_masthead(first.text):
        shouted = first.text.isupper() and " " in first.text
        draft.offer("publication", unit_name(first, first.text.title() if shouted else first.text), HEADING)
        named = draft.best("publication")
    known = draft.best("headline")
    below = chosen + _NEAR + 1
    if known is not None:  # the line that names the film may stand under the headline
        if chosen >= layout.start or known.first_line != layout.units[chosen].first:
            return
        below = chosen
    near = range(max(0, chosen - _NEAR), min(layout.start, below, 40))
    for index in sorted(near, key=lambda place: abs(place - chosen)) if chosen < layout.start else ():
        unit = layout.units[index]
        beside_masthead = index == 1 and unit.gap == 0 and chosen > 1 and not layout.units[0].is_heading
        plain = (layout.kinds[index] == "short" and not unit.is_heading) or unit.tag in {"h1", "h2"}
        if (
            index == chosen
            or _SPACED_OUT.match(unit.text)
            or index < (layout.piped_title or 0)
            or not plain
            or mirrors.is_vote(unit.text)
            or _CRUMBS.match(unit.text)
            or unit.text.count(" » ") > 1
            or unit.text.count("|") > 1
            or ", ," in unit.text
            or _names_house(unit.text, named)
            or _ASIDE.search(unit.text)
            or beside_masthead
            or (index < _NAMEPLATES and nameplates.name_of(unit.text) is not None)
            or layout.section[index]
            or (unit.words < 4 and not (unit.is_heading and abs(index - chosen) == 1 and unit.words > 1))
            or len(unit.text) > 150
        ):
            continue
        if (
            any(word.islower() and len(word) > 2 for word in unit.text.split()[1:])
            and bylines.byline(unit.text) is None
        ):
            draft.offer("headline", unit.fact(unit.text), GUESSED if known is None else HEADING - 1)
            return


def _names_house(text: str, named: Fact[str] | None) -> bool:
    """Whether a part of a line is a paper's name: the line is the paper's, with its motto."""
    parts = re.split(r"\s+[|»·•–—-]\s+", text)
    return len(parts) > 1 and any(
        (named is not None and part.casefold() == named.value.casefold())
        or (_HOUSE_NAME.search(part) is not None and _is_masthead(part))
        for part in parts
    )


def service_of(text: str) -> str | None:
    """A news service, or whose critic a line says: "Great Lakes Syndicate", "Herald Staff Writer"."""
    if len(text) > 60 or not text[:1].isupper():
        return None
    found = _STAFF.match(text)
    name = found.group(1).strip() if found is not None else text if _SERVICE.search(text) else ""
    return name if name and _is_masthead(name) else None


def is_staff(text: str) -> bool:
    """Whether a line says whose critic somebody is, not who publishes."""
    return _STAFF.match(text) is not None


def site_of(text: str) -> str | None:
    """The name in what a class or a picture calls the site's; None for a rubric, or for no name."""
    return (
        text
        if _is_masthead(text) or _is_masthead(re.sub(r"\breviews?$", "", text, flags=re.IGNORECASE))
        else None
    )


def crumbs(text: str) -> str | None:
    """The site of a trail of rubrics: "Kino Aurora / Film / Reviews"."""
    parts = re.split(r"\s+[/>»›]\s+|:\s+", text) if len(text) <= 100 else []
    named = len(parts) > 1 and all(_NAV.match(part) or RUBRIC.fullmatch(part) for part in parts[1:])
    return parts[0] if named and _is_masthead(parts[0]) else None


#: What stands under a teaser's title.
_UNDER_TEASER = frozenset({"sentence", "prose", "rating"})


def _corroborated(layout: Layout) -> Fact[str] | None:
    """A name on the first lines that the critic's bio repeats, or that stands in capitals among rubrics."""
    end = min(layout.start, _FIRST_LINES)
    below = " ".join(unit.text for unit in layout.units[layout.end : layout.end + _BIO_LINES]).casefold()
    rubrics = 0
    for index, unit in enumerate(layout.units[:end]):
        if len(unit.text) > _LONGEST_LINE:
            return None
        if layout.piped_title is not None and layout.kinds[index + 1] in _UNDER_TEASER:
            continue
        parts = [part.strip() for part in re.split(r"\s+[|»–—]\s+", unit.text)]
        if all(_NAV.match(part) for part in parts) or layout.kinds[index] == "noise":
            rubrics += 1
            continue
        for part in parts:
            name = site_of(part) if len(part.split()) > 1 else None
            if (
                name is not None
                and name.casefold().removeprefix("the ") in below
                and not looks_like_name(name)
            ):
                return unit_name(unit, name)
        if index == rubrics > 0 and unit.text.isupper() and " " in unit.text and _is_masthead(unit.text):
            return unit_name(unit, unit.text.title())
    return None


def copyright_of(text: str) -> str | None:
    """Whose a page is by its last line: "© 2014 Ferrymount Post"."""
    found = _COPYRIGHT.match(text) if len(text) <= 120 else None
    name = found.group(1).strip() if found is not None else ""
    return name if name and _is_masthead(name) and not _COMPANY.search(name) else None


def house_of(text: str) -> str | None:
    """The paper of a line that calls the page part of it: "9 May 2005 · Cork Examiner's weekend guide"."""
    found = _HOUSE.search(text) if len(text) <= 100 else None
    return found.group(1) if found is not None and _is_masthead(found.group(1)) else None


def periodical_of(text: str) -> str | None:
    """What has issues, by a line that numbers one: "Lagos After Dark, issue 31", "The Reel Thing #12"."""
    found = _ISSUE.match(text) if len(text) <= 90 else None
    return found.group(1) if found is not None and _is_masthead(found.group(1)) else None


def unit_name(unit: Unit, name: str) -> Fact[str]:
    """State a name that a unit prints, with what it prints where that differs."""
    return unit.fact(name, unit.text if unit.text != name else None)


def _is_masthead(text: str) -> bool:
    """A name of up to five capitalised words, not a rubric ("Movies", "Film Review")."""
    words = text.split()
    return (
        1 <= len(words) <= 5
        and all(
            word[0].isupper() or word in {"of", "the", "and", "&", "in", "for", "on", "at"} for word in words
        )
        and not _NAV.match(text)
        and not re.search(r"\d|[!?:;()\"“”]|\breviews?\b|\bmovies?$|\bfilms?$", text, re.IGNORECASE)
        and title_and_year(text) is None
    )


def _may_head(layout: Layout, index: int) -> bool:
    """Whether a line may name the film: it is no rubric, menu or byline, and stands in no list of others."""
    unit, kind = layout.units[index], layout.kinds[index]
    plain = kind in {"short", "titleyear", "sentence"} or (kind == "prose" and unit.is_heading)
    return not (
        not plain
        or len(unit.text) > _LONGEST_HEADING
        or layout.section[index] in {section_words.TEASERS, section_words.COMMENTS}
        or _NAV.match(unit.text.strip(" :|"))
        or (unit.text[0] == "[" and "|" in unit.text)  # "[ home | reviews A-Z | guestbook ]"
        or (index == 0 and (bylines.site_name(unit.text) or crumbs(unit.text)))
        or bylines.byline(unit.text)
        or bylines.name_and_date(unit.text) is not None
    )


def _heading_score(draft: Draft, layout: Layout, index: int, body: str, critics: set[str]) -> float | None:
    unit, kind = layout.units[index], layout.kinds[index]
    known = draft.best("title")
    if not _may_head(layout, index) or unit.text.casefold() in critics:
        return None
    if known is not None and _ASIDE.search(unit.text):
        return None
    heading = undress(unit.text)
    if heading is None or (_NO_REVIEW.match(unit.text) and not heading.review):
        return None
    plate = nameplates.name_of(unit.text) if index < _NAMEPLATES and not unit.is_heading else None
    if plate is not None and plate[1] and heading.title.casefold() not in body:
        return None
    score = -_UNLIKELY if plate is not None and plate[0].casefold() not in body else 0.0
    if known is not None and same_title(known.value, heading.title):
        score += 5
    if len(heading.title) > 2 and heading.title.casefold() in body:
        score += 3
    elif any(len(part) > _LEAST_TITLE and part.casefold() in body for part in taglines.parts(heading.title)):
        score += 2.5
    score += 1 if heading.tagline and unit.text[:1] in "\"'“‘«„" else 0
    score += 2 if heading.year or heading.review or heading.rating else 0
    score += 3 if unit.tag == "h1" else 1 if unit.is_heading else 0
    score += 2 if layout.piped_title == index else 0
    score -= 1.5 if kind == "sentence" else 0
    if not unit.is_heading and _heads_labels(layout, index):
        score += 2 if layout.kinds[index + 1] == "short" else 1.5  # an original title stands between
    if _SPACED_OUT.match(unit.text):
        return None
    if index == 0 and re.search(r"\breviews$", unit.text, re.IGNORECASE):
        score -= 4  # "TIN ROOF REVIEWS" is who publishes
    shouted = heading.title.isupper() and unit.gap > 0 and index > 0 and not layout.units[0].text.isupper()
    score += 1.5 if shouted and kind == "short" else 0
    score -= 0.05 * index
    if any(unit.text == fact.value for _, fact in draft.offers.get("publication", ())):
        score -= 4
    return score


def heads_credits(layout: Layout, index: int) -> bool:
    """Whether a line right above credits is a title: it is in quotes, or the text calls a film so."""
    text = layout.units[index].text
    if index + 1 >= len(layout.units) or layout.kinds[index + 1] not in {"credits", "label"}:
        return False
    if _IN_QUOTES.fullmatch(text) is not None:
        return layout.kinds[index + 1] == "credits"
    spoken = layout.kinds[index] == "short" and _LEAST_TITLE <= len(text) <= _LONGEST_TITLE
    return spoken and any(_spells(layout.units[i].text, text) for i in layout.body)


_IN_QUOTES = re.compile(r"[\"“”‘’'][^\"“”‘’']{1,100}[\"“”‘’']")
_LEAST_TITLE, _LONGEST_TITLE, _LONGEST_HEADING = 4, 80, 200


def _spells(text: str, title: str) -> bool:
    """Whether a text spells a title with capitals."""
    place = text.casefold().find(title.casefold())
    return place >= 0 and text[place : place + 1].isupper() and len(text.casefold()) == len(text)


def _heads_labels(layout: Layout, index: int) -> bool:
    """Whether a line stands right above labels or facts, but for an original title in brackets."""
    below = index + 1
    bracketed = below + 1 < len(layout.units) and layout.units[below].text[:1] in "(["
    if bracketed and layout.units[below].text[-1:] in ")]" and layout.units[below].gap <= 1:
        below += 1
    near = below < len(layout.units) and layout.kinds[below] in {"label", "facts"}
    return near and layout.units[below].gap <= (1 if below > index + 1 else 0)


def _offer_heading(draft: Draft, unit: Unit, body: str, *, piped: bool) -> None:
    heading = undress(unit.text)
    if heading is None:
        return
    address = draft.best("page")
    heading = taglines.told_apart(heading, body, address.value if address is not None else None)
    known = draft.best("title")
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
