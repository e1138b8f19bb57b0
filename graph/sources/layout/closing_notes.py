"""What a page says to its readers behind a review's last words, and which is none of them.

Where the text ends is told by what the page does, first: a rule or the "--" of a letter's signature before a
short end, a last paragraph in italics under others that are not. What the words say comes second: of
subscriptions, visitors, show times, the next issue, in what language the film is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.draft import CREDITS, Draft
from graph.sources.facts import phrases, small_facts
from graph.sources.facts.labelled import apply_small_facts
from graph.sources.facts.titles import undress
from graph.sources.layout import closing_words, wire
from graph.sources.layout.section_words import is_availability
from graph.sources.lines import RULED, sentences
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from graph.sources.layout.segments import Layout
    from graph.sources.lines import Unit

_RULE = regex(r"^(?:[-–—_=~#*·•+]\s?){2,}$")
#: "Salt Road (PG-13, 104 minutes) opens Friday at the Rex."
_OPENS = regex(
    r"[\"“‘'*_]?(?P<title>[^()]{1,100}?)[\"”’'*_,]*\s*\((?P<facts>[^()]{1,60})\)\s*,?(?:is |are |is now |"
    r"now |"
    r"currently )*(?:opens?|opening|plays?|playing|shows?|showing|screens?|screening|runs?|starts?|in "
    r"theaters|"
    r"in theatres|in (?:[\w.&-]+ ){0,3}cinemas|out (?:now|on)|available|streaming|streams|premieres?)\b"
)
#: What stands at the head of a note behind a rule, and may begin a sentence of a review elsewhere.
_HEAD = regex(
    r"(?:next(?: (?:week|time|month|issue|up))?\s*:|coming (?:up|soon|next)|related|see also|also|"
    r"elsewhere|further|"
    r"more|read|previous|archive|filed|tags?|posted|updated|published|printed|copyright|©|\(c\)|"
    r"out (?:now )?on|"
    r"available|now (?:on|in|at)|disclosure|correction|note|p\.?s\.?|editor|thanks|support|this (?:blog|"
    r"site|page|"
    r"column|zine|review|newsletter)|the (?:editors?|management)|contact|write|send|mail|opens|playing)\b",
    re.IGNORECASE,
)
#: "At the Guildhall from today", "Opens Friday", "Im Kino ab Donnerstag", behind facts.
_PLAYS = regex(
    r"(?:(?:now|also|currently) )?(?:at|in|on|opens?|opening|out|plays|playing|shows|showing|screens|"
    r"screening|from|ab|im|in den|au|en salles?|en cines|al|nei|i|på|vanaf|nu in) [^.!?]{2,90}(?:[.!?]|$)",
    re.IGNORECASE,
)
#: "Cork, Friday.", "Toronto, Sept. 9", set off at the head of the text.
_DATELINE = regex(
    r"(?:[A-Z][\w.’' -]{1,30}, ){1,2}(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    r"[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})\s*[.:–—-]*"
)
#: What a review is labelled with itself, behind a rule as well.
_VERDICT = regex(
    r"(?:the |my |our |final )*(?:verdict|bottom line|in (?:short|brief|sum)|conclusion|"
    r"the (?:good|bad|ugly)|pros|cons|grade|rating|score|fazit|verdetto|veredicto|résumé)\b",
    re.IGNORECASE,
)
#: So long a note is at most; so much of the text an end behind a rule; of so many paragraphs.
_LONGEST, _MOST_OF_TEXT, _MOST, _LONGEST_HEADING = closing_words.LONGEST, 0.2, 3, 40
#: So many lines of a page's head, none of them longer, may name its film.
_HEADS, _LONGEST_HEAD = 40, 120


def without_notes(draft: Draft, layout: Layout, paragraphs: list[Unit]) -> list[Unit]:
    """The paragraphs of a review without the page's own words behind them; facts among those are read."""
    kept = list(paragraphs[: _end_by_rule(layout, paragraphs)])
    kept = kept[: _end_by_brackets(kept)]
    while len(kept) > 1:
        last = kept[-1]
        facts = _facts_and_place(last.text) if len(last.text) <= _LONGEST else None
        heard = small_facts.spoken(last.text)
        if facts is not None and (facts.telling or facts.languages):
            apply_small_facts(draft, facts, last, CREDITS)
        elif heard:
            draft.add("languages", [last.fact(name) for name in heard])
        elif len(last.text) <= _LONGEST and (opens := _OPENS.match(last.text)) is not None:
            told = small_facts.in_brackets(opens["facts"])
            if told is None or not told.telling:
                break
            apply_small_facts(draft, told, last, CREDITS)
            _offer_minutes(draft, last)
        elif "rated" in last.text and wire.closes(last.text, _titles(draft, layout)):
            rated = phrases.rated_phrase(last.text)
            draft.offer("content_rating", last.fact(rated[0], last.text) if rated else None, CREDITS)
            _offer_minutes(draft, last)
        elif not (_is_note(draft, layout, last.text) or _is_set_off(kept)):
            break
        kept.pop()
    return kept


def _offer_minutes(draft: Draft, unit: Unit) -> None:
    minutes = phrases.minutes(unit.text)
    draft.offer("runtime_minutes", unit.fact(minutes, unit.text) if minutes else None, CREDITS)


def _titles(draft: Draft, layout: Layout) -> list[str]:
    """What the film may be called: its title, if that is known, and the lines above the text."""
    heads = [
        undress(unit.text)
        for unit in layout.units[: min(layout.start, _HEADS)]
        if len(unit.text) <= _LONGEST_HEAD
    ]
    known = draft.best("title")
    return [head.title for head in heads if head is not None] + ([known.value] if known is not None else [])


def _is_note(draft: Draft, layout: Layout, text: str) -> bool:
    """Whether a short last paragraph is the page's own: to its readers, of its critic, of a release."""
    if len(text) > closing_words.LONGEST:
        return False
    if closing_words.to_readers(text) or is_availability(text):
        return True
    critics = [fact.value for _, fact in draft.critics]
    if closing_words.of_critic(text, [*critics, layout.critic_name] if layout.critic_name else critics):
        return True
    return any(closing_words.of_release(text, title) for title in _titles(draft, layout))


def _facts_and_place(text: str) -> small_facts.SmallFacts | None:
    """The facts of a paragraph of nothing else, but for where the film plays: "Cert 15. At the Rex."."""
    told = small_facts.SmallFacts()
    for start, end in sentences(text):
        facts = small_facts.nothing_but(text[start:end])
        if facts is not None and not told.states(facts):
            told = told.with_(facts)
        elif start == 0 or not told.telling or _PLAYS.match(text, start) is None:
            return None
    return told


def without_opening(draft: Draft, layout: Layout, paragraphs: list[Unit]) -> list[Unit]:
    """The paragraphs without a dateline, and without a first one that is set off as a whole.

    Nor with one behind a bullet that says where the film plays: "▸ Salt Road is in cinemas from 26 March."
    """
    opening = paragraphs[0].text
    told = opening[:1] in closing_words.BULLETS and (
        is_availability(opening[1:].lstrip())
        or any(closing_words.of_release(opening, title) for title in _titles(draft, layout))
    )
    apart = len(paragraphs) > 1 and (told or _is_set_off(paragraphs[::-1]))
    kept = paragraphs[1:] if apart else paragraphs
    first = kept[0]
    if _DATELINE.fullmatch(first.text[: first.lead]) is None:
        return kept
    return [first.with_text(first.text[first.lead :].lstrip(" –—-")), *kept[1:]]


def _is_set_off(paragraphs: list[Unit]) -> bool:
    """Whether the last paragraph is short and set off as a whole (italics, a link), and no other is."""
    last = paragraphs[-1]
    plain = [unit.lead < len(unit.text) - 1 for unit in paragraphs]  # the other end may be such a note, too
    alone = not plain[-1] and all(plain[1:-1]) and any(plain)
    return len(last.text) <= _LONGEST and alone and last.text[0] not in "\"“'‘«„"


def _end_by_rule(layout: Layout, paragraphs: list[Unit]) -> int:
    """How many paragraphs stand before a rule behind which a short end says that it is none of the review."""
    places = {unit.first: index for index, unit in enumerate(layout.units)}
    for index in range(max(1, len(paragraphs) - _MOST), len(paragraphs)):
        place = places.get(paragraphs[index].first)
        if place is None or not _is_ruled(layout, place):
            continue
        end = paragraphs[index:]
        size = sum(len(unit.text) for unit in end)
        whole = sum(len(unit.text) for unit in paragraphs)
        signed = place > 0 and layout.units[place - 1].text == "--"
        said = any(
            closing_words.to_readers(unit.text)
            or _HEAD.match(unit.text.lstrip("*_([ "))
            or _is_labelled(unit)
            for unit in end
        )
        if size < _MOST_OF_TEXT * whole and (signed or said or _is_set_off(paragraphs[: index + 1])):
            return index
    return len(paragraphs)


def _end_by_brackets(paragraphs: list[Unit]) -> int:
    """How many paragraphs stand before a note in square brackets that closes the text."""
    if not paragraphs[-1].text.endswith("]"):
        return len(paragraphs)
    for index in range(len(paragraphs) - 1, max(0, len(paragraphs) - 1 - _MOST), -1):
        if paragraphs[index].text.startswith("[") and "]" not in paragraphs[index].text[:-1]:
            return index
    return len(paragraphs)


def _is_labelled(unit: Unit) -> bool:
    """Whether a paragraph begins with a label that is set off: "*Extras:* a nice short", but no verdict."""
    label = unit.text[: unit.lead]
    return label[-1:] == ":" and len(label) <= _LONGEST_HEADING and _VERDICT.match(label) is None


def _is_ruled(layout: Layout, place: int) -> bool:
    """Whether a rule stands right before a unit."""
    if layout.units[place].gap >= RULED:
        return True
    return place > 0 and _RULE.match(layout.units[place - 1].text) is not None
