"""How far two values agree, with the reason in words: names, titles, years, ids. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from graph.names import fold, letters, likeness, parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.reconciling.properties import Kind


class Alike(NamedTuple):
    """Points from 0 to 100, and why."""

    points: float
    reason: str


#: Points by the method of :func:`graph.names.likeness`; a likeness of spelling alone earns less.
_POINTS = {
    "exact": 100.0,
    "name order and spacing": 98.0,
    "romanisation key": 95.0,
    "romanisation": 92.0,
    "name parts": 88.0,
}
#: Pinyin and Wade-Giles without their marks are read alike for several names: never safe alone.
_COARSE_POINTS = 92.0
#: A likeness of spelling at most earns the points; at the least likeness and below, none.
_MOST_SPELLED, _LEAST_SPELLED, _BEST_SPELLED = 90.0, 0.55, 0.97

#: An id of IMDb (the group is its beginning) or of Wikidata, or an address that ends in one.
EXTERNAL_ID = re.compile(r"(?:https?://\S+/)?(?:(tt|nm)\d{5,12}|Q[1-9]\d{0,11})/?")

_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_YEAR_AFTER = re.compile(r"\s*[(\[]\s*(?:1[89]|20)\d\d\s*[)\]]\s*$")
_ARTICLE = re.compile(r"^(?:the|an?|le|la|les|un|une|der|die|das|el|los|las|il|lo|gli|o|os|as) (?=.)")
_ARTICLE_BEHIND = re.compile(r"^(.+), (the|an?|le|la|les|der|die|das|el|los|las|il|lo)$", re.IGNORECASE)
_NUMERAL = re.compile(r"\d+|[ivx]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")

#: What a job is called elsewhere.
_JOBS = {
    "actress": "actor", "acting": "actor", "cast": "actor", "cast member": "actor", "performer": "actor",
    "star": "actor", "voice actor": "actor", "directing": "director", "directed": "director",
    "film director": "director", "filmmaker": "director", "screenwriter": "writer", "screenplay": "writer",
    "script": "writer", "author": "writer", "writing": "writer", "producing": "producer",
    "director of photography": "cinematographer", "dp": "cinematographer", "dop": "cinematographer",
    "cinematography": "cinematographer", "camera": "cinematographer", "film editor": "editor",
    "editing": "editor", "music": "composer", "music by": "composer", "score": "composer",
}  # fmt: skip


@lru_cache(maxsize=32768)
def name_points(asked: str, name: str) -> Alike:
    """How alike two people's (or characters') names are, whatever the spelling and order."""
    found = likeness(asked, name)
    points = _POINTS.get(found.method)
    if points is None:
        points = _spelled(found.score)
    elif found.method == "romanisation key" and parse(asked).culture == "chinese":
        points = _COARSE_POINTS
    return Alike(points, found.reason)


@lru_cache(maxsize=32768)
def title_points(asked: str, title: str) -> Alike:
    """How alike two titles are: articles, punctuation, spaces and a year behind them aside."""
    quoted = f"'{asked}' and '{title}'"
    one, other = _title(asked), _title(title)
    if one == other:
        return Alike(100.0, f"{quoted} are the same title")
    bare = [_ARTICLE.sub("", text) for text in (one, other)]
    if bare[0] == bare[1]:
        return Alike(98.0, f"{quoted} differ in an article only")
    if letters(bare[0]) == letters(bare[1]):
        return Alike(96.0, f"{quoted} differ in spaces only")
    short, long = sorted(bare, key=len)
    points = _spelled(fuzz.ratio(short, long) / 100)
    if long.startswith(short + " ") and len(short) > 3:
        points = max(points, 70.0)
    if _numerals(one) != _numerals(other):
        # "Rocky II" and "Rocky III" are a letter apart, and two films.
        points = min(points, 50.0)
    return Alike(points, f"{quoted} are alike to {points:.0f} of 100")


def agreement(kind: Kind, asked: str, known: str) -> float:
    """How far two values of a property agree, from 0 to 1."""
    return _COMPARE[kind](asked, known)


def _worth(points: float) -> float:
    # Another name that happens to look alike is no agreement.
    return points / 100 if points >= 70 else 0.0


def _numbers(asked: str, known: str) -> float:
    one, other = _NUMBER.search(asked), _NUMBER.search(known)
    if one is None or other is None:
        return 0.0
    return max(0.0, 1.0 - abs(float(one[0]) - float(other[0])) / 10)


def _dates(asked: str, known: str) -> float:
    """A year, or a year and month, agrees with the dates in it; two dates of one year nearly do."""
    one, other = asked.strip()[:10], known[:10]
    if one and other.startswith(one):
        return 1.0
    return _years(one, other, (0.4,))


def _jobs(asked: str, known: str) -> float:
    one, other = fold(asked), fold(known)
    return float(_JOBS.get(one, one) == _JOBS.get(other, other))


def without_year(title: str) -> str:
    """A title without the year in brackets that may stand behind it."""
    return _YEAR_AFTER.sub("", title) or title


def _title(text: str) -> str:
    text = without_year(text)
    behind = _ARTICLE_BEHIND.match(text.strip())
    text = f"{behind[2]} {behind[1]}" if behind else text
    return fold(text.replace("&", " and ")).replace("-", " ") or text.casefold()


def _numerals(text: str) -> list[str]:
    """The numbers of a title but for its first word, which may be a name (X, I)."""
    return [word for word in text.split()[1:] if _NUMERAL.fullmatch(word)]


def _spelled(score: float) -> float:
    share = (score - _LEAST_SPELLED) / (_BEST_SPELLED - _LEAST_SPELLED)
    return round(_MOST_SPELLED * min(max(share, 0.0), 1.0), 1)


def _years(asked: str, known: str, by_distance: tuple[float, ...]) -> float:
    one, other = _YEAR.search(asked), _YEAR.search(known)
    if one is None or other is None:
        return 0.0
    distance = abs(int(one[0]) - int(other[0]))
    return by_distance[distance] if distance < len(by_distance) else 0.0


def _id(text: str) -> str:
    """An id, or the end of an address that is one."""
    return re.split(r"[/?#]", text.strip().rstrip("/"))[-1].casefold()


_COMPARE: dict[Kind, Callable[[str, str], float]] = {
    "person": lambda asked, known: _worth(name_points(asked, known).points),
    "title": lambda asked, known: _worth(title_points(asked, known).points),
    "year": lambda asked, known: _years(asked, known, (1.0, 0.8, 0.3)),
    "birth": lambda asked, known: _years(asked, known, (1.0, 0.5)),
    "number": _numbers,
    "date": _dates,
    "id": lambda asked, known: float(_id(asked) == _id(known)),
    "job": _jobs,
    "word": lambda asked, known: float(fold(asked) == fold(known)),
}
