"""Names of people in running prose: after a cue, past a description, or before one."""

from __future__ import annotations

import re
from functools import lru_cache

from graph.sources.facts.people import name_at
from graph.sources.patterns import regex
from graph.sources.words import word_set

_NATIONAL = regex(r"^[A-Z][a-z]+(?:an|ish|ese|ch|i|ic|ian|er|born|based)?(?:-[A-Z]?[a-z]+)*$")


_PROFESSIONS = word_set(
    "Composer Director Writer Producer Actor Actress Screenwriter Novelist Filmmaker Cinematographer "
    "Editor Author Star Playwright Critic"
)


_NOT_A_PERSON = word_set(
    "The This That It He She They But And In On At By With For From As If When While Hollywood "
    "Netflix American Disney Pixar Academy Oscar Sundance Cannes Who What I We You His Her Their Its "
    "A An Here There Both Each Not To Of"
)


_MORE_NAMES = regex(r"(?:,?\s+(?:and|&)\s+|,\s+)(?-i:(?=[^\W\d_a-z]))")


def names_at(text: str, position: int, *, plural: bool) -> tuple[tuple[str, ...], int]:
    """The name, or in the plural the names, that begin at ``position``; one-word names are none."""
    names: list[str] = []
    end = position
    while len(names) < 4:
        found = name_at(text, position)
        if found is None or found[0].split()[0] in _NOT_A_PERSON:
            break
        name, end = found
        names.append(name)
        more = _MORE_NAMES.match(text[end:])
        if more is None or not (plural or "and" in more.group() or "&" in more.group()):
            break
        if not plural and not _pair_follows(text, end + more.end()):
            break
        position = end + more.end()
    if plural and len(names) > 1 and len(names[0].split()) == 1:
        names[0] = f"{names[0]} {names[-1].split()[-1]}"  # "directors Joel and Ethan Coen"
    kept = tuple(name for name in names if len(name.split()) > 1)
    return (kept, end) if len(kept) == len(names) else ((), end)


def _pair_follows(text: str, position: int) -> bool:
    """After "directed by A and": B is a co-director if it is a full name that no verb of its own follows."""
    found = name_at(text, position)
    if found is None or len(found[0].split()) < 2:
        return False
    return (
        re.match(
            r"\s*(?:[.,;:)–—]|$|\s(?:and|who|that|with|from|in|is|which|have|are|this|,)\b)", text[found[1] :]
        )
        is not None
    )


def joined_names(text: str, position: int) -> tuple[tuple[str, ...], int]:
    """The two names of "a script by Ann Lee and Bo Park": whatever follows, "and" alone ties them."""
    first, end = names_at(text, position, plural=False)
    tied = _AND.match(text, end) if len(first) == 1 else None
    second, behind = names_at(text, tied.end(), plural=False) if tied is not None else ((), end)
    if len(second) != 1 or text[behind : behind + 1] in {"'", "’"}:
        return first, end
    return (*first, *second), behind


#: "A and B", without a comma.
_AND = regex(r"\s+(?:and|&)\s+(?=[^\W\d_a-z])")
_NEXT_WORD = regex(r"\s*([^\s,.;:()“”\"]+)")
_WORD_BEHIND = regex(r"\s+([a-z][\w-]*)")


def described_names(text: str, position: int) -> tuple[tuple[str, ...], int]:
    """Read names after "by", past a description: "by veteran French filmmaker Claire Denis"."""
    kin = _KIN.match(text, position)
    if kin is not None:
        return names_at(text, kin.end(), plural=False)
    siblings = _SIBLINGS.match(text, position)
    if siblings is not None:
        return names_at(text, siblings.end(), plural=True)
    for _ in range(8):
        word = _NEXT_WORD.match(text, position)
        if word is None:
            return (), position
        start = word.start(1)
        names, end = names_at(text, start, plural=False)
        following = _WORD_BEHIND.match(text, end) if names or word.group(1)[0].isupper() else None
        described = following is not None and following.group(1) in _DESCRIPTIONS
        if names and not described:
            return names, end
        if word.group(1)[0].isupper() and not described and not word.group(1).endswith("’s"):
            nationality = _NATIONAL.match(word.group(1)) and following is not None
            if not nationality:
                return (), position
        position = word.end()
    return (), position


#: "by his sister, Ann Lee", "by her old collaborator, Ann Lee".
_KIN = regex(r"\s*(?:his|her|their|the|its) (?:[a-z][\w’'-]* ){0,2}[a-z][\w’'-]*, (?=[^\W\d_a-z])")

#: "by the brothers Nils and Olaf Faraday": one family name for both.
_SIBLINGS = regex(
    r"\s*(?:the )?(?:[a-z-]+ ){0,2}?(?:brothers|sisters|siblings|twins|cousins) "
    r"(?=[^\W\d_a-z][\w-]+ (?:and|&) )"
)

_DESCRIPTIONS = word_set(
    "director filmmaker writer writer-director writer/director helmer auteur veteran newcomer "
    "first-timer actor actress novelist playwright screenwriter documentarian master legend native "
    "comedian animator duo brothers siblings team screenwriters directors filmmakers actor-director "
    "maestro provocateur stylist cinematographer-turned-director"
)


#: "byAnn Lee": a copy's lost space.
_GLUED_BY = regex(r"(?:^|\s)by$")


#: How much of a text is searched for whole names, each family name once: reviews are shorter.
_SEARCHED = 15_000


@lru_cache(maxsize=256)
def _whole_name(text: str, family: str) -> tuple[str, ...]:
    """The one whole name of a text that ends in a family name ("Ann Lee" for "Lee"); () if not just one."""
    named = re.compile(rf"(?<![\w-])((?:[^\W\d_a-z][\w.’'-]{{0,20}} ){{1,3}}){re.escape(family)}(?![\w-])")
    found = set()
    for match in named.finditer(text, 0, _SEARCHED):
        words = match.group(1).split()
        while words and (words[0] in _NOT_A_PERSON or words[0] in _PROFESSIONS):
            words.pop(0)
        if words:
            found.add(" ".join([*words, family]))
    return (found.pop(),) if len(found) == 1 else ()


_FAMILY = regex(
    r"(?P<name>[^\W\d_a-z][\w’‘'-]{2,30})"
    r"(?P<more> and (?:(?:the|his|her|their) (?:[a-z-]+,? ){1,3})?(?=[^\W\d_a-z]))?(?(more)|(?=[.,;:!?)]|$))"
)


_OF_KIN = regex(r" and (?:his|her|their) ")


def with_family_name(text: str, position: int, whole: str) -> tuple[tuple[str, ...], int]:
    """The people of "by Lee." and "by Lee and Bo Park", the first by the one name in ``whole`` like it."""
    found = _FAMILY.match(text, position)
    first = _whole_name(whole, found.group("name")) if found is not None else ()
    if found is None or not first:
        return (), position
    if found.group("more") is None:
        return first, found.end()
    second, end = names_at(text, found.end(), plural=False)
    if second:
        return (*first, *second), end
    of_kin = _OF_KIN.match(found.group("more")) is not None  # "by Lee and his wife, Ada"
    return (first, found.end("name")) if of_kin else ((), position)


def name_before(text: str, end: int) -> tuple[str, ...]:
    """The full name that ends at ``end``: "Hong Seong-eun, who wrote and directed"."""
    head = text[max(0, end - 60) : end].rstrip(" ,")
    head = re.sub(r"\s*\([^()]*\)$", "", head)
    for start in range(len(head)):
        if head[start].isupper() and (
            start == 0
            or (not head[start - 1].isalnum() and head[start - 1] not in "-’'.")
            or _GLUED_BY.search(head, 0, start) is not None
        ):
            found = name_at(head, start)
            opening = head[start:].split(" ", 1)[0]
            if opening in _PROFESSIONS or opening.casefold() in _DESCRIPTIONS:
                continue
            if (
                found
                and found[1] == len(head)
                and len(found[0].split()) > 1
                and found[0].split()[0] not in _NOT_A_PERSON
            ):
                return (found[0],)
    return ()


_PARTNER = regex(
    r"\s+(?:and|&)(?:\s+(?:his|her|their)\s+(?:[a-z-]+\s+){0,2}(?:partner|wife|husband|brother|sister|"
    r"co-writer|co-author|collaborator|son|daughter))?,?\s+$"
)


#: "the brothers Nils and" before "Olaf Faraday".
_SIBLING = regex(
    r"\b(?:brothers|sisters|siblings|twins|cousins)\s+(?P<name>[^\W\d_a-z][\w-]+)\s+(?:and|&)\s+$"
)


def partner_before(text: str, end: int, name: str) -> tuple[str, ...]:
    """The full name that "and" ties to the one before ``end``: "A B and her partner C D wrote"."""
    start = text.rfind(name, 0, end)
    kin = _SIBLING.search(text, max(0, start - 60), start) if start > 0 else None
    if kin is not None:
        return (f"{kin.group('name')} {name.rsplit(maxsplit=1)[-1]}",)
    tied = _PARTNER.search(text, max(0, start - 60), start) if start > 0 else None
    return name_before(text, tied.start()) if tied is not None else ()
