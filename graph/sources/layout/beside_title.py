"""What stands around the line that names the film: the publication's name, and the review's headline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.draft import GUESSED, HEADING
from graph.sources.facts import dates
from graph.sources.facts.labelled import dated
from graph.sources.facts.people import looks_like_name
from graph.sources.facts.titles import same_title, undress
from graph.sources.origin import bylines, mirrors, nameplates, signing_line
from graph.sources.origin.house_lines import NAV, is_name, site_of, unit_name
from graph.sources.origin.paper_words import FILM_WORD, HOUSE, titled
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from graph.records import Fact
    from graph.sources.draft import Draft
    from graph.sources.layout.segments import Layout
    from graph.sources.lines import Unit

#: "K A I J U": a masthead's letters, spaced out.
SPACED_OUT = regex(r"(?:\S ){4}")
#: Lines beside a heading that are none: "Capsule review", "5 min read", "3 May / Ann Lee / Leave a comment".
ASIDE = regex(
    r"^(?:capsule|quick|short) review\b|\bmin(?:ute)?s? read\b|\bcomments?$|\bvisitor (?:no|number)\b|"
    r"\bsend to a friend\b|^print(?:er|able)\b|^\([^()]*\)$|"
    r"\breviews? archives?\b|^(?:originally |first )?(?:published|appeared|printed|posted) (?:in|on|by)\b|"
    r"^advert\b|^best viewed\b|\bskip to (?:main )?content\b|\d{3}[ )-]{1,2}\d{3}-\d{4}|"
    r",? page [A-Z]?-?\d{1,3}[A-Z]?$|^(?:section|pages?|part|edition)\b[ :]*[A-Z\d]\b.{0,20}$|"
    r"^from\b.{4,60}\b(?:19|20)\d\d$|^(?:<<|‹|←|« ?(?:back|prev|retour|zurück)|back to\b)|"
    r"^(?:from the archives?|published in|posted (?:in|on|by)|filed under|tagged|share|by the same)\b",
    re.IGNORECASE,
)
#: Where and when the film plays: "Opens Friday at Cinema Cartier", "Now at the Rialto", "En salles le 3 mai".
_PLAYS = regex(
    r"^(?:(?:now|currently|also|still|already)\s+)?(?:(?-i:[Oo]pen(?:s|ing)|OPENS)|start(?:s|ing)|play(?:s|ing)|"
    r"show(?:s|ing)|screen(?:s|ing)|released?|releasing|out|on release|in (?:cinemas|theat(?:er|"
    r"re)s))\b[\s:,]*"
    r"(?:(?:on|in|at|from|now|through|until|is|only|exclusively)\s+)*(?:the )?(?:(?-i:[A-Z\d])|today|"
    r"tomorrow|tonight|"
    r"cinemas?|theat(?:er|re)s?|select|limited|nationwide|everywhere|general|wide|video|demand)|"
    r"^(?:ab|seit|jetzt|nur|nun|im)\b.{0,40}\bkinos?\b|^kinostart\b|^(?:en salles?|au cinéma|sortie|"
    r"en cines|estreno|"
    r"ya en|al cinema|nelle sale|in sala|nos cinemas|nu (?:i|in|på)|vanaf|i biografen|på kino)\b",
    re.IGNORECASE,
)
#: What a site sells, or calls one of its films: "Subscribe for £1 a week", "Film of the week".
_OFFERS = regex(
    r"^(?:subscribe|sign (?:up|in)|log ?in|register|donate|support|buy|get|become|already a|my account|"
    r"basket)\b|"
    r"^(?:our |the |critic[’']s |dvd )?(?:film|movie|video|dvd|pick|picture|release|choice|review|"
    r"blu-ray) of the "
    r"(?:day|week|weekend|month|fortnight|year)$",
    re.IGNORECASE,
)
#: "Note de la rédaction : 3/5"
_SCORED = regex(r":\s*\d[\d.,]*\s?/\s?\d{1,3}(?!\d)")
#: A paper's line is one of the page's first; a film's title beside a rubric looks like one.
NAMEPLATES = 3
#: "THE LATE REEL -- Pocket film guide, letter O"
_RUBRIC = regex(
    r"^(\S.{1,50}?)\s+(?:--|[–—|:])\s+(?=.{0,60}\b(?:guide|reviews|capsules|digest|listings)\b)",
    re.IGNORECASE,
)
#: "Home » Salt Road movie review"
_CRUMBS = regex(
    r"^(?:home(?:page)?|start|startseite|accueil|inicio|start page|index|you are here)\s*[:»>›/|]",
    re.IGNORECASE,
)
#: What parts a line of furniture.
_PARTED = regex(r" » |\|| //? | :: | [·•] ")
#: So many lines away from the title its headline may stand.
_NEAR = 5
_FIRST_LINES, _BIO_LINES, _LONGEST_LINE = 10, 12, 90
#: So many words a headline has at least, and so long it is at most; a small word has so many letters.
_LEAST_WORDS, _LONGEST, _SMALL_WORD = 4, 150, 2
#: What stands under a teaser's title.
_UNDER_TEASER = frozenset({"sentence", "prose", "rating"})


def read(draft: Draft, layout: Layout, chosen: int, banner: int = 0) -> None:
    """Read the lines around the title: the publication's name on the first line, the headline on its own.

    The first ``banner`` lines are the site's, and no headlines.
    """
    _read_paper(draft, layout, chosen)
    _read_headline(draft, layout, chosen, banner)


def _read_paper(draft: Draft, layout: Layout, chosen: int) -> None:
    """Read the paper's name, and its day, from the page's first line, or from what the lines below repeat."""
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


def _read_headline(draft: Draft, layout: Layout, chosen: int, banner: int) -> None:
    """Read the headline from the line nearest to the title's that is one."""
    known = draft.best("headline")
    below = chosen + _NEAR + 1
    if known is not None:  # the line that names the film may stand under the headline
        if chosen >= layout.start or known.first_line != layout.units[chosen].first:
            return
        below = chosen
    top = next((place for place, kind in enumerate(layout.kinds) if kind != "noise"), 0)
    near = range(max(banner, chosen - _NEAR), min(layout.start, below, 40))
    for index in sorted(near, key=lambda place: abs(place - chosen)) if chosen < layout.start else ():
        unit = layout.units[index]
        if (
            not _has_place(layout, index, chosen)
            or _is_furniture(layout, index)
            or _says_whose(draft, unit, index - top)
        ):
            continue
        if _is_worded(unit.text):
            unit = layout.units[_over_deck(layout, index, chosen, banner)]
            draft.offer("headline", unit.fact(unit.text), GUESSED if known is None else HEADING - 1)
            return
    if known is None and chosen < layout.start and not layout.units[chosen].is_heading:
        _read_above_byline(draft, layout, chosen)


def _read_above_byline(draft: Draft, layout: Layout, chosen: int) -> None:
    """Read the headline from a line of its own below the credits that a by-line stands under."""
    for index in range(chosen + 1, layout.start - 1):
        unit, below = layout.units[index], layout.units[index + 1]
        apart = unit.gap > 0 and layout.kinds[index] == "short" and not layout.section[index]
        signed = (
            bylines.byline(below.text)
            or bylines.name_and_date(below.text)
            or signing_line.told_in(below.text)
        )
        if apart and signed and unit.words >= _LEAST_WORDS - 1 and len(unit.text) <= _LONGEST:
            if not (_is_furniture(layout, index) or _says_whose(draft, unit, index)) and not (
                same_title(unit.text, layout.units[chosen].text) or bylines.byline(unit.text)
            ):
                unit = layout.units[_over_deck(layout, index, chosen, banner=0)]
                draft.offer("headline", unit.fact(unit.text), GUESSED)
            return


def _has_place(layout: Layout, index: int, chosen: int) -> bool:
    """Whether a line stands where a headline may: the review's own, no credit, and not the title's."""
    unit = layout.units[index]
    if index == chosen or index < (layout.piped_title or 0) or layout.section[index]:
        return False
    under = unit.is_heading and index == chosen + 1 and layout.units[chosen].is_heading
    short = layout.kinds[index] == "short" and not unit.is_heading
    if unit.tag and not unit.is_heading and index < chosen and layout.units[chosen].is_heading:
        return False  # a motto, a kicker
    if not (unit.main or under) or not (short or unit.tag in {"h1", "h2"} or under):
        return False
    first = next((place for place, kind in enumerate(layout.kinds) if kind != "noise"), 0)
    beside_masthead = index == first + 1 < chosen and unit.gap == 0 and not layout.units[first].is_heading
    heads = unit.is_heading and abs(index - chosen) == 1 and unit.words > 1
    heads = heads or _is_over_deck(layout, index, chosen) or _quotes_title(layout, index, chosen)
    return not beside_masthead and (unit.words >= _LEAST_WORDS or heads) and len(unit.text) <= _LONGEST


def _is_furniture(layout: Layout, index: int) -> bool:
    """Whether a line is the site's: crumbs, a menu, a vote, a remark on the page, the paper's own line."""
    text = layout.units[index].text
    return (
        SPACED_OUT.match(text) is not None
        or mirrors.is_vote(text)
        or _CRUMBS.match(text) is not None
        or len(_PARTED.findall(text)) > 1
        or ", ," in text
        or ASIDE.search(text) is not None
        or _PLAYS.match(text) is not None
        or _OFFERS.match(text) is not None
        or _is_credit(text)
        or _SCORED.search(text) is not None
        or dates.is_date_line(text)
        or (index < NAMEPLATES and nameplates.name_of(text) is not None)
    )


def _is_credit(text: str) -> bool:
    """Whether a line is people under a label, whatever the label: "Soggetto: Ann Lee, Bo Li"."""
    together = re.split(r",? (?:and|&|und|et|y|e|og|och|en) |, ", text)
    if len(together) > 1 and all(map(looks_like_name, together)):
        return True  # "Ann Lee and Bo Li"
    label, colon, people = text.partition(": ")
    several = people.split(", ") if colon and label.count(" ") < _LEAST_WORDS else []
    return len(several) > 1 and all(map(looks_like_name, several))


def _says_whose(draft: Draft, unit: Unit, index: int) -> bool:
    """Whether a line says whose the page is, or who wrote the review."""
    first = index == 0 and not unit.is_heading and _is_house_line(unit.text)
    named = _names_house(unit.text, draft.best("publication"))
    return first or named or _is_signed(draft, unit.text) or _signs(draft, unit.text)


def _is_worded(text: str) -> bool:
    """Whether a line is words, not a name or a byline: it has a longer one in small letters."""
    words = (word.strip(".,:;!?\"”’'") for word in text.split()[1:])
    small = any(word.islower() and word.isalpha() and len(word) > _SMALL_WORD for word in words)
    return small and bylines.byline(text) is None


def _quotes_title(layout: Layout, index: int, chosen: int) -> bool:
    """Whether a line above the title has a part of it between quotation marks: "'Ferry' crosses over"."""
    unit, title = layout.units[index], layout.units[chosen].text.casefold()
    quoted = _IN_QUOTES.search(unit.text) if index < chosen and unit.words > 1 else None
    return quoted is not None and quoted.end() < len(unit.text) and quoted["part"].casefold() in title


_IN_QUOTES = regex(r"(?:^|\s)[\"“‘'«„](?P<part>[^\"“”‘’'«»]{4,40})[\"”’'»“](?=\s)")


def _is_over_deck(layout: Layout, index: int, chosen: int) -> bool:
    """Whether a line of two words stands alone over the one that names the film in passing: its deck."""
    unit, deck = layout.units[index], layout.units[chosen]
    heading = undress(deck.text) if index == chosen - 1 and unit.words > 1 else None
    plain = not unit.tag and unit.gap > 0 and re.search(r"[|:»>@\d/]|--", unit.text) is None
    return plain and heading is not None and heading.tagline and not unit.text.isupper()


def _over_deck(layout: Layout, index: int, chosen: int, banner: int) -> int:
    """The headline right above a line that is its deck, both of them over the film's own line.

    A heading of the first order right above another is one wherever the film's line stands.
    """
    above, unit = index - 1, layout.units[index]
    if unit.is_heading and banner <= above != chosen and layout.units[above].tag == "h1" != unit.tag:
        return above
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
