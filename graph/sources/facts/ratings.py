"""Ratings as pages print them -> Rating(value, best, worst): as printed, never converted.

Glyphs become digits because a count of stars is a number; letters, thumbs and words stay. ``best``
and ``worst`` are set only where the print says them: a fraction's lower part, empty stars, the
letters' own range. Nothing is rescaled.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.records import Rating
from graph.sources.patterns import regex

LETTERS = LETTERS_BEST, LETTERS_WORST = "A+", "F"

_NUMBER = r"\d{1,3}(?:[.,]\d{1,2})?"
_HALVES = {"½": ".5", "¼": ".25", "¾": ".75", "1/2": ".5", "1/4": ".25", "3/4": ".75"}
_HALF = r"(?:½|¼|¾|1/2|1/4|3/4)"
_WORDS = {
    "zero": "0",
    "no": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "half": "0.5",
    "a half": "0.5",
    "half a": "0.5",
    "one-half": "0.5",
}
_WORD = r"(?:zero|no|one|two|three|four|five|six|seven|eight|nine|ten)"
_FULL = "★⭐✭✮✯🌟✪⭑●"
_EMPTY = "☆✩✰⭒○"
_HALF_STARS = "⯨⯪✬½"

_FRACTION = regex(
    rf"(?<![\d./])({_NUMBER})\s*({_HALF})?\s*(?:stars?\s*)?/\s*(\d{{1,3}})(?:\s*stars?)?(?![\d/])",
    re.IGNORECASE,
)
_HALF_FRACTION = regex(
    r"(?<![\d./])(\d{1,2})\s*(½|¼|¾)\s*(?:stars?\s*)?(?:/|out of)\s*(\d{1,3})(?![\d/])", re.IGNORECASE
)
_OUT_OF = regex(
    rf"(?<![\w./*])({_NUMBER}|{_WORD})\s*(?:and\s+(?:a|one)[\s-]half|[\s-]*({_HALF}))?\s*(?:stars?|"
    rf"points?)?\s*"
    rf"\(?\s*(?:out\s+of|of(?=\s+(?:a\s+possible\s+)?(?:{_WORD}|\d|\*)))\s*(?:a\s+possible\s+)?"
    rf"({_NUMBER}|{_WORD}|\*+|[{_FULL}]+)(?![\w/])",
    re.IGNORECASE,
)
#: Half a star, with its scale: "½ out of four stars", "1/2 star (out of 4)".
_HALF_OF = regex(
    rf"(?<![\w./*{_FULL}])(?<!\d\s)(?<![*{_FULL}]\s)(?:½|1/2|half(?:\s+a)?|a\s+half|one-half)"
    rf"[\s-]*(?:stars?|[*★])?\s*\(?(?:out\s+of|(?<!2)/|of(?=\s*(?:{_NUMBER}|{_WORD})\s+stars?))\s*"
    rf"({_NUMBER}|{_WORD}|\*{{3,5}}|[{_FULL}]{{3,10}})(?![\w/])",
    re.IGNORECASE,
)
#: "3 out of 5 buckets of popcorn", "Three out of six tickets"; "4 out of 5 critics agree" counts heads.
_OF_UNITS = regex(
    rf"(?:{_NUMBER}|{_WORD})(?:\s*{_HALF}|\s+and\s+a\s+half)?\s+out\s+of\s+(?:a\s+possible\s+)?(?:\d{{1,3}}|{_WORD})\s+"
    r"(?!(?:people|critics|viewers|users|readers|voters|reviewers|times|films|movies|friends|parts|episodes)\b)"
    r"[^\W\d_-]+s(?:\s+of\s+[^\W\d_-]+)?",
    re.IGNORECASE,
)
#: "Two and a half folding chairs out of five": a page's own units, and of how many.
_UNITS_OF = regex(
    rf"(?:{_NUMBER}|{_WORD})(?:\s*{_HALF}|\s+and\s+a\s+half)?\s+"
    r"(?!(?:people|critics|viewers|users|readers|voters|reviewers|times|films|movies|friends|parts|episodes)\b)"
    rf"(?:[^\W\d_-]+\s+){{0,2}}[^\W\d_-]+s(?:\s+of\s+[^\W\d_-]+)?\s+out\s+of\s+(?:\d{{1,3}}|{_WORD})",
    re.IGNORECASE,
)
#: What is left of "★★½ out of 4" when its stars are read.
_OUT_OF_ALONE = regex(r"\bout\s+of\s+\d{1,3}\b", re.IGNORECASE)
_STAR_COUNT = regex(
    rf"(?<![\w./])({_NUMBER}|{_WORD}|half\s+a|a\s+half|one-half)\s*(and\s+(?:a|one)[\s-]half|"
    rf"{_HALF})?[\s-]*stars?\b",
    re.IGNORECASE,
)
_ASTERISKS = regex(
    rf"(?<![*\w])(\*{{1,5}})\s*({_HALF})?(?:\s*\(?(?:out of|/|of)\s*(\*{{3,5}}|{_WORD}|"
    rf"\d{{1,2}})\)?)?(?![*\w])"
)
_GLYPHS = regex(rf"(?:[{_FULL}{_EMPTY}{_HALF_STARS}]\ufe0f?\s?){{1,11}}(?:\s*1/2)?")
_LETTER = regex(r"^([A-F])\s?([+\-−–‐]|plus|minus)?$", re.IGNORECASE)
_PERCENT = regex(r"^(\d{1,3}(?:\.\d)?)\s*%$")
_THUMBS = regex(r"\b(?:(two|one|1|2)\s+)?thumbs?[\s-]+(way\s+)?(up|down|sideways)\b", re.IGNORECASE)
_CLASS = regex(r"(?:^|[\s_-])stars?[-_]?(\d)[-_.]?([05])(?=$|\s)")
_CLASS_ONE = regex(r"(?:^|\s)(?:stars?|star-rating|rating)[-_](\d)(?=$|\s)")
#: What pages rate out of. 9/11 and 24/7 are no ratings.
_SCALES = frozenset({3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 12.0, 20.0, 100.0})
_HALF_STAR = regex(r"\(?(?:(?:1/2|½)\s?(?:[*★]|stars?)|½)\)?", re.IGNORECASE)
_THUMB_DRAWN = regex(r"(👍{1,2}|👎{1,2})[\U0001f3fb-\U0001f3ff]?")
#: Without one of these there is none of the forms above in a text.
_ANY = regex(rf"[\d*{_FULL}{_EMPTY}{_HALF_STARS}]|of|half|star|thumb", re.IGNORECASE)
#: Asterisks that print sets apart: ``* * * 1/2``.
_SPACED = regex(r"(?<=\*) (?=\*)")
#: A rating in words is no longer than this.
_SHORT = 48
_ZERO = regex(r"^(?:(?:zero|no|0)\s+stars?|dud|bomb|turkey|\(?0\)?)[.!]?$", re.IGNORECASE)


#: "4 von 5 Sternen", "3,5 sur 5", "tres estrellas": a scale and stars in other languages.
_ELSEWHERE = regex(
    r"(?P<of>(?<=[\d*★½])\s*(?:von|sur|su|de|di|do|ud af|ut av|av|af|van de|van|uit|sobre|z|ze|"
    r"dari)\s*(?=[\d*★]))|"
    r"(?P<half>(?<=\d)\s+(?:e mezz[oa]|et demie?|y medi[oa]|e mei[oa]|og (?:en )?halv|einhalb)\b)|"
    r"(?P<stars>\b(?:sterne?n?|étoiles?|etoiles?|estrellas?|estrelas?|stell[ae]|sterren|ster|stjern(?:er|a|"
    r"e)|"
    r"stjärn(?:or|a)|tähteä|gwiazd\w*|punkte?n?|points?|puntos|pontos|punti)\b)|"
    r"(?P<number>\b(?:ein(?:en?)?|une?|una|uma|zwei|deux|dos|due|dois|duas|drei|trois|tres|tre|três|vier|"
    r"quatre|"
    r"cuatro|quattro|quatro|fünf|cinq|cinco|cinque)\b(?=\s+[^\W\d]))",
    re.IGNORECASE,
)
_COUNTED = {
    word: number
    for number, words in enumerate(
        ("ein eine einen un une una uma", "zwei deux dos due dois duas", "drei trois tres tre três",
         "vier quatre cuatro quattro quatro", "fünf cinq cinco cinque"), start=1)
    for word in words.split()
}  # fmt: skip


def _in_english(text: str) -> str:
    """A short text with another language's words for stars and their scale in English."""

    def spelled(found: re.Match[str]) -> str:
        if found.group("of"):
            return " out of "
        if found.group("half"):
            return "½"
        return "stars" if found.group("stars") else str(_COUNTED[found.group().casefold()])

    return _ELSEWHERE.sub(spelled, text)


def _close_up(text: str) -> str:
    return _SPACED.sub("", text) if "* *" in text else text


def _digits(text: str) -> str:
    return _WORDS.get(text.casefold(), text.replace(",", "."))


def _with_half(number: str, half: str | None) -> str:
    if not half:
        return number
    fraction = _HALVES.get(half.strip(), ".5")
    return f"{number}{fraction}" if "." not in number else number


def _rated(value: str, best: str | None = None) -> Rating | None:
    """A rating whose value lies inside its scale; None otherwise (a date, a ratio, an aspect)."""
    try:
        if best is not None and (float(best) not in _SCALES or not 0 <= float(value) <= float(best)):
            return None
    except ValueError:
        return None
    return Rating(value, best, None)


def letter(text: str) -> Rating | None:
    """A letter grade: ``B+`` between ``A+`` and ``F``."""
    found = _LETTER.match(text.strip())
    if found is None or (found.group(1).upper() == "E" and found.group(2)):
        return None
    sign = (found.group(2) or "").casefold()
    sign = "+" if sign in {"+", "plus"} else "-" if sign else ""
    return Rating(found.group(1).upper() + sign, LETTERS_BEST, LETTERS_WORST)


def glyphs(text: str) -> Rating | None:
    """Stars drawn: ``★★★½☆`` is 3.5 of 5. Empty stars alone count nothing and yield None."""
    found = _GLYPHS.search(text)
    if found is None:
        return None
    run = found.group()
    full = sum(run.count(star) for star in _FULL)
    halves = sum(run.count(star) for star in _HALF_STARS) + run.count("1/2")
    empty = sum(run.count(star) for star in _EMPTY)
    if full == 0 and (halves == 0 or empty == 0):
        return None
    value = f"{full}.5" if halves else str(full)
    best = str(full + (1 if halves else 0) + empty) if empty else None
    return Rating(value, best, None)


_SCALE_SAID = regex(rf"(?:out of|/)\s*({_WORD}|\d{{1,2}}|[{_FULL}]{{3,10}})(?!\w)", re.IGNORECASE)


def stated(text: str) -> Rating | None:  # noqa: PLR0911 (one a form, the most telling first)
    """A rating anywhere in a short text that says its own scale or unit; the most telling form wins."""
    text = _close_up(text.replace("\ufe0f", ""))
    for pattern in (_HALF_FRACTION, _FRACTION):
        for found in pattern.finditer(text):
            rating = _rated(_with_half(_digits(found.group(1)), found.group(2)), found.group(3))
            if rating is not None and (found.group(2) is None or rating.value != found.group(1)):
                return rating
    for found in _OUT_OF.finditer(text):
        half = found.group(2) or ("½" if "half" in found.group().casefold() else None)
        raw = found.group(3)
        best = str(len(raw)) if raw[0] in "*" + _FULL else _digits(raw)
        rating = _rated(_with_half(_digits(found.group(1)), half), best)
        if rating is not None:
            return rating
    halved = _HALF_OF.search(text)
    if halved is not None:
        raw = halved.group(1)
        rating = _rated("0.5", str(len(raw)) if raw[0] in "*" + _FULL else _digits(raw))
        if rating is not None:
            return rating
    drawn = glyphs(text)
    if drawn is not None:
        scale = _SCALE_SAID.search(text)
        if scale is None:
            return drawn
        most = str(len(scale.group(1))) if scale.group(1)[0] in _FULL else _digits(scale.group(1))
        return _rated(drawn.value, most) or drawn
    stars = _ASTERISKS.search(text)
    if stars is not None and stars.group().strip():
        raw = stars.group(3)
        best_stars = (str(len(raw)) if raw[0] == "*" else _digits(raw)) if raw else None
        value = _with_half(str(len(stars.group(1))), stars.group(2))
        return _rated(value, best_stars) or Rating(value)
    count = _STAR_COUNT.search(text)
    if count is not None:
        half = "½" if "half" in (count.group(2) or "") else count.group(2)
        return Rating(_with_half(_digits(" ".join(count.group(1).split())), half))
    thumbs = _THUMBS.search(text)
    if thumbs is not None:
        return Rating(" ".join(thumbs.group().replace("-", " ").casefold().split()))
    return None


#: "+2 (-4 to +4)"
_SIGNED_SCALE = regex(
    r"^(?P<value>[+-]?\d)\s*(?:\(|on (?:a|the) )?(?P<worst>-\d{1,2})\s*(?:to|\.\.)\s*"
    r"(?P<best>\+\d{1,2})(?: scale)?\)?$"
)


_LABELS_SCALE = regex(r"(?:out of|0\s*(?:to|-|–))\s*(\d{1,3}|\*{3,5})", re.IGNORECASE)


def _scale_of(label: str) -> str | None:
    """The best value that a label itself states: "Rating (out of 5)", "RATING (0 TO ****)"."""
    found = _LABELS_SCALE.search(label)
    if found is None:
        return None
    return found.group(1) if found.group(1)[0].isdigit() else str(len(found.group(1)))


#: "2 skulls (out of 5)", "three and a half chairs out of five": what a page counts instead of stars.
_OF_SOMETHING = regex(
    rf"({_NUMBER}|{_WORD})\s*(½|1/2|and a half)?\s+(?!and\b|[a-z -]*(?:stars?|points?)\b)[a-z][a-z "
    rf"-]{{2,24}}?\s*"
    rf"\(?(?:out\s+of|of|/)\s*(?:a\s+possible\s+)?(\d{{1,3}}|{_WORD})\)?\.?$",
    re.IGNORECASE,
)


_ARTICLE = regex(r"^(?:an?|the)\s+(?=[A-F][+\-−]?$)")


def labelled(text: str, label: str = "") -> Rating | None:  # noqa: PLR0911 (one a form)
    """A rating after a label that calls it one ("Grade:", "Score:"): a bare number or word will do."""
    text = text.strip().strip("()[]").strip()
    text = _in_english(text) if len(text) <= _SHORT else text
    text = _ARTICLE.sub("", text)
    if (signed := _SIGNED_SCALE.match(text)) is not None:
        return Rating(*signed.group("value", "best", "worst"))
    best = _scale_of(label)
    if (called := _OF_SOMETHING.match(text)) is not None:
        value = _with_half(_digits(called.group(1)), called.group(2))
        if (own := _rated(value, _digits(called.group(3)))) is not None:
            return own
    if text == "1/2" or _HALF_STAR.fullmatch(text):
        return Rating("0.5", best)
    percent = _PERCENT.match(text)
    if percent:
        return Rating(percent.group(1), "100", None)
    if (found := letter(text.rstrip(".!"))) is not None:
        return found
    if (found := stated(text)) is not None:
        return Rating(found.value, found.best or best, found.worst)
    if (parts := re.fullmatch(rf"({_NUMBER})\s*({_HALF})?\.?", text)) is not None:
        return Rating(_with_half(_digits(parts.group(1)), parts.group(2)), best)
    if _ZERO.match(text):
        return Rating(text.rstrip(".!") if text[:1].isalpha() and "star" not in text.casefold() else "0")
    if text.casefold() in _WORDS and text.casefold() != "no":
        return Rating(_WORDS[text.casefold()])
    head = re.match(r"^([A-F](?:[+\-−–]|\s?plus|\s?minus)?)(?=[\s.,;:(–—]|$)(?!\s+[a-z])", text)
    return letter(head.group(1)) if head else None


_RATING_WORDS = regex(
    r"\b(?:rating|rated|stars?|out|of|score|and|a|half|my|our|grade|up|down|way|four|five|ten)\b",
    re.IGNORECASE,
)
_ANY_WORD = regex(r"\w")


@lru_cache(maxsize=2_048)
def alone(text: str) -> Rating | None:  # noqa: PLR0911 (one a form)
    """A line that is nothing but a rating: ``***1/2``, ``★★★``, ``3.5/4``, ``B+``, ``DUD``."""
    bare = _close_up(text.strip().strip("()[]").strip().rstrip(".!"))
    if len(bare) > _SHORT:
        return None
    if _HALF_STAR.fullmatch(text.strip()):
        return Rating("0.5")
    if (thumb := _THUMB_DRAWN.fullmatch(text.strip())) is not None:
        return Rating(
            ("two " if len(thumb.group(1)) > 1 else "") + ("thumbs up" if "👍" in text else "thumbs down")
        )
    if not bare or (len(bare) > 5 and not bare.strip("*")):
        return None
    if (found := _LETTER.match(bare)) is not None:
        return letter(bare) if found.group(2) in {"+", "-", "−", "–"} else None
    if _ZERO.match(bare) and bare != "0":
        return Rating("0" if "star" in bare.casefold() else bare)
    if (elsewhere := _in_english(bare)) != bare:
        bare = elsewhere if "stars" in elsewhere or "out of" in elsewhere else bare
    rating = stated(bare) if _ANY.search(bare) else None
    if rating is None and "out" in bare and _UNITS_OF.fullmatch(bare) is not None:
        return labelled(bare)
    if rating is None or _OF_UNITS.fullmatch(bare) is not None:
        return rating
    rest = bare.replace("\ufe0f", "")
    for pattern in (
        _HALF_FRACTION, _OUT_OF, _HALF_OF, _STAR_COUNT, _FRACTION, _ASTERISKS, _THUMBS, _GLYPHS,
        _OUT_OF_ALONE,
    ):  # fmt: skip
        rest = pattern.sub(" ", rest)
    rest = _RATING_WORDS.sub(" ", rest)
    return rating if not _ANY_WORD.search(rest) else None


def from_class(classes: str) -> Rating | None:
    """A rating in class names: ``star35`` and ``stars-3-5`` are tenths, ``rating-4`` is whole."""
    found = _CLASS.search(classes)
    if found is not None:
        whole, tenth = found.groups()
        return Rating(whole if tenth == "0" else f"{whole}.{tenth}")
    one = _CLASS_ONE.search(classes)
    return Rating(one.group(1)) if one else None


#: "... and would recommend hungry. B+": a grade behind a paragraph's last sentence.
GRADED_END = regex(r"(?<=[.!?…\"”’)])\s+[(\[]?(?P<grade>[A-DF][+−–-]|[B-DF])[)\]]?$")


def without_stars(text: str) -> str:
    """Cut a rating in stars, or a grade, from the end of a headline or a paragraph."""
    if text[-1:] in "+−–-BCDF)]":
        return GRADED_END.sub("", text)
    if text[-1:] not in "*★☆½2":
        return text
    return re.sub(r"\s+(?:\*{1,5}|[★☆½]{1,8})\s*(?:1/2|½)?$", "", text)


#: A rating behind something else on its line: "May 3, 2014 ***1/2", "May 3, 2014 (3 stars)", "... - 3/5".
_BEHIND = regex(
    r"[\s,|•·–—-]+(?P<rating>(?:\*{1,5}|[★☆½]{1,8})\s*(?:1/2|½)?|"
    r"[(\[][^()\[\]]{1,24}[)\]]|\d(?:[.,]\d)?\s?/\s?(?:4|5|6|10)|\d(?:[.,]\d)? stars?)$",
    re.IGNORECASE,
)


def behind(text: str) -> tuple[str, Rating | None]:
    """A short line without the rating that it ends in, and that rating; as it is where there is none."""
    if text[-1:] not in "*★☆½2)]sS0456":
        return text, None
    found = _BEHIND.search(text)
    rating = alone(found.group("rating")) if found is not None and found.start() > 0 else None
    return (text[: found.start()], rating) if found is not None and rating is not None else (text, None)
