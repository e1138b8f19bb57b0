"""The keys by which names are compared: equal keys mean that two printings may name one person.

From strict to lenient: ``exact_key`` (case, marks, punctuation), ``order_key`` (also the place of
the family name, spaces and hyphens), ``romanisation_key`` (also the way into Latin letters).
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from graph.names import chinese, japanese, korean, slavic
from graph.names.folding import fold, to_latin
from graph.names.parts import bare_tokens, parse

_PLAIN = re.compile("[A-Za-z0-9]+")
_SLUG_LIMIT = 80
_LONGEST_RING = 200  # letters; the time is quadratic, and what is longer is no name

# Names written in many ways in languages that share no rule of spelling; the first stands for all.
_GROUPS = """
muhammad mohammed mohammad mohamed muhammed mohamad mohd | ahmad ahmed ahmet | husayn hussein hussain
hossein husain | yusuf youssef yousef yousuf yussef yosef | khalid khaled | umar omar | uthman osman
othman | rahman rehman | abdul abdel abdal | jafar jaafar djafar jafer | ibrahim ebrahim | ismail esmail
ismael | mahmud mahmoud mehmood | said saeed sayed saeid | faysal faisal feisal | tariq tarek tarik |
hasan hassan | jamal gamal djamel | yorgos giorgos georgos yiorgos
"""
_VARIANTS = {name: names[0] for group in _GROUPS.split("|") for names in [group.split()] for name in names}


def exact_key(name: str) -> str:
    """The name folded: equal for "Zoë Kravitz" and "ZOE KRAVITZ", not for "Kravitz, Zoe"."""
    return fold(name)


@lru_cache(maxsize=65536)
def order_key(name: str) -> str:
    """Equal whichever end the family name stands at, with or without spaces and hyphens.

    The letters of the name in a ring, read from where they come first in the alphabet ("least
    rotation"): moving the family name to the other end, parting and joining words change nothing.
    "Chow Yun-fat", "Yun-Fat Chow" and "Chow, Yun Fat" are one ring. A suffix (Jr, III) counts.
    """
    tokens, suffix = bare_tokens(name)
    return _ring("".join(tokens).replace("-", "")) + ("/" + suffix if suffix else "")


def _ring(text: str) -> str:
    if not 0 < len(text) <= _LONGEST_RING:
        return text
    twice, size = text + text, len(text)
    least = min(text)
    return min([twice[at : at + size] for at in range(size) if text[at] == least])


@lru_cache(maxsize=65536)
def romanisation_key(name: str) -> str:
    """Equal for the ways in which one name gets into Latin letters; also from Hangul, Cyrillic, pinyin.

    The rules follow the language that the spelling lets one believe in: Korean (a family name and
    syllables that names are made of), Mandarin (the same), Japanese (nothing but morae), Russian
    (a given name or an ending that tells); else the order key. Order, spaces and hyphens never count.
    A word alone is read as Korean, Mandarin, Japanese or Russian in this order. May be empty.
    """
    parsed = parse(name)
    tokens = parsed.tokens
    tail = "/" + parsed.suffix if parsed.suffix else ""
    if len(tokens) < 2:
        return "1:" + _single(tokens[0]) + tail if tokens else ""
    if parsed.reading:
        return f"{parsed.culture[:2]}:{parsed.reading}{tail}"
    morae = japanese.readings(tokens)
    if morae is not None:
        return "ja:" + _ring(morae) + tail
    if any(map(slavic.plausible, tokens)):
        return "ru:" + _ring("".join(map(slavic.reading, tokens)).replace("-", "")) + tail
    return "la:" + _ring("".join([_VARIANTS.get(token, token) for token in tokens]).replace("-", "")) + tail


_LONE = str.maketrans({"j": "c", "k": "g"})


def _single(word: str) -> str:
    """A word alone: there is no second one to tell the language, so the readings share one alphabet."""
    if slavic.plausible(word):
        return slavic.reading(word)
    family = korean.family_reading(word) or chinese.single_reading(word)
    if family is not None:
        return family.translate(_LONE)
    spelled = korean.syllables(word.replace("uu", "u"))
    if spelled is not None and len(spelled) <= 2 and not (len(spelled) == 1 and word.endswith("ay")):
        return korean.given_reading(spelled).translate(_LONE)
    morae = japanese.reading(word)
    if morae is not None:
        return morae.replace("ch", "c").translate(_LONE)
    return _VARIANTS.get(word, word).replace("-", "")


def slug(name: str) -> str:
    """An ASCII name for an IRI: lower-case letters, digits and single hyphens; never empty.

    Other scripts are romanised; what has no letters at all gets a short hash ("x-1f0c3a9e"). Longer
    than 80 characters is cut at a word, with a hash so that different names stay different.
    """
    plain = to_latin(fold(name))
    found = "-".join(_PLAIN.findall(plain))
    if not found:
        return "x-" + _short_hash(name)
    if len(found) > _SLUG_LIMIT:
        cut = found[: _SLUG_LIMIT - 9]
        return (cut.rsplit("-", 1)[0] if "-" in cut else cut) + "-" + _short_hash(name)
    return found


def token(name: str) -> str:
    """A name as part of an IRI, like ``slug`` but another one for every name.

    A slug that does not give the name back has a hash behind a full stop: "Bo Li" is ``bo-li``,
    "bo li" is ``bo-li.77f1f044``. A token holds no underscore and no slash.
    """
    plain = slug(name)
    if " ".join([word.capitalize() for word in plain.split("-")]) == name:
        return plain
    return f"{plain}.{_short_hash(name)}"


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
