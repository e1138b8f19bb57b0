"""Paragraphs that their writer broke at a fixed width: which lines of a run are one, and joined again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.sources.lines import Unit, ends_sentence
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

#: "Director: Ann Lee"; "Ann Lee as Ada", "Ada ... Ann Lee": lines that are none of a paragraph.
LABEL_LIKE = regex(r"^(?=[^a-zß-ÿ])(?:[^\s.!?]{1,24} ){0,4}[^\s.!?]{1,24}:(?:\s|$)")
CREDIT_LIKE = regex(r" as (?!I\b)[A-Z]|\.{3,}|\t")
#: "Title movie review (1987) | Name (2024)": a heading, however long.
_HEADED = regex(r"\) \| .{2,60} \((?:19|20)\d\d\)$")
#: "-- M.F.", "— Ann Lee": who signs the paragraph above, on a line of its own.
_SIGNATURE = regex(r"^(?:--?|[–—])\s?(?:[A-Z][\w.'’-]*(?:\s|$)){1,4}$")
#: "Salt / B+ (PG) / Kresge, Sat. 7:30"
_SLASHED = regex(
    r"^\S[^/]{0,90}\s/\s(?:\*{1,5}(?: ?1/2|½)?|[★☆½]{1,6}|[A-F][+−–-]?|\d(?:\.\d)? (?:stars?|out of \d{1,2})|"
    r"thumbs (?:up|down))\s*(?:[(\[][^()\[\]]{0,24}[)\]])?\s*(?:/.{0,50})?$"
)
_BULLETS = frozenset("•‣▪◦►■▶")
#: "guide.post.example > film > new releases"; an address alone on a line.
_CRUMBS = regex(r"\S (?:>|»|\||::) .*\S (?:>|»|\||::) \S|^https?://\S+$")
#: "(Ann Lee, 2005, UK) Bo Li, Cy Doe. 98 mins": a line of facts, however long, above a text.
_TIMED = regex(r"[.)\]] \d{2,3} ?(?:mins?|minutes|Min|Minuten)\.?(?:, (?:subtitle[ds]|b&w|B&W))?$")
_STARRED = regex(r"^(?:\*{1,5}|[★½☆]{1,6})(?: ?(?:1/2|½))?\s")
#: "... and a goat. (A.L.) **1/2", "... and a goat. -- Ann Lee": the last line of a paragraph.
_RATED_END = regex(r"(?:[.!?\"”)\]]\s+(?:\*{1,5}|★{1,6})(?: ?(?:1/2|½))?|[)\]] (?:1/2|½)|★½?)$")
_SIGNED_END = regex(
    r"(?<=[.!?…\"”’)\]])\s*(?:--?|[–—])\s?[A-Z][\w.’'-]+(?: (?:[a-z]{2,3} )?[A-Z][\w.’'-]*){1,2}$"
)
#: "... Con Ana Paz. 94 min. - 7", over a text: a figure that rates.
_FIGURED_END = regex(r"[.)] [–—-] (?:10|\d)(?:[.,]5)?$")
#: "***1/2", "**1/2 (out of *****)", "★★★": a rating on a line of its own, under a paragraph's last line.
_RATING_LINE = regex(
    r"\(?(?:\*{1,5}|[★½☆]{1,6})(?: ?(?:1/2|½))?\)?"
    r"(?: ?\(?(?:out )?of (?:\*{3,5}|★{3,5}|four|five|4|5)(?: stars)?\)?)?"
)
_FULL = 60
#: "Directed by Ann Lee. Written by Bo Li. Starring Cy Doe,": credits that run on over their lines.
_RUNNING_CREDITS = regex(
    r"(?:[\"“‘'`*_][^\"“”]{1,80}[\"”’'*_][.,]? )?"
    r"(?:Directed|Written|Produced|Screenplay|Starring|With|Regie|Regia|Réalisé|Dirigida|Instruktion|"
    r"Regi)\b.*\. \S"
)
#: "The Fen Weekly, 30 January 2006", on a page's first line.
_DATED_END = regex(r"(?:19|20)\d\d[.)]?$")
_RULE = regex(r"^[=_*~#.+-]{5,}$")
#: So many lines a head and a paragraph set in under it have at least, and the head at most.
_LEAST_LINES, _MOST_HEAD = 3, 8
#: How much of a line's width a writer may leave empty who breaks paragraphs by hand.
_RAGGED = 4


def signs(line: str) -> bool:
    """Whether a line is nothing but a signature."""
    return line[0] in "-–—" and _SIGNATURE.match(line) is not None


@dataclass(slots=True)
class Run:
    """Lines with no empty line between them, how far each is set in, and where it ends.

    Of cells, which stand on one line with others, no end is known; a run that has any is parted nowhere.
    """

    lines: list[Unit] = field(default_factory=list)
    indents: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def add(self, line: Unit, raw: str, indent: int) -> None:
        """Add a line as it is read, and as it stands in its text."""
        self.lines.append(line)
        self.indents.append(indent)
        self.ends.append(len(raw.rstrip()))

    def add_cells(self, cells: Sequence[Unit]) -> None:
        """Add what stands side by side on one line."""
        self.lines += cells
        self.indents, self.ends = [0], []

    def is_over(self, indent: int) -> bool:
        """Whether the next line is set in where the lines above are not, but for their own first one."""
        indents = self.indents
        return len(indents) > 1 and indents[0] > indents[-1] < indent

    def taken(self) -> list[Unit]:
        """Give the units that the lines make, and have none."""
        if not self.lines:
            return []
        place = self._set_in()
        units = [*joined(self.lines[:place]), *joined(self.lines[place:])] if place else joined(self.lines)
        self.lines, self.indents, self.ends = [], [], []
        return units

    def _set_in(self) -> int:
        """Where a paragraph begins that is set in under its head, or in its first line; 0 for nowhere.

        Above one that is set in as a whole the head's last line ends a sentence, or the first word of the
        next would still have fitted on it; of a first line only that tells: a paragraph may hang from its
        own.
        """
        run, indents, ends = self.lines, self.indents, self.ends
        if len(run) < _LEAST_LINES or len(ends) < len(run) or len(set(indents)) == 1:
            return 0
        width = max((end for end, unit in zip(ends, run, strict=True) if "\t" not in unit.text), default=0)
        words = [len(unit.text.partition(" ")[0]) + 1 for unit in run]
        for place in range(1, min(len(run) - 1, _MOST_HEAD)):
            indent, *below = indents[place:]
            if indent <= indents[place - 1] or min(below) != max(below) or below[0] > indent:
                continue
            first = below[0] < indent - 1
            early = first or ends[place - 1] + words[place] <= width
            closed = place > 1 and ends_sentence(run[place - 1].text)
            filled = zip(ends[place:], words[place + 1 :], strict=False)
            if (early or closed) and all(end + word > width - _RAGGED for end, word in filled):
                return place
        return 0


def joined(run: list[Unit]) -> list[Unit]:
    """A run of lines, its paragraphs that their writer broke at a fixed width as one unit each."""
    units: list[Unit] = []
    start = 0
    for place in range(1, len(run)):
        above = run[place - 1]
        if (above.first == 1 and _DATED_END.search(above.text)) or _parts(above.text, run[place].text):
            units += _paragraph(run[start:place])
            start = place
    return units + _paragraph(run[start:])


def _paragraph(run: list[Unit]) -> list[Unit]:
    """Lines of which no two are parted, as one unit where they are a broken paragraph.

    What stands on lines of its own around the paragraph stays so: the time of a post, a rating, a list's end.
    """
    start, end = 0, len(run)
    while end - start > 1:
        last = run[end - 1].text
        rated = end - start > 2 and last[0] in "*★½(" and _RATING_LINE.fullmatch(last) is not None
        if not rated and _TIMED.search(run[start].text) is not None:
            start += 1
        elif rated or last[0] in _BULLETS:
            end -= 1
        else:
            break
    inner = run[start:end]
    if len(inner) > 1 and _is_wrapped(inner):
        text = " ".join(unit.text for unit in inner)
        inner = [Unit(text, inner[0].first, inner[-1].last, inner[0].gap)]
    return [*run[:start], *inner, *run[end:]]


def _parts(line: str, below: str) -> bool:
    """Whether no paragraph goes on from a line to the one below: stars or a name close it, or bars."""
    if (" | " in below) != (" | " in line):
        return True
    if below[0].islower():
        return False
    if line[-1].isdigit() and _FIGURED_END.search(line) is not None:
        return True
    return (line[-1] in "*★½2" and _RATED_END.search(line) is not None) or (
        ("--" in line or "—" in line or "–" in line) and _SIGNED_END.search(line) is not None
    )


def _is_wrapped(run: list[Unit]) -> bool:
    """True for a paragraph broken at a fixed width: full lines, most of them ending inside a sentence."""
    body = run[:-1]
    if any(not 45 <= len(unit.text) <= 110 for unit in body) or len(run[-1].text) > 110:
        return False
    if any(_RULE.match(unit.text) or _HEADED.search(unit.text) for unit in run):
        return False
    heads = any(map(_CRUMBS.search, (run[0].text, run[1].text)))
    if heads or _SLASHED.match(run[0].text):  # however long
        return False
    if any(_STARRED.match(unit.text) for unit in run[1:]):
        return False  # the next critic's
    running = _RUNNING_CREDITS.match(run[0].text) is not None or _is_long_label(run)
    if not running and any(LABEL_LIKE.match(unit.text) or CREDIT_LIKE.search(unit.text) for unit in run):
        return sum(1 for unit in run if LABEL_LIKE.match(unit.text)) <= len(run) // 4 and len(run) > 4
    broken = sum(1 for unit in body if not ends_sentence(unit.text))
    return 2 * broken >= len(body)


def _is_long_label(run: Sequence[Unit]) -> bool:
    """Whether a label's value is broken over full lines: "Cast: Ann Lee, Bo Li ... 101 mins."."""
    full = all(len(unit.text) >= _FULL for unit in run[:-1])
    first, *rest = run
    return (
        full
        and LABEL_LIKE.match(first.text) is not None
        and not any(LABEL_LIKE.match(unit.text) or "..." in unit.text or "\t" in unit.text for unit in rest)
    )
