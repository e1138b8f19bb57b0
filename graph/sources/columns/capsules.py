"""Capsules that a page sets alike: one typography, or one form of line, over every film's paragraph.

No page says "this is a title"; but it prints all its titles in one way (bold at the head of a paragraph, a
heading of one level, capitals, quotation marks, a line of its own) and says of each film when, by whom or how
good it is, right behind the title, under it, or at the end. Where the heads of one form say so, their form is
what the page sets its titles in, and each opens an entry.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from graph.sources.columns import critics_key
from graph.sources.columns.entry_heads import head_of
from graph.sources.columns.habits import is_habit
from graph.sources.columns.opinions import NAME
from graph.sources.facts import credit_line, ratings
from graph.sources.facts.credit_parts import CreditLine
from graph.sources.facts.jobs import RATING, label_of
from graph.sources.facts.people import looks_like_name
from graph.sources.facts.small_facts import closing
from graph.sources.facts.titles import is_no_title, undress, upright
from graph.sources.layout.section_words import section_of
from graph.sources.lines import ends_sentence
from graph.sources.origin.bylines import byline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.records import Rating
    from graph.sources.lines import Unit

_LONGEST_TITLE, _LONGEST_LINE, _LONGEST_LABEL = 100, 240, 30
#: So many heads of one form show it; two do where each says what only a review's head says.
_LEAST, _LEAST_STRONG = 3, 2
#: A line that ends no sentence is a paragraph's where it has as many words.
_LEAST_WRAPPED = 6
#: How many lines of facts are looked at under a head.
_MOST_LINES = 9
_NUMBER = re.compile(r"^(?:#\s?)?\d{1,2}[.):]\s+(?=\S)|^(?:#|No\. ?)\d{1,2}\s+(?:[-–—:]\s+)?(?=\S)")
_QUOTED = re.compile(r"^[\"“„«]\s?(?P<title>[^\"“”„«»]{1,100}?)[,.]?\s?[\"”“»](?=$|[\s,.:;(\[–—-])")
#: The title goes on behind its comma or colon: "HOLD THE LINE, MRS. ORR (***)", but not in "SALT, USA (R)".
_SHOUTED = (
    r"\s*(?!(?:USA?|UK|GB|USSR|BRD|DDR|PG|NC|NR|UNRATED|BOMB|DUD|DIR)\b)"
    r"[A-ZÀ-ÖØ-Þ'’][A-ZÀ-ÖØ-Þ'’][^a-zà-öø-ÿ()\[\];:]{0,50}?[(\[*★]"
)
_CAPITALS = re.compile(
    rf"^(?P<title>[^a-zà-öø-ÿ(\[–—★*|]{{1,80}}?)(?=\s*[(\[|]|\s+(?:18[89]|19\d|20[0-4])\d\s|"
    rf"\s*[:;]\s(?!{_SHOUTED})|\s*[–—]|\s--?\s|\.\s+(?:[A-Z]?[a-zà-ö ]|\()|,\s(?!{_SHOUTED})|\s+[*★½]|$)"
)
_BRACKETED = re.compile(r"^(?P<title>[^\s(\[][^(\[]{0,99}?)[\s,]*[(\[](?P<inside>[^)\]]{1,200})")
#: What stands in small print: without one of these there is none.
_MAY_TELL = re.compile(  # each begins with a letter or a mark, so that the rest is looked past quickly
    r"[\d*★☆½:]|[Dd]ir(?:(?<=\b[Dd]ir)|ected)|[Ww]ith(?<=\b[Ww]ith)\b|[Ss]tarring|[Rr]egi|"
    r"(?:avec(?<=\bavec)|mit(?<=\bmit)|con(?<=\bcon)|me[td](?<=\bme[td]))\b|[Rr]ated|"
    r"[A-Z/-](?<=^[A-Z/-])[A-Z/-]{0,4}$"
)
_NO_HEADS = frozenset({"section", "noise", "label", "date", "end", "poster", "rating", "cast", "heading"})
#: "_Salt_ (1994)", "*Salt* (1994)", as plain text sets off a title.
_MARKED_UP = re.compile(
    r"^(?:_(?P<one>[^_\n]{1,90})_|\*(?P<two>[^*\s][^*\n]{0,88}[^*\s])\*|/(?P<three>[^/\s][^/\n]{0,88})/)"
    r"(?=\s|[,.:(]|$)"
)
_SIGNED = re.compile(
    rf"(?<=[.!?”\")\]])(?:\s*(?:[–—]|--?)\s*(?:{NAME}|[A-Z]\.? ?[A-Z]\.?)\.?|\s(?:[A-Z]\.){{2,4}}|"
    r"\s[A-Z][\w’'-]+(?: [A-Z][\w.’'-]*){1,2})$"
)
_BRACKETS_ALONE = re.compile(r"[(\[][^()\[\]]*[)\]]\.?")
_LETTER = re.compile(r"[A-F]")
_SQUARE = re.compile(r"\s*\[(\d{1,2}(?:\.\d)?)\]\s*$")
_STARS_FIRST = re.compile(
    r"^(?P<stars>\*(?:\s?\*){0,4}(?:\s?(?:1/2|½))?|[★⭐✭☆✩⯪⯨½]{1,10}|BOMB|DUD)\s+(?=\S)"
)
_STARS_LAST = re.compile(r"\s+(?P<stars>\*(?:\s?\*){0,4}(?:\s?(?:1/2|½))?|[★⭐✭☆✩⯪⯨½●]{1,10})$")
_RULE = re.compile(r"^(?:[-–—_=~#*·•+]\s?){3,}$")
_END_RATING = re.compile(
    r"(?:(?<=[.!?…”\"’)\]])|^)\s*[–—-]?\s*[(\[]?(?P<said>(?:(?:grade|rating|score|note|wertung|voto|nota|"
    r"cijfer|betyg)\s*:\s*)?"
    r"(?:\*{1,5}\s?(?:1/2|½)?|[★⭐✭☆✩⯪⯨½]{1,10}|[A-F][+−–-]?|\d{1,2}(?:[.,]\d)?\s*(?:/|out of|von|sur|su|de|"
    r"av)\s*\d{1,3}(?:\s+\w{1,8})?))[)\]]?\.?$",
    re.IGNORECASE,
)
#: What the parts of one film's review are called: no titles.
_PARTS = re.compile(
    r"(?:the )?(?:story|plot|acting|performances?|cast|directing|direction|music|score|soundtrack|visuals?|"
    r"cinematography|sound|video|audio|picture|image|extras|special features|features|verdict|overall|"
    r"conclusion|"
    r"good|bad|ugly|pros|cons|summary|synopsis|final thoughts|bottom line|technical|script|screenplay|"
    r"writing|effects|"
    r"rating|ratings|scores?|transfer|packaging|replay value|what works|what doesn[’']t|introduction|"
    r"background)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Lead:
    """A line that may head an entry: its title, what it says behind the title, and the text that follows."""

    index: int
    form: str
    title: str
    said: CreditLine
    #: What the line itself says; ``said`` has the lines right under it, too.
    own: CreditLine
    rating: Rating | None = None
    rest: str = ""
    after: int = 0
    #: Where the page goes on to something else; 0 where the next head, or the page's end, is the entry's end.
    stop: int = 0
    told: bool = False
    strong: bool = False


def find(units: Sequence[Unit], kinds: Sequence[str], outside: Sequence[bool]) -> list[Lead]:
    """The heads of a page's entries, in order; none where the page has no form for them."""
    forms: dict[str, list[_Raw]] = defaultdict(list)
    for index in range(len(units)):
        if not outside[index] and kinds[index] not in _NO_HEADS:
            for raw in _raw(units, index):
                forms[raw.form].append(raw)
    best: list[Lead] = []
    for raws in forms.values():
        if len(raws) < _LEAST_STRONG:  # one review: nothing is read closely that stands but once
            continue
        leads = [lead for raw in raws if (lead := _lead(units, raw)) is not None]
        chosen = _chosen(units, kinds, leads) if leads else []
        if sum(lead.told for lead in chosen) > sum(lead.told for lead in best):
            best = chosen
    if not best:
        return []
    start = best[0].index
    before = sum(
        len(unit.text) for unit, kind in zip(units[:start], kinds[:start], strict=True) if kind == "prose"
    )
    return best if before <= sum(len(unit.text) for unit in units[start:]) else []


class _Raw(NamedTuple):
    """A line cut as a form cuts it: the title, and what stands behind it; not yet read."""

    place: int
    form: str
    title: str
    rest: str = ""
    stars: str = ""


def _raw(units: Sequence[Unit], index: int) -> Iterator[_Raw]:
    """How a unit may be the head of an entry, once for each form that it has."""
    unit = units[index]
    text = unit.text.replace("\t", " ")
    if unit.is_heading:
        if unit.tag != "h1" and len(text) <= _LONGEST_LINE:
            yield _Raw(index, unit.tag, text)
        return
    if 0 < unit.lead <= _LONGEST_TITLE:
        yield _Raw(index, f"set off {unit.tag}", text[: unit.lead], text[unit.lead :])
    if "\t" in unit.text:
        title, *told, last = unit.text.split("\t")
        facts = [part for part in told if ratings.alone(part) is None]
        said = next((part for part in told if ratings.alone(part) is not None), "")
        if len(title) <= _LONGEST_TITLE and last.count(" ") > _LEAST_WRAPPED:
            yield _Raw(index, "row", title, f"({', '.join(facts)}) {last}" if facts else last, said)
    before = _STARS_FIRST.match(text)
    stars = before.group("stars") if before is not None else ""
    text = _NUMBER.sub("", text[before.end() :] if before is not None else text)
    for form, pattern in (("quoted", _QUOTED), ("capitals", _CAPITALS), ("marked", _MARKED_UP)):
        if (found := pattern.match(text)) is not None:
            title = next(part for part in found.groups() if part)
            if form != "capitals" or (_is_shouted(title) and not critics_key.is_key(text)):
                yield _Raw(index, form, title, text[found.end() :], stars)
    if not text[:1].isupper() and not text[:1].isdigit():
        return
    below = units[index + 1].text if index + 1 < len(units) else ""
    if (
        len(text) <= _LONGEST_TITLE
        and not text.endswith((".", ":", ";", ","))
        and (_MAY_TELL.search(text) or _MAY_TELL.search(below[:_LONGEST_LINE]) or _RULE.match(below))
    ):
        yield _Raw(index, "line", text, "", stars)
    found = _BRACKETED.match(text) if "(" in text or "[" in text else None
    if found is not None and _MAY_TELL.search(found.group("inside")) and ". " not in found.group("title"):
        title = found.group("title")
        yield _Raw(index, "bracketed", title, text[found.end("title") :], stars)


def _is_shouted(title: str) -> bool:
    letters = [letter for letter in title if letter.isalpha()]
    return bool(letters) and all(letter.isupper() for letter in letters)


def _lead(units: Sequence[Unit], raw: _Raw) -> Lead | None:
    """A head with what it says; None where it can be none."""
    index, form, title, rest = raw.place, raw.form, raw.title, raw.rest
    rating = ratings.alone(raw.stars) if raw.stars else None
    title = _NUMBER.sub("", title.strip())
    said = CreditLine()
    if (stars := _STARS_FIRST.match(title)) is not None:
        rating, title = ratings.alone(stars.group("stars")), title[stars.end() :]
    if not rest and (head := _within(title)) is not None:
        title, said, stated = head
        rating = rating or stated
    if (stars := _STARS_LAST.search(title)) is not None:
        rating, title = rating or ratings.alone(stars.group("stars")), title[: stars.start()]
    title = title.strip().rstrip(".:,;|–—- ").strip('"“”„«»_')
    if len(title) > 2 and title[0] in "'‘" and title[-1] in "'’":
        title = title[1:-1]
    facts = credit_line.whole(title) if _MAY_TELL.search(title) else None
    if not _may_be_title(title) or (facts is not None and facts.telling):
        return None
    rest = rest.strip()
    if (square := _SQUARE.fullmatch(rest)) is not None:
        rating, rest = rating or ratings.labelled(square.group(1)), ""
    if rest:
        behind = _behind(rest, form)
        if behind is None:
            return None
        said, rest = _with(said, behind[0]), behind[1]
    lead = Lead(index, form, upright(title), said, said, rating or said.rating, rest, index + 1)
    if not rest:
        _below(units, lead)
    lead.strong = lead.said.telling or lead.said.rating is not None or lead.rating is not None
    lead.told = lead.strong or (lead.said.dated and lead.said.told > 1)
    return lead


def _behind(text: str, form: str) -> tuple[CreditLine, str] | None:
    """What stands behind a title: facts, and then text; None where it says that the title is none."""
    found = credit_line.beginning(text)
    bare = text.strip(" ,:;.|–—-")
    if found is None and len(bare) <= _LONGEST_TITLE and text[0] in ",:;|–—-":  # "— Ann Lee, 2019"
        line = credit_line.whole(bare, bracketed=True)
        found = (line, len(text)) if line is not None and (line.dated or line.telling) else None
    if found is None and form == "bracketed":
        return None
    said, rest = (found[0], text[found[1] :]) if found is not None else (CreditLine(), text)
    rest = rest.lstrip(" ,;:.–—-|").strip()
    if said.told and _LETTER.fullmatch(rest):  # "(Ann Lee, 1991, USA) F"
        return _with(said, CreditLine(rating=ratings.letter(rest), told=1)), ""
    if rest and rest.count(" ") < _LEAST and not ends_sentence(rest):
        return None  # "THE TRI-VALLEY STAR * FILM"
    # "SALT (Home Video, $89.95)" is a list's line.
    return None if _BRACKETS_ALONE.fullmatch(rest) else (said, rest)


def _may_be_title(title: str) -> bool:
    return (
        0 < len(title) <= _LONGEST_TITLE
        and (title[0].isupper() or title[0].isdigit() or not title[0].isalpha() or not title[0].islower())
        and any(letter.isalnum() for letter in title)
        and label_of(title) is None
        and section_of(title) is None
        and not is_no_title(title)
        and not _PARTS.fullmatch(title)
        and not title.casefold().startswith(("by ", "reviewed by ", "review by ", "see also", "next week"))
    )


def _within(text: str) -> tuple[str, CreditLine, Rating | None] | None:
    """Title, facts and rating of a line that has all of them: "Salt (dir. Ann Lee, 84 min.) ***"."""
    if (square := _SQUARE.search(text)) is not None:
        return text[: square.start()], CreditLine(), ratings.labelled(square.group(1))
    head = head_of(text)
    if head is None or (head.rating is None and head.facts is None and head.said is None):
        return None
    said = head.said or CreditLine(told=1)
    facts = said.facts.with_(head.facts)
    return head.title, replace(said, facts=facts, original=said.original or head.original), head.rating


def _below(units: Sequence[Unit], lead: Lead) -> None:
    """Read the lines of facts under a head."""
    while lead.after < min(len(units), lead.index + _MOST_LINES):
        unit = units[lead.after]
        text = unit.text.replace("\t", " | ")
        if _RULE.match(text) or unit.tag == "figcaption":  # the title is underlined, or over a picture
            lead.after += 1
            continue
        stars = ratings.alone(text) if len(text) <= 40 else None
        more = (
            None
            if stars is not None
            else credit_line.whole(text, bracketed=text[:1] in "([" and text[-1:] in ")]")
        )
        if stars is None and (more is None or not (more.telling or more.dated)):
            return
        lead.said = _with(lead.said, more or CreditLine(rating=stars))
        lead.after += 1


def _with(said: CreditLine, more: CreditLine) -> CreditLine:
    return CreditLine(
        said.facts.with_(more.facts), said.people + more.people, said.rating or more.rating,
        said.original or more.original, said.told + more.told, said.labelled or more.labelled,
    )  # fmt: skip


def _chosen(units: Sequence[Unit], kinds: Sequence[str], leads: list[Lead]) -> list[Lead]:
    """The heads of one form that open entries; none where they do not."""
    form = leads[0].form
    typographic = form.startswith(("h", "set off", "capitals"))
    ends = typographic or form in {"quoted", "marked"}  # a paragraph's end may say what its head does not
    if len(leads) < _LEAST_STRONG or (not ends and sum(lead.told for lead in leads) < _LEAST_STRONG):
        return []
    if not ends:
        leads = [lead for lead in leads if lead.told]
    kept: list[Lead] = []
    stops = [*(lead.index for lead in leads[1:]), len(units)]
    for lead, stop in zip(leads, stops, strict=True):
        text = _text_of(units, kinds, lead, stop)
        if text is None:
            continue
        if not lead.told:
            lead.strong = lead.told = _text_tells(units, lead, text, ends=ends)
        if lead.told or typographic:
            kept.append(lead)
    while form.startswith("h") and kept and not kept[-1].told:
        last = kept.pop()  # "Written by Ann Lee", "Further reading": the page's own
        if kept:
            kept[-1].stop = last.index
    told = [lead for lead in kept if lead.told]
    if typographic and told and not all(lead.rest for lead in kept):
        kept = [lead for lead in kept if lead.index >= told[0].index]
    if not is_habit(len(told), len(kept)) or len(told) < _LEAST_STRONG:
        return []
    if 2 * len({lead.title.casefold() for lead in kept}) <= len(kept):
        return []  # "Ann:" and "Bo:", under each title anew
    if len(told) < _LEAST and (
        not all(lead.strong for lead in kept) or _is_about_one(units[: told[0].index])
    ):
        return []
    return kept


def _text_tells(units: Sequence[Unit], lead: Lead, text: str, *, ends: bool) -> bool:
    """Whether the text under a head says what reviews say: where it begins ("B+ A widow"), or ends."""
    first = None if lead.rest else credit_line.beginning(units[lead.after].text)
    told = first is not None and (first[0].rating is not None or bool(ends and first[0].people))
    return told or (ends and _ends_told(text))


def _text_of(units: Sequence[Unit], kinds: Sequence[str], lead: Lead, stop: int) -> str | None:
    """The last words of what stands under a head; None where nothing does that could be a review."""
    if lead.rest and (lead.rest.count(" ") >= 3 or lead.told):
        last = lead.rest
    elif lead.after < stop and kinds[lead.after] in {"prose", "sentence", "short", "cast", "facts"}:
        last = units[lead.after].text
        if last.count(" ") < _LEAST and not (lead.told and ends_sentence(last)):
            return None
        short = (
            kinds[lead.after] == "short"
            and last.count(" ") < _LEAST_WRAPPED
            and _END_RATING.search(last) is None
        )
        if looks_like_name(last) or byline(last) is not None or (short and not ends_sentence(last)):
            return None
    else:
        return None
    for index in range(max(lead.after, lead.index + 1), min(stop, lead.after + 12)):
        if _ends_told(last):
            break
        if kinds[index] in {"section", "end"}:
            break
        if kinds[index] in {"prose", "sentence", "short", "facts", "rating", "credits", "label"}:
            last = units[index].text
    return last


@lru_cache(maxsize=512)  # what stands under one head stands under others above it, too
def _ends_told(text: str) -> bool:
    """Whether a paragraph ends as reviews do: with a rating, or with facts; a signature may follow."""
    text = _SIGNED.sub("", text)
    label, colon, value = text.partition(":")
    known = label_of(label, beside=True) if colon and len(label) <= _LONGEST_LABEL else None
    if known is not None and known.field == RATING and ratings.labelled(value.strip()) is not None:
        return True
    return (
        _END_RATING.search(text[-60:]) is not None
        or closing(text) is not None
        or credit_line.ending(text) is not None
        or credit_line.whole(text) is not None
    )


def _is_about_one(front: Sequence[Unit]) -> bool:
    """Whether the page's first heading says that the page reviews one film."""
    heading = next((undress(unit.text) for unit in front if unit.tag == "h1"), None)
    return heading is not None and (
        heading.year is not None or (heading.review and not heading.title.endswith("s"))
    )


def parted(units: Sequence[Unit], leads: Sequence[Lead]) -> tuple[list[Unit], list[tuple[int, Lead]]]:
    """The units with each head and the text behind it parted; and where the heads are among them."""
    by_index = {lead.index: lead for lead in leads}
    result: list[Unit] = []
    places: list[tuple[int, Lead]] = []
    stop = leads[-1].stop if leads else 0
    for index, unit in enumerate(units[: stop or None]):
        lead = by_index.get(index)
        if lead is not None:
            places.append((len(result), lead))
            result.append(unit.with_text(unit.text[: len(unit.text) - len(lead.rest)].rstrip()))
            rest = unit.text if lead.rest[:1].islower() else lead.rest  # "Salt Road is a slow drama of ..."
            if rest:
                result.append(replace(unit, text=rest, gap=0, tag="p" if unit.tag else "", lead=0))
        else:
            result.append(unit)
    return result, places
