"""How one line may be the head of a capsule: its title, what it says of the film, and the text behind it.

A line may be cut in several ways: at the end of what its markup sets off, behind quotation marks or capitals,
before brackets, or not at all. Which of them is the page's own, and whether a line is a head at all, only the
whole page says (:mod:`graph.sources.columns.capsules`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from graph.records import Rating
from graph.sources.columns import critics_key
from graph.sources.columns.entry_heads import head_of
from graph.sources.facts import credit_line, ratings
from graph.sources.facts.credit_parts import CreditLine
from graph.sources.facts.jobs import label_of
from graph.sources.facts.titles import is_no_title, upright
from graph.sources.layout.section_words import section_of
from graph.sources.lines import ends_sentence
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.sources.lines import Unit

_LONGEST_TITLE, _LONGEST_LINE = 100, 240
#: A line that ends no sentence is text where it has so many words, and a row's cell where it has more.
_LEAST_WORDS, _LEAST_CELL = 3, 6
#: How many lines of facts are looked at under a head.
_MOST_LINES = 9
_NUMBER = regex(r"^(?:#\s?)?\d{1,2}[.):]\s+(?=\S)|^(?:#|No\. ?)\d{1,2}\s+(?:[-–—:]\s+)?(?=\S)")
_QUOTED = regex(r"^[\"“„«]\s?(?P<title>[^\"“”„«»]{1,100}?)[,.]?\s?[\"”“»](?=$|[\s,.:;(\[–—-])")
#: The title goes on behind its comma or colon: "HOLD THE LINE, MRS. ORR (***)", but not in "SALT, USA (R)".
_SHOUTED = (
    r"\s*(?!(?:USA?|UK|GB|USSR|BRD|DDR|PG|NC|NR|UNRATED|BOMB|DUD|DIR)\b)"
    r"[A-ZÀ-ÖØ-Þ'’][A-ZÀ-ÖØ-Þ'’][^a-zà-öø-ÿ()\[\];:]{0,50}?[(\[*★]"
)
_CAPITALS = regex(
    rf"^(?P<title>[^a-zà-öø-ÿ(\[–—★*|]{{1,80}}?)(?=\s*[(\[|]|\s+(?:18[89]|19\d|20[0-4])\d\s|"
    rf"\s*[:;]\s(?!{_SHOUTED})|\s*[–—]|\s--?\s|\.\s+(?:[A-Z]?[a-zà-ö ]|\()|,\s(?!{_SHOUTED})|\s+[*★½]|$)"
)
_BRACKETED = regex(r"^(?P<title>[^\s(\[][^(\[]{0,99}?)[\s,]*[(\[](?P<inside>[^)\]]{1,200})")
#: What stands in small print: without one of these there is none.
_MAY_TELL = regex(  # each begins with a letter or a mark, so that the rest is looked past quickly
    r"[\d*★☆½:]|[Dd]ir(?:(?<=\b[Dd]ir)|ected)|[Ww]ith(?<=\b[Ww]ith)\b|[Ss]tarring|[Rr]egi|"
    r"(?:avec(?<=\bavec)|mit(?<=\bmit)|con(?<=\bcon)|me[td](?<=\bme[td]))\b|[Rr]ated|"
    r"[A-Z/-](?<=^[A-Z/-])[A-Z/-]{0,4}$"
)
#: "_Salt_ (1994)", "*Salt* (1994)", as plain text sets off a title.
_MARKED_UP = regex(
    r"^(?:_(?P<one>[^_\n]{1,90})_|\*(?P<two>[^*\s][^*\n]{0,88}[^*\s])\*|/(?P<three>[^/\s][^/\n]{0,88})/)"
    r"(?=\s|[,.:(]|$)"
)
_BRACKETS_ALONE = regex(r"[(\[][^()\[\]]*[)\]]\.?")
_LETTER = regex(r"[A-F]")
_SQUARE = regex(r"\s*\[(\d{1,2}(?:\.\d)?)\]\s*$")
_STARS_FIRST = regex(r"^(?P<stars>\*(?:\s?\*){0,4}(?:\s?(?:1/2|½))?|[★⭐✭☆✩⯪⯨½]{1,10}|BOMB|DUD)\s+(?=\S)")
_STARS_LAST = regex(r"\s+(?P<stars>\*(?:\s?\*){0,4}(?:\s?(?:1/2|½))?|[★⭐✭☆✩⯪⯨½●]{1,10})$")
_RULE = regex(r"^(?:[-–—_=~#*·•+]\s?){3,}$")
#: What the parts of one film's review are called: no titles.
_PARTS = regex(
    r"(?:the )?(?:story|plot|acting|performances?|cast|directing|direction|music|score|soundtrack|visuals?|"
    r"cinematography|sound|video|audio|picture|image|extras|special features|features|verdict|overall|"
    r"conclusion|"
    r"good|bad|ugly|pros|cons|summary|synopsis|final thoughts|bottom line|technical|script|screenplay|"
    r"writing|effects|"
    r"rating|ratings|scores?|transfer|packaging|replay value|what works|what doesn[’']t|introduction|"
    r"background)",
    re.IGNORECASE,
)


#: "9 -A.L.", at the end of a paragraph.
_SIGNING = regex(r"(?:\d{1,2}|[*★½]+) ?(?:--?|[–—]) ?(?:[A-Z](?:\. ?|$)?){2,3}")
#: What a page says of films that it has not seen yet: "COMING IN MAY".
_ANNOUNCED = regex(
    r"coming (?:up\b|soon\b|next\b|attractions|in (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))",
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


class Raw(NamedTuple):
    """A line cut as a form cuts it: the title, and what stands behind it; not yet read."""

    place: int
    form: str
    title: str
    rest: str = ""
    stars: str = ""


def raw_heads(units: Sequence[Unit], index: int) -> Iterator[Raw]:
    """How a unit may be the head of an entry, once for each form that it has."""
    unit = units[index]
    text = unit.text.replace("\t", " ")
    if unit.is_heading:
        if unit.tag != "h1" and len(text) <= _LONGEST_LINE:
            yield Raw(index, unit.tag, text)
        return
    if 0 < unit.lead <= _LONGEST_TITLE:
        yield Raw(index, f"set off {unit.tag}", text[: unit.lead], text[unit.lead :])
    if "\t" in unit.text:
        title, *told, last = unit.text.split("\t")
        facts = [part for part in told if ratings.alone(part) is None]
        said = next((part for part in told if ratings.alone(part) is not None), "")
        if len(title) <= _LONGEST_TITLE and last.count(" ") > _LEAST_CELL:
            yield Raw(index, "row", title, f"({', '.join(facts)}) {last}" if facts else last, said)
    before = _STARS_FIRST.match(text)
    stars = before.group("stars") if before is not None else ""
    text = _NUMBER.sub("", text[before.end() :] if before is not None else text)
    for form, pattern in (("quoted", _QUOTED), ("capitals", _CAPITALS), ("marked", _MARKED_UP)):
        if (found := pattern.match(text)) is not None:
            title = next(part for part in found.groups() if part)
            if form != "capitals" or (
                _is_shouted(title)
                and ("\t" not in unit.text or unit.text.startswith(title))
                and not critics_key.is_key(text)
            ):
                yield Raw(index, form, title, text[found.end() :], stars)
    if not text[:1].isupper() and not text[:1].isdigit():
        return
    below = units[index + 1].text if index + 1 < len(units) else ""
    if (
        len(text) <= _LONGEST_TITLE
        and not text.endswith((".", ":", ";", ","))
        and (_MAY_TELL.search(text) or _MAY_TELL.search(below[:_LONGEST_LINE]) or _RULE.match(below))
    ):
        yield Raw(index, "line", text, "", stars)
    found = _BRACKETED.match(text) if "(" in text or "[" in text else None
    if found is not None and _MAY_TELL.search(found.group("inside")) and ". " not in found.group("title"):
        title = found.group("title")
        yield Raw(index, "bracketed", title, text[found.end("title") :], stars)


def _is_shouted(title: str) -> bool:
    letters = [letter for letter in title if letter.isalpha()]
    return bool(letters) and all(letter.isupper() for letter in letters)


def lead_of(units: Sequence[Unit], raw: Raw) -> Lead | None:
    """A head with what it says; None where it can be none."""
    index, form, title, rest = raw.place, raw.form, raw.title, raw.rest
    rating = _starred(raw.stars) if raw.stars else None
    title = _NUMBER.sub("", title.strip())
    said = CreditLine()
    if (stars := _STARS_FIRST.match(title)) is not None:
        rating, title = _starred(stars.group("stars")), title[stars.end() :]
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


def _starred(stars: str) -> Rating | None:
    """The rating before a title; one empty star is none, where others are full."""
    return Rating("0") if stars == "☆" else ratings.alone(stars)


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
    if rest and rest.count(" ") < _LEAST_WORDS and not ends_sentence(rest):
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
        and not _ANNOUNCED.match(title)
        and not _SIGNING.fullmatch(title)
        and not title.casefold().startswith(("by ", "reviewed by ", "review by ", "see also", "next week"))
    )


def _within(text: str) -> tuple[str, CreditLine, Rating | None] | None:
    """Title, facts and rating of a line that has all of them: "Salt (dir. Ann Lee, 84 min.) ***"."""
    if (square := _SQUARE.search(text)) is not None:
        return text[: square.start()], CreditLine(), ratings.labelled(square.group(1))
    head = head_of(text)
    if head is None:
        return None
    told = head.rating is not None or head.facts is not None
    if not told and head.said is None and head.original is None:
        return None
    said = head.said or CreditLine(told=int(told))
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
            if not lead.said.told or not _is_labelled(text):
                return
            lead.after += 1  # "Music: None" among them tells nothing, and ends nothing
            continue
        lead.said = _with(lead.said, more or CreditLine(rating=stars))
        lead.after += 1


def _is_labelled(text: str) -> bool:
    """Whether a short line is a label that facts stand behind, and no sentence."""
    label, colon, value = text.partition(":")
    short = bool(colon) and len(label) <= _LONGEST_LABEL and len(value) <= _LONGEST_VALUE
    return short and label_of(label.strip(), beside=True) is not None and not ends_sentence(value)


_LONGEST_LABEL, _LONGEST_VALUE = 30, 80


def _with(said: CreditLine, more: CreditLine) -> CreditLine:
    return CreditLine(
        said.facts.with_(more.facts), said.people + more.people, said.rating or more.rating,
        said.original or more.original, said.told + more.told, said.labelled or more.labelled,
    )  # fmt: skip
