"""The credited people and characters of one film, found by every form that prose gives their names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.names import NICKNAMES, TITLES, Name, fold, letters, parse, romanisation_key
from graph.sources.alignment.wording import is_generic, role_groups, stem
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Methods, as a match names them.
EXACT, ORDER, PARTS = "exact", "name order and spacing", "name parts"
ROMANISATION, READING, FUZZY = "romanisation key", "romanisation", "fuzzy"
SURNAME, SHORT = "surname", "short form"

SCORES = {EXACT: 1.0, ORDER: 0.98, ROMANISATION: 0.95, READING: 0.92, PARTS: 0.91, SURNAME: 0.95, SHORT: 0.95}

_LONGEST_NAME = 300  # code points; what is longer is a paragraph that a reader took for a name

_LONG_FAMILY = 8  # letters: two words that make one so long are no others
# Which part of a name a single word is.
WHOLE, GIVEN, FAMILY, ALIAS = "name", "first name", "family name", "alias"
NICKNAME = "nickname"

_SEVERAL = regex(r"[/(\[“\"‘',;]|\ba\.?k\.?a\b", re.IGNORECASE)
_ALIASES = regex(r" */ *| +a\.?k\.?a\.? +| +aka +", re.IGNORECASE)
_BRACKETED = regex(r"[(\[]([^()\[\]]*)[)\]]")
_NICKNAMED = regex(r"(?:^|(?<=\s))[“\"‘']([^“”\"‘’']{2,30})[”\"’'](?=\s|$)")
_NOT_AN_ALIAS = regex(
    r"(?i)\b(?:voice|uncredited|as|segment|archive|credit|young|old|adult|child|scenes?|deleted|age)\b"
)
_SELF = frozenset({"self", "himself", "herself", "themselves", "themself", "various", "narrator"})
# Somebody's relation is not called by that somebody's name: "Ryu's Sister", "Aunt of Lady Hideko".
_RELATION = regex(r"\w[’']s? \w")
_INSIDE = frozenset({"of", "the", "with", "from", "in", "at", "without"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_SPELLED_UMLAUT = regex(r"[aou]e(?![aeiou])")
_LIKE_PARTICLES = ("de", "di", "da", "du", "la", "le", "mc", "mac", "van", "von", "fitz", "st")
_ARTICLES = frozenset({"the", "a", "an"})
_TITLE_SHORT = {
    "doctor": "dr", "detective": "det", "lieutenant": "lt", "sergeant": "sgt", "captain": "capt",
    "colonel": "col", "professor": "prof", "mister": "mr", "inspector": "insp", "major": "maj",
    "general": "gen", "corporal": "cpl", "reverend": "rev", "commander": "cmdr",
    "private": "pvt", "governor": "gov", "senator": "sen",
}  # fmt: skip
# In front of a name without being a title of it: "Young Rick".
_QUALIFIERS = frozenset(
    {"young", "old", "older", "younger", "little", "big", "teen", "teenage", "adult", "baby"}
)


@dataclass(frozen=True, slots=True)
class Credit:
    """One credit as alignment takes it: the name as credited, the job, and for an actor the character.

    ``job`` is one of ``graph.records.JOBS``; ``character`` and ``note`` are as printed, or None.
    """

    name: str
    job: str
    character: str | None = None
    note: str | None = None


@dataclass(eq=False, slots=True)
class Target:
    """A credited person, or a character, with what alignment knows about it.

    ``others`` are a person's characters, or a character's actors. ``roles`` are the groups of role
    words in a character's name, ``titles`` its titles in their short form; ``qualified`` is "Young Rick".
    """

    name: str
    is_person: bool
    order: int
    jobs: set[str] = field(default_factory=set)
    others: list[Target] = field(default_factory=list)
    words: frozenset[str] = frozenset()
    groups: frozenset[int] = frozenset()
    titles: frozenset[str] = frozenset()
    qualified: bool = False
    particles: tuple[str, ...] = ()
    family: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to name a target in full: the method by which the form follows from the credit."""

    target: Target
    method: str
    reason: str = ""


class Cast:
    """Every form of every name, for look-up by folded letters.

    ``full`` finds whole names, ``single`` one part of a name standing for all of it, ``read`` whole
    names and given names by romanisation key.
    """

    def __init__(self, credited: Sequence[Credit]) -> None:
        self.people: list[Target] = []
        self.characters: list[Target] = []
        self.full: dict[str, list[Form]] = {}
        self.single: dict[str, list[tuple[Target, str]]] = {}
        self.read: dict[str, list[Target]] = {}
        self.read_single: dict[str, list[Target]] = {}
        people: dict[str, Target] = {}
        characters: dict[str, Target] = {}
        # In the order of the names, so that the order of the credits changes nothing.
        for credit in sorted(credited, key=lambda c: (c.name, c.job, c.character or "")):
            key = fold(credit.name) if len(credit.name) <= _LONGEST_NAME else ""
            if not key:
                continue
            person = people.get(key)
            if person is None:
                person = people[key] = Target(credit.name, is_person=True, order=len(self.people))
                self.people.append(person)
            person.jobs.add(credit.job)
            printed = (credit.character or "").strip()
            key = fold(printed[:_LONGEST_NAME])
            if not key or key in _SELF or len(printed) > _LONGEST_NAME:
                continue
            character = characters.get(key)
            if character is None:
                character = characters[key] = Target(printed, is_person=False, order=len(self.characters))
                self.characters.append(character)
            character.others.append(person)
            person.others.append(character)
        for person in self.people:
            self._add_person(person)
        for character in self.characters:
            self._add_character(character)
        self.longest = max(map(len, self.full), default=0)

    def _add_full(self, key: str, form: Form) -> None:
        forms = self.full.get(key)
        if forms is None:  # nearly always
            self.full[key] = [form]
        elif all(known.target is not form.target for known in forms):
            forms.append(form)

    def _add_single(self, key: str, target: Target, part: str) -> None:
        if len(key) < 2:
            return
        known = self.single.get(key)
        if known is None:
            self.single[key] = [(target, part)]
        elif all(one is not target for one, _ in known):
            known.append((target, part))

    def _add_person(self, person: Target) -> None:
        name = parse(person.name)
        self._add_full(letters(person.name), Form(person, EXACT))
        if not name.family:
            self._add_single(letters(person.name), person, WHOLE)
            return
        for key in _turned(name):
            self._add_full(key, Form(person, ORDER))
        for key, reason in _other_parts(name):
            self._add_full(key, Form(person, PARTS, reason))
        for nickname in filter(_is_alias, _NICKNAMED.findall(person.name)):
            if " " in nickname:
                self._add_full(letters(nickname), Form(person, SHORT, NICKNAME))
            else:
                self._add_single(letters(nickname), person, ALIAS)
        self.read.setdefault(romanisation_key(person.name), []).append(person)
        person.particles, person.family = name.family[:-1], name.family[-1].replace("-", "")
        family = "".join(name.family).replace("-", "")
        telling = len(family) >= _LONG_FAMILY  # "Monte Alegre" of Thiago Montealegre
        if telling or person.particles or "-" in name.family[-1] or family.startswith(_LIKE_PARTICLES):
            self._add_full(family, Form(person, SURNAME))  # De Niro, DeNiro, Di Caprio, Zeta-Jones
            self._add_single(family, person, FAMILY)
        if person.particles and name.given:
            given = "".join(name.given).replace("-", "")
            self._add_full(given + person.family, Form(person, PARTS, "a particle is left out"))
        self._add_single(person.family, person, FAMILY)
        for key in _without_umlauts(person.name):
            self._add_full(key, Form(person, ROMANISATION, "with and without umlauts"))

    def also_family(self, family: str, person: Target) -> None:
        """Take a family name that the prose gives a person: "Jung" of the credited "Jeong Da-eun"."""
        self._add_single(family, person, FAMILY)

    def _add_character(self, character: Target) -> None:
        every = fold(character.name).replace("-", " ").split()
        character.words = frozenset(stem(word) for word in every)
        character.groups = frozenset(group for word in every for group in role_groups(word))
        for alias in aliases(character.name):
            self._add_alias(character, alias)

    def _add_alias(self, character: Target, alias: str) -> None:
        tokens = fold(alias).split()
        article = len(tokens) > 1 and tokens[0] in _ARTICLES
        if article:
            tokens = tokens[1:]
        while len(tokens) > 1 and tokens[-1].isdigit():
            tokens = tokens[:-1]  # HAL 9000, Juror 8
        key = "".join(tokens).replace("-", "")
        if not key or key.isdigit():
            return
        nameless = all(is_generic(part) for word in tokens for part in word.split("-")) or is_generic(
            tokens[-1]
        )
        if len(tokens) > 1:
            self._add_full(key, Form(character, EXACT))
            for spelled in _without_umlauts(alias):
                self._add_full(spelled, Form(character, ROMANISATION, "with and without umlauts"))
        if article and len(tokens) == 1:
            self._add_single("the" + key, character, ALIAS)
        if nameless or _RELATION.search(alias) or ("of" in tokens and is_generic(tokens[0])):
            return
        if len(tokens) == 1:
            self._add_full(key, Form(character, EXACT))
            self._add_single(key, character, WHOLE)
            self.read_single.setdefault(romanisation_key(tokens[0]), []).append(character)
            return
        self.read.setdefault(romanisation_key(" ".join(tokens)), []).append(character)
        if not _INSIDE.isdisjoint(tokens):
            self._add_single(tokens[0], character, GIVEN)  # Joan of Arc, Conan the Barbarian
            return
        self._add_character_parts(character, tokens)

    def _add_character_parts(self, character: Target, tokens: list[str]) -> None:
        titles: set[str] = set()
        while len(tokens) > 1 and (tokens[0] in TITLES or is_generic(tokens[0])):
            titles.add(short_title(tokens[0]))
            tokens = tokens[1:]
        character.titles |= titles - _QUALIFIERS
        character.qualified = not titles.isdisjoint(_QUALIFIERS)
        name = parse(" ".join(tokens))
        if not name.family:
            part = FAMILY if titles - _QUALIFIERS else GIVEN
            self._add_single(name.tokens[0].replace("-", ""), character, part)
        else:
            if titles:
                self._add_full(
                    "".join(tokens).replace("-", ""), Form(character, PARTS, "a title is left out")
                )
            self._add_character_name(character, name)
        if name.given:
            given = "-".join(name.given) if name.culture else name.given[0]
            self.read_single.setdefault(romanisation_key(given), []).append(character)

    def _add_character_name(self, character: Target, name: Name) -> None:
        for key in _turned(name):
            self._add_full(key, Form(character, ORDER))
        for key, reason in _other_parts(name):
            self._add_full(key, Form(character, PARTS, reason))
        given = "".join(name.given) if name.culture else name.given[0]
        if name.culture and len(name.given) > 1:
            self._add_full(given.replace("-", ""), Form(character, SHORT, GIVEN))
        self._add_single(given.replace("-", ""), character, GIVEN)
        for nickname in NICKNAMES.get(name.given[0], ()):
            self._add_single(nickname, character, GIVEN)
        character.particles, character.family = name.family[:-1], name.family[-1].replace("-", "")
        self._add_single("".join(name.family).replace("-", ""), character, FAMILY)
        self._add_single(character.family, character, FAMILY)


def short_title(title: str) -> str:
    """A folded title in its short form: "doctor" -> "dr"."""
    return _TITLE_SHORT.get(title, title)


def aliases(character: str) -> list[str]:
    """The names in one character credit: "Bruce Wayne / Batman" has two, 'Frank "Duke" Hall' three."""
    if not _SEVERAL.search(character):
        return [character]
    found: list[str] = []
    for side in _ALIASES.split(character):
        found += filter(_is_alias, _BRACKETED.findall(side))
        bare = _BRACKETED.sub(" ", side)
        nicknames = _NICKNAMED.findall(bare) if not bare.strip().isalpha() else []
        if nicknames:
            whole = _NICKNAMED.sub(" ", bare)
            rest = whole.split()
            if rest:
                found.append(" ".join(rest))
                found += [f"{nickname} {rest[-1]}" for nickname in nicknames if len(rest) > 1]
            found += [nickname for nickname in nicknames if nickname[:1].isupper()]
        else:
            found.append(bare)
    return [alias.strip(" ,;") for alias in found if alias.strip(" ,;")]


def _is_alias(bracketed: str) -> bool:
    """Whether what a credit has in brackets is a name: (Eloise), not (voice) or (1987)."""
    named = bracketed[:1].isupper() and not any(map(str.isdigit, bracketed))
    return named and not _NOT_AN_ALIAS.search(bracketed)


def _turned(name: Name) -> Iterator[str]:
    """The name with the family name at either end, in folded letters."""
    given, family = "".join(name.given).replace("-", ""), "".join(name.family).replace("-", "")
    yield given + family + name.suffix
    yield family + given + name.suffix


def _without_umlauts(name: str) -> Iterator[str]:
    """The German and Scandinavian ways of writing a name without umlauts: Böhm, Boehm (and Bohm)."""
    lowered = name.lower()
    if not name.isascii() and not _UMLAUTS.keys().isdisjoint(map(ord, lowered)):
        yield letters(lowered.translate(_UMLAUTS))
    elif _SPELLED_UMLAUT.search(lowered):
        yield letters(_SPELLED_UMLAUT.sub(lambda found: found[0][0], lowered))


def _other_parts(name: Name) -> Iterable[tuple[str, str]]:
    """Names without suffix or middle names, with a nickname, and without a second given name."""
    if name.reading:
        return
    family = "".join(name.family).replace("-", "")
    first = name.given[0].replace("-", "")
    if name.suffix:
        yield "".join(name.tokens).replace("-", ""), "the suffix is left out"
    if len(name.given) > 1:
        yield first + family, "a middle name is left out"
        rest = "".join(name.given[1:]).replace("-", "")
        if name.culture:
            yield family + rest, "the English name is left out"
        elif len(name.given) == 2:
            yield rest + family, "the first given name is left out"
    for nickname in NICKNAMES.get(first, ()):
        yield nickname + family, f"'{nickname}' is a form of '{first}'"
