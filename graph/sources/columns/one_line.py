"""Lines that pack several things into one: a pocket guide's entries, and the stars of several critics."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.sources.facts import credit_lists, people
from graph.sources.facts.jobs import label_of
from graph.sources.lines import sentences
from graph.sources.patterns import regex

if TYPE_CHECKING:
    import re

    from graph.sources.lines import Unit

_STARS = r"(?:(?:1/2|½)\s?\*|\*{1,5}(?:\s?(?:1/2|½))?|[★⭐½]{1,6}|BOMB|DUD|TURKEY)"
#: ``Otto (1978) ** D: Max Orr. Leo Pine, Dot Weems. A cop who cannot count ... [R]``; between the year and
#: the director may stand the stars, whether it is in colour, how long it is and who may see it, in any order.
_POCKET = regex(
    r"^(?P<title>[^()\n]{1,90})\s\((?P<year>(?:18[89]|19\d|20[0-4])\d)"
    r"(?:[-,/ ]{1,2}[A-Z][A-Za-z.&/ -]{0,30})?\)[.,:]?\s*"
    r"(?P<facts>[^\n]{0,60}?)\s*(?<![A-Za-z])"
    r"(?:D|Dir|Directed by|Director)(?:[:.]|(?<=by))\s+(?P<rest>\S.{30,})$"
)
_FACT = regex(
    rf"\s*[,;.(\[]*(?:(?P<stars>{_STARS})|(?:(?:B&W|B/W|b&w|b/w|[Cc]olou?r|Col|C)(?:[-,/. ]+|$))?"
    r"(?:(?P<minutes>\d{2,3})\s*(?:mins?\b|m\b|minutes)|"
    r"(?P<rated>(?:NC-17|PG-13|PG|[RGMXU]|NR|Not rated|Unrated)(?=[\s\])]|$))"
    r"|(?<=[-,/. ])|$))[\])]?[,;.]*"
)
_NAME = r"[^\W\d_a-z][\w.’'-]*(?:\s+[^\W\d_a-z][\w.’'-]*){0,2}"
_SCORE = rf"(?:{_STARS}|\d{{1,2}}(?:[.,]\d)?(?:\s?/\s?\d{{1,3}})?|[A-F][+−–-]?|\d{{1,3}} ?%)(?=$|[\s,;|·)\]])"
_WHO = (
    r"(?:[^\W\d_a-z][\w.’'-]*(?:\s+(?:[a-z]{1,3}\s)?[^\W\d_a-z][\w.’'-]*){1,2}|"
    r"[A-Z]\.?\s?[A-Z]\.?[A-Z]?\.?)"
)
#: ``Ann Lee: 8   Bo Park: 7``, ``AL: B+  BP: A-``; and behind a title in the column before them.
_SCORES = regex(rf"^{_WHO}:\s*{_SCORE}(?:\s*[,;|·/]?\s+{_WHO}:\s*{_SCORE}){{1,7}}\.?$")
_ONE_SCORE = regex(rf"{_WHO}:\s*{_SCORE}")
#: What is said of a unit that stood for several critics on one line.
LISTED = "critics on one line"
#: ``Addison ***, Farrow **``
_SEVERAL = regex(rf"^{_NAME}:?\s+{_STARS}(?:[,;]\s+{_NAME}:?\s+{_STARS}){{1,7}}\.?$")
_BETWEEN = regex(rf"(?<=[*★⭐½2])[,;]\s+(?={_NAME}:?\s+{_STARS})")


def parted(unit: Unit) -> list[Unit]:
    """The unit as the lines it stands for, all on the unit's own lines; the unit alone if it is but one."""
    pocket = _POCKET.match(unit.text)
    if pocket is not None:
        texts = _pocket(pocket) or [unit.text]
    elif len(unit.text) <= 160 and _SEVERAL.match(unit.text):
        texts = _BETWEEN.split(unit.text)
    elif len(unit.text) <= _LONGEST and (listed := _scores(unit)):
        return listed
    else:
        return [unit]
    return [
        replace(unit, text=text, gap=unit.gap if number == 0 else 0, tag="" if number == 0 else unit.tag)
        for number, text in enumerate(texts)
    ]


def _scores(unit: Unit) -> list[Unit]:
    """The critics' scores of one line, each a unit, behind the title in the column before them if any."""
    title, tab, said = unit.text.rpartition("\t")
    if ":" not in said or _SCORES.match(said) is None:
        return []
    lines = [found.group() for found in _ONE_SCORE.finditer(said)]
    if any(label_of(line.partition(":")[0], beside=True) is not None for line in lines):
        return []  # "Running Time: 98 Rating: B"
    units = [replace(unit, text=line, gap=0, lead=0, hints=LISTED) for line in lines]
    return (
        [replace(unit, text=title, lead=0), *units] if tab else [replace(units[0], gap=unit.gap), *units[1:]]
    )


_LONGEST = 200


def _pocket(found: re.Match[str]) -> list[str]:
    """Head, director, cast (where the second sentence is but names), facts and text; [] for no entry."""
    said = _facts(found.group("facts"))
    rest = found.group("rest")
    spans = sentences(rest)
    made = rest[slice(*spans[0])]
    credited, refused = credit_lists.crew(made)
    if said is None or refused or not credited or len(spans) < 2:
        return []
    stars, facts = said
    mark = ":" if stars[:1].isalpha() else ""  # "Zero (1995): BOMB" is a head, too
    texts = [f"{found.group('title')} ({found.group('year')}){mark} {stars}".rstrip()]
    texts.append(f"Director: {_unstopped(made)}")
    listed = rest[slice(*spans[1])]
    names = [one.strip() for one in _unstopped(listed).split(",")]
    has_cast = len(spans) > 2 and all(people.looks_like_name(name) for name in names)
    texts += [f"Cast: {_unstopped(listed)}"] if has_cast else []
    return [*texts, *facts, rest[spans[2 if has_cast else 1][0] :]]


def _unstopped(sentence: str) -> str:
    """A sentence without the full stop that ends it."""
    return sentence.strip().removesuffix(".")


def _facts(text: str) -> tuple[str, list[str]] | None:
    """The stars and the facts between a year and a director; None where something else stands there, too."""
    stars, minutes, rated = "", "", ""
    place = 0
    while place < len(text.rstrip()):
        found = _FACT.match(text, place)
        if found is None or found.end() == place:
            return None
        stars, minutes = stars or found.group("stars") or "", minutes or found.group("minutes") or ""
        rated, place = rated or found.group("rated") or "", found.end()
    if not stars and not minutes:
        return None
    said = (("Running time: {} min.", minutes), ("Rated {}", rated))
    return stars, [form.format(value) for form, value in said if value]
