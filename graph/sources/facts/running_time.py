"""How long a film is, in every form that pages print: "104 minutos", "1h28", "101m 14s", "1 Std. 44 Min.".

Words for hours and minutes of many languages are data; one grammar puts them together. Seconds are left out.
"""

from __future__ import annotations

import re

from graph.sources.patterns import regex

_MINUTE = (
    r"(?:minut(?:es?|en|er|os?|i|ter|y|uttia|a)?|minuuttia|mínútur|mins?|mín|mn|perc(?:ig)?|"
    r"минут[ыа]?|мин|λεπτ[άό]|dakika|dk|分钟|分鐘|分|분)"
)
_HOUR = (
    r"(?:hours?|hrs?|h|heures?|horas?|or[ae]|std|stunden?|tim(?:er?|mar?)|uur|godz(?:in[ay])?|"
    r"óra|tuntia?|час(?:а|ов)?|ч|ώρ(?:α|ες)|saat|小时|小時|時間|시간)"
)
#: "1 t 32 min", "1u45": short words for hours that only the minutes behind them make clear.
_LETTER = r"(?:t(?:im)?(?=\.?\s?\d{1,2}\s?m)|(?<=\d)u(?=\d\d))"
_AND = r"(?:and|&|und|et|y|e|og|och|en|i|и|ja)\s+"
_NO_LETTER = r"(?![^\W\d_])"
_COUNTED = {"one": 1, "an": 1, "two": 2, "three": 3, "four": 4}
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
         "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"), start=1)
}  # fmt: skip
_NUMBERS |= {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
             "ninety": 90}  # fmt: skip
_MINUTES = regex(
    rf"(?<![\d.:/$])(?P<minutes>\d{{1,3}})(?:\s*[-‐ ]?\s*{_MINUTE}{_NO_LETTER}\.?|"
    rf"\s?(?:m|['’′])\s?(?P<seconds>\d{{1,2}})\s?(?:s|secs?|[\"”″]|['’′]{{2}})\.?)",
    re.IGNORECASE,
)
_HOURS = regex(
    rf"(?<![\d.:/])(?:0?(?P<hours>\d)|\b(?P<spelled>one|two|three|four))\s*-?(?:{_HOUR}{_NO_LETTER}|{_LETTER})\.?,?\s*"
    rf"(?:{_AND})?(?:(?P<minutes>\d{{1,2}})(?:\s*(?:{_MINUTE}|m){_NO_LETTER}\.?|\s?['’′]|"
    r"(?!\d|\s*(?:stars?|[*★/]|out of|[^\W\d_]))))?",
    re.IGNORECASE,
)
_ISO = regex(r"P(?:0?D)?T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:[\d.]+S)?", re.IGNORECASE)
_CLOCK = regex(r"0?(?P<hours>\d):(?P<minutes>[0-5]\d)(?::\d\d)?")
_BARE = regex(r"(?P<minutes>\d{1,3})(?:\s?m|\s?['’′])?\.?")
#: "ninety-five minutes", "an hour and a half", "1½ hours", "two hours and five minutes".
_SPELLED = regex(
    rf"(?:(?:about|just over|just under|nearly) )?(?:(?P<hours>\d|{'|'.join(_COUNTED)})"
    r"(?P<half>\s?½|\s1/2|\sand a half)? hours?(?P<half_behind> and a half)?)?"
    r"(?:,? ?(?:and )?(?P<minutes>[a-z]+(?:[- ][a-z]+){0,5}|\d{1,2}) min(?:ute)?s?)?\.?",
    re.IGNORECASE,
)
_DIGIT = regex(r"\d")
_LONGEST, _LONGEST_SPELLED, _MOST = 200, 60, 900


def minutes(text: str, *, labelled: bool = False) -> int | None:
    """Running time in minutes: "91 minutes", "1 hr 31 min", "1h31m", "PT91M"; labelled: "91", "1:31" too."""
    text = text.strip()[:_LONGEST]
    if _DIGIT.search(text) is not None:
        iso = _ISO.match(text)
        if iso is not None and (iso["hours"] or iso["minutes"]):
            return _sane(int(iso["hours"] or 0) * 60 + int(iso["minutes"] or 0))
        found = _HOURS.search(text)
        if found is not None:
            hours = found["hours"] or _COUNTED[found["spelled"].casefold()]
            if "½" not in text and "1/2" not in text:
                return _sane(int(hours) * 60 + int(found["minutes"] or 0))
        elif (found := _MINUTES.search(text)) is not None:
            return _sane(int(found["minutes"]))
    if not labelled:
        return None
    for form in (_CLOCK, _BARE):
        if (found := form.fullmatch(text)) is not None:
            return _sane(int(found.groupdict().get("hours") or 0) * 60 + int(found["minutes"]))
    return _spelled(text)


def spans(text: str) -> list[tuple[int, int]]:
    """Where running times of hours stand in a text: no comma or full stop in them parts anything."""
    if _DIGIT.search(text) is None:
        return []
    return [found.span() for found in _HOURS.finditer(text) if found["minutes"] is not None]


def plain(text: str) -> str:
    """A text with its hours as minutes: what parts a line of facts parts no time, "1 Std. 44 Min.", then."""
    if _DIGIT.search(text) is None:
        return text
    return _HOURS.sub(
        lambda found: f"{minutes(found.group())} min" if found["minutes"] else found.group(), text
    )


def without(text: str) -> str:
    """A text without its running times."""
    return _MINUTES.sub(" ", _HOURS.sub(" ", text))


def _sane(value: int) -> int | None:
    return value if 1 <= value <= _MOST else None


def _spelled(text: str) -> int | None:
    """The minutes of a label's value that spells its numbers out."""
    found = _SPELLED.fullmatch(text) if len(text) <= _LONGEST_SPELLED else None
    if found is None or not (found["hours"] or found["minutes"]):
        return None
    hours = (found["hours"] or "0").casefold()
    half = 30 if found["half"] or found["half_behind"] else 0
    behind = number(found["minutes"].casefold()) if found["minutes"] else 0
    if behind is None:
        return None
    return _sane((int(hours) if hours.isdigit() else _COUNTED[hours]) * 60 + half + behind)


def number(words: str) -> int | None:
    """A number below a thousand in English words: "ninety-five", "a hundred and four"."""
    if words.isdigit():
        return int(words)
    total = 0
    for word in re.split(r"[- ]", words):
        if word in {"a", "and"}:
            continue
        if word == "hundred":
            total = max(total, 1) * 100
        elif word in _NUMBERS:
            total += _NUMBERS[word]
        else:
            return None
    return total or None
