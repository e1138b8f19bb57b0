"""What stands under the entries of a page and is none of their text: show times, its notes, its foot."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.records import Rating
from graph.sources.columns import behind_facts, entry_cinemas, entry_rubrics
from graph.sources.columns.habits import is_habit
from graph.sources.columns.opinions import opinion_of
from graph.sources.facts import credit_line, ratings, scales
from graph.sources.facts.credit_parts import is_playing
from graph.sources.facts.jobs import label_of
from graph.sources.facts.people import looks_like_name
from graph.sources.facts.small_facts import SmallFacts, closing, part_of
from graph.sources.layout import section_words
from graph.sources.lines import ends_sentence, sentences
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.columns.entries import Entry
    from graph.sources.lines import Unit

#: "(End of digest. Ratings are on a four-star scale.)"
_ASIDE = regex(r"^[(\[](?=[^()]*\b(?:ratings?|reviews?|digest|stars?)\b)[^()]{20,400}[)\]]$", re.IGNORECASE)
_CLOCK = regex(
    r"\b\d{1,2}[:.h]\d\d\b(?:\s*[ap]\.?m\b\.?|\s*Uhr\b)?|\b\d{1,2}\s*(?:[ap]\.?m\b\.?|Uhr\b|h\b)|\bnoon\b|"
    r"\bmidnight\b",
    re.IGNORECASE,
)
_VENUE = regex(
    r"^(?:at |now at |showing at )?(?-i:[^\W\d_a-z])[\w.,'’& /-]{2,48}?(?::|\s[–—-])\s+\S", re.IGNORECASE
)
_DAYS = regex(
    r"\b(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?s?\b\.?|\b(?:daily|only|nightly|"
    r"matinees?|ends|starts|"
    r"through|and|also|no|shows?|late|today|tonight|tomorrow|mat|closed|lun|mar|mer|jeu|ven|sam|dim|"
    r"täglich|tgl|mo|di|"
    r"mi|do|fr|sa|so)\b\.?",
    re.IGNORECASE,
)
#: What a page says under its last entry, to its readers.
_OUTRO = regex(
    r"^(?:next (?:week|time|month|issue|meeting|fortnight|edition|\w{3,6}day)\b|advertisement\b|"
    r"anzeige\b|publicité\b|"
    r"reply |best viewed|"
    r"you are (?:\w+ )?(?:visitor|reader|guest|number)\b|tomorrow:|"
    r"coming (?:up|soon|next)|also (?:opening|showing|playing|out|in this|"
    r"this week)|screening|sessions|"
    r"showing|now showing|tickets|subscribe|you are receiving|you['’]re receiving|thanks|thank you|"
    r"that['’]s (?:all|it)|(?:all |for )?(?:show|session|screening|starting|performance) ?times\b|"
    r"for (?:theat(?:er|re)s|cinemas|times|listings)\b|hear the\b|(?:alle )?(?:termine|spielzeiten|"
    r"anfangszeiten)\b|"
    r"(?:tous les )?(?:horaires|séances)\b|(?:todos los )?horarios\b|(?:tutti gli )?orari\b|"
    r"see you|until (?:next|then)|write to|e-?mail|send|follow|ratings?\b.{0,20}:|key\b|legend|"
    r"if you (?:liked|enjoyed)|more "
    r"(?:from|reviews|next)|(?:all )?(?:films|movies) (?:reviewed|rated|open)|unless|our (?:scale|critics|"
    r"ratings)|"
    r"nächste woche|demnächst|(?:morgen|demain|mañana|domani|i morgen|amanhã):|la semaine prochaine|"
    r"prochainement|la (?:semana|settimana) (?:próxima|"
    r"prossima)|"
    r"la próxima|próxima semana|prossima settimana|volgende week|nästa vecka|neste uke|næste uge|"
    r"ensi viikolla|"
    r"posted by\b|filed under\b|labels?:|tags?:|permalink\b|to be continued|"
    r"comments?\b.{0,20}:|questions\b.{0,20}:|editors?\b.{0,20}:|continued|end of|-30-|###)",
    re.IGNORECASE,
)
_RULE = regex(r"^(?:[-–—_=~#*·•+]\s?){2,}$")
_CAN_BE = regex(r"\b(?:can be reached|unsubscribe|all rights reserved|signed up)\b", re.IGNORECASE)
_GRADE = regex(r"(?:(?<=[.!?…”\"’)\]])\s+|^)[(\[]?(?P<said>[A-F][+−–-]?|●{1,5})[)\]]?\.?$")
_SURE = 3
_LONGEST_CAPTION = 110
_LEAST_TEXT, _MOST_PLACE = 30, 120
#: "-- M.F.", "(D.O'K.)"
_INITIALS_ALONE = regex(r"^(?:(?:--?|[–—])\s?(?:[A-Z]['’]?\.?\s?){2,4}|\((?:[A-Z]['’]?\.?){2,4}\))$")
_MEDIUM = r"(?:VHS|DVDs?|Blu-?ray|Laser ?[Dd]isc|LD|Beta(?:max)?|UHD|4K|Video|Tape|VOD|Cassette)"
_TRADE = r"(?:rental|retail|sell-?through|to rent|to buy|verleih|location|vente)"
#: What closes a text and may be an offer: "VHS: Attic Video, 68 min.", "(Redline Video, $92.99)".
_OFFER = regex(
    rf"(?:(?<=[.!?…”\"’')\]])\s+|^)(?P<offer>{_MEDIUM}(?:(?:/| and | & ){_MEDIUM})?(?::|\s[–—-])\s.{{3,160}}|"
    rf"{_TRADE}\s?:\s.{{3,120}}|"
    rf"(?:(?:now|also|just) )?(?:available|out|released|new|for sale) (?:now )?(?:on|from|by|at) .{{3,120}}|"
    r"[(\[][^()\[\]]{3,140}[)\]]\.?)$",
    re.IGNORECASE,
)
_SOLD = regex(
    rf"^{_MEDIUM}\b|^(?i:{_TRADE})\s?:|\b(?:on|from) (?:\w+ ){{0,2}}{_MEDIUM}\b|"
    r"[$£€]\s?\d{1,3}(?:[.,]\d\d)?(?![\d.,]*\d| ?(?:m|k|b|bn|million|billion|thousand)\b)|\d\s?€|"
    r"\d\s(?:kr|DM|FF|pts)\b|\bno price\b|\bpriced\b"
)
_MOST_OFFER = 240
#: So many entries show what an entry has under it.
_LEAST = 2


def trim(cut: list[Entry]) -> None:
    """Take from the entries what is none of theirs: show times, the page's words under the last."""
    *others, last = cut
    _without_next_column(others, last)
    _signed_alone(cut)
    behind_facts.settle(cut)
    alike = any(_ASIDE.match(one.units[-1].text) for one in others if one.units)  # "[Lee: 3 stars; ...]"
    while len(last.units) > 1 and (
        (not alike and _ASIDE.match(last.units[-1].text)) or _is_legend(last.units[-1].text)
    ):
        last.units.pop()
    _without_times(cut)
    _without_captions(cut)
    entry_rubrics.leave_out(cut)
    if others:
        entry_cinemas.without_cinemas(cut)
    if not others or (last.guide and _has_critics(cut)):
        _without_announcement(last)
        return
    _without_outro(others, last)
    _without_places(cut)
    _without_offers(cut)
    closing_grades(cut)


def _is_legend(text: str) -> bool:
    """Whether a line says what stars, or the page's marks, mean: "1 = sehr gut, ... 6 = ungenügend"."""
    return section_words.is_legend(text) or (
        text.count("=") > _LEAST and len(text) <= _MOST_OFFER and scales.scale_of([text]) is not None
    )


def _without_next_column(others: Sequence[Entry], last: Entry) -> None:
    """Leave out what stands in the page's next column, behind the cell that its last entry stands in."""
    place = next((i for i, unit in enumerate(last.units) if i and unit.tag == "end"), None)
    if place is not None and not any(unit.tag == "end" for one in others for unit in one.units):
        del last.units[place:]


def _signed_alone(cut: list[Entry]) -> None:
    """Put initials on a line of their own behind the text that they sign, where they sign several.

    The names of cinemas that stand under them go.
    """
    found = [
        (entry, unit) for entry in cut for unit in entry.units[1:]
        if _INITIALS_ALONE.match(unit.text) and part_of(unit.text.strip("-–—(). "), beside=True) is None
    ]  # fmt: skip
    for entry, signature in found if len(found) >= _LEAST else ():
        place = entry.units.index(signature)
        texts = [index for index in range(place) if entry_rubrics.is_text(entry.units[index])]
        if texts:
            unit = entry.units[texts[-1]]
            entry.units[texts[-1]] = unit.with_text(f"{unit.text} {signature.text}")
            behind = [one for one in entry.units[place + 1 :] if not _is_place(one)]
            entry.units[place:] = behind


def _is_place(unit: Unit) -> bool:
    """Whether a line under a signature says nothing but where the film plays: "Circle 6, Roxy"."""
    text = unit.text
    return (
        len(text) <= _MOST_PLACE
        and not entry_rubrics.is_text(unit)
        and not unit.is_heading
        and ":" not in text
        and ratings.alone(text) is None
        and credit_line.whole(text) is None
        and not looks_like_name(text)
    )


def _has_critics(cut: list[Entry]) -> bool:
    """Whether a guide's entries have critics' lines: what stands behind the last of them is theirs."""
    return any(
        opinion_of(unit, entry_rubrics.NOBODY, guide=False) is not None
        for entry in cut
        for unit in entry.units
    )


_MARKS = frozenset("\"“‘'«")


def _without_announcement(last: Entry) -> None:
    """Leave out what a guide says under its last critic of what comes next."""
    place = next((i for i, unit in enumerate(last.units) if i and _ANNOUNCED.match(unit.text)), None)
    if place is not None:
        del last.units[place:]


#: "Next week: ...", "Also out this week and not seen: ...", "STILL SHOWING: ...", "WIN! Five tickets".
_ANNOUNCED = regex(
    r"^(?:also (?:out|opening|playing|showing|screening|released|in (?:town|theat|cinemas|release)|new|"
    r"this|on (?:video|dvd))\b|"
    r"(?:still|now|continuing|held over)\b.{0,20}:|win\b ?!|not (?:seen|reviewed|screened)\b.{0,30}:|"
    r"advertisement\b|annons\b|anzeige\b|publicité\b|annonce\b|i morg[eo]n:|"
    r"(?:next (?:week|time|month|issue|meeting|fortnight|edition|column|show|\w{3,6}day)|"
    r"coming (?:up|soon|next)|nächste woche|la semaine prochaine|la próxima semana|la prossima settimana|"
    r"volgende week|nästa vecka|neste uke)\b[^.!?]{0,12}[:,])",
    re.IGNORECASE,
)


#: "Picture: Ann Lee minds the pier in Otto"
_CAPTION = regex(
    r"(?:pictured?|pictures|photos?|photograph|image|foto|bild|caption|(?:pictured )?(?:above|below|left|"
    r"right))\s?:\s\S+ \S",
    re.IGNORECASE,
)


def _without_captions(cut: list[Entry]) -> None:
    """Leave out what stands under a picture between two entries: short, with a title of the page's in it."""
    named: re.Pattern[str] | None = None
    for entry in cut:
        entry.units[:] = [unit for unit in entry.units if _CAPTION.match(unit.text) is None]
        texts = [unit for unit in entry.units if entry_rubrics.is_text(unit)]
        for unit in texts[1:]:
            if len(unit.text) > _LONGEST_CAPTION or _MARKS.isdisjoint(unit.text):
                continue
            named = named or re.compile(
                "[\"“‘'«](?:" + "|".join(re.escape(entry.head.title) for entry in cut) + ")[,.]?[\"”’'»]",
                re.IGNORECASE,
            )
            if named.search(unit.text):
                entry.units.remove(unit)


def _without_outro(others: list[Entry], last: Entry) -> None:
    ends = [one for one in others if _closing_place(one) is not None]
    if ends and is_habit(len(ends), len(others)):
        place = _closing_place(last)
        if place is not None:
            del last.units[place + 1 :]
            return
    ruled = [_rule_place(one) for one in others]
    if ruled and all(place is not None for place in ruled):  # each entry ends at a rule, the last one, too
        place = _rule_place(last)
        if place is not None:
            del last.units[place:]
    place = _outro(others, last)
    if place is not None:
        last.units[place:] = [unit for unit in last.units[place:] if looks_like_name(unit.text)]


def _without_places(cut: list[Entry]) -> None:
    """Leave out the sentence on where a film plays that closes the text of most entries."""
    found: list[tuple[Entry, int]] = []
    for entry in cut:
        text = entry.units[-1].text if entry.units else ""
        start = sentences(text)[-1][0] if len(text) > _LEAST_TEXT else 0
        if (
            start > _LEAST_TEXT
            and len(text) - start <= _MOST_PLACE
            and is_playing(text[start:].strip("()[]. "))
        ):
            found.append((entry, start))
    if len(found) < _LEAST or not is_habit(len(found), len(cut)):
        return
    for entry, start in found:
        unit = entry.units[-1]
        entry.units[-1] = unit.with_text(unit.text[:start].rstrip())


def _offer(unit: Unit) -> re.Match[str] | None:
    return _OFFER.search(unit.text[-_MOST_OFFER:])


def _offer_text(unit: Unit) -> str:
    found = _offer(unit)
    return found.group("offer") if found is not None else ""


def _without_offers(cut: list[Entry]) -> None:
    """Leave out on what tape or disc a film is sold and for how much, which closes the text of entries.

    "VHS: Attic Video, 68 min." and a price say so; brackets do where they close the others. The running time
    of the tape is the film's where nothing else says one.
    """
    *others, last = cut
    found = [(entry, _offer(entry.units[-1])) for entry in cut if entry.units]
    closes = [place for place, unit in enumerate(last.units) if _SOLD.search(_offer_text(unit))]
    if (
        closes
        and sum(bool(_SOLD.search(_offer_text(one.units[-1]))) for one in others if one.units) >= _LEAST
    ):
        del last.units[closes[-1] + 1 :]  # the page's own, under the last offer
        found[-1:] = [(last, _offer(last.units[-1]))]
    offers = [(entry, match, _SOLD.search(match.group("offer"))) for entry, match in found if match]
    sure = sum(1 for _, _, sold in offers if sold)
    if sure < _LEAST:
        return
    alike = is_habit(len(offers), len(cut)) and sure * 2 >= len(offers)
    for entry, match, sold in offers:
        if not sold and not alike:
            continue
        offer, unit = match.group("offer"), entry.units[-1]
        said = [part_of(part.strip(" .()[]"), beside=True) for part in re.split(r"[,;:]\s", offer)]
        minutes = next((facts.minutes for facts in said if facts is not None and facts.minutes), None)
        facts = (entry.head.facts or SmallFacts()).with_(SmallFacts(minutes))
        entry.head = replace(entry.head, facts=facts)
        rest = unit.text[: len(unit.text) - len(offer)].rstrip()
        entry.units[-1:] = [unit.with_text(rest)] if rest else []


def closing_grades(cut: list[Entry]) -> None:
    """Read the letter or the dots that close each entry's text: one letter may be anything, three may not."""
    rated = [entry for entry in cut if entry.head.rating is None and entry.units and not entry.guide]
    found = [(entry, _GRADE.search(entry.units[-1].text)) for entry in rated]
    closed = [(entry, match) for entry, match in found if match is not None]
    if len(closed) < _LEAST or not is_habit(len(closed), len(cut)):
        return
    if len(closed) < _SURE and not any(match.group("said")[-1] in "+−–-●" for _, match in closed):
        return
    for entry, match in closed:
        said = match.group("said").strip()
        rating = Rating(str(len(said))) if said[0] == "●" else ratings.letter(said)
        entry.head = replace(entry.head, rating=rating)
        unit = entry.units[-1]
        rest = unit.text[: match.start()].rstrip()
        entry.units[-1:] = [unit.with_text(rest)] if rest else []


def _rule_place(entry: Entry) -> int | None:
    """Where a rule stands under the text of an entry; None where none does."""
    told = False
    for index, unit in enumerate(entry.units):
        if told and _RULE.match(unit.text):
            return index
        told = told or entry_rubrics.is_text(unit)
    return None


def _outro(others: list[Entry], last: Entry) -> int | None:
    """Where the page's own words begin under its last entry; None where none stand there."""
    counts = [sum(map(entry_rubrics.is_text, one.units)) for one in others]
    most = max(counts)
    usual = sorted(len(unit.text) for one in others for unit in one.units if entry_rubrics.is_text(unit))
    middle = usual[len(usual) // 2] if usual else 0
    rules = any(_RULE.match(unit.text) for one in others for unit in one.units)
    seen = 0
    for index, unit in enumerate(last.units):
        label, _, said = unit.text.partition(":")
        rated = label_of(label) is not None and ratings.labelled(said) is not None  # "Rating: 3 out of 10"
        if seen and (
            (not rules and _RULE.match(unit.text))
            or (not rated and _OUTRO.match(unit.text))
            or _CAN_BE.search(unit.text)
        ):
            return index
        brief = index == 0 and not last.guide and ends_sentence(unit.text)  # "Loud.", but no line of facts
        if not entry_rubrics.is_text(unit) and not (brief and credit_line.whole(unit.text) is None):
            continue
        seen += 1
        alike = len(others) >= _LEAST and min(counts) == most > 0
        if seen > most > 0 and alike and (len(others) >= _SURE or len(unit.text) * 5 < middle * 4):
            return index
    return None


def _closing_place(entry: Entry) -> int | None:
    """Which unit closes an entry's text with facts; None where none does."""
    told = False
    for index, unit in enumerate(entry.units):
        told = told or entry_rubrics.is_text(unit)
        if told and _closes(unit):
            return index
    return None


def _closes(unit: Unit) -> bool:
    """Whether a unit closes an entry with facts: text behind which they stand, or brackets of their own."""
    return closing(unit.text) is not None and (unit.text[0] in "([" or credit_line.whole(unit.text) is None)


def _without_times(cut: list[Entry]) -> None:
    """Leave out where and when the films play, where two entries have such lines."""
    timed = [any(map(is_times, entry.units)) for entry in cut]
    if sum(timed) < _LEAST:
        return
    for entry in cut:
        kept = [unit for unit in entry.units if not is_times(unit)]
        while len(kept) > 1 and len(kept[-1].text) <= 90 and _VENUE.match(kept[-1].text):
            kept.pop()  # "Drive-In: closed for the season."
        entry.units[:] = kept


def is_times(unit: Unit) -> bool:
    """Whether a line says where and when a film plays: "Pelican Cinemas: 1:10, 4:00"."""
    text = unit.text
    if len(text) > 240 or not _CLOCK.search(text) or not _VENUE.match(text):
        return False
    if credit_line.whole(text) is not None:  # "Dir: Ann Lee. (M) 1:43"
        return False
    if label_of(text.partition(":")[0]) is not None:  # "Posted: Fri, 6 Mar 2009 04:00"
        return False
    said = _DAYS.sub(" ", _CLOCK.sub(" ", re.split(r":\s|\s[–—-]\s", text, maxsplit=1)[-1]))
    return sum(map(str.isalpha, said)) <= max(12, len(text) // 3)
