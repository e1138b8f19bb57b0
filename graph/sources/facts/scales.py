"""Out of how many a page's stars are, where it says so once for all: in a legend, or in words on its marks.

"**** Excellent  *** Good  ** Fair  * Poor", "5 = masterpiece, 4 = very good ... 1 = poor", "Marks are out of
five", "on a four-star scale", "Höchstwertung: fünf Sterne", "Betyg 1-5"; or the empty stars that stand beside
another film's. What a review's own rating says outweighs it; where a page says two things, it says nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise, product
from typing import TYPE_CHECKING

from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from graph.records import DocumentRecord, Fact, Rating, ReviewRecord

#: The best rating of a scale, and the worst where it is said.
Scale = tuple[str, str | None]

_FIGURES = {
    name: figure
    for figure, names in {
        "0": "zero no null", "1": "one a ein eins einem un une uno una um uma één en ett yksi",
        "3": "three drei trois tres tre três drie", "4": "four vier quatre cuatro quattro quatro fire fyra",
        "5": "five fünf cinq cinco cinque vijf fem viisi", "6": "six sechs seks sex zes seis", "8": "eight",
        "10": "ten zehn dix diez dieci dez tien ti tio", "100": "hundred hundert cent cien cento hundra",
    }.items()
    for name in names.split()
}  # fmt: skip
_BEST = frozenset({"3", "4", "5", "6", "8", "10", "12", "20", "100"})
_WORDS = "|".join(name for name, figure in _FIGURES.items() if figure in _BEST)
_GLYPHS = r"\*{3,5}|★{3,10}"
_MOST = rf"(?P<best>(?:100|10|12|20|[34568])(?![\d.,]\d|%)|(?:{_WORDS})\b|{_GLYPHS})"
_LEAST = rf"(?P<worst>[01]|{'|'.join(name for name, figure in _FIGURES.items() if figure in '01')}|\*|★)"
_STARS = r"(?:stars?|sterne?n?|[ée]toiles?|estrellas?|estrelas?|stell[ae]|sterren|stjern(?:er|a)|stjärnor)"
_MARKS = (
    rf"(?:{_STARS}|ratings?|rated|marks?|marked|scores?|scored|grades?|graded|points?|(?:be)?wertung(?:en)?|"
    r"punkte|notes?|notation|puntuación|puntuaciones|calificación|nota|notas|voto|voti|punteggio|"
    r"waardering|cijfers?|"
    r"betyg(?:en)?|karakter(?:er)?|terning(?:kast)?|arvosana)"
)
_OF = r"(?:out of|from|von|sur|su|sobre|van|av|af)(?: an?)?(?: (?:possible|maximum)(?: of)?)?"
_TO = r"\s*(?:to|through|-|–|—|bis|à|bis zu|a|til|till|tot|al)\s*"
_GIVES = r"(?:awards?|awarded|awarding|gives?|given|giving|rates?|rated|scores?|grades?|marks?|hands? out)"
#: What counts the stars of one film: "Three stars out of five" says nothing of the others.
_COUNTS = regex(
    rf"\b(?:half|two|seven|eight|nine|one|no|zero|{_WORDS}|deux|zwei|dos|due|två)\b|[\d*★½]", re.IGNORECASE
)
_RATES_ONE = regex(rf"(?:{_COUNTS.pattern})[\s-]*$", re.IGNORECASE)
#: What a step means may stand in brackets behind it.
_MEANS = r"(?:\s?\([^()]{1,40}\))?"
_BEGINS = r"(?:^|[.;|(\[]\s*|\bour |\buse |\bunsere |\bnotre |\bnuestra |\bnossa |\bonze |\bv[åo]re? )"
_FROM = r"(?:(?:from|von|de|da|fra|från) )?"
_END = r"(?:[.,;:()\[\]!|–—-]|$)"
_IS = r"(?:=|:|is|are|being|means|ist|est|es|è|är|er)"
_HIGHEST = (
    r"(?:(?:the|our|le|la|das|die) )?(?:very )?(?:tops?|best|highest|max\w*|most|perfect|höchst\w*|beste|"
    r"meilleur\w*|mejor|migliore)"
)
_TOP = r"(?:höchst\w*|max(?:imum|imal\w*|i)?\b\.?|highest|top|best|massimo|máximo|puntuación máxima)"
_PER_STAR = rf"(?:\s{_STARS})?{_MEANS}"
_SAID = tuple(
    regex(form, re.IGNORECASE)
    for form in (
        # Such as "Ratings are out of four popcorns", "Stars (out of 5)", "Notes : sur 5 étoiles".
        rf"\b(?P<what>{_MARKS}\b[^.!?*★\d]{{0,30}}?)[\s(]{_OF} {_MOST}(?=(?:\s+[^\W\d]+){{0,2}}\s*{_END})",
        # Also "(out of five)" and "Out of ★★★★★." on a line of their own.
        rf"^\W*(?:all )?(?:out of|max(?:imum)?(?: of)?:?) {_MOST}(?:\s+[^\W\d]+)?\W*$",
        # Such as "my scale is out of four", "between no beans and five", "I award halos, up to five of them".
        rf"\bscales?\b[^.!?*★\d]{{0,20}} {_OF} {_MOST}(?=(?:\s+[^\W\d]+){{0,2}}\s*{_END})",
        rf"\bbetween {_LEAST}(?:\s[^\W\d]{{3,12}})? and {_MOST}(?!\w)",
        rf"\b{_GIVES}\b[^.!?*★\d]{{0,40}}?[\s,(]up to {_MOST}(?!\w)",
        # Also "We rate them 0 to 10."
        rf"\b{_GIVES}\b[^.!?*★\d]{{0,40}}?\s(?:from )?{_LEAST}{_TO}{_MOST}(?![\w%])",
        # Also "Four stars = go now.", where nothing but the best is said.
        rf"\b(?P<best>4|5|10|four|five|ten)[- ]{_STARS}\s?=\s?\w",
        # "Skulls out of five.", "10 is heaven, 1 is the dentist"
        rf"^\W*(?!(?:half|two|seven|eight|nine|one|no|zero|{_WORDS})\b)[^\W\d]{{3,14}}s {_OF} {_MOST}\W*$",
        rf"(?<![\w.,/]){_MOST} {_IS} [^.;,\d]{{3,40}}[,;] (?:and )?{_LEAST} {_IS}?[^.;\d]{{3,40}}\W*$",
        # "a four-star scale", "our 5 point system"
        rf"\b{_MOST}[- ](?:stars?|points?)(?: rating)?[- ](?:scale|system)\b",
        # "on a scale of 1 to 10", "Skala von 1 bis 10", "une échelle de 0 à 5"
        rf"\b(?:scale|skalan?|échelle|escala|scala|schaal)\b[^.!?\d*★]{{0,12}}? {_LEAST}{_TO}{_MOST}(?!\w)",
        # Such as "Betyg 1-5", "Sterne: 1 bis 5", "Ratings: * to *****", "***** (masterpiece) to * (avoid)".
        (
            rf"{_BEGINS}(?P<what>{_MARKS}(?:\s+[^\W\d]+){{0,3}}?)\s*[:(=]?\s*{_FROM}{_LEAST}{_PER_STAR}"
            rf"{_TO}{_MOST}(?!\w)"
        ),
        rf"\b{_MARKS}\b[^.!?*★\d]{{0,20}}[\s:(](?P<best>{_GLYPHS}){_MEANS}{_TO}[*★](?![*★])",
        rf"^\W*{_LEAST}(?:\s{_STARS})?{_TO}{_MOST}\s{_STARS}\W*$",
        # "(1-5 plus ...)", and in a page's own marks: "0 to 4 tapes".
        rf"\([01]{_TO}{_MOST}\s(?:plus|{_STARS})\b",
        rf"\b(?P<worst>0|zero){_TO}{_MOST}\s[^\W\d]{{2,}}s\b",
        # "Four stars tops", "Five stars is as good as it gets"; and an average: "3.7 out of 5".
        (
            rf"\b{_MOST}[- ]{_STARS} (?:tops|max(?:imum)?|(?:is|are|being|means?) (?:as good as it gets|"
            r"the works|perfection|heaven|unmissable|essential|(?:a|an all-time) (?:masterpiece|classic)))\b"
        ),
        rf"\b(?:average|consensus)\b\W{{0,3}}\d(?:[.,]\d{{1,2}})? (?:out of|/) ?{_MOST}(?!\w)",
        # As in "Four stars is tops", "***** = best", "five stars being the best".
        rf"(?:\b|(?<![\w*★]))(?:{_MOST}(?:[- ]{_STARS}|(?=\s*=)|(?<=[*★]))),?\s*(?:{_IS}|\()\s*{_HIGHEST}\b",
        # As in "Höchstwertung: fünf Sterne", "Maximum : 4 étoiles", "Top rating: ****".
        rf"\b{_TOP}(?: ?{_MARKS})?(?: maximale?)?\s*(?:\(|{_IS})\s*{_MOST}(?:\s{_STARS}|\W*$|\))",
    )
)
#: What a line must hold for one of these to be in it.
_MAY_SAY = regex(
    r"out of|scale|system|up to|between|as good as|the works|unmissable|masterpiece|classic|heaven|"
    r"essential|average|consensus|skal|échelle|escala|scala|schaal|top|best|most|perfect|max|höchst|"
    r"highest|meilleur|mejor|\b(?:10|5|4) (?:is|means|being)\b|stars? ?=|[01*★][^\w]{1,3}[3-6*★]|"
    r"\b(?:to|bis|à|von|sur|su|sobre|till?|tot)\b",
    re.IGNORECASE,
)
#: One of each stands in whatever matches one of the forms: what most prose is spared them by.
_NEEDED = (
    regex(rf"[34568*★]|1[02]|20|(?:{_WORDS})\b"),
    regex(
        r"star|ster|toile|estre|stell|stj|rat(?:ing|ed)|\brates?\b|mark|scor|grad|point|wertung|punkt|not[ae]|"
        r"puntua|calif|average|consensus|vot[oi]|"
        r"punteg|waard|cijfer|betyg|karakter|terning|arvosana|out of|award|gives?\b|giv(?:en|ing)|hands? out|"
        r"between|[54] (?:is|means|being)\b|10 (?:is|means|being)\b|ma[xs]|máx|scal|skal|échelle|"
        r"escala|schaal|top|best|highest|most|perfect|höchst|meilleur|mejor|migliore"
    ),
)
#: The steps of a legend: stars, "Four stars:", "5 =".
_STEP = regex(r"(?<![\w*★])(?P<stars>\*{1,5}|★{1,6})(?P<half>\s?(?:1/2|½))?(?:☆*)(?![\w*★])")
_COUNTED = regex(
    rf"(?<![\w.,/-])(?P<count>[1-6]|one|two|three|four|five|six|ein|zwei|drei|vier|fünf|une?|deux|trois|"
    rf"quatre|cinq|una|dos|tres|"
    rf"cuatro|cinco|due|tre|quattro|cinque)(?P<stars>[ -]{_STARS}|(?<=[a-z]{{3}})(?=:))"
    rf"\s*(?:[:=–—(-]|means\b|is\b)",
    re.IGNORECASE,
)
_MARK = regex(r"(?<![\w.,/])(?P<mark>10|[0-9])\s*(?:[:=]|[–—-](?=\s?[^\W\d]))\s*(?=[^\W\d_]|[\"“(])")
_SMALL = {"two": 2, "zwei": 2, "deux": 2, "dos": 2, "due": 2}
#: "o Bomb", "0 - dreadful", "no stars: flee" at a legend's end.
_NOTHING = regex(r"(?:^|[\s;,|·•(])(?:[o0∅•](?:\s*[:=–—-]\s*|\s+)(?=[^\W\d_]))")
#: The empty stars that stand behind full ones: "★★★☆☆".
_DRAWN = regex(r"[★⭐✭✮●]+[½⯨]?\s?[☆✩✰○]+")
#: So long is a line with a legend at most, and one of its steps on a line of its own; so many steps make one.
_LONGEST, _LONGEST_STEP, _LEAST_STEPS = 400, 60, 3
_MOST_LINES, _BESIDE = 3_000, 3


def scaled(document: DocumentRecord, texts: Sequence[str], marked: Iterable[Rating] = ()) -> DocumentRecord:
    """Give the ratings that say no scale the one that their page says for all of them.

    Args:
        document: the page's record.
        texts: the page's lines, as a visitor sees them.
        marked: the ratings that stand in the page's markup, whoever's film they are of.
    """
    document = _lettered(document, texts)
    values = [_number(review.rating) for review in document.reviews if _lacks(review.rating)]
    numbers = [value for value in values if value is not None]
    if not numbers:
        return document
    known = {fact.value.casefold() for review in document.reviews for fact in review.critics}
    known |= {film.title.value.casefold() for film in document.films}
    scale = scale_of(texts[:_MOST_LINES], known)
    drawn = _drawn(document, texts, marked) if scale is None else None
    most = max(float(end) for end in scale if end is not None) if scale is not None else None
    if (scale is None and drawn is None) or (most is not None and max(numbers) > most):
        return document
    return replace(document, reviews=tuple(_with_scale(review, scale, drawn) for review in document.reviews))


#: "Grades: A (run, don't walk) to F (just run)": what outdoes A there is none of the page's.
_LETTERS = regex(
    rf"\b{_MARKS}\b[^.!?]{{0,30}}?\bA(?![+\w'’])(?:\s?\([^()]{{1,40}}\))?(?:\s?=\s?[\w’' "
    rf"]{{2,30}})?,?{_TO}(?P<worst>[DEF])\b(?![+])",
    re.IGNORECASE,
)


#: A step of a legend of letters: "A = buy it", "B: rent it".
_LETTER_STEP = regex(r"(?<![\w+'’.-])(?P<letter>[A-F])\s?(?:=|:|–|—|-(?=\s))\s?(?=[^\W\d_]|[\"“(])")


def _lettered(document: DocumentRecord, texts: Sequence[str]) -> DocumentRecord:
    """Letters whose legend goes from A to another one are out of A: of A+ they are where nothing says so."""
    ratings = [review.rating.value for review in document.reviews if review.rating is not None]
    if not any(rating.best == "A+" for rating in ratings) or any(rating.value == "A+" for rating in ratings):
        return document
    worst = next(filter(None, map(_worst_letter, texts[:_MOST_LINES])), None)
    if worst is None:
        return document
    return replace(document, reviews=tuple(_with_worst_letter(review, worst) for review in document.reviews))


def _worst_letter(text: str) -> str | None:
    """The last letter of a legend of grades that begins with A: "A = buy it, B = rent it ... F = hide"."""
    said = _LETTERS.search(text) if len(text) <= _LONGEST else None
    if said is not None:
        return said["worst"]
    letters = [found["letter"] for found in _LETTER_STEP.finditer(text[-_LONGEST:])]
    falling = letters == sorted(set(letters)) and letters[:2] == ["A", "B"]
    return letters[-1] if falling and len(letters) >= _LEAST_STEPS else None


def _with_worst_letter(review: ReviewRecord, worst: str) -> ReviewRecord:
    rating = review.rating
    if rating is None or rating.value.best != "A+":
        return review
    return replace(review, rating=replace(rating, value=replace(rating.value, best="A", worst=worst)))


def _lacks(rating: Fact[Rating] | None) -> bool:
    return rating is not None and (rating.value.best is None or rating.value.worst is None)


def _number(rating: Fact[Rating] | None) -> float | None:
    try:
        return float(rating.value.value) if rating is not None else None
    except ValueError:
        return None


def _with_scale(review: ReviewRecord, scale: Scale | None, drawn: str | None) -> ReviewRecord:
    """A review whose rating has the scale of its page; one of empty stars is no scale of typed ones."""
    rating = review.rating
    value = _number(rating)
    if rating is None or value is None or not _lacks(rating):
        return review
    if scale is None and drawn is not None and value <= float(drawn) and _is_drawn(rating):
        scale = drawn, None
    best, worst = scale or (None, None)
    if best is None or rating.value.best not in {None, best}:
        return review
    return replace(
        review,
        rating=replace(rating, value=replace(rating.value, best=best, worst=rating.value.worst or worst)),
    )


def _is_drawn(rating: Fact[Rating]) -> bool:
    quote = rating.quote or ""
    return any(mark in quote for mark in "★⭐✭●") or "star" in quote.casefold()


def _drawn(document: DocumentRecord, texts: Sequence[str], marked: Iterable[Rating]) -> str | None:
    """Out of how many the stars are that the page draws with empty ones elsewhere; None if that varies."""
    found = {one.best for one in marked if one.best is not None}
    found |= {
        review.rating.value.best
        for review in document.reviews
        if review.rating is not None and review.rating.value.best is not None and _is_drawn(review.rating)
    }
    for text in texts[:_MOST_LINES]:
        if "☆" in text or "✩" in text or "○" in text:
            found |= {
                str(sum(1 for mark in one.group() if not mark.isspace())) for one in _DRAWN.finditer(text)
            }
    best = found.pop() if len(found) == 1 else None
    return best if best in _BEST else None


def scale_of(texts: Sequence[str], known: Collection[str] = ()) -> Scale | None:
    """The best mark, and the worst where it is said, of a page's legend or of what it says of its marks.

    ``known`` are the page's films and critics, without case: their stars are no legend. None where the page
    says nothing, or different things.
    """
    found = {*_legends(texts, known)}
    if not found:
        found = {scale for text in texts if len(text) <= _LONGEST for scale in _said(text)}
    if len({best for best, _ in found}) != 1:
        return None
    return max(found, key=lambda scale: scale[1] is not None)


def _legends(texts: Sequence[str], known: Collection[str]) -> Iterator[Scale]:
    """The legends of a page, on one line or with a line for each of their steps."""
    run: list[str] = []
    quiet = 0
    for text in (*texts, ""):
        steps = _may_step(text)
        if steps and len(text) <= _LONGEST and (scale := _legend(text, known)) is not None:
            yield scale
        if 0 < len(text) <= _LONGEST_STEP and (steps or (run and not quiet)):
            quiet = 0 if steps else 1  # the words of a step may stand on a line of their own
            run.append(text.strip())
            continue
        if len(run) >= _LEAST_STEPS:
            yield from _in_run(run, known)
        run, quiet = ([text.strip()], 0) if steps and len(text) <= _LONGEST_STEP else ([], 0)


def _in_run(run: list[str], known: Collection[str]) -> Iterator[Scale]:
    """The legend of a run of short lines, the first or the last of which may be another's ("98 min. ***")."""
    for before, behind in product(range(_BESIDE), range(_BESIDE)):
        scale = _legend("\n".join(run[before : len(run) - behind]), known)
        if scale is not None:
            yield scale
            return


def _may_step(text: str) -> bool:
    return (
        "*" in text
        or "★" in text
        or "=" in text
        or " star" in text
        or _MARK.search(text[:_LONGEST]) is not None
    )


def _legend(text: str, known: Collection[str]) -> Scale | None:
    """What a text says that explains each number of stars, or each mark, in falling or rising order."""
    stars = [(len(found["stars"]), found.span()) for found in _STEP.finditer(text) if not found["half"]]
    words = [*_COUNTED.finditer(text)]
    named = any(found["stars"] for found in words)  # "Four stars: superb. Three: good."
    counted = [(_count(found["count"]), found.span()) for found in words if named]
    for steps in (stars, counted):
        if _is_ladder(steps, text, known):
            return str(max(count for count, _ in steps)), "0" if _NOTHING.search(text) else None
    marks = [(int(found["mark"]), found.span()) for found in _MARK.finditer(text)]
    if _is_ladder(marks, text, known) and len(marks) > _LEAST_STEPS:
        figures = [mark for mark, _ in marks]
        best, worst = (min, max) if _is_school(marks, text) else (max, min)
        return str(best(figures)), str(worst(figures))
    return None


#: What the least mark means where it is the best, as at German schools, or the greatest is the worst.
_VERY_GOOD = regex(
    r"\W*(?:sehr gut|hervorragend|exzellent|excellent|outstanding|superb|masterpiece|brilliant|"
    r"výborn\w*)\b",
    re.IGNORECASE,
)


def _is_school(marks: list[tuple[int, tuple[int, int]]], text: str) -> bool:
    """Whether the least mark of a legend is the best: "1 = sehr gut ... 6 = ungenügend"."""
    _, (_, end) = min(marks)
    return _VERY_GOOD.match(text, end) is not None


def _count(word: str) -> int:
    word = word.casefold()
    return int(word) if word.isdigit() else _SMALL.get(word) or int(_FIGURES[word])


def _is_ladder(steps: list[tuple[int, tuple[int, int]]], text: str, known: Collection[str]) -> bool:
    """Whether numbers go by ones, down to one (or none) or up from it, each with some words of its own."""
    counts = [count for count, _ in steps]
    if len(counts) < _LEAST_STEPS or counts[0] == counts[-1]:
        return False
    falling = counts if counts[0] > counts[-1] else counts[::-1]
    if falling != list(range(falling[0], falling[0] - len(falling), -1)) or falling[-1] > 1:
        return False
    if str(falling[0]) not in _BEST:
        return False
    gaps = [text[one[1] : other[0]] for (_, one), (_, other) in pairwise(steps)]
    words = [re.sub(r"^[\W_]+|[\W_]+$", "", gap) for gap in gaps]
    return all(words) and not any(word.casefold() in known for word in words)


@lru_cache(maxsize=1_024)  # a page is asked for its own marks, and again for the scale of its ratings
def _said(text: str) -> tuple[Scale, ...]:
    """What a line says in words of the marks of its page."""
    folded = text.casefold()
    if not all(needed.search(folded) for needed in _NEEDED) or _MAY_SAY.search(text) is None:
        return ()
    said: list[Scale] = []
    for form in _SAID:
        for found in form.finditer(text):
            groups = found.groupdict()
            if _RATES_ONE.search(text[: found.start()]) or _COUNTS.search(groups.get("what") or ""):
                continue
            worst, best = groups.get("worst"), _figure(found["best"])
            if best in _BEST:
                typed = worst in {"*", "★"}  # "* to ****" counts stars, and no stars are worse than one
                said.append((best, None if worst is None or typed else _figure(worst)))
    return tuple(said)


def _figure(text: str) -> str:
    if text[0] in "*★":
        return str(len(text))
    return _FIGURES.get(text.casefold(), text)
