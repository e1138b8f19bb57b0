"""One word for a whole name: first names and family names, and words that are no names at all."""

from __future__ import annotations

from graph.names import TITLES, fold, letters, romanisation_key
from graph.sources.alignment.cast import (
    ALIAS,
    EXACT,
    FAMILY,
    GIVEN,
    ORDER,
    ROMANISATION,
    SCORES,
    SHORT,
    SURNAME,
    WHOLE,
    Target,
    short_title,
)
from graph.sources.alignment.evidence import STRONG, Mentioned, place, speaks_for
from graph.sources.alignment.prose import ALONE, CLOSE, GLUED, SOFT, SPACE, TIED, Atom, opens_sentence
from graph.sources.alignment.state import Alignment, Found, Run
from graph.sources.alignment.whole import is_title
from graph.sources.alignment.wording import (
    ABSTRACT_WORDS,
    BEFORE_MONTH,
    COMMON_WORDS,
    FAMILY_AFTER,
    FUNCTION_WORDS,
    GLUED_BEFORE,
    MAKER_AFTER,
    MAKERS,
    MONTHS,
    OPENERS_ELSEWHERE,
    OPENING_AFTER,
    POSSESSIVE,
    VERB_AFTER,
    role_groups,
)
from graph.sources.patterns import regex

_BEFORE_FULL = 0.85  # a family name that only one person has, before that person is named in full
_RANK = (WHOLE, ALIAS, GIVEN, FAMILY)
_TELLING_LETTERS = 5  # a shorter word that opens a sentence may be an English one
_GOES_ON = regex(r" \(?[^\W\d_A-ZÀ-Þ]")
_LONG_LETTERS = 8  # and one of so many is hardly one
_READ_LETTERS = 4  # shorter words are too many people's
_WORD_BEFORE = regex(r"([^\W\d_]+)[ \u00a0]+$")
_GLUED_WORD = regex(r"[^\W\d_]+(?:-[^\W\d_]+)?$")
_NUMBER_AFTER = regex(r" \d+\b")
_SENTENCE_BEFORE = regex(r"(?:^| )(?!www)[a-z’']{2,}\.$")
_DOMAIN_AFTER = regex(r"\.[a-z]")
_NO_WORD_BEFORE = "_@#/-."  # in front of a word these make it part of an address or a code


def first_names(state: Alignment, *, openers: bool = False) -> None:
    """Match names of one word, first names and aliases, except those that are family names too.

    ``openers``: the common words at the head of a sentence, when all else has been seen.
    """
    single = state.cast.single
    for run in state.runs:
        for position, atom in enumerate(run.atoms):
            if run.taken[position]:
                continue
            known = single.get(atom.key)
            if known is None and "the" + atom.key in single and _word_before(state, atom.start) == "the":
                known = single["the" + atom.key]
            if known is None:
                if not openers:
                    _read_single(state, run, position)
            elif not any(part == FAMILY for _, part in known) or any(part == WHOLE for _, part in known):
                _single(state, run, position, known, openers=openers)


def family_names(state: Alignment) -> None:
    """Match family names, and first names that are somebody's family name as well."""
    single = state.cast.single
    for run in state.runs:
        for position, atom in enumerate(run.atoms):
            known = single.get(atom.key)
            if known and not run.taken[position] and any(part == FAMILY for _, part in known):
                _single(state, run, position, known, openers=True)


def _read_single(state: Alignment, run: Run, position: int) -> None:
    atom = run.atoms[position]
    if len(atom.key) < _READ_LETTERS or atom.key in COMMON_WORDS or atom.key in FUNCTION_WORDS:
        return
    printed = state.text[atom.start : atom.end]
    targets = state.cast.read_single.get(romanisation_key(printed), ())
    if len(targets) != 1 or not stands_alone(state, run, position, GIVEN):
        return
    if not is_title(state.text, targets[0], atom.end):
        why = f"romanisation key: '{printed}' and '{targets[0].name}' read alike, credited as a character"
        found = Found(atom.start, atom.end, targets[0], ROMANISATION, SCORES[ROMANISATION], why)
        state.take(run, position, position, found)


def _single(
    state: Alignment, run: Run, position: int, options: list[tuple[Target, str]], *, openers: bool
) -> None:
    atom = run.atoms[position]
    part = min((part for _, part in options), key=_RANK.index)
    if not stands_alone(state, run, position, part):
        return
    played = any(_actor_follows(state, target, atom.end) for target, _ in options)
    if not played and not _is_name(state, run, position, openers=openers):
        return
    picked = _pick(state, options, atom)
    if picked is None:
        return
    target, part = picked
    if is_title(state.text, target, atom.end):
        return
    method, score, why = _reason(state, target, part, atom)
    if score:
        start, end = _with_title(state, run, position, target), atom.end + _number(state.text, atom, target)
        state.take(run, position, position, Found(start, end, target, method, score, f"{method}: {why}"))


def _pick(state: Alignment, options: list[tuple[Target, str]], atom: Atom) -> tuple[Target, str] | None:
    """Which of several targets a single word stands for; None if the text does not say."""
    if len(options) == 1:
        return options[0]
    people = [option for option in options if option[0].is_person]
    characters = [option for option in options if not option[0].is_person]
    characters = [option for option in characters if not option[0].qualified] or characters
    whole = [option for option in characters if option[1] in {WHOLE, ALIAS}]
    made = _makers(state, people, atom)
    picked = made if len(made) == 1 else whole
    if len(picked) != 1 and len(people) > 1 and not characters:
        named = [option for option in people if option[0] in state.identified]
        last = state.last_named(atom.key, atom.start)
        picked = named if len(named) == 1 and last and last[1] is named[0][0] else picked
    if len(picked) != 1 and len(characters) == 1:
        last = state.last_named(atom.key, atom.start)
        picked = [option for option in people if last and last[1] is option[0]] or characters
    if len(picked) != 1 and characters:
        picked = [option for option in characters if _actor_follows(state, option[0], atom.end)]
        if len(picked) == 1:
            state.called[atom.key] = picked[0][0]
        elif not people:  # "Kafuku (Nishijima)" has said which of the Kafukus goes by that name
            picked = [option for option in characters if state.called.get(atom.key) is option[0]]
    if len(picked) != 1 and not people:
        picked = [option for option in characters if option[0] in state.mentioned]
    if len(picked) != 1 and not characters and len({romanisation_key(one.name) for one, _ in people}) == 1:
        last = state.last_named(atom.key, atom.start)  # one person, credited in two spellings
        picked = [option for option in people if last and last[1] is option[0]]
    return picked[0] if len(picked) == 1 else None


def _makers(state: Alignment, people: list[tuple[Target, str]], atom: Atom) -> list[tuple[Target, str]]:
    """Those of several people whose job stands beside the name."""
    where = place(state.text, atom.start, atom.end, Mentioned([]))
    made = [option for option in people if speaks_for(where, option[0])[0] == STRONG]
    if len(made) != 1 and MAKER_AFTER.match(where.after):
        made = [option for option in people if option[0].jobs & MAKERS]
    return made


def _actor_follows(state: Alignment, character: Target, end: int) -> bool:
    return state.text[end : end + 2] == " (" and state.people_at.get(end + 2) in character.others


def _reason(state: Alignment, target: Target, part: str, atom: Atom) -> tuple[str, float, str]:
    """Method, score and reason of a single word's match; score 0 if it is none."""
    printed = state.text[atom.start : atom.end]
    if part == WHOLE or letters(target.name) == atom.key:
        method = EXACT if fold(target.name) == fold(printed) else ORDER
        role = "" if target.is_person else " as a character,"
        return method, SCORES[method], f"'{printed}' is credited{role} as '{target.name}'"
    if target.is_person and part == ALIAS:
        common = atom.key in COMMON_WORDS and target not in state.identified
        return SHORT, 0.0 if common else SCORES[SHORT], f"'{printed}' is the nickname in '{target.name}'"
    if target.is_person:
        return _surname(state, target, atom)
    if atom.key in letters(target.name):
        return SHORT, SCORES[SHORT], f"{part} of '{target.name}', a character of the film"
    return (
        SHORT,
        SCORES[SHORT],
        f"'{printed}' is a form of the {part} of '{target.name}', a character of the film",
    )


def _surname(state: Alignment, person: Target, atom: Atom) -> tuple[str, float, str]:
    """A family name standing for a person: named in full before, or else the only one so called."""
    last = state.last_named(atom.key, atom.start)
    if last is not None and last[1] is person:
        return SURNAME, SCORES[SURNAME], f"the family name of '{person.name}', named in full before"
    if _makers(state, [(person, FAMILY)], atom) and (last is None or last[1] is not None):
        return SURNAME, SCORES[SURNAME], f"the family name of '{person.name}', whose job stands beside it"
    bracketed = state.text[atom.start - 1 : atom.start] == "("
    opening = atom.join in {ALONE, SOFT} and not bracketed and opens_sentence(state.text, atom.start)
    if opening and not _is_common(state, atom):
        behind = state.text[atom.end : atom.end + 24]
        said = POSSESSIVE.match(behind) is not None
        if len(atom.key) >= _TELLING_LETTERS:
            said = said or OPENING_AFTER.match(behind) is not None
            said = said or (_GOES_ON.match(behind) is not None and _is_inside(state, atom))
        opening = not said
    if last is not None or opening or atom.key in COMMON_WORDS:
        return SURNAME, 0.0, ""
    return SURNAME, _BEFORE_FULL, f"the family name of '{person.name}' and of nobody else in the credits"


def _is_inside(state: Alignment, atom: Atom) -> bool:
    """Whether a word that opens a sentence stands inside one elsewhere, so that its capital is a name's."""
    if len(atom.key) >= _LONG_LETTERS:
        return True
    text, name = state.text, f" {state.text[atom.start : atom.end]}"  # a pattern for each name costs more
    place = text.find(name)
    while place >= 0:
        before = text[max(0, place - 2) : place].rstrip(",;:")[-1:]
        behind = text[place + len(name) : place + len(name) + 1]
        if before.islower() and not (behind.isalnum() or behind in {"-", "_"}):
            return True
        place = text.find(name, place + 1)
    return False


# Whether a word is a name at all


def stands_alone(state: Alignment, run: Run, position: int, part: str) -> bool:
    """Whether a capitalised word is no part of a longer name that is somebody else's."""
    atom = run.atoms[position]
    behind = run.atoms[position + 1].join if position + 1 < len(run.atoms) else ALONE
    if behind == TIED:
        return False
    if behind in {SPACE, GLUED} and not run.taken[position + 1] and not _is_i(state, run.atoms[position + 1]):
        return False
    following = state.text[atom.end : atom.end + 1]
    if following.isdigit() or following in {"_", "@"}:
        return False
    if atom.join in CLOSE:
        return atom.join == SPACE and _may_follow(state, run, position, part)
    if atom.join == GLUED:
        return bool(run.taken[position - 1])
    return not atom.start or _begins_a_word(state.text, atom.start, atom.end)


def _is_i(state: Alignment, atom: Atom) -> bool:
    """Whether a capital is the writer's: "Oxenbould I had never seen"."""
    return atom.key == "i" and state.text[atom.end : atom.end + 1] in {" ", "'", "’"}


def _begins_a_word(text: str, start: int, end: int) -> bool:
    """Whether a capital begins a word; it may have lost the space before it, but is in no address."""
    before = text[start - 1]
    if not before.isalnum() and before not in _NO_WORD_BEFORE:
        return True
    if before == ".":
        sentence = _SENTENCE_BEFORE.search(text, max(0, start - 16), start) is not None
        return sentence and not _DOMAIN_AFTER.match(text[end : end + 3])
    glued = _GLUED_WORD.search(text, max(0, start - 16), start)
    return glued is not None and glued[0].casefold() in GLUED_BEFORE


def _may_follow(state: Alignment, run: Run, position: int, part: str) -> bool:
    """Whether the capitalised word before is a title, a mention or a sentence's opening."""
    before = run.atoms[position - 1]
    if run.atoms[position].between:
        return False
    if run.taken[position - 1]:
        return True
    if state.text[before.end] == "." and before.key not in TITLES:
        return False
    if (
        before.key in TITLES
        or before.key in FUNCTION_WORDS
        or (before.key in OPENERS_ELSEWHERE and opens_sentence(state.text, before.start))
        or role_groups(before.key)
        or before.key in MAKERS
    ):
        return True
    return part != FAMILY and before.join not in CLOSE and opens_sentence(state.text, before.start)


def _is_name(state: Alignment, run: Run, position: int, *, openers: bool) -> bool:
    """Whether a capital makes a word a name: not at the head of a sentence if it is a common word."""
    atom = run.atoms[position]
    before = _word_before(state, atom.start)
    if atom.key in MONTHS and (
        before in BEFORE_MONTH or state.text[atom.end : atom.end + 2].strip().isdigit()
    ):
        return False
    if atom.key in COMMON_WORDS and before in {"a", "an", "the"}:
        return "the" + atom.key in state.cast.single
    if (
        atom.join not in {ALONE, SOFT}
        or not opens_sentence(state.text, atom.start)
        or not _is_common(state, atom)
    ):
        state.sure.add(atom.key)
        return True
    if POSSESSIVE.match(state.text[atom.end : atom.end + 3]):
        return True
    if openers and state.last_named(atom.key, atom.start) and atom.key not in FUNCTION_WORDS | ABSTRACT_WORDS:
        # Of a family that was named in full, unless what follows makes the word an ordinary one.
        return FAMILY_AFTER.match(state.text[atom.end : atom.end + 20]) is not None
    verb = openers and VERB_AFTER.match(state.text[atom.end : atom.end + 16]) is not None
    return verb and (atom.key in state.sure or atom.key not in ABSTRACT_WORDS)


def _is_common(state: Alignment, atom: Atom) -> bool:
    """Whether a word is a common one, as everybody knows or as the text itself shows."""
    known = state.common.get(atom.key)
    if known is None:
        lower = " " + state.text[atom.start : atom.end].lower()
        at = state.text.find(lower)
        shown = at >= 0 and not state.text[at + len(lower) : at + len(lower) + 1].isalpha()
        known = state.common[atom.key] = shown or atom.key in COMMON_WORDS
    return known


def _word_before(state: Alignment, start: int) -> str:
    found = _WORD_BEFORE.search(state.text, max(0, start - 20), start)
    return found[1].casefold() if found else ""


def _number(text: str, atom: Atom, target: Target) -> int:
    """How many code points behind a word are a number that the credit has too: HAL 9000."""
    number = _NUMBER_AFTER.match(text, atom.end, atom.end + 8)
    return len(number[0]) if number and target.name.endswith(number[0]) else 0


def _with_title(state: Alignment, run: Run, position: int, target: Target) -> int:
    """Where a mention begins: at the title if the credit has it, at the particles if there are any."""
    atom = run.atoms[position]
    if position and atom.join == SPACE and not run.taken[position - 1] and target.titles:
        before = run.atoms[position - 1]
        if before.key in target.titles or short_title(before.key) in target.titles:
            run.taken[position - 1] = 1
            return before.start
    if target.particles and atom.key == target.family:
        particles = " ".join(target.particles) + " "
        start = atom.start - len(particles)
        if start >= 0 and state.text[start : atom.start].casefold() == particles:
            return start
    return atom.start
