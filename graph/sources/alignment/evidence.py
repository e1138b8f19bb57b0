"""What the place of a name in a review says about whose it is: brackets, roles, jobs."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.names import words
from graph.sources.alignment.wording import JOB_AFTER, JOB_BEFORE, role_groups, stem
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from graph.sources.alignment.cast import Target

#: How strongly a place speaks for a target.
AGAINST, NOTHING, WEAK, STRONG = -1, 0, 1, 2

_REACH = 110  # code points before and behind a name that are looked at
_WORDS = 6  # words of the clause that may name the role
_BRACKET = regex(r"[(\[] ?(?:as )?(?:(?:played|portrayed|voiced|embodied) by )?(?:[a-z]+ ){0,2}$")
_PLAYED_BY = regex(r"(?:played|portrayed|voiced|embodied)(?: \w+ly)? by (?:[a-z-]+ ){0,3}$")
_CLAUSE = regex(r"[,.;:()\[\]!?\n—]")
_APPOSITION = regex(r" (?:the|an?|his|her|their|its|our|who) ")
_POSSESSIVE = regex(r"['’]s?\b|['’](?= )")
_PLAYS = regex(
    r"^[’']?s?,? (?:\w+ ){0,3}?(?:as|plays|playing|played|portrays|portraying|in the role of|voices|voicing) "
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands. ``role_words`` are those of the clause before its bracket, nearest last.

    ``characters`` are those mentioned in that clause (or behind "as"), with the words of the mention;
    ``beside``: the last of them stands right in front of the bracket.
    """

    bracketed: bool
    role_words: tuple[str, ...]
    characters: tuple[tuple[str, Target], ...]
    beside: bool
    plays: tuple[str, ...]
    before: str
    after: str


class Mentioned:
    """Where characters are mentioned, for looking up which of them a stretch of text names."""

    def __init__(self, spans: list[tuple[int, int, Target]]) -> None:
        self._spans = sorted(spans, key=lambda span: span[:2])
        self._starts = [span[0] for span in self._spans]

    def between(self, start: int, end: int) -> list[tuple[int, int, Target]]:
        """The mentions that lie whole between two offsets, in order."""
        found = []
        for at in range(bisect_left(self._starts, start), len(self._spans)):
            if self._spans[at][0] >= end:
                break
            if self._spans[at][1] <= end:
                found.append(self._spans[at])
        return found


def place(text: str, start: int, end: int, mentioned: Mentioned) -> Place:
    """What stands around the name at ``text[start:end]``."""
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    bracket = _BRACKET.search(before) or _PLAYED_BY.search(before)
    role_words: tuple[str, ...] = ()
    plays: tuple[str, ...] = ()
    characters: list[tuple[int, int, Target]] = []
    beside = False
    if bracket:
        head = before[: bracket.start()].rstrip(" ,")
        clause = _last_clause(head)
        role_words = tuple(words(head[clause:])[-_WORDS:])
        offset = start - len(before)
        characters = mentioned.between(offset + clause, offset + len(head))
        beside = bool(characters) and characters[-1][1] == offset + len(head)
        if not characters and _APPOSITION.match(head, clause) and head[:clause].endswith(","):
            earlier = _last_clause(head[: clause - 1])
            characters = mentioned.between(offset + earlier, offset + clause)
        characters = [one for one in characters if not _POSSESSIVE.match(text, one[1])]
    playing = _PLAYS.match(after)
    if playing:
        rest = after[playing.end() :]
        stop = _CLAUSE.search(rest)
        rest = rest[: stop.start()] if stop else rest
        plays = tuple(words(rest)[:_WORDS])
        characters += mentioned.between(end + playing.end(), end + playing.end() + len(rest))
    named = tuple((text[one:other], target) for one, other, target in characters)
    return Place(bracket is not None, role_words, named, beside, plays, before[-50:], after[:60])


def _last_clause(head: str) -> int:
    ends = [found.end() for found in _CLAUSE.finditer(head)]
    return ends[-1] if ends else 0


def speaks_for(where: Place, person: Target) -> tuple[int, str]:
    """How strongly a place speaks for a credited person, and in which words.

    AGAINST where it names a character that somebody else plays.
    """
    how = "printed in parentheses after" if where.bracketed else "printed as"
    for printed, character in reversed(where.characters):
        if character in person.others:
            return STRONG, f"{how} {printed}, the character {character.name}"
    job = _job(where, person)
    if job:
        return STRONG, f"printed as the {job}, which the credit is for"
    if where.beside:
        return AGAINST, ""
    for word in (*reversed(where.role_words), *where.plays):
        for character in person.others:
            if (stem(word) in character.words and role_groups(word)) or role_groups(word) & character.groups:
                return STRONG, f"{how} “{word}”, and the credit says {character.name}"
    return (WEAK, "printed in parentheses, as actors are") if where.bracketed else (NOTHING, "")


def _job(where: Place, person: Target) -> str:
    for job in sorted(person.jobs):
        if job in JOB_BEFORE and (JOB_BEFORE[job].search(where.before) or JOB_AFTER[job].match(where.after)):
            return job
    return ""
