"""What a person's name looks like on a page.

Nothing here knows any person: a name is judged by its form alone. Forms follow what credits print:
two to five capitalised words, particles ("de", "van"), initials, suffixes ("Jr."), hyphens, any
script. Where a page states that a line is a name (a label, a cast list) the judgement is lenient.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.sources.patterns import regex
from graph.sources.words import word_set

PARTICLES = word_set(
    "de da di do du dos das del della der den des la le les lo van von vom zu zur ter ten te af av "
    "ap bin ibn ben bint al el ul y e i und och 't o' d' dal degli st"
)
SUFFIX = regex(r"^(?:[JS]r|[JS]nr|II|III|IV|Ph\.?D|M\.?D|[OCMK]\.?B\.?E)\.?$")
_TOKEN = regex(r"[^\W\d_](?:[\w'’‘.‐‑·-]*\w)?\.?")
_NOT_IN_NAMES = word_set(
    "the and of or in on at for with from to a an is are was our your all this that not no about more "
    "movie film films movies review reviews home credits cast crew playing now latest blog post posts "
    "news comments comment poster advertisement share tweet email subscribe search menu login sign "
    "contact privacy terms archive archives tv show shows series trailer trailers festival festivals "
    "awards features interviews video videos podcast related articles article next previous rated "
    "runtime minutes director directors writer writers starring music editor producer screenplay "
    "screenwriter screenwriters producers editors composers cinematographers "
    "cinematography cinematographer composer photography theaters streaming netflix hulu gallery "
    "january february march april june july august september october november december monday tuesday "
    "wednesday thursday friday saturday sunday facebook twitter instagram rating grade verdict read "
    "back top copyright rights reserved staff club store shop official website trending popular "
    "recent critics critic print printable section page filme woche kritik kritiken semana semaine settimana "
    "estrenos sorties subtitles subtitled"
)
#: "Not as a Stranger", "Good as Gold": before "as" they are no actors.
_ALONE_NO_NAME = [["not"], ["such"], ["same"], ["just"], ["even"], ["well"], ["soon"], ["good"], ["known"]]
#: "Larry the Cable Guy": a stage name with an article in it.
_EPITHET = regex(r"[^\W\d_a-z][\w'’-]+ the(?: [^\W\d_a-z][\w'’-]+){1,2}")
#: "A Martinez" prints no stop behind his initial.
_INITIAL = regex(r"An? [A-Z][\w’'-]+")
_NEVER_IN_NAMES, _HARDLY_IN_NAMES = (
    regex(rf"[{re.escape(marks)}]") for marks in ('?!:;“”"()[]{}|/@#$%*=_<>', '?:;“”"[]{}|@#=_<>*')
)
_HAS_YEAR = regex(r"\b(?:19|20)\d\d\b")
_NEXT_SENTENCE = regex(r"(?<!\b[A-Z])[.!]\s+[a-z]")
#: 'Ed "Bud" Farraday', and in credits '"Cactus" Jim Beaudry', too.
_NICKNAME = regex(r"(?<=[\w.’'-]) [\"“]([^\W\d_][\w.’' -]{0,20})[\"”](?= [^\W\d_a-z])")
NICKNAME_FIRST = regex(r"^[\"“]([^\W\d_a-z][\w.’'-]{0,20})[\"”] (?=[^\W\d_a-z])")
_NICK = regex(r"[\"“][^\W\d_a-z][\w.’'-]{0,20}[\"”] (?=[^\W\d_a-z])")
_QUOTED = frozenset('"“')
#: What stands in an address, and in no name.
_ADDRESS = regex(r"https?\b|www\.|\w\.(?:com|org|net|co\.uk|html?)\b", re.IGNORECASE)


_ONE_LETTER = regex(r"[A-Z]\.$")  # "A. O. Lee" has no article


@lru_cache(maxsize=4_096)  # a line is judged, and then read; a name of the credits stands in other lines
def looks_like_name(text: str) -> bool:  # noqa: PLR0911 (one test a form)
    """Whether a text standing alone has the form of one person's name (strict)."""
    text = _NICKNAME.sub("", text.strip()) if '"' in text or "“" in text else text.strip()
    if not 3 <= len(text) <= 60 or _NEVER_IN_NAMES.search(text):
        return False
    tokens = text.replace(",", " , ").split()
    if "," in tokens:
        tail = tokens[tokens.index(",") + 1 :]
        if len(tail) != 1 or not SUFFIX.match(tail[0]):
            return False
        tokens.remove(",")
    if not 2 <= len(tokens) <= 5:
        return len(tokens) == 1 and len(text) <= 8 and text[0].isalpha() and _uncased(text)
    if text[0] in "'‘’" or text[-1] in "'‘’" or text.endswith(("'s", "’s")):
        return False
    if any(token.strip(".").casefold() in _NOT_IN_NAMES and not _ONE_LETTER.match(token) for token in tokens):
        return False
    if len(tokens[-1]) > 3 and tokens[-1].endswith(".") and not SUFFIX.match(tokens[-1]):
        return False
    capitals = 0
    for token in tokens:
        if any(letter.isdigit() for letter in token) or not any(letter.isalpha() for letter in token):
            return False
        first = next(letter for letter in token if letter.isalpha())
        if first.isupper() or _uncased(first):
            capitals += 1
        elif token.casefold() not in PARTICLES and not token.startswith(("d'", "d’", "al-", "el-")):
            return False
    return capitals >= 2 or (capitals >= 1 and len(tokens) > 2)


@lru_cache(maxsize=4_096)
def could_be_name(text: str) -> bool:  # noqa: PLR0911 (one test a form)
    """Whether a text that the page itself calls a name can be one (lenient: "IU", "bell hooks")."""
    text = text.strip()
    if '"' in text or "“" in text:
        text = NICKNAME_FIRST.sub("", _NICKNAME.sub("", text))
    if not 1 < len(text) <= 70 or len(text.split()) > 7 or _ADDRESS.search(text):
        return False
    if _HARDLY_IN_NAMES.search(text) or not any(letter.isalpha() for letter in text):
        return False
    if _HAS_YEAR.search(text) or _NEXT_SENTENCE.search(text):
        return False
    words = [word.casefold().strip(",") for word in text.split()]
    small = any(word.islower() and word in _NOT_IN_NAMES for word in text.split()[1:])
    if (small and not _EPITHET.fullmatch(text)) or (words[0] in {"a", "an"} and not _INITIAL.fullmatch(text)):
        return False
    if words in _ALONE_NO_NAME:
        return False
    if words[0] in {
        "the",
        "based",
        "from",
        "unknown",
        "n/a",
        "none",
        "tba",
        "various",
        "this",
        "his",
    }:
        return len(words) <= 3 and words[0] == "the" and text[4:5].isupper()  # "The Rock", "The Daniels"
    lower = sum(1 for word in text.split() if word[:1].islower() and word not in PARTICLES)
    return lower <= 1 or (lower == len(words) and len(words) <= 3)


def _uncased(text: str) -> bool:
    return all(not letter.isalpha() or letter.upper() == letter.lower() for letter in text)


_SUFFIX = regex(r",? ([JS]n?r\.)")


def name_at(text: str, position: int, most: int = 5) -> tuple[str, int] | None:
    """The name that begins at ``position`` of running prose, and where it ends; None if none does."""
    tokens: list[str] = []
    end = position
    while len(tokens) < most:
        match = _TOKEN.match(text, position)
        if match is None:
            break
        token = match.group()
        bare = token
        for possessive in ("'s", "’s"):
            bare = bare.removesuffix(possessive)
        stop = match.end() - (len(token) - len(bare))
        if bare.endswith(".") and not (len(bare) == 2 or bare.count(".") > 1 or SUFFIX.match(bare)):
            bare, stop = bare[:-1], match.end() - 1
        if bare[0].isupper() or _uncased(bare[0]) or (tokens and bare.startswith(("d'", "d’", "al-", "el-"))):
            tokens.append(bare)
            end = stop
        elif bare in PARTICLES and text[match.end() : match.end() + 1] == " ":
            tokens.append(bare)
        else:
            break
        if stop != match.end() or text[match.end() : match.end() + 1] != " ":
            break
        position = match.end() + 1
        if text[position : position + 1] in _QUOTED and (nick := _NICK.match(text, position)) is not None:
            tokens.append(nick.group().strip())  # Yevgeny “Gene” Rudnitsky
            position = nick.end()
    while tokens and tokens[-1] in PARTICLES:
        tokens.pop()
    suffix = _SUFFIX.match(text, end)
    if suffix and tokens:
        tokens[-1] += suffix.group()
        end = suffix.end()
    name = " ".join(tokens)
    return (name, end) if name and any(not token[0].islower() for token in tokens) else None
