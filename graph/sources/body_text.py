"""The review's own text, and the credits and ratings that stand in its running prose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.records import Fact
from graph.sources import fields, phrases, ratings
from graph.sources.draft import CREDITS, HEADER, Draft
from graph.sources.labelled import apply_field, offer_rating
from graph.sources.lines import Unit, sentences
from graph.sources.small_facts import in_brackets, spoken
from graph.sources.titles import same_title, undress

if TYPE_CHECKING:
    from graph.sources.segments import Layout

_TRAILING = re.compile(
    r"[\s\u2003]*(?:[—–-]\s*)?[(\[]?\b(?:(?:my |final |overall |our )?(?:grade|rating|score|verdict|"
    r"stars)\s*[:=–—-]\s*)([^()\[\]:]{1,30}?)[)\]]?\s*\.?$",
    re.IGNORECASE,
)
_TRAILING_BARE = re.compile(
    r"(?<=[.!?”\")])\s+[(\[]?((?:\*{1,5}|[★⭐☆½]{1,10})\s*(?:½|1/2)?(?:\s*(?:out of|/)\s*\S{1,6})?|"
    r"\d(?:\.\d)?\s*/\s*(?:4|5|10)(?:\s*stars)?)[)\]]?\.?$"
)

#: "boils, Advertisement and boils": what a copy put into a sentence.
_INSIDE = re.compile(r"(?<=[a-z,;:]) (?:Advertisement|ADVERTISEMENT) (?=[a-z])")
#: "FARGO (R, 98 minutes) – Contains ..."
_TITLE_AND_FACTS = re.compile(r"^[\"“‘']?([^()\"“”]{1,100}?)[,.]?[\"”’']?\s*\(([^()]{3,60})\)(?=\s)")
#: A sentence of credits that is a content rating, with its reasons in brackets or none: "R (language)."
_RATED = re.compile(r"^(?:\S{1,6}\s*\(|.{1,24}$)")


def read_text(draft: Draft, layout: Layout) -> None:
    """Read the review's own text, an empty line between paragraphs; what ends it (credits, rating) is cut."""
    paragraphs = [layout.units[i] for i in layout.body]
    if not paragraphs:
        return
    paragraphs = [unit.with_text(_INSIDE.sub(" ", unit.text)) for unit in paragraphs]
    if len(paragraphs) > 1 and _is_facts_of(layout, paragraphs[-1].text):
        _facts_behind_title(draft, paragraphs.pop())
    last = paragraphs[-1]
    for position in range(max(0, len(paragraphs) - 2), len(paragraphs)):
        cut = fields.split_tail(paragraphs[position].text)
        if cut is not None:
            unit = paragraphs[position]
            for found in fields.all_fields(cut[0]):
                apply_field(draft, found, unit.with_text(cut[0]))
            small_print(draft, unit.with_text(cut[0]))
            paragraphs[position] = unit.with_text(unit.text[: cut[1]].rstrip())
    last = paragraphs[-1]
    for pattern, labelled in ((_TRAILING, True), (_TRAILING_BARE, False)):
        found_rating = pattern.search(last.text, max(0, len(last.text) - 80))
        if found_rating is not None and found_rating.start() > 0:
            value = found_rating.group(1).strip()
            rating = ratings.labelled(value) if labelled else ratings.alone(value)
            if rating is not None:
                offer_rating(draft, last.fact(rating, found_rating.group().strip()), HEADER)
                paragraphs[-1] = last = last.with_text(last.text[: found_rating.start()].rstrip())
    paragraphs = [unit for unit in paragraphs if unit.text]
    if paragraphs:
        draft.text = Fact(
            "\n\n".join(unit.text for unit in paragraphs), paragraphs[0].first, paragraphs[-1].last
        )


def _is_facts_of(layout: Layout, text: str) -> bool:
    """Whether a last paragraph is small print: the title again, facts in brackets, then credits."""
    found = _TITLE_AND_FACTS.match(text)
    facts = in_brackets(found.group(2)) if found is not None else None
    if found is None or facts is None or not facts.telling or fields.split_tail(text) is None:
        return False
    heads = (undress(unit.text) for unit in layout.units[: min(layout.start, 40)] if len(unit.text) <= 120)
    return any(head is not None and same_title(head.title, found.group(1)) for head in heads)


def _facts_behind_title(draft: Draft, unit: Unit) -> None:
    found = _TITLE_AND_FACTS.match(unit.text)
    facts = in_brackets(found.group(2)) if found is not None else None
    if facts is not None:
        for name, value in (("runtime_minutes", facts.minutes), ("content_rating", facts.content_rating)):
            draft.offer(name, unit.fact(value, unit.text[:300]) if value is not None else None, CREDITS)
    cut = fields.split_tail(unit.text)
    if cut is not None:
        for one in fields.all_fields(cut[0]):
            apply_field(draft, one, unit.with_text(cut[0]))
        small_print(draft, unit.with_text(cut[0]))


def small_print(draft: Draft, unit: Unit) -> None:
    """Read the running time and rating that close credits in running text ("Rated R. 120 min.")."""
    lead = fields.title_lead(unit.text)
    if lead is not None:
        _lead(draft, unit, lead)
    elif fields.credits_start(unit.text) and (
        quoted := re.match(r"^[\"“]([^\"“”]{1,100}?)[,.]?[\"”]", unit.text)
    ):
        draft.offer("title", unit.fact(quoted.group(1), unit.text), HEADER)
    rated = phrases.rated_phrase(unit.text)
    if rated is not None:
        draft.offer("content_rating", unit.fact(rated[0], unit.text), CREDITS)
        draft.evidence.add("content rating")
    for start, end in sentences(unit.text):
        if lead is not None and end <= lead.end:
            continue  # "MOONLIGHT (2016)." is the title, no country of origin
        sentence = unit.text[start:end].strip(" ()")
        draft.add("languages", [unit.fact(name) for name in spoken(sentence)])
        if (minutes := phrases.minutes(sentence)) is not None:
            draft.offer("runtime_minutes", unit.fact(minutes, unit.text), CREDITS)
            draft.evidence.add("running time")
        content = phrases.content_rating(sentence) if rated is None and _RATED.match(sentence) else None
        if content is not None and not content.casefold().endswith(
            "rated"
        ):  # "Not rated." says that it has none
            draft.offer("content_rating", unit.fact(content, unit.text), CREDITS)
        draft.add("countries", [unit.fact(name) for name in phrases.countries(sentence.rstrip("."))])
        if (stars := ratings.alone(sentence)) is not None:
            offer_rating(draft, unit.fact(stars, sentence), HEADER)
        made = re.fullmatch(
            r"(?:((?:[A-Z][A-Za-z. ]+(?:/|, | and )?){1,4}),? )?\(?((?:18[89]|19\d|20[0-4])\d)\)?\.?",
            sentence,
        )
        if made is not None:
            draft.offer("year", unit.fact(int(made.group(2)), unit.text), CREDITS)
            draft.add(
                "countries",
                [unit.fact(part) for part in re.split(r"\s*[/,]\s*| and ", made.group(1) or "") if part],
            )
            draft.evidence.add("year")
    heard = re.search(
        r"\bIn ((?:[A-Z][a-z]+(?:, | and |, and )?){1,4})(?: dialogue)?,? with (?:English )?subtitles",
        unit.text,
    )
    if heard is not None:
        draft.add(
            "languages", [unit.fact(part) for part in re.split(r", and |, | and ", heard.group(1)) if part]
        )


def _lead(draft: Draft, unit: Unit, lead: fields.Lead) -> None:
    """Read what heads credits: title, year, stars, and the content rating behind them."""
    draft.offer("title", unit.fact(lead.title, unit.text), CREDITS)
    made = re.search(r"\(([A-Z][A-Za-z. /]{1,40}), \d{4}\)", unit.text[: lead.end])
    if made is not None:
        draft.add("countries", [unit.fact(name) for name in phrases.countries(made.group(1))])
    if lead.year is not None:
        draft.offer("year", unit.fact(lead.year, unit.text), CREDITS)
        draft.evidence.add("year")
    behind = re.search(r"\(([^()]{1,12})\)\s*$", unit.text[: lead.end])
    content = phrases.content_rating(behind.group(1)) if behind is not None else None
    if content is not None:
        draft.offer("content_rating", unit.fact(content, unit.text), CREDITS)
    if lead.stars is not None and (rating := ratings.alone(lead.stars)) is not None:
        offer_rating(draft, unit.fact(rating, unit.text[: lead.end].strip()), HEADER)
