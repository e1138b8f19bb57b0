"""Who the critics of a page are: full names for the initials and family names that stand beside their stars.

A page with several critics says once who they are: in a key ("(NW) Nadine West, (TB) Terence Bo"), at the
head of a table of stars, in its byline, or at the first of their lines; elsewhere initials, a first or a
family name do. Initials count only where they are those of the name that stands beside them.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from graph.sources.facts import credit_line
from graph.sources.facts.people import looks_like_name
from graph.sources.lines import ends_sentence
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from graph.sources.lines import Unit

_NAME = r"[^\W\d_a-z][\w.’‘'-]*(?:\s+(?:[a-z]{1,3}\s+){0,2}[^\W\d_a-z][\w.’‘'-]*){1,3}"
_INITIALS = r"[^\W\d_a-z]\.?\s?(?:[^\W\d_](?:c(?=[A-Z]))?['’]?\.?\s?-?){0,2}[^\W\d_a-z]\.?"
#: "(NW) Nadine West", "NW = Nadine West", "N.W. -- Nadine West"; "Nadine West (NW)", "Nadine West = NW".
_KEYED = regex(
    rf"(?<![\w.])[(\[]?(?P<first>{_INITIALS}|[a-z]{{2,6}}(?=\s?=))[)\]]?\s*(?:--\s*|[=:–—-]\s*|"
    rf"(?:, ?)?(?:\bwho )?\bis\s+|\s|\t)(?P<name>{_NAME})"
    rf"|(?P<named>{_NAME})\s*(?:[(\[=:–—-]|\bis\b)\s*(?P<last>{_INITIALS}|(?<=\()[a-z]{{2,3}}(?=\)))(?![\w])"
)
_LONGEST_KEY = 500
#: "Our critics: Nadine West, Terence Bo", "Reviews by Nadine West and Terence Bo"; the head of a table.
_ROSTER = regex(
    r"^(?:our |the |this week[’']s )?(?:critics?|reviewers?|panel(?:lists)?|writers|jury|voters|staff|"
    r"kritiker|critiques|críticos|anmeldere)(?: (?:are|this week|on duty))?\s*[:–—-]\s*(?P<names>.+)$"
    r"|^(?:with (?=[^,&]+(?:,| and | & ))|(?:film |movie |capsule )?reviews?(?:ed)? |capsules |words |"
    r"written )?(?:by:?\s+)?(?<=\s)(?P<by>.+)$",
    re.IGNORECASE,
)
#: "Here is what our critics, Ann Lee and Bo Park, thought."
_OUR_CRITICS = regex(
    rf"\b[Oo]ur (?:\w+ )?(?:critics|reviewers|panel(?:ists)?|writers|regulars|experts),? "
    rf"(?P<names>{_NAME}(?:, {_NAME}){{0,5}},? (?:and|&) {_NAME})(?=[,.;:)]|\s[a-z])"
)
_TABLE_HEADS = frozenset({
    "film", "films", "movie", "movies", "title", "titel", "titre", "título", "titolo", "picture", "critic",
    "", "#", "the films", "average", "filme", "película", "overall",
})  # fmt: skip
_LIST = regex(r"\s*(?:[,;•·|/\t]|\s&\s|\band\b|\bund\b|\bet\b|\by\b)\s*")


@dataclass(slots=True)
class Critics:
    """What a page calls its critics: how it shortens them (folded), and their names in full."""

    short: dict[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    #: Initials that sign several entries, and that nothing on the page explains.
    loose: set[str] = field(default_factory=set)
    #: Those whom one line names as the writers of the whole page: "Reviews by Ann Lee and Bo Park".
    by: list[str] = field(default_factory=list)

    def full(self, text: str) -> str | None:
        """The whole name of what a line calls its critic; None where it is no critic's."""
        said = " ".join(text.strip(" .,:;()[]–—-").split())
        if said in self.names:
            return said
        found = self.short.get(_key(said))
        if found is not None or not said.isupper():
            return found
        return next((name for name in self.names if name.casefold() == said.casefold()), None)

    def add(self, name: str, initials: str | None = None) -> None:
        """Know one more critic: by the whole name, and by initials, first and family name."""
        if name not in self.names:
            self.names.append(name)
        words = name.split()
        for short in (initials, _initials(name), words[0], words[-1]):
            if short is None:
                continue
            known = self.short.get(_key(short), name)
            self.short[_key(short)] = name if known == name or short == initials else ""


def critics_of(
    around: Sequence[Unit], signed: Iterable[str] = (), initials: Iterable[str | None] = ()
) -> Critics:
    """The critics of a page.

    Args:
        around: what stands above its entries, and under the last of them.
        signed: who stands beside the ratings, as it is printed there.
        initials: what signs each entry, if initials do.
    """
    found = Critics()
    lines = [unit.text for unit in around if len(unit.text) <= _LONGEST_KEY]
    for text in lines:
        for short, name in _keyed(text):
            found.add(name, short)
        for name in (listed := _listed(text)):
            found.add(name)
        found.by = found.by or listed
    for name in sorted(set(signed), key=len, reverse=True):
        if found.full(name) is not None and found.full(name) != name:
            continue
        if (whole := _spelled_out(name, lines)) is not None:
            found.add(whole, name)
        elif looks_like_name(name):
            found.add(name)
    signing = Counter(one for one in initials if one is not None)
    for short in (short for short, count in signing.items() if count > 1 and found.full(short) is None):
        whole = _spelled_by(short, lines)
        if whole is not None:
            found.add(whole, short)
        found.loose.add(short)
    found.short = {short: name for short, name in found.short.items() if name}
    return found


def _spelled_by(initials: str, lines: Sequence[str]) -> str | None:
    """The one name of several lines that has some initials; None where there is none, or more than one."""
    names = {
        name for text in lines if len(text) <= _LONGEST_LINE for match in _WHOLE.finditer(text)
        if (name := _opened(match.group(), initials)) is not None
    }  # fmt: skip
    return names.pop() if len(names) == 1 else None


_WHOLE, _LONGEST_LINE = regex(_NAME), 200


def _spelled_out(short: str, lines: Sequence[str]) -> str | None:
    """The whole name that lines give somebody of whom elsewhere one name stands, or an initial with it."""
    words = short.replace(".", ". ").split()
    if (
        not all(re.sub(r"[.'’-]", "", word).isalpha() for word in words)
        or len(words[-1]) < _LEAST_NAME
        or len(words) > 2
    ):
        return None
    one = r"[^\W\d_a-z][\w’'-]+"
    if len(words) > 1:
        initial = re.escape(words[0][0])
        forms = (
            [rf"{initial}[\w’'-]+ (?:[^\W\d_a-z]\. )?{re.escape(words[-1])}"]
            if words[0][1:] in {"", "."}
            else []
        )
    else:
        middle = r"(?:[^\W\d_a-z]\. )?"
        forms = [rf"{one} {middle}{re.escape(short)}", rf"{re.escape(short)} {middle}{one}"]
    found = [
        match.group() for form in forms for text in lines
        for match in re.finditer(rf"(?<![\w.]){form}(?!\w)", text) if looks_like_name(match.group())
    ]  # fmt: skip
    return found[0] if found and len(set(found)) == 1 else None


_LEAST_NAME = 3


def _keyed(text: str) -> list[tuple[str, str]]:
    """The initials that a text explains, and the names they are of."""
    pairs: list[tuple[str, str]] = []
    place = 0
    while (found := _KEYED.search(text, place)) is not None:
        initials = found.group("first") or found.group("last")
        name = _opened(found.group("name") or found.group("named"), initials)
        if name is None:
            place = found.start() + 1
            continue
        pairs.append((initials, name))
        # "M.F. is Mara Field. D.O'K. is ...": what follows the name is the next one's
        place = found.start("name") + len(name) if found.group("first") else found.end()
    return pairs


def _opened(name: str, initials: str) -> str | None:
    """The words at the beginning, or the end, of some that have these initials."""
    initials = re.sub(r"(?<=M)c(?=[A-Z])", "", initials)  # "AMcG"
    wanted = _key(initials)
    short = initials.islower()  # "ka = Klaus Ahrens", "klaus = Klaus Ahrens"
    initials = initials.upper() if short else initials
    if len(wanted) < 2 or not initials.replace(".", "").replace(" ", "").replace("-", "").isupper():
        return None
    words = name.split()
    for count in range(len(words), 1, -1):
        for chosen in (words[:count], words[-count:]):
            whole = " ".join(chosen).rstrip(".,")
            if (
                whole[:1].isupper()  # "von Silke Ahrens (sa)"
                and (
                    wanted in {_key(_initials(whole)), _key(_initials(whole, within=True))}
                    or (short and len(wanted) > _MOST_INITIALS and _key(whole).startswith(wanted))
                )
                and looks_like_name(whole)
            ):
                return whole
    return None


#: Longer small letters that sign are the beginning of a name.
_MOST_INITIALS = 2
_WITHIN = regex(r"[-'’]|(?<=\bMc)(?=[A-Z])")


def _initials(name: str, *, within: bool = False) -> str:
    """The initials of a name; ``within``: of "O'Keefe" and "McGrath" both letters."""
    words = (word for part in name.split() for word in (_WITHIN.split(part) if within else part.split("-")))
    return "".join(word[0] for word in words if word and word[0].isupper())


_MARKS = regex(r"[.\s'’-]")


def _key(text: str) -> str:
    return _MARKS.sub("", text).casefold()


def _listed(text: str) -> list[str]:
    """The names of a roster, a byline of several, or the head of a table of stars; () where it is none."""
    cells = [cell.strip() for cell in text.split("\t")]
    if len(cells) > 2 and cells[0].casefold() in _TABLE_HEADS:
        named = [cell for cell in cells[1:] if looks_like_name(cell)]
        others = [cell for cell in cells[1:] if cell not in named and cell.casefold() not in _TABLE_HEADS]
        return named if named and len(others) <= 1 else []
    found = _ROSTER.match(text) if len(text) <= 300 else None
    if found is None:
        found = _OUR_CRITICS.search(text)
        named = re.split(r",? (?:and|&) |, ", found.group("names")) if found is not None else []
        return named if all(looks_like_name(name) for name in named) else []
    listed = [
        re.sub(r"\s*\([^()]*\)", "", part).strip(" .")
        for part in _LIST.split(found.group("names") or found.group("by"))
    ]
    named = [part for part in listed if looks_like_name(re.sub(r"[\"“”]", "", part))]
    return named if len(named) > 1 or found.group("names") else []


def is_key(text: str) -> bool:
    """Whether a line begins with initials and explains them: "M.F. is Mara Field."."""
    pairs = _keyed(text) if len(text) <= _LONGEST_KEY else []
    return bool(pairs) and text.lstrip("([").startswith(pairs[0][0])


def without_key(units: list[Unit], critics: Critics) -> None:
    """Cut what explains who the critics are, and what follows it, from under the last entry of a page."""
    for index, unit in enumerate(units):
        if index and _explains(unit, critics):
            del units[index:]
            return


def without_foot(entries: Sequence[list[Unit]], is_line: Callable[[Unit], bool]) -> None:
    """Cut the page's foot from under the last of a guide's entries.

    It is what stands there in short lines, where more follows the last critic's line than in any other entry.
    """
    if not entries:
        return
    while entries[-1] and _FOOT.search(entries[-1][-1].text) and len(entries[-1][-1].text) <= _LONGEST_FOOT:
        entries[-1].pop()
    *others, last = [(units, _behind(units, is_line)) for units in entries]
    told = [behind for _, behind in others if behind is not None]
    units, behind = last
    if behind is None or len(told) < _LEAST_ENTRIES:
        return
    extra = behind - max(told)
    if 0 < extra <= _MOST_FEET and all(len(unit.text) <= _LONGEST_FOOT for unit in units[-extra:]):
        del units[-extra:]


def _explains(unit: Unit, critics: Critics) -> bool:
    """Whether a line is the key to the page's critics: their whole names, or initials and whose they are."""
    if len(unit.text) > _LONGEST_KEY or not critics.names:
        return False
    told = sum(name in unit.text for name in critics.names)
    return (told > 1 and told == len(critics.names)) or bool(_keyed(unit.text) and told)


_FOOT = regex(
    r"(?:\b(?:Tel|Telephone|Phone|Fax|P\.? ?O\.? Box|C\.P\.|Page|PAGE)\b[.:]?\s*\d|©|\(c\) (?:19|20)\d\d|"
    r", \d{1,5} (?:[A-Z][\w.]* ){1,3}(?:St|Ave|Rd|Blvd|Street|Avenue|Road|Lane|Square)\b)"
)
_LEAST_ENTRIES, _MOST_FEET, _LONGEST_FOOT = 2, 4, 200


def _behind(units: Sequence[Unit], is_line: Callable[[Unit], bool]) -> int | None:
    """How many units follow the last critic's line of an entry; None where it has none."""
    places = [index for index, unit in enumerate(units) if is_line(unit)]
    return len(units) - 1 - places[-1] if places else None


def parted(units: Sequence[Unit], starts: re.Pattern[str] | None) -> list[Unit]:
    """The units with each critic's line a unit of its own: several in one parted, a broken one joined."""
    result: list[Unit] = []
    for unit in units:
        before = result[-1] if result else None
        if before is not None and _goes_on(before, unit) and (starts is None or not starts.match(unit.text)):
            result[-1] = replace(before, text=f"{before.text} {unit.text}", last=unit.last)
            continue
        places = (
            [found.start("who") for found in starts.finditer(unit.text) if found.start("who")]
            if starts
            else []
        )
        for begin, end in itertools.pairwise([0, *places, len(unit.text)]):
            first = begin == 0
            gap, lead = (unit.gap, unit.lead) if first else (0, 0)
            text = unit.text[begin:end].strip()
            if places:  # "[Roe: 3 stars; Bo: 2 stars]"
                text = text.rstrip(" ;,") if end < len(unit.text) else text
                text = text.strip("[]") if text.count("[") != text.count("]") else text
            result.append(replace(unit, text=text, gap=gap, lead=lead))
    return result


def _goes_on(before: Unit, unit: Unit) -> bool:
    """Whether a line of a text dump goes on with the line above it."""
    return (
        not (before.tag or unit.tag or unit.gap)
        and len(before.text) >= _FULL_LINE
        and not ends_sentence(before.text)
        and unit.text[:1].isalnum()
        and credit_line.whole(before.text) is None
    )


_FULL_LINE = 45
