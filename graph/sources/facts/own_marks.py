"""Marks of a page's own: "+++", "no tapes", "two and a half buckets" where other pages print stars.

That such a thing is a mark shows only over a whole page: several short lines end in runs of one sign, of
different lengths, or count one thing that the page says to count its ratings in ("0 to 4 tapes"). They are
spelled as stars before anything else is read, so that every form of line that knows stars knows them, too;
what a fact quotes is the page's own spelling again. So are the figures that short lines end in ("Salt - 7"),
with the scale that the page says they have.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from graph.sources.facts import scales
from graph.sources.patterns import regex
from graph.sources.words import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.records import DocumentRecord, Fact, T
    from graph.sources.lines import Unit

#: Signs that are drawn in a row, and of which one alone says nothing.
_SIGNS = "+#@♥❤♦◆■▲☻☺•✓✔✪🍿🎬🎥🍅🔥👏💀🎃"
_RUN = regex(
    rf"(?:(?<=[\s(\[:/])|^)(?P<run>(?P<sign>[{_SIGNS}])\ufe0f?(?:(?:(?P=sign)\ufe0f?){{0,5}}|(?: "
    rf"(?P=sign)\ufe0f?){{1,5}}))"
    r"(?P<half>\s?(?:1/2|½))?(?=$|[\s)\].,;:/])"
)
_STARRED = regex(r"(?:^|[\s(])(?:\*{2,5}|★{1,6})(?:[\s)½1]|$)")
_NUMBER = r"(?:no|zero|one|two|three|four|five|six|half an?|\d(?:\.5)?)"
#: "no tapes", "2 1/2 buckets", "two and a half reels" alone, or behind a text.
_COUNT = regex(
    rf"(?:^|(?<=[.!?…\"”’)\]:/–—-] ))[(\[]?(?P<said>{_NUMBER}(?:\s?(?:1/2|½)|\s?\.5| and (?:a|one)[ -]half)?"
    r"(?: full)? (?P<thing>[^\W\d_]{3,12}(?: of (?!the\b)[^\W\d_]{3,12})?))(?P<of> (?:out )?of "
    r"(?:\d{1,2}|three|four|five|six|ten))?[)\].!]*$",
    re.IGNORECASE,
)
#: What the page says that its ratings count: "0 to 4 tapes", "out of five buckets", "four reels = a classic".
_SAID = regex(
    r"(?:\b(?:0|zero|no|1|one)\s?(?:to|-|–|—|through)\s?(?:\d{1,2}|three|four|five|six|ten)|"
    r"\bout of(?: a possible)? (?:\d{1,2}|three|four|five|six|ten)|\b(?:three|four|five|six|"
    r"\d)(?=[^=:]{3,14}[=:]))"
    r"[ -](?P<thing>[^\W\d_]{3,12})",
    re.IGNORECASE,
)
#: What is counted on such lines and is no mark.
_NO_MARKS = word_set(
    "star stars minute minutes min mins hour hours hr hrs day days week weeks month months year years "
    "comment comments review reviews vote votes film films movie movies reply replies screen screens "
    "disc discs episode episodes part parts photo photos image images user users people critic "
    "critics time times thumb thumbs note notes page pages of and or the a an in on for to reader "
    "readers result results theater theaters theatre theatres show shows match matches point points "
    "percent guest guests visitor visitors award awards oscar oscars sterne étoiles estrellas"
)
#: "Salt Road (1994) - 7", "Salt Road: 8.5", "Salt Road [6]": a figure that may be out of ten, or of five.
_FIGURE = regex(
    r"(?:(?<=\S) ?(?:[–—:|]|--?|\.{2,}) ?|(?<=\)) |\S [(\[])"
    r"(?P<said>(?:10|\d)(?:[.,]5|\s?½|\s?1/2)?)[)\]]?\.?$"
)
#: What such a line ends in: asked of every short line, so first of its last letter.
_FIGURE_ENDS = frozenset("0123456789½)].")
#: "Vi Hollis 8": a critic's line, where the page has the name again.
_NAMED = regex(
    r"^(?P<name>[^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z][\w.’'-]*){0,2}) "
    r"(?P<said>(?:10|\d)(?:[.,]5|\s?½|\s?1/2)?)$"
)
_LONGEST_FIGURED, _LONGEST_SCALE = 140, 300
_LONGEST_LINE, _LEAST, _END = 60, 3, 90
_MOST_UNITS = 3_000


@dataclass(slots=True)
class Marks:
    """The units of a page with its own marks spelled as stars, and how they are printed."""

    units: list[Unit]
    #: What is spelled anew, and how the page prints it.
    printed: dict[str, str] = field(default_factory=dict)
    #: The page's text as it prints it, where anything is spelled anew.
    original: str = ""

    def quoted(self, document: DocumentRecord) -> DocumentRecord:
        """The page's record, with ratings that quote what the page prints."""
        if not self.printed:
            return document
        return replace(
            document,
            reviews=tuple(
                replace(one, rating=self._quoted(one.rating), text=self._text(one.text))
                for one in document.reviews
            ),
        )

    def _text(self, text: Fact[str] | None) -> Fact[str] | None:
        """A review's text, in which a mark that nobody read stands as the page prints it."""
        if text is None:
            return None
        parts = [part if part in self.original else self._said(part) for part in text.value.split("\n\n")]
        return replace(text, value="\n\n".join(parts))

    def _quoted(self, fact: Fact[T] | None) -> Fact[T] | None:
        if fact is None or fact.quote is None:
            return fact
        return fact if fact.quote in self.original else replace(fact, quote=self._said(fact.quote))

    def _said(self, text: str) -> str:
        for spelled, printed in self.printed.items():
            text = re.sub(rf"(?<![\w*]){re.escape(spelled)}(?![\w*])", printed.replace("\\", r"\\"), text)
        return text


def spelled(units: Sequence[Unit]) -> Marks:
    """The units, with the page's own marks as stars where it has any."""
    marks = Marks(list(units))
    if len(units) > _MOST_UNITS:
        return marks
    _emptied(marks)
    sign = _sign_of(units)
    thing = _thing_of(units) if sign is None else None
    if sign is not None:
        marks.units = [_signed(unit, sign, marks.printed) for unit in marks.units]
    elif thing is not None:
        marks.units = [_counted(unit, thing, marks.printed) for unit in marks.units]
    else:
        _figured(marks)
    if marks.printed:
        marks.original = "\n".join(unit.text for unit in units)
    return marks


def _emptied(marks: Marks) -> None:
    """Give a line of nothing but empty stars its figure, where other lines of the page have full ones.

    Alone they may be what readers are to fill in.
    """
    drawn = [len(unit.text) for unit in marks.units if _DRAWN.fullmatch(unit.text) is not None]
    for place, unit in enumerate(marks.units if len(drawn) >= _LEAST_DRAWN else ()):
        if len(unit.text) in drawn and not unit.text.strip("☆"):
            said = f"0/{len(unit.text)}"
            marks.printed[said] = unit.text
            marks.units[place] = unit.with_text(said)


#: Full and empty stars, and so many lines of them on a page that rates its films so.
_DRAWN, _LEAST_DRAWN = regex(r"★{1,5}☆{0,5}"), 2


def _figured(marks: Marks) -> None:
    """Give the figures that several short lines end in the scale that the page says once for all of them."""
    short = [
        (place, unit.text) for place, unit in enumerate(marks.units) if len(unit.text) <= _LONGEST_FIGURED
    ]
    named = [(place, match) for place, text in short if (match := _NAMED.match(text)) is not None]
    times = Counter(match["name"] for _, match in named)
    found = [(place, match) for place, match in named if times[match["name"]] > 1]
    found += [
        (place, match) for place, text in short
        if text[-1:] in _FIGURE_ENDS and (match := _FIGURE.search(text)) is not None
    ]  # fmt: skip
    if len(found) < _LEAST:
        return
    scale = scales.scale_of([unit.text for unit in marks.units if len(unit.text) <= _LONGEST_SCALE])
    values = [float(re.sub(r"\s?(?:½|1/2)", ".5", match["said"]).replace(",", ".")) for _, match in found]
    if scale is None or max(values) > float(scale[0]) or len(set(values)) == 1 or _is_turned(scale):
        return
    for place, match in found:
        unit, said = marks.units[place], f"{match['said']}/{scale[0]}"
        marks.printed[said] = match["said"]
        marks.units[place] = unit.with_text(
            unit.text[: match.start("said")] + said + unit.text[match.end("said") :]
        )


def _is_turned(scale: scales.Scale) -> bool:
    """Whether the least mark is the best: "2" of such a scale is not two out of one."""
    return scale[1] is not None and float(scale[1]) > float(scale[0])


def _sign_of(units: Sequence[Unit]) -> str | None:
    """The sign whose runs close or make up several lines; None where stars do, or nothing does."""
    lengths: dict[str, list[int]] = {}
    for unit in units:
        text = unit.text
        if len(text) <= _LONGEST_LINE and _STARRED.search(text) is not None:
            return None
        for found in _closing_runs(text):
            lengths.setdefault(found["sign"], []).append(found["run"].count(found["sign"]))
    known = [
        sign for sign, runs in lengths.items()
        if len(runs) >= _LEAST and len(set(runs)) > 1 and max(runs) > 1
    ]  # fmt: skip
    return known[0] if len(known) == 1 else None


def _closing_runs(text: str) -> Iterator[re.Match[str]]:
    """The run of a sign that a text ends in, or that is all of it."""
    if not text.isascii() or "+" in text or "#" in text or "@" in text:
        start = max(0, len(text) - _END)
        yield from (found for found in _RUN.finditer(text, start) if not text[found.end() :].strip(" .)]"))


def _signed(unit: Unit, sign: str, printed: dict[str, str]) -> Unit:
    """A unit with the runs of a sign as asterisks: those that close it, and all those of a short line."""
    if sign not in unit.text:
        return unit

    def stars(found: re.Match[str]) -> str:
        short = len(unit.text) <= 4 * _END
        if found["sign"] != sign or not (short or not unit.text[found.end() :].strip(" .)]")):
            return found.group()
        said = "*" * found["run"].count(sign) + (found["half"] or "")
        printed[said] = found.group()
        return said

    return unit.with_text(_RUN.sub(stars, unit.text))


def _thing_of(units: Sequence[Unit]) -> str | None:
    """What the page counts its ratings in; None where that is stars, or nothing."""
    counts: dict[str, set[str]] = {}
    lines: dict[str, int] = {}
    for unit in units:
        found = _count_in(unit.text)
        if found is not None:
            thing = _one(found["thing"])
            counts.setdefault(thing, set()).add(found["said"].casefold())
            lines[thing] = lines.get(thing, 0) + 1
    if not counts:
        return None
    said = {
        _one(found["thing"])
        for unit in units
        if len(unit.text) <= 6 * _END
        for found in _SAID.finditer(unit.text)
    }
    for thing, values in counts.items():
        if thing in said or (lines[thing] >= _LEAST and len(values) > 1):
            return thing
    return None


def _count_in(text: str) -> re.Match[str] | None:
    """How a short line, or the end of a longer one, counts something that may be a page's mark."""
    found = _COUNT.search(text, max(0, len(text) - _LONGEST_LINE))
    return found if found is not None and found["thing"].casefold().split()[0] not in _NO_MARKS else None


def _one(thing: str) -> str:
    first, *rest = thing.casefold().split()
    return " ".join([first.removesuffix("s"), *rest])


def _counted(unit: Unit, thing: str, printed: dict[str, str]) -> Unit:
    found = _count_in(unit.text)
    if found is None or _one(found["thing"]) != thing:
        return unit
    start, end = found.span("thing")
    said = unit.text[found.start("said") : start] + (
        "stars" if found["thing"].split()[0][-1] in "sS" else "star"
    )
    printed[said] = found["said"]
    return unit.with_text(unit.text[: found.start("said")] + said + unit.text[end:])
