"""The line that heads an entry: title, rating and small facts, in every order that print has for them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from graph.records import DIRECTOR, Rating
from graph.sources.facts import credit_line, nations, ratings
from graph.sources.facts.credit_lists import Credited
from graph.sources.facts.credit_parts import CreditLine
from graph.sources.facts.jobs import TITLE, label_of
from graph.sources.facts.people import looks_like_name
from graph.sources.facts.small_facts import SmallFacts, in_brackets, part_of
from graph.sources.facts.titles import is_no_title, upright, with_original
from graph.sources.patterns import regex

STARS = r"(?:(?:1/2|½)\s?\*|\*(?:\s?\*){0,4}(?:\s?(?:1/2|½))?|[★⭐✭✮✯☆✩✰⯪⯨½]{1,10}(?:\s?1/2)?|[●○]{3,5})"
#: "*** out of ****", "★★★/★★★★★".
_OUT_OF = regex(
    rf"(?P<said>{STARS})\s*(?:out of|/)\s*(?P<best>\*{{3,5}}|★{{3,10}}|four|five|ten|4|5|10)(?!\w):?",
    re.IGNORECASE,
)
COUNTED = (
    r"(?:\d(?:\.\d)?\s*(?:½|1/2)?\s*(?:stars?\s+)?(?:out\s+)?of\s+(?:\d{1,2}|four|five)(?:\s+stars?)?|"
    r"\d(?:\.\d)?\s*(?:½|1/2)?\s*/\s*(?:4|5|10)(?:\s*stars?)?|\d{1,2}\s*/\s*(?:10|100)|"
    r"\d[.,]\d\s*/\s*\d{1,2}|"
    r"\d{2,3}\s?%|"
    r"(?:\d(?:\.\d)?|zero|no|one|two|three|four|five)(?:\s*(?:½|1/2)|\s+and (?:a|one)[\s-]half)?[\s-]+stars?"
    r"(?:\s+out of (?:\d{1,2}|four|five))?|half a star|(?:two\s+)?thumbs?[\s-]+(?:up|down))"
)
_GRADE = r"(?:[A-F][+\-−–]?|DUD|BOMB|Dud|Bomb)"
_SEPARATOR = r"\s*(?:/|\||:|,|;|\.{2,}|…|[–—]|--|\s-)\s*"
_RATED_END = regex(  # letters are looked past
    r"(?:(?=[\s/|:,;.…–—-])|(?<=[\"”’')]))"
    rf"(?:(?:{_SEPARATOR}|(?<=[\"”’')])\s*|\s+)(?P<stars>{STARS}|{COUNTED}|(?:(?<=/ )|(?<=/)|"
    rf"(?<=[\"”)\]] ))1/2|"
    r"(?<=[\"”)\]] )(?:BOMB|DUD|TURKEY|[o0]))|"
    rf"{_SEPARATOR}(?P<grade>{_GRADE}))$",
    re.IGNORECASE,
)
_RATED_START = regex(rf"^(?:(?P<stars>{STARS})|[(\[](?P<inside>[^()\[\]]{{1,12}})[)\]])\s+(?=[\"“\w])")
BRACKETS_END = regex(r"\s*[(\[]([^()\[\]]{0,140})[)\]]$")
_FACT_END = regex(r"(?P<mark>\s*[|·•‧]\s*|\s+[-–—/]+\s+|,\s+)(?P<fact>(?:(?! [-–—/]+ )[^|·•‧,(){}]){1,24})$")
#: "*** The Reel List, the listings you asked for ***"
_DECORATED = regex(r"^(?P<mark>[*★]+) ?\w.* ?(?P=mark)$")
_BETWEEN = regex(
    r"\s*[|·•‧\t]\s*|\s+(?:[-–—/=]|--)\s+|(?<=[^\W\d)])/\s*(?=\d(?:\.\d)? stars?\b|[A-Z]{1,2}\b|PG)"
)
_LEAST_PARTS = 2
_WHEN = regex(r"\b(?:Mon|Tue|Tues|Wed|Thu|Thurs|Fri|Sat|Sun)(?:day)?s?\b\.?.{0,12}\d|\b\d{1,2}:\d\d\b(?! ?h)")
#: "Salt / *** (Apta)": whatever stands in brackets behind a slash and stars says who may see the film.
_SLASH_STARS, _LONGEST_MARK = regex(rf"\S\s*/\s*{STARS}\s*$"), 24
_LEADERS = regex(r"(?:\s\.){2,}\s")
#: What stands before a rating: "(PG-13) Grade: B+".
_CALLED = regex(
    r"[\s,;:|/–—-]*\b(?:grade|rating|score|stars|verdict|note|nota|voto|betyg|wertung|our rating)\s*:?$",
    re.IGNORECASE,
)
_CALLED_RATED = ("rated ", "certificate ", "cert. ", "running time ")
#: In which version a cinema plays the film: "Salt (Corée du Sud) V.O.", "Salt (VOST)".
_VERSION = regex(
    r"(?<=\S)\s+[(\[]?(?:V\.?O\.?(?:S\.?T?\.?F?\.?|SE)?|V\.F\.|VF|OmU|OmeU|OmengU|OV|3-D)[)\]]?$"
)
_WORDS = {"four": "4", "five": "5", "ten": "10"}
#: What a digest in plain text sets before each title.
_MARKERS = frozenset({"> ", "» ", "▶ ", "► ", "• "})
QUOTES = '"“”„«»'
#: "Salt Road (B)", where the page's other heads have grades with signs.
GRADE_END = regex(r"(?<=[\w!?.’'\")]) \((?P<grade>[A-DF][+−–-]?)\)$")
#: One empty star, where others are full; half a star without any.
_ALONE = {"☆": Rating("0"), "1/2": Rating("0.5"), "o": Rating("0"), "0": Rating("0")}
#: A line of more words that ends in a full stop is a sentence.
_MOST_STOPPED = 6


@dataclass(frozen=True, slots=True)
class Head:
    """What the line that heads an entry says. ``strong``: its very form is that of a list of reviews."""

    title: str
    rating: Rating | None = None
    facts: SmallFacts | None = None
    strong: bool = False
    bracketed: bool = False
    original: str | None = None
    said: CreditLine | None = None


def stars_alone(text: str) -> Rating | None:
    """A rating that stands alone under a title, in the column's own short forms too: "1/2" of a star."""
    return _ALONE.get(text.strip()) or ratings.alone(text)


@lru_cache(maxsize=1_024)  # one form of page after the other is tried on the same lines
def head_of(text: str) -> Head | None:  # noqa: C901, PLR0911, PLR0912, PLR0915 (a branch a form)
    """The title, rating and small facts of a line such as ``"Title" (1999) ***1/2`` or ``Title / ** (R)``."""
    text = text[2:] if text[:2] in _MARKERS else text
    rest = " ".join((_LEADERS.sub(" ... ", text) if text.count(".") > 1 else text).split())
    if not rest or len(rest) > 170:
        return None
    if rest[:2] in {"**", "* ", "★★"} and _DECORATED.match(rest) is not None:
        return None
    parted_head = _of_parts(text)
    if parted_head is not None:
        return parted_head
    rest = _VERSION.sub("", rest)
    rating: Rating | None = None
    if (scaled := _OUT_OF.search(rest)) is not None:
        rating, rest = (
            _scaled(scaled),
            f"{rest[: scaled.start()].rstrip()} {rest[scaled.end() :].lstrip()}".strip(),
        )
    facts: SmallFacts | None = None
    slash = bracketed = False
    credits_: CreditLine | None = None
    if (found := _RATED_START.match(rest)) is not None:
        first = ratings.alone(found.group("stars") or found.group("inside"))
        rating, rest = (first, rest[found.end() :]) if first is not None else (rating, rest)
    quoted_all = rest[0] in QUOTES
    for _ in range(6):
        if rest[-2:] in {" /", " |"}:  # "Salt / 4 out of 5 / (15)"
            slash, rest = slash or rest[-1] == "/", rest[:-2].rstrip()
        brackets = BRACKETS_END.search(rest) if rest[-1:] in {")", "]"} else None
        if brackets is not None and brackets.start() > 0:
            inside = brackets.group(1).strip()
            stars = ratings.alone(inside) if inside else None
            small = in_brackets(inside) or certificate(inside)
            line = credit_line.whole(inside, bracketed=True) if inside and stars is None else None
            if line is not None and line.is_small:  # facts in any order and with any marks between them
                small, line = line.facts, None
            line = line if small is None or small.rest or (line is not None and line.complete) else None
            if line is not None and stars is None and (small is None or line.people):
                credits_ = line
            elif stars is not None and rating is None:
                rating = stars
            elif small is not None or not inside:
                facts = small if facts is None else facts.with_(small)
                bracketed = True
            elif len(inside) <= _LONGEST_MARK and _SLASH_STARS.search(rest[: brackets.start()]):
                facts, bracketed = SmallFacts(content_rating=inside).with_(facts), True
            else:
                break
            rest = rest[: brackets.start()].rstrip()
            slash = slash or (stars is not None and rest.endswith("/"))
            continue
        parted = _FACT_END.search(rest)
        small = (
            _parted_fact(parted, sure=facts is not None)
            if parted is not None and parted.start() > 0
            else None
        )
        if parted is not None and small is not None:
            facts = small if facts is None else facts.with_(small)
            rest = rest[: parted.start()].rstrip()
            continue
        ends = _RATED_END.search(rest) if rating is None else None
        if ends is None or ends.start() == 0:
            break
        said = ends.group("stars") or ends.group("grade")
        found_rating = (
            (stars_alone(said) or ratings.labelled(said))
            if ends.group("stars")
            else (ratings.labelled(said) if said[0].isupper() or "/" in said else None)
        )
        if found_rating is None:
            break
        rating = found_rating
        slash = "/" in rest[ends.start() : ends.end() - len(said)]
        rest = _CALLED.sub("", rest[: ends.start()].rstrip())
    rest = rest.strip(" ,:;|/–—-=")
    quoted = quoted_all and len(rest) > 2 and rest[-1] in QUOTES
    title = rest.strip(QUOTES).rstrip(",").strip() if quoted else rest
    if len(title) > 2 and (title[0] == title[-1] in "_*" or (title[0] in "'‘" and title[-1] in "'’")):
        title = title[1:-1]
    if rating is not None and not quoted and title.endswith(".") and title.count(" ") >= _MOST_STOPPED:
        return None  # "... and that is all there is. 2/5" ends a review
    if not title or len(title) > 120 or is_no_title(title) or not any(mark.isalnum() for mark in title):
        return None
    if (
        title.casefold().startswith(_CALLED_RATED) and part_of(title) is not None
    ):  # "Rated PG-13 | 102 min | ***"
        return None
    title, original = with_original(title)
    strong = rating is not None and (quoted or slash)
    return Head(upright(title), rating, facts, strong, bracketed, original, credits_)


def _scaled(found: re.Match[str]) -> Rating | None:
    """A rating whose scale stands behind it, in stars, a word or a figure."""
    rating, best = ratings.alone(found.group("said")), found.group("best")
    if rating is None:
        return None
    of = str(len(best)) if best[0] in "*★" else _WORDS.get(best.casefold(), best)
    return Rating(rating.value, of)


def graded(text: str) -> Head | None:
    """A head on a page that has grades in brackets: there "(B)" is one, too, and no certificate."""
    found = GRADE_END.search(text)
    if found is None:
        return head_of(text)
    head = head_of(text[: found.start()])
    return replace(head, rating=ratings.letter(found.group("grade"))) if head is not None else None


def _of_parts(text: str) -> Head | None:
    """A head whose parts stand between bars, dashes, slashes or tabs: a title, and nothing but facts."""
    parts = [part.strip() for part in _BETWEEN.split(text.strip())]
    if len(parts) < _LEAST_PARTS or not parts[0] or not all(parts):
        return None
    first = in_brackets(parts[0])
    if first is not None and first.telling and not first.rest:  # "Rated PG-13 | 102 min | ***"
        return None
    title, rating, facts = parts[0], None, SmallFacts()
    names: list[tuple[tuple[str, ...], Credited]] = []
    if len(parts) > _LEAST_PARTS and _WHEN.search(parts[-1]):  # "... / B / Kresge, Sat. 7:30"
        parts.pop()
    for part in parts[1:]:
        brackets = BRACKETS_END.search(part)
        inside = in_brackets(brackets.group(1)) if brackets is not None and brackets.start() else None
        if brackets is not None and inside is not None and not inside.rest:  # "B (PG)"
            facts, part = facts.with_(inside), part[: brackets.start()]  # noqa: PLW2901
        label, colon, value = part.partition(":")
        rated = ratings.labelled(value) if colon and label_of(label, beside=True) else None
        said = rated or ratings.alone(part) or (ratings.letter(part) if part[:1].isupper() else None)
        small = in_brackets(part)
        if small is not None and not small.rest:
            facts = facts.with_(small)
        elif said is not None and rating is None:
            rating = said
        elif looks_like_name(part) and not names:
            names = [((DIRECTOR,), Credited(part))]
        else:
            return None
    label, colon, value = title.partition(":")
    known = label_of(label) if colon else None
    title = value.strip() if known is not None and known.field == TITLE else title
    if (rating is None and not (names and facts.year)) or (names and not facts.year) or is_no_title(title):
        return None
    if ". " in title or title.endswith("."):
        return None
    head = head_of(title) if "(" in title or "[" in title else None
    if head is not None:
        title, facts = head.title, facts.with_(head.facts)
    line = CreditLine(facts, names, told=2) if names else None
    sure = rating is not None and (title[0] in QUOTES or "/" in text or len(parts) > _LEAST_PARTS)
    return Head(upright(title.strip(QUOTES).rstrip(",")), rating, facts, sure, said=line)


def _parted_fact(found: re.Match[str], *, sure: bool) -> SmallFacts | None:
    """What a bar, a dash or a comma parts from a title: "Salt - R - 104 min."; behind a comma only a time."""
    small = in_brackets(found.group("fact"))
    if small is None or small.rest or not small.telling:
        return None
    return small if sure or found.group("mark").strip() != "," or small.minutes is not None else None


def certificate(text: str) -> SmallFacts | None:
    """What brackets alone say behind a title: who may see the film."""
    found = nations.certificate(text)
    return SmallFacts(content_rating=found) if found is not None else None
