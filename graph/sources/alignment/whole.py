"""Whole names: as credited, turned round, respaced, with a part left out, or romanised another way."""

from __future__ import annotations

from graph.names import PARTICLES, TITLES, normalise, romanisation_key
from graph.sources.alignment.cast import EXACT, PARTS, ROMANISATION, SCORES, SHORT, SURNAME, Form, Target
from graph.sources.alignment.evidence import NOTHING, STRONG, Mentioned, place, speaks_for
from graph.sources.alignment.prose import CLOSE, SPACE, TIED
from graph.sources.alignment.state import Alignment, Found, Run
from graph.sources.alignment.wording import FUNCTION_WORDS, GLUED_AFTER
from graph.sources.patterns import regex

_WIDEST = 7  # atoms in a name
_READ_WIDEST = 4  # atoms in a name that is looked up by its romanisation key
_SUFFIX = regex(r"\b(?:Jr|Sr|I{2,3}|IV)\b\.?$")
_PRINTED_SUFFIX = regex(r",? (?:[JS]r\b\.?|(?:I{2,3}|IV)\b)")
#: A Chinese or Korean given name, as it is printed behind the family name.
_OWN_NAME = regex(r"[A-Z][a-z]{1,5}-[A-Za-z][a-z]{1,5}")
_YEAR = regex(r"^[”\"’']? ?\((?:18|19|20)\d\d\)")


def is_title(text: str, target: Target, end: int) -> bool:
    """Whether a character's name is a film's title here, for a year follows: Jane Eyre (1943)."""
    return not target.is_person and _YEAR.match(text[end : end + 9]) is not None


def printed_names(state: Alignment, run: Run) -> None:
    """Find the names with a credit's own letters, the longest first."""
    hits = _hits(state, run)
    for _, first, covered, key, covered_end in sorted(hits):
        last, bare_end = covered, covered_end
        start = run.atoms[first].start
        if any(run.taken[first : last + 1]) or not run.bounded(first, last):
            continue
        if _in_an_address(state.text, start, bare_end):
            continue
        form = _choose(state, state.cast.full[key], start, bare_end)
        if form is None or is_title(state.text, form.target, bare_end):
            continue
        last = _with_own_name(state, run, first, last, form.target)
        bare_end = run.atoms[last].end if last > covered else bare_end
        end = bare_end + _suffix(state.text, bare_end, form.target)
        why = _why(state.text[start:end], form)
        found = Found(start, end, form.target, form.method, SCORES[form.method], why)
        state.take(run, first, last, found)


def _with_own_name(state: Alignment, run: Run, first: int, last: int, target: Target) -> int:
    """The last atom of "Barry Choi Siu-lun", where the credits have the English name alone: "Barry Choi"."""
    if not target.is_person or last + 1 >= len(run.atoms) or last - first != 1:
        return last
    behind = run.atoms[last + 1]
    stop = last + 1
    if stop + 1 < len(run.atoms) and run.atoms[stop + 1].join == TIED:
        stop += 1  # "Siu-Lun"
    printed = state.text[behind.start : run.atoms[stop].end]
    free = behind.join == SPACE and not any(run.taken[last + 1 : stop + 1])
    ends = stop + 1 == len(run.atoms) or run.atoms[stop + 1].join not in CLOSE
    return stop if free and ends and _OWN_NAME.fullmatch(printed) else last


def _in_an_address(text: str, start: int, end: int) -> bool:
    """Whether a name without spaces is part of a web address or a handle: www.RickBlaine.com."""
    if text[start - 1 : start] in {"@", "#", "_"} or text[end : end + 1].isdigit():
        return True
    inside = text[start - 1 : start] in {".", "/"} or text[end : end + 2].strip(".").islower()
    return (
        inside and " " not in text[start:end] and "\n" not in text[start:end] and "-" not in text[start:end]
    )


def _suffix(text: str, end: int, target: Target) -> int:
    """How many code points behind a name are the suffix that the credit has too: ", Jr."."""
    credited = _SUFFIX.search(target.name)
    if not credited:
        return 0
    printed = _PRINTED_SUFFIX.match(text[end : end + 8])
    if printed:
        return printed.end()
    return 1 if text[end : end + 1] == "." and text[end - 2 : end] in {"Jr", "Sr"} else 0


def _hits(state: Alignment, run: Run) -> list[tuple[int, int, int, str, int]]:
    """Stretches of atoms that have a credit's letters: (minus width, first, last, letters, end)."""
    hits: list[tuple[int, int, int, str, int]] = []
    atoms, full, longest = run.atoms, state.cast.full, state.cast.longest
    for first in range(len(atoms) - 1):
        key = bare = atoms[first].key
        for last in range(first + 1, min(first + _WIDEST, len(atoms))):
            atom = atoms[last]
            key += atom.between + atom.key
            bare += atom.key  # "Beatriz de Holanda" for the credits' Beatriz Holanda
            if len(bare) > longest + 5:
                break
            if key in full:
                hits.append((first - last, first, last, key, atom.end))
            elif bare != key and bare in full and last - first == 1 and atom.between in PARTICLES:
                hits.append((first - last, first, last, bare, atom.end))
            elif atom.key.endswith(GLUED_AFTER):
                for ending in GLUED_AFTER:
                    if key.endswith(ending) and key[: -len(ending)] in full and len(ending) < len(atom.key):
                        hits.append((first - last, first, last, key[: -len(ending)], atom.end - len(ending)))
                        break
    return hits


def romanised_names(state: Alignment, run: Run) -> None:
    """Find what reads like a credit in another way of writing it in Latin letters."""
    if not state.cast.read:
        return
    for first, last in list(run.segments()):
        for width in range(min(_READ_WIDEST, last - first), 1, -1):
            for at in range(first, last - width + 1):
                if not any(run.taken[at : at + width]):
                    _romanised(state, run, at, at + width - 1)


def _romanised(state: Alignment, run: Run, first: int, last: int) -> None:
    opening = run.atoms[first].key
    if opening in FUNCTION_WORDS or opening in TITLES or not run.bounded(first, last):
        return
    start, end = run.atoms[first].start, run.atoms[last].end
    printed = state.text[start:end]
    targets = state.cast.read.get(romanisation_key(printed))
    if not targets:
        return
    form = _choose(state, [Form(target, ROMANISATION) for target in targets], start, end)
    barred = (
        is_title(state.text, form.target, end) or _in_an_address(state.text, start, end) if form else True
    )
    if form is not None and not barred:
        why = f"romanisation key: '{printed}' and '{form.target.name}' read alike"
        state.take(run, first, last, Found(start, end, form.target, ROMANISATION, SCORES[ROMANISATION], why))


def _choose(state: Alignment, forms: list[Form], start: int, end: int) -> Form | None:
    """The form that is meant, where a name stands for several targets; None if nobody can say."""
    if len(forms) == 1:
        return forms[0]
    best = max(SCORES[form.method] for form in forms)
    forms = [form for form in forms if SCORES[form.method] == best]
    if len({form.target.is_person for form in forms}) == 1:
        printed = normalise(state.text[start:end]).casefold()
        forms = [form for form in forms if normalise(form.target.name).casefold() == printed] or forms
    if len(forms) == 1:
        return forms[0]
    people = [form for form in forms if form.target.is_person]
    characters = [form for form in forms if not form.target.is_person]
    if len(characters) == 1 and len(people) == 1:
        # A person who plays a namesake: in brackets or with a job it is the person.
        strength, _ = speaks_for(place(state.text, start, end, Mentioned([])), people[0].target)
        return people[0] if strength > NOTHING else characters[0]
    if not characters and len({romanisation_key(form.target.name) for form in people}) == 1:
        return people[0]  # one person, credited in two spellings
    where = place(state.text, start, end, state.characters())
    spoken = [form for form in people if speaks_for(where, form.target)[0] == STRONG]
    return spoken[0] if len(spoken) == 1 else None


def _why(printed: str, form: Form) -> str:
    credited = form.target.name
    what = "credited" if form.target.is_person else "credited as a character"
    if form.method == EXACT:
        return f"exact: '{printed}' is {what} as '{credited}'"
    if form.method == PARTS:
        return f"name parts: '{printed}' for '{credited}', {form.reason}"
    if form.method == ROMANISATION:
        return f"romanisation key: '{printed}' and '{credited}' are one spelling, {form.reason}"
    if form.method == SHORT:
        whose = f"in '{credited}'" if form.target.is_person else f"of '{credited}', a character of the film"
        return f"short form: '{printed}' is the {form.reason} {whose}"
    if form.method == SURNAME:
        return f"surname: '{printed}' is the family name of '{credited}'"
    return f"name order and spacing: '{printed}' and '{credited}' have the same letters, {what}"
