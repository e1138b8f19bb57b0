"""What stands around the line that names the film: the publication's name, and the review's headline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.draft import GUESSED, HEADING
from graph.sources.facts import dates
from graph.sources.facts.labelled import dated
from graph.sources.facts.people import looks_like_name
from graph.sources.origin import bylines, mirrors, nameplates
from graph.sources.origin.house_lines import NAV, is_name, site_of, unit_name
from graph.sources.origin.paper_words import FILM_WORD, HOUSE, titled

if TYPE_CHECKING:
    from graph.records import Fact
    from graph.sources.draft import Draft
    from graph.sources.layout.segments import Layout

#: "K A I J U": a masthead's letters, spaced out.
SPACED_OUT = re.compile(r"(?:\S ){4}")
#: Lines beside a heading that are none: "Capsule review", "5 min read", "3 May / Ann Lee / Leave a comment".
ASIDE = re.compile(
    r"^(?:capsule|quick|short) review\b|\bmin(?:ute)?s? read\b|\bcomments?$|\bvisitor (?:no|number)\b|"
    r"\bsend to a friend\b|^print(?:er|able)\b|^\([^()]*\)$|"
    r"\breviews? archives?\b|^(?:originally |first )?(?:published|appeared|printed|posted) (?:in|on|by)\b|"
    r"^advert\b|^best viewed\b|\bskip to (?:main )?content\b|\d{3}[ )-]{1,2}\d{3}-\d{4}|"
    r",? page [A-Z]?-?\d{1,3}[A-Z]?$|^(?:section|pages?|part|edition)\b[ :]*[A-Z\d]\b.{0,20}$|"
    r"^(?:from the archives?|published in|posted (?:in|on|by)|filed under|tagged|share|by the same)\b",
    re.IGNORECASE,
)
#: A paper's line is one of the page's first; a film's title beside a rubric looks like one.
NAMEPLATES = 3
#: "THE LATE REEL -- Pocket film guide, letter O"
_RUBRIC = re.compile(
    r"^(\S.{1,50}?)\s+(?:--|[–—|:])\s+(?=.{0,60}\b(?:guide|reviews|capsules|digest|listings)\b)",
    re.IGNORECASE,
)
#: "Home » Salt Road movie review"
_CRUMBS = re.compile(
    r"^(?:home(?:page)?|start|startseite|accueil|inicio|start page|index|you are here)\s*[:»>›/|]",
    re.IGNORECASE,
)
#: What parts a line of furniture.
_PARTED = re.compile(r" » |\|| // | :: ")
#: So many lines away from the title its headline may stand.
_NEAR = 5
_FIRST_LINES, _BIO_LINES, _LONGEST_LINE = 10, 12, 90
#: What stands under a teaser's title.
_UNDER_TEASER = frozenset({"sentence", "prose", "rating"})


def read(draft: Draft, layout: Layout, chosen: int, banner: int = 0) -> None:
    """Read the lines around the title: the publication's name on the first line, the headline on its own.

    The first ``banner`` lines are the site's, and no headlines.
    """
    first = layout.units[0]
    if layout.kinds[0] == "cells" and re.search(r"\d", first.text):  # "The Weekly Burro", "Issue 22"
        name = first.text.split("\t")[0]
        first, layout.kinds[0] = first.with_text(name), "short" if is_name(name) else "cells"
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
    if named is None and (rubric := _RUBRIC.match(first.text)) is not None and is_name(rubric.group(1)):
        first = first.with_text(rubric.group(1))
    if alone and named is None and is_name(first.text):
        shouted = first.text.isupper() and " " in first.text
        draft.offer("publication", unit_name(first, titled(first.text) if shouted else first.text), HEADING)
        named = draft.best("publication")
    known = draft.best("headline")
    below = chosen + _NEAR + 1
    if known is not None:  # the line that names the film may stand under the headline
        if chosen >= layout.start or known.first_line != layout.units[chosen].first:
            return
        below = chosen
    near = range(max(banner, chosen - _NEAR), min(layout.start, below, 40))
    for index in sorted(near, key=lambda place: abs(place - chosen)) if chosen < layout.start else ():
        unit = layout.units[index]
        beside_masthead = index == 1 and unit.gap == 0 and chosen > 1 and not layout.units[0].is_heading
        under = unit.is_heading and index == chosen + 1 and layout.units[chosen].is_heading
        plain = (layout.kinds[index] == "short" and not unit.is_heading) or unit.tag in {"h1", "h2"} or under
        if (
            index == chosen
            or not (unit.main or under)
            or SPACED_OUT.match(unit.text)
            or index < (layout.piped_title or 0)
            or not plain
            or mirrors.is_vote(unit.text)
            or _CRUMBS.match(unit.text)
            or len(_PARTED.findall(unit.text)) > 1
            or ", ," in unit.text
            or _names_house(unit.text, named)
            or _is_signed(draft, unit.text)
            or (index == 0 and not unit.is_heading and _is_house_line(unit.text))
            or _signs(draft, unit.text)
            or ASIDE.search(unit.text)
            or beside_masthead
            or (index < NAMEPLATES and nameplates.name_of(unit.text) is not None)
            or layout.section[index]
            or (unit.words < 4 and not (unit.is_heading and abs(index - chosen) == 1 and unit.words > 1))
            or len(unit.text) > 150
        ):
            continue
        if (
            any(word.islower() and len(word) > 2 for word in unit.text.split()[1:])
            and bylines.byline(unit.text) is None
        ):
            unit = layout.units[_over_deck(layout, index, chosen, banner)]
            draft.offer("headline", unit.fact(unit.text), GUESSED if known is None else HEADING - 1)
            return


def _over_deck(layout: Layout, index: int, chosen: int, banner: int) -> int:
    """The headline right above a line that is its deck, both of them over the film's own line."""
    above, unit = index - 1, layout.units[index]
    if not banner <= above < index < chosen or unit.tag or unit.gap or layout.kinds[above] != "short":
        return index
    text = layout.units[above].text
    plain = re.search(r"[|:»>@\d]|--", text) is None and bylines.byline(text) is None
    apart = layout.units[above].gap > 0 and text.count(" ") > 1 and not text.isupper()
    return above if plain and apart else index


def _signs(draft: Draft, text: str) -> bool:
    """Whether a line says who wrote, and when: "Publicado el 9 de mayo de 2018 por Ana Ruiz"."""
    folded = text.casefold()
    named = any(fact.value.casefold() in folded for _, fact in draft.critics)
    return named and dates.sure(text) is not None


def _is_house_line(text: str) -> bool:
    """Whether a page's first line is a name and what it is: "Harbor Lantern - Your Guide to the Movies"."""
    parts = re.split(r"\s+(?:[|»·•–—-]|--)\s+|:\s+", text)
    return len(parts) > 1 and any(FILM_WORD.search(part) for part in parts[1:])


def _is_signed(draft: Draft, text: str) -> bool:
    """Whether a line begins with the critic's name: it says who that is."""
    return any(text.startswith(fact.value) for _, fact in draft.critics)


def _names_house(text: str, named: Fact[str] | None) -> bool:
    """Whether a part of a line is a paper's name: the line is the paper's, with its motto."""
    parts = re.split(r"\s+(?:[|»·•–—-]|--)\s+", text)
    whole = named.value.casefold().removeprefix("the ") if named is not None else ""
    if " " in whole and whole in text.casefold():
        return True
    return len(parts) > 1 and any(
        (named is not None and part.casefold() == named.value.casefold())
        or (HOUSE.search(part) is not None and is_name(part))
        for part in parts
    )


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
        if all(NAV.match(part) for part in parts) or layout.kinds[index] == "noise":
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
        if index == rubrics > 0 and unit.text.isupper() and " " in unit.text and is_name(unit.text):
            return unit_name(unit, titled(unit.text))
    return None
