"""Which part of a page is the review: sections, noise, the body, and the critic's own lines.

Works on units, whatever they were read from. The body is the run of prose in the section that holds
most of it; lists of other films, comments, the bio and the credits stand outside.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.sources.facts import cast_columns, credit_line, dates, fields, phrases, ratings, small_facts
from graph.sources.facts.credit_lists import credits_of
from graph.sources.facts.jobs import label_of
from graph.sources.facts.people import looks_like_name
from graph.sources.facts.titles import same_title, title_and_year
from graph.sources.kinds import MARKDOWN
from graph.sources.layout import closing_credits, standfirsts, stubs
from graph.sources.layout.section_words import (
    ABOUT,
    COLUMN_HEADS,
    COMMENTS,
    CREDITS,
    FILED,
    NOISE,
    TEASERS,
    is_availability,
    is_cookie_notice,
    is_legend,
    poster_title,
    section_of,
)
from graph.sources.layout.sections import BAR, rejoined, sections, title_above
from graph.sources.lines import Unit, ends_sentence
from graph.sources.origin import bylines, mirrors
from graph.sources.origin.bios import before_bio
from graph.sources.patterns import regex
from graph.sources.words import ABBREVIATED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


#: A sentence, with something in brackets behind it.
_SAID = regex(r"\S(?<![A-Z])(?<!\b[JS]r)[.!?][\"'”’]?\s+\([^()]*\)$")
_ABBREVIATED = regex(rf"\b{ABBREVIATED}\.$")


#: So many words a last sentence has behind an advertisement.
_LEAST_AFTER_NOISE = 4
#: "(Part of our Noodle Month series. Previously: ...)", above the text.
_ASIDE = regex(
    r"^[(\[](?=[^()]*\b(?:series|part of|originally|previously|updated|spoilers?|typed|transcribed|"
    r"scanned|keyed|reprinted)\b)[^()]{10,300}[)\]]$",
    re.IGNORECASE,
)

_RATED = regex(r"(?:MPAA )?Rated\s")
_NEVER_FIRST = frozenset({"section", "label", "heading", "cast", "credits", "rating", "facts"})


@dataclass(slots=True)
class Layout:
    """A page cut up: what kind each unit is, the body, and where header and credits stand."""

    units: list[Unit]
    kinds: list[str]
    section: list[str]
    body: list[int] = field(default_factory=list)
    critic: Unit | None = None
    critic_name: str | None = None
    critic_index: int = -1
    used: set[int] = field(default_factory=set)
    start: int = 0
    end: int = 0
    piped_title: int | None = None
    subtitle: int | None = None
    #: Whether the body is a word or two.
    terse: bool = False


def kind_of(unit: Unit) -> str:
    """What one unit is, judged alone: the first kind whose test it passes, else running text."""
    text = unit.text
    if unit.tag == "end":
        return "end"
    if len(text) > 400 and "\t" not in text:
        return _long_kind(text) or _running(unit)
    kind = _short_kind(text) or _running(unit)
    # A page's first heading names what it is about: "The Verdict" is a film there, and "Guilty as Sin".
    return "short" if unit.tag == "h1" and kind in _NEVER_FIRST else kind


# A page is looked at for its entries first, then for its one review; some lines are on every page of a site.
@lru_cache(maxsize=4_096)
def _short_kind(text: str) -> str | None:
    return next((kind for kind, test in _TESTS if test(text)), None)


@lru_cache(maxsize=256)
def _long_kind(text: str) -> str | None:
    label = fields.leading_label(text) if text.find(":", 0, 60) > 0 else None
    if label is not None and label.label.field == "job" and fields.people_of(label)[0]:
        return "label"
    return "credits" if len(text) <= 1500 and fields.is_credits(text) else None


def _column_heads(text: str) -> bool:
    return "\t" in text and all(cell.casefold() in COLUMN_HEADS for cell in text.split("\t"))


def _facts(text: str) -> bool:
    rated = _RATED.match(text) if text.startswith(("MPAA", "Rated")) else None
    return phrases.fact_line(text) is not None or (
        rated is not None and phrases.content_rating(text) is not None
    )


def _running(unit: Unit) -> str:
    text = unit.text
    if unit.is_heading:
        return "short"
    long = len(text) >= 140
    # A paragraph of Markdown is one because its writer made it one; a line of a page may be anything.
    if not long and (len(text) >= 70 or (unit.hints == MARKDOWN and unit.tag == "p")):
        long = ends_sentence(ratings.without_stars(text))
    if long and (unit.words >= 8 or not text.isascii()):
        return "prose"
    return "sentence" if ends_sentence(text) and unit.words >= 2 else "short"


#: "Ann Lee as Mary", "Ana Paz como María"
_PLAYS = (
    " as ",
    " como ",
    " als ",
    " som ",
    " comme ",
    " dans le rôle de ",
    " nel ruolo di ",
    " in the role of ",
)


def is_cast_line(text: str) -> bool:
    """Whether a line is a credit of actor and character ("Ann Lee as Mary")."""
    if (
        ("..." not in text and not any(word in text for word in _PLAYS))
        or len(text) > 140
        or _SAID.search(text)
        or (ends_sentence(text) and not _ABBREVIATED.search(text))
    ):
        return False
    credited = credits_of(text)
    return bool(credited) and all(one.character for one in credited) and len(credited[0].name.split()) <= 6


#: The kinds of short unit, in the order in which they are tried.
_TESTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("section", lambda text: section_of(text) is not None),
    ("noise", lambda text: len(text) <= 120 and NOISE.match(text) is not None),
    ("noise", is_cookie_notice),
    ("noise", is_legend),
    ("poster", lambda text: len(text) <= 90 and poster_title(text) is not None),
    ("noise", _column_heads),
    ("facts", credit_line.is_fact_line),
    ("label", lambda text: fields.leading_label(text) is not None),
    ("heading", lambda text: len(text) <= 120 and label_of(text) is not None),
    ("credits", fields.is_credits),
    ("credits", small_facts.is_small_print),
    ("rating", lambda text: len(text) <= 60 and ratings.alone(text) is not None),
    ("date", lambda text: len(text) <= 80 and dates.is_date_line(ratings.behind(text)[0])),
    ("facts", _facts),
    ("titleyear", lambda text: len(text) <= 110 and title_and_year(text) is not None),
    ("cast", is_cast_line),
    ("cells", lambda text: "\t" in text and len(text) <= 200),
)


def lay_out(units: Sequence[Unit], title: str | None = None, kinds: list[str] | None = None) -> Layout:
    """Cut a page up.

    ``title`` (from credits or data), if known, shows where the body begins; ``kinds`` of a first cut are
    taken over.
    """
    listed = list(units) if kinds else cast_columns.actors_first(rejoined(mirrors.mended(units)))
    kinds = kinds or [kind_of(unit) for unit in listed]
    layout = Layout(listed, kinds, sections(listed, kinds))
    block = _best_block(layout)
    if block is None:
        layout.body = stubs.verdict(layout, title)
        layout.start = layout.body[0] if layout.body else len(listed)
        layout.end = layout.body[-1] + 1 if layout.body else len(listed)
        layout.terse = bool(layout.body)
        return layout
    start, end = block
    for index in range(start, end) if layout.section[start] == TEASERS else ():
        layout.section[index] = ""  # a page that has no other text stands under a rubric: "NOW PLAYING"
    start = _after_title(layout, start, end, title)
    _titles_are_no_credits(layout, title)
    end = before_bio(layout, start, end)
    end = _before_teasers(layout, start, end)
    layout.body = _body(layout, start, end)
    if layout.body:
        layout.start, layout.end = layout.body[0], layout.body[-1] + 1
        if layout.critic_name is None:
            _signature(layout)
    else:
        layout.start = layout.end = end
    return layout


def _best_block(layout: Layout) -> tuple[int, int] | None:
    """The run of units between section headings that holds most prose of its own."""
    bounds = [
        0,
        *[
            i
            for i in range(1, len(layout.units))
            if layout.section[i] != layout.section[i - 1] or layout.kinds[i] == "section"
        ],
    ]
    bounds.append(len(layout.units))
    best: tuple[float, int, int] | None = None
    for start, end in itertools.pairwise(bounds):
        prose = sum(
            len(layout.units[i].text)
            for i in range(start, end)
            if layout.kinds[i] == "prose" and layout.units[i].main
        )
        weight = {TEASERS: 0.25, ABOUT: 0.1, COMMENTS: 0.1, CREDITS: 0.7}.get(
            layout.section[start] if start < end else "", 1.0
        )
        if prose and (best is None or prose * weight > best[0]):
            best = (prose * weight, start, end)
    return (best[1], best[2]) if best else None


def _after_title(layout: Layout, start: int, end: int, title: str | None) -> int:
    """Skip teasers of other films: the body is after "Title" and "|", or after the line that is the title."""
    for index in range(start, min(end, start + 60)):
        text = layout.units[index].text
        if text.startswith("|") and BAR.match(text) and index > start and layout.kinds[index - 1] != "prose":
            if layout.piped_title is None:
                layout.piped_title = title_above(layout.kinds, index)
                _subtitle_under_title(layout, index, end)
            return index + 1
    if title is not None:
        for index in range(start, end):
            unit = layout.units[index]
            if (
                len(unit.text) <= 150
                and layout.kinds[index] in {"short", "titleyear", "sentence"}
                and same_title(unit.text, title)
            ):
                later = sum(1 for i in range(index + 1, end) if layout.kinds[i] == "prose")
                if later and 2 * later >= sum(1 for i in range(start, index) if layout.kinds[i] == "prose"):
                    return index + 1
    return start


def _subtitle_under_title(layout: Layout, bar: int, end: int) -> None:
    """Of two lines above the bar take the upper one for the title, where the text names it alone."""
    if bar < 2 or layout.units[bar - 1].gap or layout.kinds[bar - 2] not in {"short", "titleyear"}:
        return
    body = " ".join(layout.units[i].text for i in range(bar, end) if layout.kinds[i] == "prose").casefold()
    upper, lower = (layout.units[place].text.casefold() for place in (bar - 2, bar - 1))
    if upper in body and lower not in body:
        layout.piped_title, layout.subtitle = bar - 2, bar - 1


def _titles_are_no_credits(layout: Layout, title: str | None) -> None:
    """Take "Guilty as Sin" for a film, where the page is about it or lists it among others above its own."""
    for index, unit in enumerate(layout.units):
        above = layout.piped_title is not None and index <= layout.piped_title
        if layout.kinds[index] == "cast" and (above or (title is not None and same_title(unit.text, title))):
            layout.kinds[index] = "short"


def _before_teasers(layout: Layout, start: int, end: int) -> int:
    """Teasers after the body without a heading: pairs of a title and a clipped paragraph."""
    index = end - 1
    pairs = 0
    while index - 1 > start:
        if layout.kinds[index] in {"noise", "section"}:
            index -= 1
            continue
        clipped = (
            layout.units[index]
            .text.rstrip()
            .endswith(("…", "...", "[…]", "[...]", "Read more", "continue reading"))
        )
        if layout.kinds[index] not in {"prose", "sentence"} or not (
            clipped or layout.piped_title is not None
        ):
            break
        if layout.kinds[index - 1] not in {"short", "titleyear"} or len(layout.units[index].text) > 450:
            break
        pairs += 1
        index -= 2
    return index + 1 if pairs >= 2 else end


def _body(layout: Layout, start: int, end: int) -> list[int]:
    prose = [i for i in range(start, end) if layout.kinds[i] == "prose" and layout.units[i].main]
    if not prose:
        return []
    first, last = prose[0], prose[-1]
    while (
        first - 1 >= start
        and layout.kinds[first - 1] == "sentence"
        and layout.units[first - 1].tag in {"", "p"}
        and layout.units[first - 1].words >= (2 if layout.units[first - 1].hints == MARKDOWN else 6)
    ):
        first -= 1
    while (after := _next_sentence(layout, last + 1, end)) is not None:
        last = after
    first = standfirsts.behind(layout, first, last)
    last = next((i - 1 for i in range(first + 1, last + 1) if _closes(layout.units[i])), last)
    last = closing_credits.before(layout, first, last)
    kept = [
        i
        for i in range(first, last + 1)
        if layout.units[i].main
        and not layout.units[i].is_heading
        and (
            layout.kinds[i] in {"prose", "sentence"}
            or _is_item(layout, i)
            or (layout.kinds[i] == "cast" and ends_sentence(layout.units[i].text))
        )
    ]
    while kept and is_availability(layout.units[kept[-1]].text):
        kept.pop()
    while len(kept) > 1 and _ASIDE.match(layout.units[kept[0]].text):
        kept.pop(0)
    while kept and is_availability(layout.units[kept[0]].text) and FILED.match(layout.units[kept[0]].text):
        kept.pop(0)
    return [
        i
        for i in kept
        if not (i > kept[-3] if len(kept) > 3 else False) or not is_availability(layout.units[i].text)
    ]


#: Headings behind which a page speaks of something else than what it thinks of the film.
_BEHIND = regex(
    r"(?:where|how) (?:to|you can|can i) (?:watch|see|find|stream|buy|rent)(?: (?:it|this|the film))?|"
    r"availability|"
    r"(?:the )?(?:disc|dvd|blu-?ray|home video|release)s?(?: details)?|streaming|show ?times|screenings?|"
    r"tickets|"
    r"further reading|more like this|links?|(?:foot)?notes?|sources?|dónde ver(?:la|lo)?|où (?:le |la )?voir|"
    r"wo (?:zu |man ihn )?sehen|dove veder(?:lo|la)|(?:film )?credits|cast(?: (?:and|&) crew)?|"
    r"(?:film |the )?details|about (?:the|this) (?:film|critic|author|site|series|column)|"
    r"technical (?:details|specs)",
    re.IGNORECASE,
)


def _closes(unit: Unit) -> bool:
    """Whether a heading stands behind the review's last words: "Where to watch"."""
    return unit.is_heading and len(unit.text) <= 60 and _BEHIND.fullmatch(unit.text.strip(" :.?")) is not None


def _next_sentence(layout: Layout, index: int, end: int) -> int | None:
    """The sentence that goes on behind the body, past an advertisement; None where none does."""
    first = index
    while index < end and layout.kinds[index] == "noise":
        index += 1
    if index >= end or layout.kinds[index] != "sentence":
        return None
    unit = layout.units[index]
    most = _LEAST_AFTER_NOISE if index > first else 0
    return index if unit.main and not unit.is_heading and unit.words >= most else None


def _is_item(layout: Layout, index: int) -> bool:
    """A short item of a list that the writer of a Markdown review put between paragraphs."""
    unit = layout.units[index]
    return unit.tag == "li" and unit.hints == MARKDOWN and layout.kinds[index] == "short" and unit.words >= 2


def _signature(layout: Layout) -> None:
    """The critic's name alone under the body; where teasers surround the body, no line there is a name."""
    if layout.piped_title is not None:
        return
    for index in range(layout.end, min(layout.end + 4, len(layout.units))):
        unit = layout.units[index]
        text = unit.text.strip(" –—-|~")
        text = text[1:-1] if text[:1] in "([" and text[-1:] in ")]" else text  # "(a cura di Ann Lee)"
        text = bylines.without_cue(text)
        if layout.kinds[index] in {"section", "poster", "heading", "cast", "credits", "titleyear"}:
            return
        if closing_credits.heads_again(layout, index) or closing_credits.is_quoted_above(layout, text):
            return
        if layout.kinds[index] == "short" and looks_like_name(text) and not unit.is_heading:
            layout.critic, layout.critic_name, layout.critic_index = unit.with_text(text), text, index
            return
