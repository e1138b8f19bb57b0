"""The characters that only the prose gives to the actors of the credits: "Dee (Renata Quill) is a nurse".

A credit without a character gets the one that the text prints right before the actor's name in brackets, or
in brackets behind it ("Forrest Gage (the preacher)"), where that can be nothing but a character's name. What
opens a sentence ("When Arthur"), a place ("a town in Ohio"), a kind of person ("His Mother") and another film
are none. Such a character is a fact of the role and no more: what else the text calls so is no mention, for
nothing outside the text speaks for it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.names import TITLES, fold
from graph.records import ACTOR, Fact, MentionRecord, RoleRecord
from graph.sources.alignment.wording import FUNCTION_WORDS, is_generic
from graph.sources.facts.titles import same_title
from graph.sources.lines import sentence_at
from graph.sources.patterns import regex
from graph.sources.words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

#: So far before a bracket a character's name begins at most, and so many words it has.
_REACH, _MOST_WORDS = 60, 4
#: An article and its noun.
_NOUN = 2
_WORD = regex(r"(?:[^\W\d_]\.){1,3}|[^\W\d_][\w’'-]*\.?")
#: Small words inside a name: "Inès de la Tour".
_PARTICLES = frozenset({"de", "la", "del", "di", "da", "van", "von", "der", "den", "du", "al", "el"})
#: What makes a noun of what follows, in the languages whose nouns or peoples have capitals.
_DETERMINERS = word_set(
    """the a an his her hers their my our your its this that these those another every each some no
    der die das den dem des ein eine einen einem einer sein seine seinen seiner ihr ihre ihren ihrer
    le la les un une son sa ses leur el los las una su sus lo il i gli uno suo sua o os as um uma seu
    de het een zijn haar en ett et hans hennes"""
)
#: Behind these words stands a place as often as somebody: "a widow from Reno", "the mayor of Tulsa".
_BEFORE_PLACES = word_set(
    """of from in at near outside around inside across into leaving del della dei delle des du von aus
    bei in nach di da do dos em en sur à från på uit van fra til"""
)
_OPENERS = (
    FUNCTION_WORDS
    | _DETERMINERS
    | frozenset({"as", "so", "yes", "no", "starring", "featuring", "says", "cue"})
)
_SENTENCE_END = regex(r"(?:^|[.!?…:;—–\n][\"”’')\]]*)\s*[\"“‘«(]?$")
#: What stands behind an actor in the brackets that name nobody else: "(K.P. Thampi, heartbreaking)".
_BEHIND = regex(r"\)|[,;:]\s|\s[—–-]\s")
#: What opens brackets before an actor: "(Ann Lee", "(a sly, warm turn from Ann Lee", "(played by Ann Lee".
_OPENING = regex(
    r"\s[(\[](?:(?:[^()\[\].;:]{0,50}\b(?:turns?|performance|work|cameo) (?:from|by|of)|"
    r"(?:[a-z-]+ )?played (?:[a-z]+ )?by|(?:the |an? )?(?:[a-z-]+,? (?:and )?){1,3}) )?$"
)
#: "Ann Lee stars as Wes Orr, a former champion"; whom somebody "plays" is said of a lifetime, too.
_PLAYS = regex(
    r",? (?:co-)?stars as(?: young| old| one)? "
    r"(?P<said>(?:[A-Z][\w.’'-]*)(?: [A-Z][\w.’'-]*){0,3}?)"
    r"(?=[,.;:)]|\s(?:who|whose|an?|the|is|has|in|as|with|and|—|–)\b|\s[—–-]\s)"
)
#: Words of German alone, and what its adjectives and articles end in.
_GERMAN, _SAMPLE = (
    regex(r"\b(?:und|nicht|eine[nrm]?|ist)\b.*\b(?:der|das|auch|wird|sich)\b", re.DOTALL),
    1_500,
)
_DECLINED = regex(r"(?:[^\W\d_]{2,}(?:e|er|en|em|es)|d(?:er|ie|as|em|en|es)|(?:[ms]|k)?ein)")
_IN_BRACKETS = regex(r"\s\((?P<said>[^()\d]{2,40})\)")


def with_characters(
    roles: Sequence[RoleRecord],
    text: Fact[str],
    mentions: Sequence[MentionRecord],
    title: str,
    lines: Sequence[tuple[int, int, int]],
) -> tuple[RoleRecord, ...]:
    """Give the acting roles without a character the one that the review's text gives them.

    Args:
        roles: those of one film.
        text: the review's own text.
        mentions: where it names the people of the roles.
        title: the film's title, which is no character's where it has several words.
        lines: where each paragraph of the text begins, in code points, and its first and last line.
    """
    bare = {role.name.value for role in roles if role.job == ACTOR and role.character is None}
    told: dict[str, list[tuple[str, int]]] = {}
    for mention in mentions:
        actor = mention.match.person
        if actor not in bare:
            continue
        said = (_before(text.value, mention), _behind(text.value, mention), _as_told(text.value, mention))
        for name in said:
            if name is not None and not (" " in name and same_title(name, title)):
                told.setdefault(actor, []).append((name, mention.start))
    kept = {actor: names[0] for actor, names in told.items() if len({fold(name) for name, _ in names}) == 1}
    return tuple(
        replace(role, character=_stated(text, *kept[role.name.value], lines))
        if role.job == ACTOR and role.character is None and role.name.value in kept
        else role
        for role in roles
    )


def _stated(text: Fact[str], name: str, at: int, lines: Sequence[tuple[int, int, int]]) -> Fact[str]:
    inside = [place for place in lines if place[0] <= at]
    _, first, last = inside[-1] if inside else (0, text.first_line, text.last_line)
    return Fact(name, first, last, sentence_at(text.value, at))


def _before(text: str, mention: MentionRecord) -> str | None:
    """The character whose name stands right before the actor's in brackets."""
    opening = _OPENING.search(text, max(0, mention.start - _REACH), mention.start)
    if opening is None or _BEHIND.match(text, mention.end) is None:
        return None
    before = text[max(0, opening.start() - _REACH) : opening.start()].rstrip()
    german = _GERMAN.search(text[:_SAMPLE]) is not None
    name = _name_ending(before, german=german)
    return _without_nouns(name, before) if german and name is not None and " " in name else name


def _without_nouns(name: str, before: str) -> str | None:
    """A character's name without the noun before it, which German gives a capital: "Lehrerin Zofia"."""
    words = name.split()
    ahead = before[: len(before) - len(name)].split()[-1:]
    if _is_title(words[0]) or not ahead or not _DECLINED.fullmatch(ahead[0]):
        return name
    return words[-1]


def _as_told(text: str, mention: MentionRecord) -> str | None:
    """Whom a sentence says that the actor plays: "Ann Lee stars as Wes Orr, a former champion"."""
    found = _PLAYS.match(text, mention.end)
    if found is None:
        return None
    words = found["said"].split()
    return " ".join(words) if _is_name(words) and not all(map(_is_title, words)) else None


def _name_ending(text: str, *, german: bool = False) -> str | None:
    """The character's name that a text ends with; None where it ends with none, or with what may be none.

    In German a name stands behind an article and its noun: "der Eisenbahner Kurt".
    """
    words: list[str] = []
    while len(words) <= _MOST_WORDS:
        word, rest = _last_word(text)
        if not word or (words and word[-1] == "." and not _is_title(word)):
            break  # no word, or another sentence's last one
        if words and re.fullmatch(r"[A-Z]\.", word) and _last_word(rest)[0][:1].isupper():
            return None  # "on Avenue B. Russ (Ann Lee)": a name's initial, or a sentence's end
        if word.islower() and not (words and word in _PARTICLES and _is_inside(rest)):
            break
        words.insert(0, word)
        text = rest
    opens = _SENTENCE_END.search(text) is not None
    while opens and len(words) > 1 and _opener(words[0]) in _OPENERS:
        if german and _opener(words[0]) in _DETERMINERS and len(words) > _NOUN:
            return words[-1]  # "Die Lehrerin Zofia (Ann Lee)"
        if _opener(words[0]) in _DETERMINERS | _BEFORE_PLACES:
            return None  # "His Mother (Ann Lee)", "In Ohio (Ann Lee)"
        words.pop(0)
    before = _last_word(text)[0].casefold() if not opens else ""
    titled = bool(words) and _is_title(words[0])
    if before in _DETERMINERS | _BEFORE_PLACES and not titled:
        noun = german and before in _DETERMINERS and len(words) > 1
        return words[-1] if noun and _is_name(words[-1:]) else None
    return " ".join(words) if _is_name(words) else None


_WORD_ENDS = regex(r"[\s—]")


def _last_word(text: str) -> tuple[str, str]:
    """The last word of a text and what stands before it; "" where a mark stands at its end."""
    text = text.rstrip(" ")
    word = _WORD_ENDS.split(text)[-1].lstrip('“"‘«(')
    return (word, text[: len(text) - len(word)]) if _WORD.fullmatch(word) else ("", text)


def _is_inside(before: str) -> bool:
    """Whether a particle behind these words stands inside a name: "Inès de", "Inès de la"."""
    word, rest = _last_word(before)
    return word[:1].isupper() or (word in _PARTICLES and _last_word(rest)[0][:1].isupper())


def _is_title(word: str) -> bool:
    """Whether a word is a title before a name, or an initial: "Mrs.", "D.I.", "J."."""
    return fold(word.rstrip(".")) in TITLES or re.fullmatch(r"(?:[A-Z]\.){1,3}", word) is not None


def _opener(word: str) -> str:
    """The word as an opening one is looked up: "She's" is "she"."""
    return re.split(r"[’']", word.casefold())[0]


def _is_name(words: Sequence[str]) -> bool:
    """Whether words are a character's name, not what somebody is or owns."""
    if not 0 < len(words) <= _MOST_WORDS or words[0].islower():
        return False
    if any(re.search(r"[’']s?$", word) for word in words):
        return False
    if any(len(word) > 1 and word.isupper() and "." not in word for word in words):
        return False
    plain = [fold(word.rstrip(".")) for word in words]
    return not all(is_generic(word) or word in FUNCTION_WORDS for word in plain) and plain[-1] not in TITLES


def _behind(text: str, mention: MentionRecord) -> str | None:
    """The character in brackets right behind the actor: a role with its article, or a name with its title."""
    found = _IN_BRACKETS.match(text, mention.end)
    words = found["said"].split() if found is not None else []
    if not 1 < len(words) <= _MOST_WORDS:
        return None
    if words[0] == "the" and all(word.islower() and is_generic(fold(word)) for word in words[1:]):
        return " ".join(words)
    named = _is_title(words[0]) and all(word[:1].isupper() for word in words[1:])
    return " ".join(words) if named and _is_name(words) else None
