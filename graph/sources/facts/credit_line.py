"""The line of a capsule that says who made the film, where, when and how long: in any order, in any marks.

One tokeniser for ``(1994, dir. Ann Lee; Bo Li, Cy Doe)``, ``(D 2006, 94 Min., FSK 6). Regie: Ann Lee. Mit Bo
Li.``, ``Starring Bo Li. Dir: Ann Lee. (M) 1:43``: the line is cut at whatever parts it, a part is a fact, or
people behind a word that says what they did. A line with one part that is neither is none of these.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from graph.records import ACTOR
from graph.sources.draft import CREDITS, HEADER, Draft
from graph.sources.facts import credit_words, running_time
from graph.sources.facts.credit_parts import CreditLine, Reading, is_playing
from graph.sources.facts.labelled import offer_rating
from graph.sources.lines import sentences
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.sources.facts.small_facts import SmallFacts
    from graph.sources.lines import Unit

#: "France, 1960." behind other facts may as well be where the story is set: only more facts tell.
_SETTING = regex(r"[A-Z][\w ,/-]{2,40}\b(?:18|19|20)\d\d\.")
_STARS = regex(r"(?:\*(?:\s?\*){0,4}|[★⭐✭☆✩⯪⯨½]{1,10})(?:\s?(?:1/2|½))?")
_SKIPPED = regex(r"[\s,;:.|/•·–—-]*")
_CLOSED = regex(r"[)\]]")
#: "Cert U." and "Rated R." end with a letter, as initials do.
_GRADE_FIRST = regex(
    r"[A-F][+−–-](?=\s+[A-Z\"“‘']|$)|(?<=[)\]] )[BCDF](?=\s+[A-Z\"“‘'][a-z]|\s+[AI] [a-z]|$)"
)
_LETTER_MARK = regex(r"(?:(?:Cert(?:ificate)?|Rated)\.? )?(?:[A-Z]{1,2}|PG|\d\d)\.(?= [A-Z\d])")
_OPENING = regex(r"(?<=[.!?”\"…]) ?[(\[]")
_LONGEST = 320
#: How much of a paragraph's end is looked at.
_LONGEST_END = 400


@lru_cache(maxsize=1_024)  # a line is looked at as what stands under a head, and as a line of its own
def whole(text: str, *, bracketed: bool = False) -> CreditLine | None:
    """What a text says that is nothing but facts and credits, not to be changed; None for any other text.

    ``bracketed`` says that the text stood in brackets: there a name alone beside a year is the director's.
    """
    if not text or len(text) > _LONGEST:
        return None
    german = credit_words.GERMAN.search(text) is not None
    reading = Reading(bracketed=bracketed, letters=credit_words.letters_of(text), german=german)
    reading.parts = lambda: [part for part, _, _ in _parted(text)]
    for part, start, mark in _parted(text):  # most texts are told by their first part
        within = bracketed or _is_within(text, start)
        reading.closed = reading.closed or (reading.bracketed and not within)
        reading.bracketed = within
        if part and not reading.take(part):
            return None
        if mark not in {"", ","}:
            reading.stop(mark)
    return reading.line()


def _parted(text: str) -> Iterator[tuple[str, int, str]]:
    """The parts of a line, where each begins, and what stands behind it; no running time is parted."""
    start = 0
    whole_ = running_time.spans(text)
    for found in chain(credit_words.PART.finditer(text), (None,)):
        if found is not None and any(begin < found.start() < end - 1 for begin, end in whole_):
            continue
        part = _trimmed(text[start : found.start() if found is not None else len(text)])
        yield part, start, found.group().strip() or " " if found is not None else ""
        start = found.end() if found is not None else len(text)


def _trimmed(part: str) -> str:
    """A part without the marks around it; the full stop of "Jr." stays."""
    part = part.strip(" ,:")
    return part if credit_words.ABBREVIATED.search(part) else part.rstrip(".").lstrip(".").strip()


def is_fact_line(text: str) -> bool:
    """Whether a line is nothing but small facts of several kinds, or such facts and people, in any order."""
    line = whole(text) if len(text) <= _LONGEST_FACTS and _may_be(text) else None
    if line is None:
        return False
    told = line.facts
    if not (told.telling or told.year):
        return bool(line.people) and line.labelled and bool(told.genres or told.countries)
    kinds = sum(map(bool, (told.minutes, told.content_rating, told.year, told.genres, told.languages)))
    return kinds + bool(told.countries) * told.telling > 1 or (told.telling and bool(line.people))


def _may_be(text: str) -> bool:
    """Whether a line of facts may stand there: asked of every short line, so each look is a quick one.

    There is a figure in it, or a label that other facts stand before; a mark that parts two; and no title in
    quotes at its head, nor a run of small words.
    """
    if text[:1] in _QUOTES or (_FIGURE.search(text) is None and text.find(":", _LONGEST_LABEL) < 0):
        return False
    return _PARTED.search(text) is not None and _SENTENCE.search(text) is None


_QUOTES, _FIGURE, _LONGEST_LABEL = frozenset('"“‘«„'), regex(r"\d"), 30
_PARTED = regex(r"[|•·‧;/,.\t]|\s[–-]\s")
_SENTENCE = regex(r"(?:\b[a-zß-ÿ]+ ){5}")
_LONGEST_FACTS = 200


def small(text: str) -> CreditLine | None:
    """What a line says that is nothing but small print, of which one part at least can be nothing else."""
    line = whole(text) if len(text) <= _LONGEST_SMALL else None
    return line if line is not None and line.facts.telling and (line.told > 1 or line.facts.minutes) else None


def made_in(text: str) -> CreditLine | None:
    """What a short line says that is nothing but where and when the film was made: "Great Britain, 1967"."""
    line = whole(text) if len(text) <= _LONGEST_SMALL and _YEAR_END.search(text) is not None else None
    dated = line is not None and line.facts.year is not None and bool(line.facts.countries)
    return line if line is not None and dated and line.is_small else None


_YEAR_END = regex(r"(?:18|19|20)\d\d\)?\.?$")
_LONGEST_SMALL = 100


def _is_within(text: str, place: int) -> bool:
    """Whether a place of a text lies in brackets."""
    return text.count("(", 0, place) + text.count("[", 0, place) > text.count(")", 0, place) + text.count(
        "]", 0, place
    )


def beginning(text: str) -> tuple[CreditLine, int] | None:
    """The facts that a paragraph begins with, and where they end; None where it begins with none."""
    taken: tuple[CreditLine, int] | None = None
    end = 0
    while end < len(text) and end < _LONGEST:
        skipped = _SKIPPED.match(text, end)
        start = skipped.end() if skipped is not None else end
        stops = _group_ends(text, start)
        if start == 0 and _BY_AND_WITH.match(text):  # neither says it alone
            stops = [stop for _, stop in sentences(text[:_LONGEST])[1:2]]
        for stop in stops:
            found = whole(
                text[:stop].strip(" ,;:.|/•·–—"), bracketed=text[:1] in "([" and stop == text.find(")") + 1
            )
            if found is not None and (found.telling or found.dated):
                setting = taken is not None and _SETTING.fullmatch(text, start, stop) is not None
                taken, end = taken if setting else (found, stop), stop
                break
        else:
            tapes = credit_words.TAPES.match(text, start) if taken is not None else None
            if taken is None or tapes is None:
                break
            taken, end = (taken[0], tapes.end()), tapes.end()
    return taken if taken is not None and (taken[0].telling or text[:1] in "([") else None


_BY_AND_WITH = regex(
    r"(?:De|Di|Von|Van|Av|Af|By) [A-ZÀ-Þ][^.!?]{3,60}\. (?:Avec|Con|Mit|Met|Med|With|Com) [A-ZÀ-Þ]"
)


def _group_ends(text: str, start: int) -> list[int]:
    """Where what begins at ``start`` may end: its brackets, its stars, its sentence, or brackets in that."""
    if text[start : start + 1] in {"(", "["}:
        close = text.find(")" if text[start] == "(" else "]", start)
        return [close + 1] if close > 0 else []
    if (stars := _STARS.match(text, start)) is not None:
        return [stars.end()]
    if (mark := _GRADE_FIRST.match(text, start) or _LETTER_MARK.match(text, start)) is not None:
        return [mark.end()]
    for _, end in sentences(text[start : start + _LONGEST]):
        if end > 6 or text[start].isdigit():  # "Dir." ends no sentence
            inner = [place.end() for place in _CLOSED.finditer(text, start, start + end)]
            return [start + end, *(place for place in reversed(inner) if place < start + end)]
    return []


def ending(text: str) -> tuple[CreditLine, int] | None:
    """The facts and credits that a paragraph ends with, and where they begin; None where it has none."""
    begin = max(0, len(text) - _LONGEST_END)
    found: tuple[CreditLine, int] | None = None
    stops = [start for start, _ in sentences(text[begin:])]
    stops += [place.start() for place in _OPENING.finditer(text[begin:])]
    stop, named = len(text), 0
    for start in sorted({begin + start for start in stops}, reverse=True):
        sentence = text[start:stop].strip()
        if not sentence:
            continue
        if stop == len(text) and is_playing(sentence.strip("()[]. ")):
            continue  # "Opens Friday."
        line = whole(text[start:].strip())
        if start == 0 or line is None:
            break
        piece = whole(sentence)
        named += piece is not None and bool(piece.people)
        hard = _is_hard(piece, sentence, text[stop : stop + 2].strip()[:1])
        if line.telling and (hard or named > 1):
            found = line, start
        stop = start
    return found


def _is_hard(piece: CreditLine | None, sentence: str, behind: str) -> bool:
    """Whether a sentence before small print is small print, too.

    "Directed by Ann Lee." is a sentence of the review where no other credit stands beside it, and so is "In
    French." before brackets.
    """
    if piece is None:
        return credit_words.FIRM.fullmatch(sentence.strip(". ")) is not None or is_playing(
            sentence.strip("()[]. ")
        )
    if piece.facts.languages and piece.told == 1:
        return behind not in {"(", "["}
    made = any(ACTOR not in job for job, _ in piece.people)
    return not made or piece.facts.telling or piece.labelled or piece.rating is not None


def apply_line(draft: Draft, said: CreditLine, unit: Unit, rank: int = CREDITS) -> None:
    """Put a line of the page's own into the draft: "Not rated." among credits says that it has none."""
    rated = said.facts.content_rating
    if said.people and rated is not None and rated.casefold().endswith(_UNRATED):
        said = replace(said, facts=replace(said.facts, content_rating=None))
    apply(draft, said, unit, rank)


_UNRATED = ("rated", "rating")


def apply(draft: Draft, said: CreditLine, unit: Unit, rank: int = CREDITS) -> None:
    """Put what such a line says into the draft; ``unit`` holds the line."""
    quote = unit.text if len(unit.text) <= 300 else None
    apply_facts(draft, said.facts, unit, rank)
    if said.original is not None:
        draft.offer("original_title", unit.fact(said.original, quote), rank)
    for job, person in said.people:
        draft.credit(job, person, unit.fact("", quote), CREDITS)
        draft.evidence.add("cast" if ACTOR in job else "crew")
    if said.rating is not None:
        offer_rating(draft, unit.fact(said.rating, quote), HEADER)


def apply_facts(draft: Draft, facts: SmallFacts, unit: Unit, rank: int) -> None:
    """Put what small print says of the film into the draft; ``unit`` holds it."""
    quote = unit.text if len(unit.text) <= 300 else None
    for name, value in (
        ("runtime_minutes", facts.minutes), ("content_rating", facts.content_rating), ("year", facts.year),
    ):  # fmt: skip
        if value is not None:
            draft.offer(name, unit.fact(value, quote), rank)
            draft.evidence.add(name)
    for name, values in (
        ("languages", facts.languages), ("genres", facts.genres), ("countries", facts.countries),
    ):  # fmt: skip
        draft.add(name, [unit.fact(value) for value in values])
