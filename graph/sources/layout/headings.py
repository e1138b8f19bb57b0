"""Which film a page is about, by its heading lines; its publication and headline stand beside the title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.draft import GUESSED, HEADING, Draft
from graph.sources.facts import dates, ratings
from graph.sources.facts.labelled import dated, offer_rating
from graph.sources.facts.people import looks_like_name
from graph.sources.facts.titles import same_title, undress, with_original
from graph.sources.layout import banners, section_words, taglines, title_in_text
from graph.sources.origin import bylines, mirrors, nameplates
from graph.sources.origin.house_lines import NAV, copyright_of, crumbs, is_name, site_of, unit_name
from graph.sources.origin.paper_words import FILM_WORD, RUBRIC, titled
from graph.sources.origin.paper_words import HOUSE as _HOUSE_NAME

if TYPE_CHECKING:
    from graph.records import Fact
    from graph.sources.facts.titles import Heading
    from graph.sources.layout.segments import Layout
    from graph.sources.lines import Unit

#: "THE LATE REEL -- Pocket film guide, letter O"
_RUBRIC = re.compile(
    r"^(\S.{1,50}?)\s+(?:--|[–—|:])\s+(?=.{0,60}\b(?:guide|reviews|capsules|digest|listings)\b)",
    re.IGNORECASE,
)
#: "K A I J U": a masthead's letters, spaced out.
_SPACED_OUT = re.compile(r"(?:\S ){4}")
#: Lines beside a heading that are none: "Capsule review", "5 min read", "3 May / Ann Lee / Leave a comment".
_ASIDE = re.compile(
    r"^(?:capsule|quick|short) review\b|\bmin(?:ute)?s? read\b|\bcomments?$|\bvisitor (?:no|number)\b|"
    r"\bsend to a friend\b|^print(?:er|able)\b|^\([^()]*\)$|"
    r"\breviews? archives?\b|^(?:originally |first )?(?:published|appeared|printed|posted) (?:in|on|by)\b|"
    r"^advert\b|^best viewed\b|\bskip to (?:main )?content\b|\d{3}[ )-]{1,2}\d{3}-\d{4}|"
    r",? page [A-Z]?-?\d{1,3}[A-Z]?$|^(?:section|pages?|part|edition)\b[ :]*[A-Z\d]\b.{0,20}$|"
    r"^(?:from the archives?|published in|posted (?:in|on|by)|filed under|tagged|share|by the same)\b",
    re.IGNORECASE,
)
#: "Home » Salt Road movie review"
_CRUMBS = re.compile(
    r"^(?:home(?:page)?|start|startseite|accueil|inicio|start page|index|you are here)\s*[:»>›/|]",
    re.IGNORECASE,
)
#: What parts a line of furniture.
_PARTED = re.compile(r" » |\|| // | :: ")
#: A paper's line is one of the page's first; a film's title beside a rubric looks like one.
_NAMEPLATES, _UNLIKELY = 3, 3.0
#: What it says for a line that it stands right above the film's labels.
_OVER_LABELS = 1.0
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
        read_masthead(draft, layout, best[1], banner if best[1] >= banner else 0)
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
    if (
        below is None
        or not (below.text[:1] in "([" and below.text[-1:] in ")]")
        or banners.is_menu(below.text)
    ):
        return
    _, original = with_original(f"{layout.units[chosen].text} {below.text}")
    draft.offer("original_title", below.fact(original, below.text) if original else None, HEADING)


def read_masthead(draft: Draft, layout: Layout, chosen: int, banner: int = 0) -> None:
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
            or _SPACED_OUT.match(unit.text)
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
        or (_HOUSE_NAME.search(part) is not None and is_name(part))
        for part in parts
    )


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


def _may_head(layout: Layout, index: int) -> bool:
    """Whether a line may name the film: it is no rubric, menu or byline, and stands in no list of others."""
    unit, kind = layout.units[index], layout.kinds[index]
    plain = kind in {"short", "titleyear", "sentence"} or (kind == "prose" and unit.is_heading)
    return not (
        not plain
        or len(unit.text) > _LONGEST_HEADING
        or layout.section[index] in {section_words.TEASERS, section_words.COMMENTS}
        or NAV.match(unit.text.strip(" :|"))
        or (unit.text[0] == "[" and "|" in unit.text)  # "[ home | reviews A-Z | guestbook ]"
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
    if (known is not None or index > 0) and _ASIDE.search(unit.text):
        return None
    heading = undress(unit.text)
    if heading is None or (_NO_REVIEW.match(unit.text) and not heading.review):
        return None
    if _SPACED_OUT.match(unit.text) or _is_rubric(layout, index, heading.title, body):
        return None
    plate = nameplates.name_of(unit.text) if index < _NAMEPLATES and not unit.is_heading else None
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
    elif index == 0 and known is not None and is_name(unit.text) and not unit.is_heading:
        against += 0 if same else 4  # the paper's, above the headline
    return against


def heads_credits(layout: Layout, index: int) -> bool:
    """Whether a line right above credits is a title: it is in quotes, or the text calls a film so."""
    text = layout.units[index].text
    below = index + 1
    if below + 1 < len(layout.units) and layout.kinds[below] == "rating":
        below += 1  # the stars stand between the title and its credits
    if below >= len(layout.units) or layout.kinds[below] not in {"credits", "label"}:
        return False
    if _IN_QUOTES.fullmatch(text) is not None:
        return layout.kinds[below] == "credits"
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
