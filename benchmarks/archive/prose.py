"""A review's prose: sentences with names put in, and the list of which name is whom.

What a page's credits do not name is nobody's mention, except for the crew whom the prose itself credits.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.archive import sentences, spelling
from benchmarks.archive.facts import Mention, NamedFilm, Role
from benchmarks.archive.spelling import word_list

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from benchmarks.archive.facts import Film

_SLOT = re.compile(r"(?P<before>\b\w+ )?\{(?P<slot>[A-Za-z])\}")
#: What a character may begin with that is no name.
_TITLES = frozenset(
    word_list(
        "the sir don la le chief old big little young king lord lady rich joy de el van mr mrs miss officer"
    )
)
_GLUED = frozenset({"by ", "director ", "and ", "of "})
_JOBS = {"D": "director", "W": "writer", "C": "cinematographer", "M": "composer", "E": "editor"}


@dataclass(frozen=True, slots=True)
class Style:
    """How a publication sets its prose: straight or curly quotes, lost spaces, other spellings of names."""

    curly: bool = True
    glue: float = 0.0
    variants: float = 0.35
    #: What stands before and after the film's own title.
    title: tuple[str, str] = ("“", "”")


class Prose:
    """The prose of one review. ``mentions``, ``roles`` and ``films_named`` say afterwards what is in it.

    ``credited`` are the roles that the page's credits print; ``others`` are films to be compared with.
    """

    def __init__(
        self,
        chance: random.Random,
        film: Film,
        credited: Sequence[Role],
        others: Sequence[Film],
        style: Style,
        given: frozenset[str],
    ) -> None:
        self.mentions: list[Mention] = []
        self.roles: list[Role] = []
        self.films_named: list[NamedFilm] = []
        self._chance, self._film, self._credited, self._style = chance, film, credited, style
        self._tokens = _tokens(film, credited)
        self._others = [one for one in others if not self._kin(one)]
        self._given = given
        self._spelled: dict[str, str] = {}
        self._named: set[str] = set()
        names = {role.name for role in credited}
        named = [role for role in film.cast if role.name in names]
        self._actors = named or list(film.cast)
        self._current: list[Role] = []

    def paragraphs(self, number: int) -> list[str]:
        """So many paragraphs, whose first names the film, and whose last sums up."""
        found = []
        chosen = self._chance.sample(self._actors[:6], min(len(self._actors), 4, max(2, number)))
        for place in range(number):
            self._current = [chosen[place % len(chosen)], chosen[(place + 1) % len(chosen)]]
            said = [self._chance.choice(sentences.OPENING)] if place == 0 else []
            said += self._people(place, number)
            said += self._chance.sample(sentences.GENERAL, self._chance.randrange(1, 3))
            if place and place < number - 1 and self._others and self._chance.random() < 0.3:
                said.insert(1, self._chance.choice(sentences.OTHERS))
            if place == number - 1:
                said.append(self._chance.choice(sentences.CLOSING))
            found.append(" ".join(self._filled(one) for one in said))
        return found

    def short(self) -> str:
        """The text of a capsule."""
        said = self._chance.sample(sentences.SHORT, self._chance.randrange(1, 3))
        if self._chance.random() < 0.35 and len(self._film.directors()) == 1 and not self._crew("D"):
            chosen = self._chance.choice(sentences.SHORT_CREW)
            self._state("D", wrote="written" in chosen)
            said.append(chosen)
        return " ".join(self._filled(one) for one in said)

    def _people(self, place: int, number: int) -> list[str]:
        found: list[str] = []
        if place < 2:
            played = [
                one
                for one in sentences.PLAYED
                if all(
                    self._short(role) is not None
                    for role, slot in zip(self._current, "XY", strict=False)
                    if f"{{{slot}}}" in one
                )
            ]
            found.append(self._chance.choice(played or sentences.ACTED))
        elif self._chance.random() < 0.5:
            found.append(self._chance.choice(sentences.ACTED))
        if place and self._family("A") is not None and self._chance.random() < 0.6:
            found.append(self._chance.choice(sentences.AGAIN))
        if place and self._short(self._current[0]) is not None and self._chance.random() < 0.4:
            found.append(self._chance.choice(sentences.STORY))
        if place == number // 2:
            found.extend(self._makers())
        elif place > number // 2 and self._family("D") is not None and self._chance.random() < 0.5:
            found.append(self._chance.choice(sentences.CREDITED_AGAIN))
        return found

    def _makers(self) -> list[str]:
        """Sentences about the crew: who is not in the credits gets a sentence that says the job."""
        found = []
        director = self._crew("D")
        if director is not None:
            if self._chance.random() < 0.6:
                choice = (*sentences.CREDITED, *sentences.DIRECTED)
                found.append(self._chance.choice(choice))
        elif len(self._film.directors()) == 1 and self._chance.random() < 0.8:
            name = self._film.directors()[0].name
            wrote = any(role.job == "writer" and role.name == name for role in self._film.crew)
            self._state("D", wrote=wrote)
            found.append(self._chance.choice(sentences.BOTH if wrote else sentences.DIRECTED))
        for slot in "CME":
            credited = self._crew(slot)
            wanted = sentences.CRAFT if credited is None else sentences.CRAFT_CREDITED
            fitting = [one for one in wanted if f"{{{slot}}}" in one]
            if fitting and self._chance.random() < 0.15:
                if credited is None:
                    self._state(slot)
                found.append(self._chance.choice(fitting))
        return found

    def _state(self, slot: str, *, wrote: bool = False) -> None:
        """The prose credits somebody whom the credits do not."""
        for role in self._film.crew:
            if role.job == _JOBS[slot]:
                self.roles.append(role)
                if wrote:
                    self.roles.append(Role("writer", role.name, role.identifier))
                return

    def _crew(self, slot: str) -> Role | None:
        """Whom the slot stands for: the first of the job whom the credits or the prose before name."""
        for role in (*self._credited, *self.roles):
            if role.job == _JOBS[slot]:
                return role
        return None

    def _filled(self, template: str) -> str:
        if "{O}" in template or "{P}" in template or "{N}" in template:
            other = self._chance.choice(self._others)
            if "{O}" in template:
                self.films_named.append(NamedFilm(self._set(other.title), other.key))
            template = template.replace("{O}", other.title).replace("{N}", str(other.year))
            template = template.replace("{P}", other.directors()[0].name)
        text = _SLOT.sub(self._slot, template)
        return text if self._style.curly else text.translate(_STRAIGHT)

    def _slot(self, match: re.Match[str]) -> str:
        before, slot = match["before"] or "", match["slot"]
        if slot == "T":
            return f"{before}{self._style.title[0]}{self._film.title}{self._style.title[1]}"
        if before in _GLUED and self._chance.random() < self._style.glue:
            before = before.rstrip()
        return before + self._name(slot)

    def _name(self, slot: str) -> str:
        if slot in "XY":
            return self._character(self._current["XY".index(slot)])
        if slot in "abd":
            role, text = self._role(slot.upper()), self._family(slot.upper())
            if role is None or text is None:  # nobody was told yet: the full name
                return self._name(slot.upper())
        else:
            role = self._role(slot)
            if role is None:
                raise AssertionError(slot)
            text = self._spelling(role.name)
            self._named.add(role.name)
        if any(role.name == one.name for one in (*self._credited, *self.roles)):
            self.mentions.append(Mention(self._set(text), role.name))
        return text

    def _role(self, slot: str) -> Role | None:
        return self._current["AB".index(slot)] if slot in "AB" else self._crew(slot)

    def _set(self, text: str) -> str:
        return text if self._style.curly else text.translate(_STRAIGHT)

    def _spelling(self, name: str) -> str:
        if name not in self._spelled:
            varied = self._chance.random() < self._style.variants
            # Whom only the prose credits, it credits as it spells.
            stated = any(role.name == name for role in self.roles)
            found = spelling.other(name, self._chance) if varied and not stated else name
            # The other form of a name may be somebody else's on the page.
            self._spelled[name] = name if self._crowded(found, name) else found
        return self._spelled[name]

    def _crowded(self, spelled: str, name: str) -> bool:
        others = {role.name for role in self._credited} - {name}
        return any(_folded(one) == _folded(spelled) for one in others)

    def _family(self, slot: str) -> str | None:
        """The family name of whom the text has named in full, if it is nobody else's on the page."""
        role = self._role(slot)
        if role is None or role.name not in self._named:
            return None
        found, printed = spelling.family(self._spelled[role.name]), spelling.family(role.name)
        if found is None or printed is None:
            return None
        alone = self._tokens[found.casefold()] <= 1 and self._tokens[printed.casefold()] <= 1
        return found if alone else None

    def _short(self, role: Role) -> str | None:
        """What prose calls the character: the first name, if there is one and nobody else has it."""
        if role.character is None or not any(
            (one.name, one.character) == (role.name, role.character) for one in self._credited
        ):
            return None
        first = role.character.split()[0]
        plain = first.isalpha() and first.casefold() in self._given and first.casefold() not in _TITLES
        return first if plain and self._tokens[first.casefold()] == 1 else None

    def _character(self, role: Role) -> str:
        short = self._short(role)
        if short is None or role.character is None:
            raise AssertionError(role)
        plain = role.character.replace(" ", "").isalpha()
        text = role.character if plain and self._chance.random() < 0.2 else short
        self.mentions.append(Mention(self._set(text), role.character, character=True))
        return text

    def _kin(self, other: Film) -> bool:
        """Whether a name of the other film's director or title could be taken for one of this film's."""
        told = f"{other.title} {other.directors()[0].name}".split()
        return any(self._tokens[one.casefold()] for one in told)


_STRAIGHT = str.maketrans("“”’", '""\'')


def _folded(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def _tokens(film: Film, credited: Sequence[Role]) -> Counter[str]:
    """How many people, characters and titles of the page have each word in their names."""
    names = {role.name for role in (*credited, *film.crew)} | {film.title}
    names |= {role.character for role in credited if role.character is not None}
    return Counter(
        token for name in names for token in {one.casefold() for one in re.findall(r"[^\W_]+", name)}
    )
