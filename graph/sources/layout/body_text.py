"""The review's own text, and the credits and ratings that stand in its running prose."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from graph.records import Fact
from graph.sources.draft import CREDITS, HEADER, Draft
from graph.sources.facts import credit_line, fields, nations, phrases, ratings, small_facts
from graph.sources.facts.labelled import apply_field, apply_small_facts, offer_rating
from graph.sources.facts.people import looks_like_name
from graph.sources.facts.small_facts import in_brackets, spoken
from graph.sources.facts.titles import same_title, undress
from graph.sources.layout import closing_notes, closing_rating
from graph.sources.layout.closing_credits import heads_again
from graph.sources.lines import Unit, sentences
from graph.sources.origin.bylines import without_cue
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from graph.sources.facts.credit_parts import CreditLine
    from graph.sources.layout.segments import Layout

#: "Story: A constable ... Review: The first thing ...": the plot apart from what the page thinks of it.
_REVIEW_LABEL = regex(
    r"(?:our |the )?(?:review|kritik|rezension|critique|crítica|recensione)\s*:\s+", re.IGNORECASE
)
_STORY_LABEL = regex(
    r"(?:the |short )?(?:story(?:line)?|plot|synopsis|premise|what[’']s it about\??|handlung|inhalt|trama|"
    r"sinopsis)\s*:\s",
    re.IGNORECASE,
)
_FIRST_PARAGRAPHS = 4
#: What a biography says of a name that it begins with.
_OF_THE_CRITIC = regex(
    r"(?:,[^.]{3,60},|\s\([^()]{1,40}\))?(?:['’]s\s|\s(?:is|was|has|had|can|will|writes?|lives?|covers|"
    r"reviews|teaches|edits|"
    r"runs|hosts|drives|works|once|still|also|no longer|never|likes|loves|grew|studied|est|ist|es|è)\b)"
)
#: A paragraph of credits is not longer, says so many things at least, and has so little behind them.
_LONGEST_CREDITS, _LEAST_TOLD, _SHORT_REST = 800, 3, 40
#: A title before the facts: "Chelovek iz Ulan-Ude. Russia, 2009.", "Kestrels (15), 98 mins."
_NAMED = regex(r"[^.()\d]{2,80}\.\s+(?=\S)|[^()]{1,80}(?=\()")
#: "boils, Advertisement and boils": what a copy put into a sentence.
_INSIDE = regex(r"(?<=[a-z,;:]) (?:Advertisement|ADVERTISEMENT) (?=[a-z])")
#: "FARGO (R, 98 minutes) – Contains ..."
_TITLE_AND_FACTS = regex(r"^[\"“‘']?([^()\"“”]{1,100}?)[,.]?[\"”’']?\s*\(([^()]{3,60})\)(?=\s)")
#: "R: Ann Lee", which rates nothing.
_LETTER = regex(r"[A-Z]{1,2}:")
#: A sentence of credits that is a content rating, with its reasons in brackets or none: "R (language)."
_RATED = regex(r"^(?:\S{1,6}\s*\(|.{1,24}$)")


def read_text(draft: Draft, layout: Layout) -> None:
    """Read the review's own text, an empty line between paragraphs; what ends it (credits, rating) is cut."""
    paragraphs = [layout.units[i] for i in layout.body]
    if not paragraphs:
        return
    paragraphs = [
        unit.with_text(_INSIDE.sub(" ", unit.text)) if "dvertisement" in unit.text.casefold() else unit
        for unit in paragraphs
    ]
    paragraphs = _without_credit_lines(draft, layout, _without_bio(draft, _review_alone(paragraphs)))
    paragraphs = _without_bio(draft, closing_notes.without_notes(draft, layout, paragraphs))
    paragraphs = closing_notes.without_opening(
        draft, layout, _without_credit_lines(draft, layout, paragraphs)
    )
    if len(paragraphs) > 1 and _is_facts_of(layout, paragraphs[-1].text):
        _facts_behind_title(draft, paragraphs.pop())
    elif len(paragraphs) > 1 and (
        _told_of_title(draft, paragraphs) or _title_again(draft, layout, paragraphs[-1])
    ):
        paragraphs.pop()
    for position in range(max(0, len(paragraphs) - 2), len(paragraphs)):
        cut = fields.split_tail(paragraphs[position].text)
        if cut is not None:
            unit = paragraphs[position]
            for found in fields.all_fields(cut[0]):
                apply_field(draft, found, unit.with_text(cut[0]))
            small_print(draft, unit.with_text(cut[0]))
            left = unit.text[: cut[1]].rstrip()
            paragraphs[position] = unit.with_text("" if _is_title_of(layout, left) else left)
    paragraphs = [unit for unit in paragraphs if unit.text]
    if not paragraphs:
        return
    paragraphs = closing_rating.without_rating(draft, paragraphs)
    if paragraphs and not draft.critics and layout.piped_title is None:
        _signed_below(draft, layout, paragraphs[-1])
    if paragraphs:
        draft.text = Fact(
            "\n\n".join(unit.text for unit in paragraphs), paragraphs[0].first, paragraphs[-1].last
        )
        starts = accumulate((len(unit.text) + 2 for unit in paragraphs), initial=0)
        draft.text_lines = [
            (start, unit.first, unit.last) for start, unit in zip(starts, paragraphs, strict=False)
        ]


def _signed_below(draft: Draft, layout: Layout, last: Unit) -> None:
    """Take the name on a line of its own right under the last paragraph for the critic's."""
    places = [place for place in layout.body if layout.units[place].first == last.first]
    for place in range(places[0] + 1, min(places[0] + 3, len(layout.units))) if places else ():
        name = without_cue(layout.units[place].text.strip(" –—-|~"))
        if heads_again(layout, place):
            return
        if layout.kinds[place] == "short" and looks_like_name(name) and not layout.units[place].is_heading:
            draft.critics.append((HEADER, layout.units[place].fact(name)))
            return
        if layout.kinds[place] != "noise":
            return


def _review_alone(paragraphs: list[Unit]) -> list[Unit]:
    """The paragraphs from the one that is labelled as the review, if the page labels one."""
    for index, unit in enumerate(paragraphs[:_FIRST_PARAGRAPHS]):
        label = _REVIEW_LABEL.match(unit.text)
        if label is not None:
            return [unit.with_text(unit.text[label.end() :]), *paragraphs[index + 1 :]]
        if not _STORY_LABEL.match(unit.text):
            break
    return paragraphs


def _without_bio(draft: Draft, paragraphs: list[Unit]) -> list[Unit]:
    """The paragraphs without a last one about the critic: "Ann Lee has been barred from a cinema."."""
    last = paragraphs[-1].text.lstrip("*_ ")
    for _, fact in draft.critics:
        if (
            len(paragraphs) > 1
            and last.startswith(fact.value)
            and _OF_THE_CRITIC.match(last, len(fact.value))
        ):
            return paragraphs[:-1]
    return paragraphs


def _behind_title(layout: Layout, text: str) -> str | None:
    """What a paragraph says behind the film's title that it begins with: "SALT ROAD Regia di Ann Lee."."""
    bare = text.lstrip(f" *_{_MARKS}")
    for one in layout.units[: min(layout.start, 40)] if len(text) <= _LONGEST_CREDITS else ():
        heading = undress(one.text) if 0 < len(one.text) <= _LONGEST_HEAD else None
        if heading is not None and bare.casefold().startswith(heading.title.casefold()):
            return bare[len(heading.title) :].lstrip(f" *_,.:–—-{_MARKS}")
    return None


def _without_credit_lines(draft: Draft, layout: Layout, paragraphs: list[Unit]) -> list[Unit]:
    """Read the first and the last paragraph where they are facts and credits alone, and leave them out.

    "Chelovek iz Ulan-Ude. Russia, 2009. 134 minutes. Starring ...", "Kestrels (15), 98 mins. Dir: ..."
    """
    for index in (0, -1):
        if len(paragraphs) < 2:
            break
        unit = paragraphs[index]
        rest = _behind_title(layout, unit.text)
        said = _credits_alone(rest or unit.text)
        if said is None and _bare_credits(draft, paragraphs, unit):
            paragraphs = paragraphs[1:] if index == 0 else paragraphs[:-1]
            continue
        if rest is not None and said is not None:
            unit = unit.with_text(rest)
        if said is not None:
            credit_line.apply(draft, said, unit)
            small_print(draft, unit, "\n".join(one.text for one in paragraphs if one.first != unit.first))
            paragraphs = paragraphs[1:] if index == 0 else paragraphs[:-1]
    return paragraphs


def _bare_credits(draft: Draft, paragraphs: list[Unit], unit: Unit) -> bool:
    """Read a paragraph that is a title and its credits, where the others name the film, too.

    "The Reed Bed. Directed by Ann Lee; screenplay by Lee and Bo Park, from a novel by Cy Doe; with Dee Orr."
    """
    named = _BARE_TITLE.match(unit.text) if len(unit.text) <= _LONGEST_CREDITS else None
    rest = unit.text[named.end() :] if named is not None else ""
    others = "\n".join(one.text for one in paragraphs if one.first != unit.first)
    if named is None or named["title"] not in others or not fields.is_credits(rest):
        return False
    told = ". ".join(part[:1].upper() + part[1:] for part in _NEXT_CREDIT.split(rest))
    for found in fields.all_fields(told):
        apply_field(draft, found, unit.with_text(rest))
    small_print(draft, unit, others)
    return True


_FIGURE_OR_LABEL = regex(r"[\d:]")


def _credits_alone(text: str) -> CreditLine | None:
    """What a paragraph says that is facts and credits, but for a title before them and some words behind."""
    if len(text) > _LONGEST_CREDITS or _FIGURE_OR_LABEL.search(text) is None:
        return None
    all_ = credit_line.whole(text.strip())
    if all_ is not None and all_.told >= _LEAST_TOLD and all_.people:
        return all_
    head = _NAMED.match(text)
    for start in (0, head.end()) if head is not None else (0,):
        line = text[start:].lstrip('*_”’",. ')
        found = credit_line.beginning(line)
        if found is None:
            continue
        said, end = found
        if said.told >= _LEAST_TOLD and said.people and len(line) - end <= _SHORT_REST:
            return said
    return None


#: “Salt Road” (R, 121 minutes) was directed by Ann Lee, with Bo Li, Cy Doe (as Max).
_TOLD_OF_TITLE = regex(
    r"[\"“‘'*_](?P<title>[^\"“”*_]{1,80}?)[,.]?[\"”’'*_]+,?\s*\((?P<facts>[^()]{3,80})\),?\s+(?:(?:is|was) )?"
    r"(?P<rest>(?:co-)?(?:directed|written|produced)\b.{10,600})$"
)
_NEXT_CREDIT = regex(
    r"(?:[,;]| and)\s+(?=(?:with|starring|written|directed|produced|photographed|edited|scored|screenplay|"
    r"photography|from an? (?:screenplay|script)|(?:from|based on) the (?:novel|play|book|story)|music)\b)"
)


def _told_of_title(draft: Draft, paragraphs: list[Unit]) -> bool:
    """Read a last paragraph that tells the film's facts and credits as a sentence; False where it is none.

    The film is that of its first words, if the review's text names it, too.
    """
    last = paragraphs[-1]
    found = _TOLD_OF_TITLE.match(last.text)
    facts = in_brackets(found["facts"]) if found is not None else None
    if found is None or facts is None or not facts.telling:
        return False
    if not any(found["title"] in unit.text for unit in paragraphs[:-1]):
        return False
    parts = _NEXT_CREDIT.split(found["rest"])
    told = ". ".join(part[:1].upper() + part[1:] for part in parts)
    credited = [one for one in fields.all_fields(told) if fields.people_of(one)[0]]
    if not credited:
        return False
    draft.offer("title", last.fact(found["title"], last.text[:300]), HEADER)
    apply_small_facts(draft, facts, last, CREDITS)
    for one in credited:
        apply_field(draft, one, last)
    return True


def _is_facts_of(layout: Layout, text: str) -> bool:
    """Whether a last paragraph is small print: the title again, facts in brackets, then credits."""
    found = _TITLE_AND_FACTS.match(text)
    facts = in_brackets(found.group(2)) if found is not None else None
    if found is None or facts is None or not facts.telling or fields.split_tail(text) is None:
        return False
    heads = (undress(unit.text) for unit in layout.units[: min(layout.start, 40)] if len(unit.text) <= 120)
    return any(head is not None and same_title(head.title, found.group(1)) for head in heads)


#: The stars behind a title that stands before credits once more.
_STARS = regex(r"^(?:\*{1,5}|[★☆½]{1,6})(?:\s?(?:1/2|½))?(?=\s)")


def _title_again(draft: Draft, layout: Layout, unit: Unit) -> bool:
    """Read a paragraph that is the title, once more, stars, and credits; False where it is none."""
    for one in layout.units[: min(layout.start, 40)]:
        heading = undress(one.text) if 0 < len(one.text) <= _LONGEST_HEAD else None
        if heading is None or not unit.text.lstrip(_MARKS).casefold().startswith(heading.title.casefold()):
            continue
        rest = unit.text.lstrip(_MARKS)[len(heading.title) :].lstrip(f" ,.:{_MARKS}")
        stars = _STARS.match(rest)
        credits_ = rest[stars.end() :].lstrip() if stars is not None else rest
        if not credits_[:1].isupper() or not fields.is_credits(credits_):
            continue
        for found in fields.all_fields(credits_):
            apply_field(draft, found, unit.with_text(credits_))
        small_print(draft, unit.with_text(credits_))
        rating = ratings.alone(stars.group()) if stars is not None else None
        offer_rating(draft, unit.fact(rating, unit.text[:120]) if rating is not None else None, HEADER)
        return True
    return False


_MARKS, _LONGEST_HEAD = "\"“”‘’'«»", 120


def _is_title_of(layout: Layout, text: str) -> bool:
    """Whether what is left before credits is the title, once more: "Salt. Directed by ..."."""
    heading = undress(text.rstrip(".:,")) if len(text) <= _LONGEST_TITLE else None
    if heading is None:
        return False
    heads = (undress(unit.text) for unit in layout.units[: min(layout.start, 40)] if len(unit.text) <= 120)
    return any(head is not None and same_title(head.title, heading.title) for head in heads)


_LONGEST_TITLE, _LONGEST_FACTS = 100, 80


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


#: "The Reed Bed. Directed by Ann Lee.": the title, with no marks around it, before credits.
_BARE_TITLE = regex(
    r"\*{0,2}_?(?P<title>[^\W_a-z][^.!?:;\t]{0,78}?[!?]?)[.]?_?\*{0,2}\s+(?=(?:Directed|Written|Produced|Screenplay|Starring|"
    r"Regie|Regia|Réalisé|Réalisation|Dirigida|Dirección|Realização|Instruktion|Regi|Director)\b)"
)


def _is_spoken_of(draft: Draft, title: str, said: str) -> bool:
    """Whether the review's text, or what is said of it so far, names a film so."""
    text = draft.text.value if draft.text is not None else said
    return len(title) > 1 and title in text


def small_print(draft: Draft, unit: Unit, said: str = "") -> None:
    """Read the running time and rating that close credits in running text ("Rated R. 120 min.")."""
    lead = fields.title_lead(unit.text)
    if lead is not None:
        _lead(draft, unit, lead)
    elif fields.credits_start(unit.text) and (
        quoted := re.match(r"^[\"“]([^\"“”]{1,100}?)[,.]?[\"”]", unit.text)
    ):
        draft.offer("title", unit.fact(quoted.group(1), unit.text), HEADER)
    elif (named := _BARE_TITLE.match(unit.text)) is not None and _is_spoken_of(draft, named["title"], said):
        draft.offer("title", unit.fact(named["title"], unit.text[:300]), HEADER)
    rated = phrases.rated_phrase(unit.text)
    if rated is not None:
        draft.offer("content_rating", unit.fact(rated[0], unit.text), CREDITS)
        draft.evidence.add("content rating")
    for start, end in sentences(unit.text):
        if lead is not None and end <= lead.end:
            continue  # "MOONLIGHT (2016)." is the title, no country of origin
        sentence = unit.text[start:end].strip(" ()")
        facts = small_facts.nothing_but(sentence) if len(sentence) <= _LONGEST_FACTS else None
        if facts is not None:
            apply_small_facts(draft, facts, unit, CREDITS)
        draft.add("languages", [unit.fact(name) for name in spoken(sentence)])
        if (minutes := phrases.minutes(sentence)) is not None:
            draft.offer("runtime_minutes", unit.fact(minutes, unit.text), CREDITS)
            draft.evidence.add("running time")
        short = rated is None and _RATED.match(sentence) and not _LETTER.match(sentence)
        content = phrases.content_rating(sentence) if short else None
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
            where = nations.countries((made.group(1) or "").strip(" ,/"))
            draft.add("countries", [unit.fact(name) for name in where])
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
