"""People as credits print them: one credit with its character and notes, the lists of a cast and a crew."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.sources.facts.people import NICKNAME_FIRST, SUFFIX, could_be_name, looks_like_name
from graph.sources.patterns import regex
from graph.sources.words import ABBREVIATED

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOTE = regex(
    r"\b(?:voices?|voz|voix|voce|stimme|röst|stemme|uncredited|archiv\w*|cameo|deleted|credit only|footage|"
    r"motion[- ]capture|"
    r"performance capture|"
    r"singing|stock|narrator only|dubbed|segment)\b",
    re.IGNORECASE,
)
_CREDITED_AS = regex(r"^(?:[Cc]redited )?[Aa]s\s+[A-Z]")
_A_YEAR = regex(r"(?:18[89]|19\d|20[0-4])\d")
_STOP = regex(r"\)\.$")
_NOTE_ALONE = regex(r"voice|uncredited", re.IGNORECASE)
_NOTE_BEHIND = regex(r",\s*(voice|uncredited)$", re.IGNORECASE)
_PARENS = regex(r"\s*[(\[]([^()\[\]]*)[)\]]")
#: "voice of the manager": a note that says the character, too.
_VOICE_OF = regex(r"^(?:the )?voice of (\S.{1,60})$", re.IGNORECASE)
_LAST_PARENS = regex(r"\s*\(([^()]*(?:\([^()]*\)[^()]*)?)\)\s*$")
_AND = regex(r"\s+(?:and|AND|&|\+|und|et|y|e|og|och|en|ja|i|sowie|with)\s+")
#: What joins two whole names, and may stand within one: "Ortega y Gasset".
_MAY_JOIN = frozenset({"und", "et", "y", "e", "og", "och", "en", "ja", "i", "sowie"})
#: Firms stand among producers, and behind them: "Ann Lee for Salt Pictures".
_COMPANY = regex(
    r"\b(?:Films?|Pictures|Productions?|Studios?|Entertainment|Media|Filmproduktion|Filmproduktie|"
    r"Film[ck]ompani\w*|Producciones|Produções|Produzioni|Cinematográfica|Enterprises|Company|Releasing|"
    r"Télévision|Television|Broadcasting|Ltd|Pty|GmbH|Inc|LLC|AG|S\.?A|S\.?L|SARL|s\.?r\.?l|B\.?V|A/S|ApS|"
    r"AB|Oy|ehf)"
    r"\.?$|^(?:Universal|Paramount|Columbia|Canal\+?|BBC|ZDF|RTÉ|SVT|NRK)\b"
)
_FOR = regex(r"\s+(?:for|für|pour|para|per|voor|för)\s+(?=[^\W\d_a-z]).*$")
_AS = regex(
    r"\s+(?:as|als|como|comme|som|in the role of|dans le rôle de|nel ruolo di)\s+|\s*\.{2,}\s*|\s*…\s*|"
    r"\s+[—–]\s+"
)
_LEAD = regex(
    r"^(?:(?:and|&|with|featuring|by|also|starring|introducing|plus|including|the voices? of|voices? "
    r"of|(?-i:et|und|sowie|avec|mit|con|com|med|og|och|y|e))\s+)+",
    re.IGNORECASE,
)
_VOICES = regex(r"^(?:and\s+|with\s+|featuring\s+)?(?:the\s+)?voices?\s+of\s+", re.IGNORECASE)
_TRAIL = regex(
    r"(?:(?:,\s*|\s+)(?:et al\.?|and others|among others|and more|etc\.?|more|u\. ?a\.?(?: m\.)?|und andere|"
    r"et d['’]autres|y otros|e outros|e altri|m\. ?fl\.|e\.a\.|i in\.))+$",
    re.IGNORECASE,
)
_ABBREVIATED = regex(rf"\b(?:{ABBREVIATED}|Ph\.D)\.$")
_MAX_LIST = 4000


@dataclass(frozen=True, slots=True)
class Credited:
    """One person as a credit prints them: name, character (actors) and what the credit adds."""

    name: str
    character: str | None = None
    note: str | None = None


def without_others(text: str) -> str:
    """A list of people without "and others" behind it."""
    return _TRAIL.sub("", text.strip())


def split_list(text: str) -> list[str]:
    """The items of a printed list, split where its strongest separator stands outside brackets."""
    text = _TRAIL.sub("", text.strip()[:_MAX_LIST])
    for mark in (";", " * ", "•", "·", "‧", "|", "\t"):
        if mark in text:
            return [item.strip(" ,") for item in _split_outside(text, mark) if item.strip(" ,")]
    merged: list[str] = []
    for item in (part.strip() for part in _split_outside(text, ",")):
        if merged and SUFFIX.match(item.split(" ")[0] if item else ""):
            head, _, rest = item.partition(" ")
            merged[-1] += f", {head}"
            if rest:
                merged[-1] += f" {rest}"
        elif item:
            merged.append(item)
    return merged


def _split_outside(text: str, mark: str) -> list[str]:
    if not ("(" in text or "[" in text):
        return text.split(mark)
    items, depth, start, index = [], 0, 0, 0
    while index < len(text):
        char = text[index]
        if char in "([":
            depth += 1
        elif char in ")]":
            depth = max(0, depth - 1)
        elif depth == 0 and text.startswith(mark, index):
            items.append(text[start:index])
            start = index + len(mark)
            index = start - 1
        index += 1
    items.append(text[start:])
    return items


def crew(text: str) -> tuple[list[Credited], list[str]]:
    """People of a crew credit ("A, B & C (story)"), and the items that cannot be names."""
    people: list[Credited] = []
    refused: list[str] = []
    for part in split_list(text):
        for item in _crew_parted(part):
            note = ", ".join(match.strip() for match in _PARENS.findall(item) if match.strip()) or None
            name = _clean(_FOR.sub("", _PARENS.sub("", item)))
            if not name:
                continue
            if could_be_name(name) and not _COMPANY.search(name):
                people.append(Credited(name, None, note))
            else:
                refused.append(name)
    return people, refused


_JOINED = regex(r"\s+(?:and|&|\+)\s+|\s*/\s*|^(?:and|&)\s+|\s+with\s+")


def _crew_parted(part: str) -> list[str]:
    """One item of a list of crew as the people in it: "A & B", "A/B", "A et B"."""
    items: list[str] = []
    for item in _JOINED.split(part):
        start = 0
        for joiner in _AND.finditer(item):
            left, right = item[start : joiner.start()], item[joiner.end() :]
            if looks_like_name(_PARENS.sub("", left)) and _begins_with_name(right):
                items.append(left)
                start = joiner.end()
        items.append(item[start:])
    return items


def _begins_with_name(text: str) -> bool:
    """Whether a text is a whole name, or one and more behind a word that joins them."""
    return looks_like_name(_PARENS.sub("", _AND.split(text, maxsplit=1)[0]).strip(" ."))


def cast(text: str) -> tuple[list[Credited], list[str]]:
    """People of a cast list: "A (Role), B as Role and C", and the items that cannot be read."""
    people: list[Credited] = []
    refused: list[str] = []
    listed = split_list(text)
    for part in map(_turned, listed) if _are_roles_first(listed) else listed:
        for item in _parted(part):
            spoken = _VOICES.match(item)
            credited = credits_of(_LEAD.sub("", item))
            if credited:
                people.extend(replace(one, note=one.note or "voice") if spoken else one for one in credited)
            elif item.strip(" .…"):
                refused.append(item)
    return people, refused


_DOTS = regex(r"\s*(?:\.{2,}|…)\s*")


def _are_roles_first(items: list[str]) -> bool:
    """Whether a list sets its characters before dots, and the actors behind: "The Marshal ... Ty Rolf"."""
    pairs = [_DOTS.split(item.strip(" ."), maxsplit=1) for item in items]
    pairs = [pair for pair in pairs if len(pair) == len(("character", "actor"))]
    return len(pairs) > 1 and all(looks_like_name(actor) for _, actor in pairs) and not all(
        looks_like_name(role) for role, _ in pairs
    )  # fmt: skip


def _turned(item: str) -> str:
    """A credit with the actor before the dots."""
    role, *actor = _DOTS.split(item.strip(" ."), maxsplit=1)
    return f"{actor[0]} ... {role}" if actor else item


def _parted(item: str) -> list[str]:
    """One list item that may still hold "A and B": two people, unless "and" belongs to a role."""
    for match in _AND.finditer(item):
        left, right = item[: match.start()], item[match.end() :]
        if left.count("(") != left.count(")"):
            continue
        name = _LEAD.sub("", _PARENS.sub("", _AS.split(right, maxsplit=1)[0]).strip(" ."))
        has_role = bool(_AS.search(left))
        if not has_role and _AS.search(right) and could_be_name(left) and "(" not in left:
            return [item]  # "A and B as the twins": one credit of two people
        certain = looks_like_name(name) or (
            not has_role and could_be_name(name) and match.group().strip() not in _MAY_JOIN
        )
        if certain and could_be_name(_PARENS.sub("", _AS.split(left, maxsplit=1)[0])):
            return [left, *_parted(right)]
    return [item]


def credits_of(item: str) -> list[Credited]:
    """One credit, "Actor as Role (voice)", "Actor (Role)", "Actor ... Role" or "Actor"; [] if none.

    Two names before one role are two credits. "(as Other Name)" and notes are not characters.
    """
    return list(_credits_of(item))


@lru_cache(maxsize=2_048)  # a line is judged, and then read
def _credits_of(item: str) -> Sequence[Credited]:
    item = _STOP.sub(")", item.strip().strip("*•–—-").strip())
    item, note = _without_note(item)
    parts = _AS.split(item, maxsplit=1)
    if parts[0].endswith(":"):
        return []  # "Howling II: ... Your Sister Is a Werewolf"
    who, character = parts[0], (parts[1].strip() if len(parts) == 2 else None)
    if character is None:
        found = _LAST_PARENS.search(who)
        if found and found.start() > 0:
            who, inside = who[: found.start()], found.group(1).strip()
            inside = re.sub(r"^as\s+", "", inside)
            character, inner = _without_note(inside)
            note = note or inner
            character = character or None
    if character is None and note is not None and (spoken := _VOICE_OF.match(note)) is not None:
        character, note = spoken.group(1), "voice"
    if len(parts) > 1:
        who, inner = _without_note(who)
        note = note or inner
    if character is not None:
        character = character.strip().rstrip(",;")
        character = (
            character[:-1]
            if character.endswith(".") and not character.endswith("..") and not _ABBREVIATED.search(character)
            else character
        )
        character = character.strip('“”"') or None
    if character is not None and _A_YEAR.fullmatch(character) is not None:
        character = None  # "Starring Ann Lee and Bo Li Jr.. 1964."
    if character is not None and (len(character) > 120 or not any(c.isalnum() for c in character)):
        return []
    names = [_clean(name) for name in _both(who)] if character else [_clean(who)]
    if not all(could_be_name(name) for name in names):
        return []
    return [Credited(name, character, note) for name in names]


def _both(who: str) -> list[str]:
    """Who shares one character: "Ann Lee and Bo Li"; a joiner that names have in them needs whole names."""
    parts = _AND.split(who)
    joiners = {joiner.group().strip() for joiner in _AND.finditer(who)}
    return [who] if joiners & _MAY_JOIN and not all(map(looks_like_name, parts)) else parts


def _without_note(text: str) -> tuple[str, str | None]:
    """A credit without its closing note, and the note: "(voice)", "(uncredited)", "(as A. Name)"."""
    notes: list[str] = []
    while (found := _LAST_PARENS.search(text) if ")" in text else None) and (
        (_NOTE.search(found.group(1)) and not _is_character_and_note(found.group(1)))
        or (_CREDITED_AS.match(found.group(1)) and " as " in text[: found.start()])
    ):
        notes.insert(0, found.group(1).strip())
        text = text[: found.start()]
    if _NOTE_ALONE.fullmatch(text):
        return "", text
    found_comma = _NOTE_BEHIND.search(text) if "," in text else None
    if found_comma:
        notes.insert(0, found_comma.group(1))
        text = text[: found_comma.start()]
    return text.strip(), ", ".join(notes) or None


def _is_character_and_note(inside: str) -> bool:
    """Whether brackets hold a character and a note behind a comma: "(Rosalie, voice)"."""
    found = _NOTE_BEHIND.search(inside)
    return found is not None and _NOTE.search(inside[: found.start()]) is None


def _clean(name: str) -> str:
    name = _LEAD.sub("", name.strip(" ,;:*•|\t"))
    if name.endswith(".") and not _ABBREVIATED.search(name):
        name = name[:-1]
    name = name.strip(" ,;:")
    return name if NICKNAME_FIRST.match(name) else name.strip('“”"')
