"""The units of a text dump: a line each, or several where columns, labels and paragraphs make them so."""

from __future__ import annotations

import re

from graph.sources.facts.jobs import label_of
from graph.sources.lines import INITIAL, MAX_UNITS, Unit, squeeze, too_many
from graph.sources.patterns import regex
from graph.sources.text.paragraphs import CREDIT_LIKE, LABEL_LIKE, Run, signs
from graph.sources.words import ADVERTISEMENT

#: "DIRECTOR        Ann Lee", "Director ....... Ann Lee": a label and its value in columns.
_COLUMNS = regex(r"^\s{0,12}(\S[^:\t]{0,40}?)(?: {3,}|\s*\.{4,}\s*|\s+\.{2,}\s+)(\S.*)$")
_MAY_BE_COLUMNS = regex(r"  | \.{2,3} |\.{4}")
#: "Directed by    Ann Lee       Time    1:52": two columns of labels.
_CELL_ENDS, _LEAST_CELLS = regex(r"\s{2,}|\t+"), 2
#: "Salt Road  Critic's Pick  Directed by Ann Lee  PG  1h 31m": so many of them, in so long a line.
_CREDITED, _LEAST_BOXES, _LONGEST_BOXES = regex(r"Directed by [A-Z]"), 4, 200
_GAPS = regex(r"\S\s{3,}\S")
#: "THE COURANT            WEEKEND            H7": what stands in columns is no one text.
_WIDE = regex(r"(?<=\S) {6,}(?=\S)")
#: "it is plenty.        9 -A.L.": who signs a paragraph, at the right margin of its last line.
_CLOSING_CELL = regex(
    r"([^\t]*[.!?…\"”’)])\t("
    r"(?:(?:\d{1,2}|[*★]{1,5}|[A-F][+-]?) ?)?(?:(?:--?|[–—]) ?)?\(?(?:[A-Z]\. ?){2,3}\)?|"
    r"(?:--?|[–—]) ?[A-Z][\w.’' -]{1,30}|\([A-Z]{2,3}\))"
)
#: "=== THE HERALD ===": what stands on both sides of a line is its frame.
_DECORATED = regex(r"^(?P<mark>[=~#+<>-]{2,}|\*{2,})\s+(?P<text>\S.{0,80}?)\s+[=~#+<>*-]{2,}$")
#: What a copy has between paragraphs, with no empty line around it.
_ADVERTISED = regex(
    r"[\[(—–-]*\s*(?:advertisements|sponsored content|(?:story|article) continues below(?: advertisement)?|"
    rf"{'|'.join(ADVERTISEMENT)})\s*[\])—–-]*",
    re.IGNORECASE,
)
#: "With Ann Lee (Ada)," goes on below, set in.
_CAST_BEGINS = regex(r"(?:With|Starring|Featuring|Directed|Written|Produced|Avec|Mit|Con|Med|Met)\b")
#: "Ann Lee (Ada),": a part among others of a cast.
_PLAYED = regex(r"\([^()]+\),")
_LABEL_END, _COLON = regex(r"\s*[:\t]"), regex(r"\s*:\s*")
#: So much farther in the rest of a label's value stands.
_HANGING = 4


def units_of(text: str, offset: int = 0) -> list[Unit]:
    """The units of a text dump: one a line, but lines hard-wrapped by the writer are joined again.

    ``offset`` lines stand before the text in its document.
    """
    units: list[Unit] = []
    run = Run()
    gap = 0
    for number, raw in enumerate(text.split("\n"), start=1 + offset):
        line = squeeze(raw)
        if "\t" in raw:  # a tab between two texts parts cells: keep it
            line = "\t".join(cell for cell in map(squeeze, raw.split("\t")) if cell)
        elif "  " in raw and (cells := _cells(raw)):
            run.add_cells(_side_by_side(cells, number, 0 if run.lines else gap))
            gap = 0
            continue
        elif _MAY_BE_COLUMNS.search(raw) is not None and (column := _COLUMNS.match(raw)) is not None:
            label, value = map(squeeze, column.groups())
            line = f"{label}\t{value}" if label_of(label) is not None else line
        if "      " in raw and "\t" not in line and _WIDE.search(raw) is not None:
            line = _columns(raw, under=bool(run.lines))
        if "\t" in line and (apart := _beside_labels(line)):
            units += run.taken()
            units += _side_by_side(apart, number, gap)
            gap = 0
            continue
        line = _DECORATED.sub(r"\g<text>", line) if line and line[0] in "=~#+<>-*" else line
        if not line:
            units += run.taken()
            gap += 1
            continue
        indent = len(raw) - len(raw.lstrip())
        above = run.lines[-1] if run.lines else None
        if above is not None and _goes_on(above.text, indent - run.indents[-1], line):
            mark = ", " if CREDIT_LIKE.search(line) and above.text[-1] not in ",;" else " "
            run.lines[-1] = Unit(f"{above.text}{mark}{line}", above.first, number, above.gap)
            continue
        if above is not None and (_ends_run(above.text, line) or run.is_over(indent)):
            units += run.taken()
        run.add(Unit(line, number, number, 0 if run.lines else gap), raw, indent)
        gap = 0
        if len(units) + len(run.lines) > MAX_UNITS:
            raise too_many()
    return units + run.taken()


def _side_by_side(cells: list[str], number: int, gap: int) -> list[Unit]:
    """Cells of one line as units of their own, the first with the gap above the line."""
    return [Unit(cell, number, number, 0 if place else gap) for place, cell in enumerate(cells)]


def _ends_run(above: str, line: str) -> bool:
    """Whether a line is of no paragraph with the one above: either signs, or says "Advertisement"."""
    return (
        signs(line)
        or signs(above)
        or _ADVERTISED.fullmatch(line) is not None
        or _ADVERTISED.fullmatch(above) is not None
    )


def _goes_on(label: str, indent: int, line: str) -> bool:
    """Whether a line goes on with a label's value above it: set in by far, and no label of its own."""
    if line[0] == "(" and label[-1:].isalpha() and _PLAYED.search(label) is not None:
        # "Cast: Ann Lee (Ada), Bo Li" goes on with "(Otto), Cy Doe (Max)."
        return label_of(label.partition(":")[0].strip(), beside=True) is not None
    if label[-1:] == "," and indent > 0 and _CAST_BEGINS.match(label):
        return True
    ended = label[-1:] in ".!?" and line[0] != "(" and INITIAL.search(label) is None
    if indent < _HANGING or ended:
        return False
    name = _LABEL_END.split(label, maxsplit=1)
    known = len(name) > 1 and label_of(name[0].strip(), beside=True) is not None
    return known and not (LABEL_LIKE.match(line) or "\t" in line)


def _columns(raw: str, *, under: bool) -> str:
    """The cells of a line of columns, with tabs between them; who signs a paragraph above has no cell."""
    line = "\t".join(map(squeeze, _WIDE.split(raw.strip())))
    closing = _CLOSING_CELL.fullmatch(line) if under else None
    return " ".join(closing.groups()) if closing is not None else line


def _cells(raw: str) -> list[str]:
    """The cells of a line that is labels in columns, or boxes side by side, each as a line; else []."""
    paired = "   " in raw and _GAPS.search(raw) is not None
    boxed = len(raw) <= _LONGEST_BOXES and raw.count("  ") + 1 >= _LEAST_BOXES
    if not (paired or boxed):
        return []
    cells = [" ".join(cell.split()) for cell in _CELL_ENDS.split(raw.strip())]
    return (_labelled_pairs(cells) if paired else []) or (cells if boxed and _are_boxes(cells) else [])


def _labelled_pairs(cells: list[str]) -> list[str]:
    """Two columns of labels as a line a label: "Directed by  Ann Lee    Time  1:52"; else [].

    Gives each label and its value with a tab between them.
    """
    if len(cells) < _LEAST_CELLS:
        return []
    if all(_colon(cell) for cell in cells):
        return [_COLON.sub(": ", cell, count=1) for cell in cells]
    if len(cells) % 2 or len(cells) == _LEAST_CELLS:
        return []
    labels = [cell.rstrip(":") for cell in cells[::2]]
    known = [label_of(label, beside=True) is not None for label in labels]
    single = [len(label.split()) == 1 for label in labels]  # "Color    Deluxe"
    if not known[0] or not all(map(any, zip(known, single, strict=True))):
        return []
    values = cells[1::2]
    return [f"{label}\t{value}" for label, value in zip(labels, values, strict=True)]


def _are_boxes(cells: list[str]) -> bool:
    """Whether cells that two spaces part, one of them a credit, stood in boxes."""
    return len(cells) >= _LEAST_BOXES and any(map(_CREDITED.match, cells))


def _beside_labels(line: str) -> list[str]:
    """The cells of a line that has a title, or the like, on its left and a label at its right; else []."""
    cells = line.split("\t")
    labels = [_colon(cell) for cell in cells]
    return cells if len(cells) == _LEAST_CELLS and labels == [False, True] and ":" not in cells[0] else []


def _colon(cell: str) -> bool:
    """Whether a cell is a label, its colon and a value."""
    label, colon, value = cell.partition(":")
    return bool(colon and value.strip()) and label_of(label.strip(), beside=True) is not None
