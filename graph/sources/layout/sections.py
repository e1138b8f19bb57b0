"""Units put together and apart before a page is cut up, and the section that each of them stands in."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.sources.facts import fields
from graph.sources.facts.jobs import label_of
from graph.sources.facts.people import could_be_name
from graph.sources.facts.titles import title_and_year
from graph.sources.layout.section_words import ABOUT, COMMENTS, CREDITS, TEASERS, section_of
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.sources.lines import Unit

_ROLE_BELOW = regex(r"(?:as|\.{3}) \S")
#: What some sites print under the title of the page's own review; teasers of others stand above it.
BAR = regex(r"\|(?:\s|$)")
#: What heads the list of a page's own parts, as scrapers put it above a copy.
_CONTENTS = regex(
    r"(?:table of )?contents|(?:on|in) this (?:page|article)|jump to|inhalt(?:sverzeichnis)?|sommaire|"
    r"table des matières|índice|contenido|indice|inhoud(?:sopgave)?|innehåll(?:sförteckning)?|indhold|"
    r"innhold",
    re.IGNORECASE,
)
_LONGEST_ENTRY = 80
#: A figure in a box of its own, and under it of how many: "6", "OUT OF TEN".
_FIGURE, _SCALE = regex(r"\d{1,2}(?:[.,]5)?"), regex(r"out of (?:five|ten|5|10|100)", re.IGNORECASE)
_LONGEST_SCALE = 11
#: Labels before a value that lost their colon; so many stand one under another, so long at most.
_BARE_LABEL = regex(
    r"(Directors?|Writers?|Stars|Cast|Rating|Running [Tt]ime|Runtime|Genres?|Country|Language|Producers?|"
    r"Music|Cinematograph(?:y|er)|Editor|Regie|Drehbuch|Darsteller|Länge|Réalisat(?:ion|eur|rice)|Scénario|"
    r"Durée|Regia|Sceneggiatura|Interpreti|Durata|Dirección|Gui[oó]n|Reparto|Intérpretes|Duración|Género|Genere)\s"
    r"(?=[^\W_a-zß-ÿ])"
)
_BARE_INITIALS, _LEAST_BARE, _LONGEST_BARE = frozenset("DWSCRGLPMEI"), 4, 200
_REVIEW = regex(r"\breview\b", re.IGNORECASE)
#: The line of a header that counts comments stands so near to its date or byline, and above so much prose.
_NEAR_HEADER, _ARTICLE = 5, 400
#: What some critics set above their last remarks, each an item of a list.
_STRAY = regex(
    r"(?:stray|other|random|final|loose|spare|a few (?:more|other|final)) "
    r"(?:observations|thoughts|notes|remarks)|observations|odds and ends|bits and pieces",
    re.IGNORECASE,
)
#: So few lines a box between paragraphs has, its heading among them; so many paragraphs stand behind it.
_LONGEST_INSET, _PARAGRAPHS, _GOES_ON = 5, 2, 150
#: So few lines stand between a mark on a review and its text.
_BADGE_ABOVE = 4


def rejoined(units: Sequence[Unit]) -> list[Unit]:
    """Join what a page prints as one credit: "Maria Torres" and "as Ana", "FARGO ***" and "Directed by"."""
    joined: list[Unit] = []
    for unit in _parted(units):
        before = joined[-1] if joined else None
        if (
            before is not None
            and _ROLE_BELOW.match(unit.text)
            and unit.gap <= 1
            and len(before.text) <= 60
            and len(unit.text) <= 90
            and could_be_name(before.text)
            and label_of(before.text) is None
        ):
            joined[-1] = replace(before, text=f"{before.text} {unit.text}", last=unit.last)
            continue
        if (
            before is not None
            and unit.gap == 0
            and len(before.text) <= 80
            and not any(word in before.text for word in ("Directed", "Written", "Starring", "Screenplay"))
            and unit.text[:90].startswith(("Directed", "Written", "Starring", "Screenplay"))
            and fields.title_lead(f"{before.text} {unit.text[:200]}") is not None
        ):
            joined[-1] = replace(before, text=f"{before.text} {unit.text}", last=unit.last)
            continue
        short = before is not None and unit.gap == 0 and len(unit.text) <= _LONGEST_SCALE
        if before is not None and short and _SCALE.fullmatch(unit.text) and _FIGURE.fullmatch(before.text):
            joined[-1] = replace(before, text=f"{before.text} {unit.text}", last=unit.last)
            continue
        joined.append(unit)
    return joined


def _parted(units: Sequence[Unit]) -> Iterator[Unit]:
    """The units; a title and its year in a column by themselves are one of their own.

    Labels that have lost their colons are parted from what they say by a tab, as in a column.
    """
    bare = _bare_labels(units)
    for index, unit in enumerate(units):
        if index in bare:
            yield unit.with_text(bare[index])
            continue
        title, tab, rest = unit.text.partition("\t")
        if tab and "\t" not in rest and title_and_year(title) is not None:
            yield unit.with_text(title)
            yield unit.with_text(rest)
        else:
            yield unit


def _bare_labels(units: Sequence[Unit]) -> dict[int, str]:
    """Lines one under another that begin with labels without colons: "Director Ann Lee", "Stars Bo Li"."""
    runs: list[dict[int, str]] = [{}]
    for index, unit in enumerate(units):
        label = _BARE_LABEL.match(unit.text) if unit.text[:1] in _BARE_INITIALS else None
        if runs[-1] and (label is None or unit.gap):
            runs.append({})
        if label is not None and len(unit.text) <= _LONGEST_BARE:
            runs[-1][index] = f"{label.group(1)}\t{unit.text[label.end() :]}"
    return {index: text for run in runs if len(run) >= _LEAST_BARE for index, text in run.items()}


def sections(units: list[Unit], kinds: list[str]) -> list[str]:
    """For each unit the kind of section it stands in; credits end a list of other films."""
    current = ""
    result: list[str] = []
    told, opened = False, 0
    _contents(units, kinds)
    for index, unit in enumerate(units):
        told = told or kinds[index] == "prose"
        if current == TEASERS and not told and unit.tag == "h1":
            current = ""  # "Now playing" was its kicker
        if kinds[index] == "section" and (
            _counts_above_text(units, kinds, index)
            or (not told and _is_badge(units, kinds, index))
            or (told and _is_inset(units, kinds, index))
        ):
            kinds[index] = "noise"
        if told and unit.is_heading and kinds[index] == "short" and _STRAY.fullmatch(unit.text.strip(" :")):
            kinds[index] = "noise"  # what it heads is the review's
        if kinds[index] == "section":
            current, opened = section_of(unit.text) or "", index
        elif kinds[index] == "end":
            current = ""
        elif (
            told and current == TEASERS and kinds[index] == "prose" and _goes_on(units, kinds, opened, index)
        ):
            current = ""
            kinds[opened:index] = ["noise"] * (index - opened)
            result[opened:index] = [""] * (index - opened)
        elif (
            current != COMMENTS
            and (kinds[index] == "poster" or (kinds[index] == "titleyear" and _credits_follow(kinds, index)))
            and not (current == TEASERS and (unit.tag == "li" or _REVIEW.search(unit.text)))
        ) or (current in {TEASERS, ABOUT} and kinds[index] == "heading" and _credits_follow(kinds, index)):
            current = CREDITS
        if current == TEASERS and not told and BAR.match(unit.text):
            current = ""  # the title above the bar is the page's own
            title = title_above(kinds, index)
            result[title:] = [""] * (index - title)
        result.append(current)
    return result


def _contents(units: Sequence[Unit], kinds: list[str]) -> None:
    """Take the entries of a table of contents for noise: they open no sections, and head no credits."""
    for index, unit in enumerate(units):
        if len(unit.text) > _LONGEST_ENTRY or _CONTENTS.fullmatch(unit.text.strip(" :[]")) is None:
            continue
        for place in range(index + 1, len(units)):
            entry = units[place]
            listed = entry.tag == "li" or (not entry.tag and (entry.gap == 0 or place == index + 1))
            repeated = any(other.text == entry.text for other in units[place + 1 :])
            if not listed or len(entry.text) > _LONGEST_ENTRY or not (repeated or kinds[place] in _OPENING):
                break
            if kinds[place] in _OPENING:
                kinds[place] = "noise"


_OPENING = frozenset({"section", "heading"})


def _counts_above_text(units: Sequence[Unit], kinds: Sequence[str], index: int) -> bool:
    """Whether a line on comments is a header's ("3 May 2014 / 0 comments"): the page's text is below it.

    Under a text such a line has more prose above it than below, or none that is near to a date.
    """
    if section_of(units[index].text) != COMMENTS:
        return False
    near = range(max(0, index - _NEAR_HEADER), index)
    header = [place for place in near if "prose" not in kinds[place:index]]
    if not any(kinds[place] == "date" or BAR.match(units[place].text) for place in header):
        return False
    below = 0
    for place in range(index + 1, len(units)):
        if kinds[place] == "section":
            break
        below += len(units[place].text) if kinds[place] == "prose" else 0
    above = sum(len(units[place].text) for place in range(index) if kinds[place] == "prose")
    return below >= _ARTICLE and below > 2 * above


def _goes_on(units: Sequence[Unit], kinds: Sequence[str], opened: int, index: int) -> bool:
    """Whether the text goes on behind a block of links in the middle of it: "Related articles".

    The links stand close together, under their head; paragraphs, each by itself, stand behind them.
    """
    links = range(opened + 1, index)
    if not 0 < len(links) <= _MOST_LINKS or units[index].tag or units[index].gap == 0:
        return False
    if any(units[place].gap or len(units[place].text) > _LONGEST_LINK for place in links):
        return False
    return (
        kinds[index : index + 2] == ["prose", "prose"]
        and units[index + 1].gap > 0
        and (opened > 0 and kinds[opened - 1] == "prose" and units[opened].gap > 0)
    )


_MOST_LINKS, _LONGEST_LINK = 6, 120


def _is_badge(units: Sequence[Unit], kinds: Sequence[str], index: int) -> bool:
    """Whether what heads teasers elsewhere is a mark on the review, right above its text: "Recommended"."""
    unit = units[index]
    if not unit.tag or unit.is_heading or section_of(unit.text) != TEASERS:
        return False
    below = kinds[index + 1 : index + 1 + _BADGE_ABOVE]
    text = next((place for place, kind in enumerate(below) if kind == "prose"), None)
    return text is not None and all(kind in {"sentence", "rating", "noise", "date"} for kind in below[:text])


def _is_inset(units: Sequence[Unit], kinds: Sequence[str], index: int) -> bool:
    """Whether a heading of other texts stands in a box between two paragraphs, of a few lines: "Related".

    The article goes on behind it with paragraphs, one behind another; blurbs stand each under its title.
    """
    if section_of(units[index].text) != TEASERS:
        return False
    place = index + 1
    while place < min(len(units), index + _LONGEST_INSET) and kinds[place] != "prose":
        if kinds[place] == "section" or len(units[place].text) > _LONGEST_ENTRY * 2:
            return False
        place += 1
    behind = units[place : place + _PARAGRAPHS]
    return (
        len(behind) == _PARAGRAPHS
        and all(kind in {"prose", "sentence"} for kind in kinds[place : place + _PARAGRAPHS])
        and all(unit.tag == "p" and unit.main for unit in behind)
        and len(behind[0].text) >= _GOES_ON
    )


def title_above(kinds: Sequence[str], bar: int) -> int:
    """The place of the title above a bar; the stars of the review may stand between them."""
    title = bar - 1
    while title > 0 and kinds[title] in {"rating", "date"}:
        title -= 1
    return title


def _credits_follow(kinds: list[str], index: int) -> bool:
    return any(
        kind in {"facts", "cast", "heading", "label", "credits"} for kind in kinds[index + 1 : index + 4]
    )
