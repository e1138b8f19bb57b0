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
from graph.sources.layout import wire
from graph.sources.lines import RULED, sentences

if TYPE_CHECKING:
    from graph.sources.layout.segments import Layout
    from graph.sources.lines import Unit

_RULE = re.compile(r"^(?:[-–—_=~#*·•+]\s?){2,}$")
#: What no review says: words of a page about itself, its makers' wishes, a cinema's opening hours.
_TALK = re.compile(
    r"\b(?=[\w\[])(?:visitor (?:number|no)|back issues?|buy me (?:one|an?)|(?:un)?subscri(?:be|ption)s?\b|"
    r"(?:our|my|this|free|weekly|monthly) newsletter|newsletters?\b.{0,40}(?:inbox|sign|free)|sign up\b|"
    r"e-?mail (?:me|us|the editor|to:?\s?\S+@)|write to (?:me|us|the (?:editor|paper))|follow (?:me|us) on|"
    r"all rights reserved|"
    r"patreon|ko-?fi|small favou?r to ask|"
    r"(?:become|becoming) an? (?:[\w-]+ ){0,3}(?:supporter|member|patron|subscriber)"
    r"(?= today| now\b| of (?:our|this)| for | and (?:get|help|support)|[.!]?$)|"
    r"reader-supported|support our (?:work|journalism)|"
    r"tip jar|guest ?book|webmaster|letters? to the editor|comments? (?:are )?(?:welcome|closed|policy)|"
    r"(?:film|movie|review) (?:requests|suggestions)|"
    r"have an? (?:opinion|view|comment|question)\?|have you seen (?:it|this|the (?:film|movie))\b.{0,40}\? "
    r"(?:tell|let|write|e-?mail|leave|share|comment)|online forum|"
    r"(?:is|are) (?:out |now |also |available )*on (?:dvd|blu-?ray|vhs|video|disc) (?:from|through|at)|"
    r"priced? (?:at )?[$£€]|registered office|editors['’] code|reach (?:him|her|them|me) at|"
    r"can be reached (?:at|via|on) \S*[@\d]|"
    r"since you[’']re here|(?:is|are) released in the (?:uk|us|u\.k\.|u\.s\.) on|"
    r"closed (?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)days?|box office opens|admission (?:is )?[$£€\d]|"
    r"shows? (?:at|daily|nightly) \d|show ?times?\s?[:(]|see show ?times|"
    r"doors (?:open )?at \d|tickets?:? [$£€]|"
    r"reprinted (?:by|with|from)|\[?back to (?:top|the|index)|home ?page|links? (?:above|below)|"
    r"síguenos|seguinos|siga-nos|seguiteci|suivez[- ]nous|folgen sie|suscríb|abonnez|abonnieren|iscrivi\w+|"
    r"lesen sie auch|lire aussi|à lire (?:aussi|également)|leggi anche|lee también|leia também|lees ook|"
    r"läs också|les også|læs også)",
    re.IGNORECASE,
)
#: What such words begin with, on a line of their own.
_BEGINS = re.compile(
    r"[*•–—-]?\s*(?:next (?:week|month|issue|time|up)\s*[:.–—-]|also (?:in|by|on|at|opening|playing|"
    r"showing|out)\b[^.]{0,40}:|"
    r"from the [A-Z][^.]{4,40} editions? of|(?:first |originally )?(?:published|posted|printed|"
    r"appeared) (?:on |in )?[^.]{0,40}\d[\d)]*(?:[.;]|,? (?:in|by|for|on) (?-i:[A-Z])|$)|"
    r"(?:more|previous|related|recent|earlier) "
    r"(?:reviews?|films?|movies|stories|posts?|articles?|columns?|from|by|in)\b"
    r"[^.]{0,30}:|(?:related|previously):|\[\^\w+\]:)",
    re.IGNORECASE,
)
#: "Salt Road (PG-13, 104 minutes) opens Friday at the Rex."
_OPENS = re.compile(
    r"[\"“‘'*_]?(?P<title>[^()]{1,100}?)[\"”’'*_,]*\s*\((?P<facts>[^()]{3,60})\)\s*,?(?:is |are |is now |"
    r"now |"
    r"currently )*(?:opens?|opening|plays?|playing|shows?|showing|screens?|screening|runs?|starts?|in "
    r"theaters|"
    r"in theatres|in cinemas|out (?:now|on)|available|streaming|streams|premieres?)\b"
)
#: "Gezien op het Filmfestival, zaal 3", "Seen at the Rialto, row 4": where, and no more.
_SEEN = re.compile(
    r"(?:i |we )?(?:seen|saw|watched|viewed|screened|reviewed|gezien|gesehen|vue?|visto|vista|visionado|"
    r"sett|set)"
    r"(?: (?:this|it|the film))? (?:at|on|in|as part of|during|op|bij|im|am|beim|auf|à|au|lors|en|el|al|na|"
    r"no|på|"
    r"ved)\b[^.!?;]{3,110}\.?",
    re.IGNORECASE,
)
#: What stands at the head of a note behind a rule, and may begin a sentence of a review elsewhere.
_HEAD = re.compile(
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
_PLAYS = re.compile(
    r"(?:(?:now|also|currently) )?(?:at|in|on|opens?|opening|out|plays|playing|shows|showing|screens|"
    r"screening|from|ab|im|in den|au|en salles?|en cines|al|nei|i|på|vanaf|nu in) [^.!?]{2,90}(?:[.!?]|$)",
    re.IGNORECASE,
)
#: "Cork, Friday.", "Toronto, Sept. 9", set off at the head of the text.
_DATELINE = re.compile(
    r"(?:[A-Z][\w.’' -]{1,30}, ){1,2}(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    r"[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})\s*[.:–—-]*"
)
#: What a review is labelled with itself, behind a rule as well.
_VERDICT = re.compile(
    r"(?:the |my |our |final )*(?:verdict|bottom line|in (?:short|brief|sum)|conclusion|"
    r"the (?:good|bad|ugly)|pros|cons|grade|rating|score|fazit|verdetto|veredicto|résumé)\b",
    re.IGNORECASE,
)
#: So long a note is at most; so much of the text an end behind a rule; of so many paragraphs.
_LONGEST, _MOST_OF_TEXT, _MOST, _LONGEST_HEADING = 280, 0.2, 3, 40


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
        elif wire.closes(last.text):
            minutes = phrases.minutes(last.text)
            draft.offer("runtime_minutes", last.fact(minutes, last.text) if minutes else None, CREDITS)
        elif not (_talks_to_readers(last.text) or _is_set_off(kept)):
            break
        kept.pop()
    return kept


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


def _talks_to_readers(text: str) -> bool:
    """Whether a short text is a page's word to its readers: "Write to Ann. You are visitor number 4211."."""
    if len(text) > _LONGEST:
        return False
    heading = len(text) <= _LONGEST_HEADING and text[-1:] == ":"
    if _SEEN.fullmatch(text) is not None:
        return True
    return heading or _TALK.search(text) is not None or _BEGINS.match(text) is not None


def without_opening(paragraphs: list[Unit]) -> list[Unit]:
    """The paragraphs without a dateline, and without a first one that is set off as a whole."""
    kept = paragraphs[1:] if _is_set_off(paragraphs[::-1]) and len(paragraphs) > 1 else paragraphs
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
            _talks_to_readers(unit.text) or _HEAD.match(unit.text.lstrip("*_([ ")) or _is_labelled(unit)
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
