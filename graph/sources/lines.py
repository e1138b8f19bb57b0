"""The line model: what every reader turns its page into.

A unit is one paragraph, heading, list item or table cell as a reader of the page sees it, with the
lines of the source that hold it. Text dumps, HTML and Markdown all become a list of units, so what
knows credits, labels and bylines is written once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.records import Fact, SetAside, T
from graph.sources.facts.jobs import label_of
from graph.sources.words import ABBREVIATED

if TYPE_CHECKING:
    from collections.abc import Sequence

_LABEL_LIKE = re.compile(r"^(?=[^a-zß-ÿ])(?:[^\s.!?]{1,24} ){0,4}[^\s.!?]{1,24}:(?:\s|$)")
_CREDIT_LIKE = re.compile(r" as (?!I\b)[A-Z]|\.{3,}|\t")
_INITIAL = re.compile(rf"(?:^|[\s.(-])(?:{ABBREVIATED}|vs|No|Vol)\.$")
#: "Title movie review (1987) | Name (2024)": a heading, however long.
_HEADED = re.compile(r"\) \| .{2,60} \((?:19|20)\d\d\)$")
#: "DIRECTOR        Ann Lee", "Director ....... Ann Lee": a label and its value in columns.
_COLUMNS = re.compile(r"^\s{0,12}(\S[^:\t]{0,40}?)(?: {3,}|\s*\.{4,}\s*|\s+\.{2,}\s+)(\S.*)$")
_MAY_BE_COLUMNS = re.compile(r"  | \.{2,3} |\.{4}")
#: "-- M.F.", "— Ann Lee": who signs the paragraph above, on a line of its own.
_SIGNATURE = re.compile(r"^(?:--?|[–—])\s?(?:[A-Z][\w.'’-]*(?:\s|$)){1,4}$")
#: "Directed by    Ann Lee       Time    1:52": two columns of labels.
_CELLS, _LEAST_CELLS = re.compile(r"\s{2,}|\t+"), 2
#: "Salt Road  Critic's Pick  Directed by Ann Lee  PG  1h 31m": so many of them, in so long a line.
_CREDITED, _LEAST_BOXES, _LONGEST_BOXES = re.compile(r"Directed by [A-Z]"), 4, 200
_GAPS = re.compile(r"\S\s{3,}\S")
#: "THE COURANT            WEEKEND            H7": what stands in columns is no one text.
_WIDE = re.compile(r"(?<=\S) {6,}(?=\S)")
#: "Salt / B+ (PG) / Kresge, Sat. 7:30"
_SLASHED = re.compile(
    r"^\S[^/]{0,90}\s/\s(?:\*{1,5}(?: ?1/2|½)?|[★☆½]{1,6}|[A-F][+−–-]?|\d(?:\.\d)? (?:stars?|out of \d{1,2})|"
    r"thumbs (?:up|down))\s*(?:[(\[][^()\[\]]{0,24}[)\]])?\s*(?:/.{0,50})?$"
)
_BULLETS = frozenset("•‣▪◦►■▶")
#: "guide.post.example > film > new releases"; an address alone on a line.
_CRUMBS = re.compile(r"\S (?:>|»|\||::) .*\S (?:>|»|\||::) \S|^https?://\S+$")
#: "(Ann Lee, 2005, UK) Bo Li, Cy Doe. 98 mins": a line of facts, however long, above a text.
_TIMED = re.compile(r"[.)\]] \d{2,3} ?(?:mins?|minutes|Min|Minuten)\.?(?:, (?:subtitle[ds]|b&w|B&W))?$")
_STARRED = re.compile(r"^(?:\*{1,5}|[★½☆]{1,6})(?: ?(?:1/2|½))?\s")
#: "... and a goat. (A.L.) **1/2", "... and a goat. -- Ann Lee": the last line of a paragraph.
_RATED_END = re.compile(r"(?:[.!?\"”)\]]\s+(?:\*{1,5}|★{1,6})(?: ?(?:1/2|½))?|[)\]] (?:1/2|½)|★½?)$")
_SIGNED_END = re.compile(
    r"(?<=[.!?…\"”’)\]])\s*(?:--?|[–—])\s?[A-Z][\w.’'-]+(?: (?:[a-z]{2,3} )?[A-Z][\w.’'-]*){1,2}$"
)
#: "... Con Ana Paz. 94 min. - 7", over a text: a figure that rates.
_FIGURED_END = re.compile(r"[.)] [–—-] (?:10|\d)(?:[.,]5)?$")
#: "***1/2", "**1/2 (out of *****)", "★★★": a rating on a line of its own, under a paragraph's last line.
_RATING_LINE = re.compile(
    r"\(?(?:\*{1,5}|[★½☆]{1,6})(?: ?(?:1/2|½))?\)?"
    r"(?: ?\(?(?:out )?of (?:\*{3,5}|★{3,5}|four|five|4|5)(?: stars)?\)?)?"
)
#: "it is plenty.        9 -A.L.": who signs a paragraph, at the right margin of its last line.
_CLOSING_CELL = re.compile(
    r"([^\t]*[.!?…\"”’)])\t("
    r"(?:(?:\d{1,2}|[*★]{1,5}|[A-F][+-]?) ?)?(?:(?:--?|[–—]) ?)?\(?(?:[A-Z]\. ?){2,3}\)?|"
    r"(?:--?|[–—]) ?[A-Z][\w.’' -]{1,30}|\([A-Z]{2,3}\))"
)
_FULL = 60
#: "Directed by Ann Lee. Written by Bo Li. Starring Cy Doe,": credits that run on over their lines.
_RUNNING_CREDITS = re.compile(
    r"(?:[\"“‘'`*_][^\"“”]{1,80}[\"”’'*_][.,]? )?"
    r"(?:Directed|Written|Produced|Screenplay|Starring|With|Regie|Regia|Réalisé|Dirigida|Instruktion|"
    r"Regi)\b.*\. \S"
)
#: "The Fen Weekly, 30 January 2006", on a page's first line.
_DATED_END = re.compile(r"(?:19|20)\d\d[.)]?$")
#: "=== THE HERALD ===": what stands on both sides of a line is its frame.
_DECORATED = re.compile(r"^(?P<mark>[=~#+<>-]{2,}|\*{2,})\s+(?P<text>\S.{0,80}?)\s+[=~#+<>*-]{2,}$")
#: What pages call an advertisement, in their languages.
ADVERTISEMENT = (
    "advertisement", "sponsored", "anzeige", "werbung", "publicité", "publicidad", "pubblicità",
    "publicidade", "advertentie", "annons", "annonse", "annonce", "reklame",
)  # fmt: skip
#: What a copy has between paragraphs, with no empty line around it.
_ADVERTISED = re.compile(
    r"[\[(—–-]*\s*(?:advertisements|sponsored content|(?:story|article) continues below(?: advertisement)?|"
    rf"{'|'.join(ADVERTISEMENT)})\s*[\])—–-]*",
    re.IGNORECASE,
)
_RULE = re.compile(r"^[=_*~#.+-]{5,}$")
#: "1 hr. 36 min.", "Vol. 3": what a number follows ends no sentence.
_COUNTED = re.compile(r"(?:^|\s)(?:hrs?|std|no|vol|nr)\.\s\d", re.IGNORECASE)
_BOUNDARY = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)")

#: "With Ann Lee (Ada)," goes on below, set in.
_CAST_BEGINS = re.compile(r"(?:With|Starring|Featuring|Directed|Written|Produced|Avec|Mit|Con|Med|Met)\b")
#: So much farther in the rest of a label's value stands.
_HANGING = 4
#: So many lines a head has at most that stands right above a paragraph which is set in.
_MOST_HEAD = 8
#: How much of a line's width a writer may leave empty who breaks paragraphs by hand.
_RAGGED = 4
#: The gap before what stands behind a rule of HTML or Markdown.
RULED = 9
#: A page of more units than this is no page of one review.
MAX_UNITS = 20_000


def too_many() -> SetAside:
    """Give the reason for setting aside a document of too many units."""
    return SetAside(f"The document has more than {MAX_UNITS:,} lines of text: no page of one review.")


@dataclass(frozen=True, slots=True)
class Unit:
    """``text`` (one line, single spaces) on the lines ``first`` to ``last``; ``gap`` blank lines before it.

    ``tag`` is the element or block it came from ("h1", "li", "p"; "" in a text dump); ``main`` says
    that it stands in the page's main content; ``hints`` carries class names and the like; ``lead`` counts
    the letters at its beginning that its markup sets off (bold, in italics, a link).
    """

    text: str
    first: int
    last: int
    gap: int = 0
    tag: str = ""
    main: bool = True
    hints: str = field(default="", compare=False)
    lead: int = field(default=0, compare=False)

    def fact(self, value: T, quote: str | None = None) -> Fact[T]:
        """A fact stated by this unit."""
        return Fact(value, self.first, self.last, quote)

    @property
    def words(self) -> int:
        """How many words the unit has."""
        return self.text.count(" ") + 1

    @property
    def is_heading(self) -> bool:
        """Whether the unit is a heading of HTML or Markdown."""
        return self.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}

    def with_text(self, text: str) -> Unit:
        """Give the same unit with another text."""
        lead = min(self.lead, len(text))
        return Unit(text, self.first, self.last, self.gap, self.tag, self.main, self.hints, lead)


def squeeze(text: str) -> str:
    """Text with every run of white space (no-break and zero-width spaces too) made one space."""
    return " ".join(text.replace("\u200b", " ").replace("\ufeff", " ").split())


def ends_sentence(text: str) -> bool:
    """Whether a text ends the way a sentence does."""
    return text.rstrip("\"'”’)]").endswith((".", "!", "?", "…", ":"))


def units_of(text: str, offset: int = 0) -> list[Unit]:
    """The units of a text dump: one a line, but lines hard-wrapped by the writer are joined again.

    ``offset`` lines stand before the text in its document.
    """
    units: list[Unit] = []
    run: list[Unit] = []
    indents: list[int] = []
    ends: list[int] = []
    gap = 0
    for number, raw in enumerate(text.split("\n"), start=1 + offset):
        line = squeeze(raw)
        if "\t" in raw:  # a tab between two texts parts cells: keep it
            line = "\t".join(cell for cell in map(squeeze, raw.split("\t")) if cell)
        elif "  " in raw and (pairs := _cells(raw)):
            indents, ends = [0], []
            gaps = [0 if run else gap, *[0] * len(pairs)]
            run += [Unit(pair, number, number, before) for pair, before in zip(pairs, gaps, strict=False)]
            gap = 0
            continue
        elif _MAY_BE_COLUMNS.search(raw) is not None and (column := _COLUMNS.match(raw)) is not None:
            label, value = map(squeeze, column.groups())
            line = f"{label}\t{value}" if label_of(label) is not None else line
        if "      " in raw and "\t" not in line and _WIDE.search(raw) is not None:
            line = _columns(raw, under=bool(run))
        if "\t" in line and (apart := _beside_labels(line)):
            units.extend(_blocks(run, indents, ends))
            run = []
            units += [Unit(cell, number, number, gap if not place else 0) for place, cell in enumerate(apart)]
            gap = 0
            continue
        line = _DECORATED.sub(r"\g<text>", line) if line and line[0] in "=~#+<>-*" else line
        if not line:
            units.extend(_blocks(run, indents, ends))
            run = []
            gap += 1
            continue
        indent = len(raw) - len(raw.lstrip())
        if run and _goes_on(run[-1].text, indent - indents[-1], line):
            mark = ", " if _CREDIT_LIKE.search(line) and run[-1].text[-1] not in ",;" else " "
            run[-1] = Unit(f"{run[-1].text}{mark}{line}", run[-1].first, number, run[-1].gap)
            continue
        advertised = _ADVERTISED.fullmatch(line) or (run and _ADVERTISED.fullmatch(run[-1].text))
        if run and (advertised or _ends_run(indents, indent) or signs(line) or signs(run[-1].text)):
            units.extend(_blocks(run, indents, ends))
            run = []
        indents, ends = (indents, ends) if run else ([], [])
        indents.append(indent)
        ends.append(len(raw.rstrip()))
        run.append(Unit(line, number, number, gap if not run else 0))
        gap = 0
        if len(units) + len(run) > MAX_UNITS:
            raise too_many()
    units.extend(_blocks(run, indents, ends))
    return units


def _goes_on(label: str, indent: int, line: str) -> bool:
    """Whether a line goes on with a label's value above it: set in by far, and no label of its own."""
    if line[0] == "(" and label[-1:].isalpha() and re.search(r"\([^()]+\),", label) is not None:
        # "Cast: Ann Lee (Ada), Bo Li" goes on with "(Otto), Cy Doe (Max)."
        return label_of(label.partition(":")[0].strip(), beside=True) is not None
    if label[-1:] == "," and indent > 0 and _CAST_BEGINS.match(label):
        return True
    ended = label[-1:] in ".!?" and line[0] != "(" and _INITIAL.search(label) is None
    if indent < _HANGING or ended:
        return False
    name = re.split(r"\s*[:\t]", label, maxsplit=1)
    known = len(name) > 1 and label_of(name[0].strip(), beside=True) is not None
    return known and not (_LABEL_LIKE.match(line) or "\t" in line)


def signs(line: str) -> bool:
    """Whether a line is nothing but a signature."""
    return line[0] in "-–—" and _SIGNATURE.match(line) is not None


def _ends_run(indents: list[int], indent: int) -> bool:
    """Whether a line is set in where the paragraph above it is not, but for its own first line."""
    return len(indents) > 1 and indents[0] > indents[-1] < indent


def _columns(raw: str, *, under: bool) -> str:
    """The cells of a line of columns, with tabs between them; who signs a paragraph above has no cell."""
    line = "\t".join(map(squeeze, _WIDE.split(raw.strip())))
    closing = _CLOSING_CELL.fullmatch(line) if under else None
    return " ".join(closing.groups()) if closing is not None else line


def _blocks(run: list[Unit], indents: list[int], ends: list[int]) -> list[Unit]:
    """A run of lines as units; a paragraph set in under its head, or in its first line, stands apart.

    Above one that is set in as a whole the head's last line ends a sentence, or the first word of the next
    would still have fitted on it; of a first line only that tells: a paragraph may hang from its own.
    """
    if len(run) <= _LEAST_CELLS or len(ends) < len(run) or len(set(indents)) == 1:
        return joined(run)
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
            return [*joined(run[:place]), *joined(run[place:])]
    return joined(run)


def _labelled_pairs(raw: str) -> list[str]:
    """A line of two columns of labels as a line a label: "Directed by  Ann Lee    Time  1:52"; else [].

    Gives each label and its value with a tab between them.
    """
    cells = [" ".join(cell.split()) for cell in _CELLS.split(raw.strip())]
    if len(cells) < _LEAST_CELLS:
        return []
    if all(_colon(cell) for cell in cells):
        return [re.sub(r"\s*:\s*", ": ", cell, count=1) for cell in cells]
    if len(cells) % 2 or len(cells) == _LEAST_CELLS:
        return []
    labels = [cell.rstrip(":") for cell in cells[::2]]
    known = [label_of(label, beside=True) is not None for label in labels]
    single = [len(label.split()) == 1 for label in labels]  # "Color    Deluxe"
    if not known[0] or not all(map(any, zip(known, single, strict=True))):
        return []
    values = cells[1::2]
    return [f"{label}\t{value}" for label, value in zip(labels, values, strict=True)]


def _cells(raw: str) -> list[str]:
    """The cells of a line that is labels in columns, or boxes side by side, each as a line; else []."""
    pairs = _labelled_pairs(raw) if "   " in raw and _GAPS.search(raw) is not None else []
    return pairs or _apart(raw)


def _apart(raw: str) -> list[str]:
    """The cells of a line that two spaces part, one of them a credit: what stood in boxes; else []."""
    if len(raw) > _LONGEST_BOXES or raw.count("  ") + 1 < _LEAST_BOXES:
        return []
    cells = [" ".join(cell.split()) for cell in _CELLS.split(raw.strip())]
    return cells if len(cells) >= _LEAST_BOXES and any(map(_CREDITED.match, cells)) else []


def _beside_labels(line: str) -> list[str]:
    """The cells of a line that has a title, or the like, on its left and a label at its right; else []."""
    cells = line.split("\t")
    labels = [_colon(cell) for cell in cells]
    return cells if len(cells) == _LEAST_CELLS and labels == [False, True] and ":" not in cells[0] else []


def _colon(cell: str) -> bool:
    """Whether a cell is a label, its colon and a value."""
    label, colon, value = cell.partition(":")
    return bool(colon and value.strip()) and label_of(label.strip(), beside=True) is not None


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
    if any(_RULE.match(unit.text) or _HEADED.search(unit.text) for unit in run):
        return False
    heads = any(map(_CRUMBS.search, (run[0].text, run[1].text)))
    if heads or _SLASHED.match(run[0].text):  # however long
        return False
    if any(_STARRED.match(unit.text) for unit in run[1:]):
        return False  # the next critic's
    if any(not 45 <= len(unit.text) <= 110 for unit in body) or len(run[-1].text) > 110:
        return False
    running = _RUNNING_CREDITS.match(run[0].text) is not None or _is_long_label(run)
    if not running and any(_LABEL_LIKE.match(unit.text) or _CREDIT_LIKE.search(unit.text) for unit in run):
        return sum(1 for unit in run if _LABEL_LIKE.match(unit.text)) <= len(run) // 4 and len(run) > 4
    broken = sum(1 for unit in body if not ends_sentence(unit.text))
    return 2 * broken >= len(body)


def _is_long_label(run: Sequence[Unit]) -> bool:
    """Whether a label's value is broken over full lines: "Cast: Ann Lee, Bo Li ... 101 mins."."""
    full = all(len(unit.text) >= _FULL for unit in run[:-1])
    first, *rest = run
    return (
        full
        and _LABEL_LIKE.match(first.text) is not None
        and not any(_LABEL_LIKE.match(unit.text) or "..." in unit.text or "\t" in unit.text for unit in rest)
    )


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence. An initial or "Jr." ends none. Linear in the text."""
    return list(_sentences(text))


@lru_cache(maxsize=1_024)  # a paragraph is judged by its sentences, and then read by them
def _sentences(text: str) -> Sequence[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = 0
    for boundary in _BOUNDARY.finditer(text):
        if boundary.group() == "." and _INITIAL.search(text, max(0, boundary.end() - 8), boundary.end()):
            continue
        if boundary.group() == "." and _COUNTED.search(text, max(0, boundary.end() - 5), boundary.end() + 2):
            continue
        spans.append((start, boundary.end()))
        start = boundary.end()
        while start < len(text) and text[start].isspace():
            start += 1
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def sentence_at(text: str, position: int) -> str:
    """The sentence of ``text`` that holds ``position``."""
    for start, end in sentences(text):
        if start <= position < end:
            return text[start:end]
    return text
