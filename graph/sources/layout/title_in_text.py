"""The film's title as the review's text has it, where no line names it, or one prints it otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.records import Fact
from graph.sources.facts import fields, phrases
from graph.sources.facts.titles import undress
from graph.sources.layout import section_words
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from graph.sources.draft import Draft
    from graph.sources.layout.segments import Layout
    from graph.sources.lines import Unit

#: The first words of a text, as far as they speak of a film: "“Salt Road” is a comedy about ...".
_FIRST_WORDS, _OF_FILMS = (
    700,
    regex(
        r"\b(?:film|movie|picture|comedy|drama|thriller|documentary|western|musical|director|directed|"
        r"screenplay|sequel|"
        r"remake|adaptation|actors?|cast|scene|camera|audience)\b",
        re.IGNORECASE,
    ),
)
_TITLE_QUOTED = regex(r"[\"“«](?P<title>[^\W_a-z][^\"“”«»]{1,60}?)[,.]?[\"”»]")


def begun_with(layout: Layout) -> Fact[str] | None:
    """The film that a signed review begins with, where no line of its page names one.

    Its text has to begin with the title in quotation marks, or its first paragraph to quote no other.
    """
    if not layout.body or layout.critic is None:
        return None
    unit = layout.units[layout.body[0]]
    start = unit.text[:_FIRST_WORDS]
    quoted = [found for found in _TITLE_QUOTED.finditer(start) if _is_title_like(found.group("title"))]
    names = {found.group("title") for found in quoted}
    if not quoted or (len(names) > 1 and quoted[0].start() > 0) or _OF_FILMS.search(start) is None:
        return None
    return unit.fact(quoted[0].group("title"), start[: quoted[0].end() + 40])


def _text_of(layout: Layout) -> str:
    """The review's own text, a line for each unit."""
    return "\n".join(layout.units[place].text for place in layout.body)


def before_facts(layout: Layout) -> Fact[str] | None:
    """The film that a line of facts over the text begins with, where the text calls it so, too.

    "The Salt Road | 2014 | PG-13 | 1 hr 44 min"
    """
    body = _text_of(layout)
    for unit, kind in zip(layout.units[: layout.start], layout.kinds, strict=False):
        facts = phrases.fact_line(unit.text) if kind == "facts" else None
        rest = facts.rest if facts is not None else ()
        if len(rest) == 1 and unit.text.startswith(rest[0]) and " " in rest[0] and rest[0] in body:
            return unit.fact(rest[0], unit.text)
    return None


#: So long a line with a title is at most, and so far down.
_LONGEST, _MOST_LINES = 80, 40
#: "Salt Road is a small triumph, says Ann Lee"
_SAID_ABOVE = regex(
    r"^(?P<title>[A-Z][^,.:;?!]{0,60}?) (?:is|was|has|makes|gives|gets|proves|offers|remains|takes|"
    r"turns|keeps) "
    r"[^?!]{3,120}, (?:says|writes|finds|argues|thinks|reckons) (?P<critic>[^,.]{3,40})\.?$"
)


def said_above(draft: Draft, layout: Layout) -> Fact[str] | None:
    """The film of a line above the text that says what the page's critic thinks of it."""
    critics = {fact.value for _, fact in draft.critics}
    for unit in layout.units[: min(layout.start, _MOST_LINES)]:
        found = _SAID_ABOVE.match(unit.text)
        if found is not None and found["critic"] in critics and _is_title_like(found["title"]):
            return unit.fact(found["title"], unit.text)
    return None


#: "The Salt Road. Directed by Ann Lee.", "The Salt Road, d'Ann Lee. Avec Bo Li.": credits in one run.
_BEFORE_CREDITS = regex(
    r"^[\"“«„‘']?(?P<title>[^\W_a-z][^.:;|?!\"”»]{1,70}?)[?!]?[\"”»“’']?(?:\s\([^()]{1,40}\))?[.,:;|]?\s+(?:[–—|-]\s*)?"
    r"(?:(?i:(?:written and |co-)?directed (?:and written )?by|a film by|director:|dir[.:]|regie:?|"
    r"réal[.:]|réalisation|"
    r"regia|dirección:?|dirigida por|regi:|rejissör)\s|"
    r"(?:d['’]|de |von |di |av |af )[A-Z][\w.’' -]{3,40}[.,] (?:Avec|Mit|Con|Com|Med) )"
)
_LEAST_LETTERS = 4
_CREDITS_IN_RUN = frozenset({"credits", "facts", "label", "prose", "sentence"})


_HEADED_REVIEW = regex(
    r"^(?:[Ff]ilm-?|[Kk]ino-?)?(?:[Kk]ritik|[Rr]ezension|[Bb]esprechung|[Rr]ecensie|[Rr]ecension|[Aa]nmeldelse|[Cc]ritique|"
    r"[Cc]rítica|[Rr]ecensione|[Rr]eseña|[Rr]eview)\s?:\s+[\"“«„‘']?(?P<title>[^\W_a-z].{1,60}?)[\"”»“’']?$"
)


def headed_review(draft: Draft, layout: Layout) -> Fact[str] | None:
    """The film of a line "Kritik: Annie Hall", where the text speaks of it; else it may be the critic."""
    body = _text_of(layout)
    for unit, kind in zip(layout.units[: layout.start], layout.kinds, strict=False):
        found = _HEADED_REVIEW.match(unit.text) if kind == "label" else None
        if found is not None and found["title"] in body:
            draft.critics = [one for one in draft.critics if one[1].value != found["title"]]
            return unit.fact(found["title"], unit.text)
    return None


def before_credits(layout: Layout) -> Fact[str] | None:
    """The film that credits in one run begin with, where the text calls it so, too."""
    body = _text_of(layout)
    for unit, kind, section in zip(layout.units, layout.kinds, layout.section, strict=True):
        found = _BEFORE_CREDITS.match(unit.text) if kind in _CREDITS_IN_RUN else None
        if kind == "credits" and found is None and (again := _headed_so(layout, unit)) is not None:
            return again
        if found is None or section in {section_words.TEASERS, section_words.COMMENTS}:
            continue
        title = found["title"].strip()
        if len(title) >= _LEAST_LETTERS and _is_title_like(title) and title in body.replace(unit.text, ""):
            return unit.fact(title, unit.text[:300])
    return None


def _headed_so(layout: Layout, unit: Unit) -> Fact[str] | None:
    """The first sentence of credits in any language, where a line at the page's head is the same."""
    title = unit.text.partition(". ")[0]
    if not _LEAST_LETTERS <= len(title) <= _LONGEST or not fields.credits_start(unit.text):
        return None
    heads = (one for one in layout.units[: min(layout.start, _MOST_LINES)] if one.text == title)
    return next((one.fact(title, title) for one in heads), None)


def in_full(layout: Layout, chosen: int) -> int:
    """The place of the title in full above stars or facts, where the headline has but a part of it.

    "'Road' runs long", and further down "The Salt Road" above "***".
    """
    heading = undress(layout.units[chosen].text)
    if heading is None or not heading.tagline:
        return chosen
    for index in range(chosen + 1, min(layout.start, _MOST_LINES) - 1):
        text = layout.units[index].text
        told = layout.kinds[index] == "short" and layout.kinds[index + 1] in {"rating", "facts", "label"}
        if (
            told
            and len(heading.title) < len(text) <= _LONGEST
            and re.search(rf"\b{re.escape(heading.title)}\b", text) is not None
            and layout.units[index + 1].gap == 0
        ):
            return index
    return chosen


def _is_title_like(text: str) -> bool:
    """Whether a quotation is a title by its letters: no sentence, and its longer words with capitals."""
    words = text.split()
    return (
        text[-1] not in ".?!,;"
        and all(word[0].isupper() or len(word) <= 4 for word in words)
        and len(words) <= 9
    )


def with_article(draft: Draft, chosen: Fact[str], body: str) -> None:
    """Put back the article that a headline leaves out: "'Hum of Salt' steals the show"."""
    if not (chosen.quote or "").startswith(("'", '"', "‘", "“", "«")):
        return
    if chosen.value.casefold() not in body.casefold():
        return
    marks = "[\"“”‘’'*_«»]"
    found = re.search(rf"{marks}((?:The|A|An) (?i:{re.escape(chosen.value)}))[,.]?{marks}", body)
    if found is not None and re.search(rf"{marks}(?i:{re.escape(chosen.value)})[,.]?{marks}", body) is None:
        draft.offers["title"] = [
            (rank, fact.__class__(found.group(1), fact.first_line, fact.last_line, fact.quote))
            if fact is chosen
            else (rank, fact)
            for rank, fact in draft.offers["title"]
        ]


def recase(draft: Draft, chosen: Fact[str], body: str) -> None:
    """A title shouted in a heading, as the body spells it."""
    position = body.casefold().find(chosen.value.casefold())
    if position >= 0 and len(body.casefold()) == len(body):
        printed = body[position : position + len(chosen.value)]
        if not printed.isupper() and printed[0].isupper():
            draft.offers["title"] = [
                (rank, Fact(printed, fact.first_line, fact.last_line, fact.value) if fact is chosen else fact)
                for rank, fact in draft.offers["title"]
            ]
