"""Several critics of one film on a guide page: "Ann Lee ***", and the lines that are theirs."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.records import Fact, Rating
from graph.sources.columns import one_line
from graph.sources.facts import nations, phrases, ratings
from graph.sources.facts.jobs import label_of
from graph.sources.facts.people import looks_like_name
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sources.columns.critics_key import Critics
    from graph.sources.lines import Unit

_STARS = r"(?:(?:1/2|½)\s?\*|\*(?:\s?\*){0,4}(?:\s?(?:1/2|½))?|[★⭐✭☆✩⯪⯨½]{1,10}(?:\s?1/2)?)"
_COUNT = (
    r"(?i:(?:\d(?:\.\d|\s?½|\s1/2)?|half a|zero|no|one|two|three|four|five)(?:[ -]and[ -](?:a|one)[ -]half)?)"
)
_RATED = (
    rf"(?:{_STARS}|\(?{_STARS}\)|[A-F][+\-−–]|[A-F](?=\s*[.:,;)\]|–—]|\s*$)|[B-F](?=\s+[A-Z\"“])|"
    rf"\d{{1,2}}(?:[.,]\d)?\s*(?:½\s*)?(?:/|out of)\s*\d{{1,3}}|"
    rf"\d{{1,3}}\s?%|{_COUNT}[ -][Ss]tars?(?: out of \w{{1,5}})?|(?:two )?[Tt]humbs? (?:up|down|sideways)|"
    r"DUD|dud|BOMB|Bomb|\d{1,3}(?![\w.,])|[oO](?=$))"
)
#: A name as a critic's line prints it: one to four words.
NAME = (
    r"[^\W\d_a-z][\w.’‘'-]*(?: +[\"“][^\W\d_a-z][\w.’'-]{0,20}[\"”](?= +[^\W\d_a-z]))?"
    r"(?: +(?:[a-z]{1,3} +){0,2}[^\W\d_a-z][\w.’‘'-]*){0,3}"
)
#: '"Doc" Ahearn'.
_NICKED = r"(?:[\"“][^\W\d_a-z][\w.’'-]{0,20}[\"”] +(?=[^\W\d_a-z][^\W\d_A-Z]))?"
_MARK = r"(?:[:,|\t]|\s[–—-]+|\.{2,})"
#: "Ann Lee ***", "Ann Lee, Herald: B+", "Ann Lee (Herald) *** Prose goes on.", "AL: *** Prose goes on".
_CRITIC = regex(
    rf"^(?:By\s+|Reviewed by\s+)?[(\[]?(?P<name>{_NICKED}{NAME}?)[)\]]?"
    rf"(?:\s*\((?!\d+\))(?P<outlet>[^()*★⭐½☆]{{2,40}})\)|"
    rf",\s+(?P<paper>[A-Z](?:(?!\bby\b)[^,.:*★]){{1,40}}?))?"
    rf" *(?P<mark>{_MARK})?\s*[(\[]?(?:(?<!\w)|(?=[*★⭐½☆✭✩(]))(?P<rating>{_RATED})[)\]]?"
    rf"(?:[.:,|]?\s*(?:[–—]\s*|-+\s+)?(?P<text>\S.+)|\.)?$"
)
#: "*** Ann Lee", "B+ (Ann Lee)", "*** AL: Prose goes on."
_CRITIC_LAST = regex(
    rf"^(?P<rating>{_RATED})\s*(?:[:,|\t]|[–—-]+\s+|(?<=\s)--?)?\s*(?:by\s+)?[(\[]?(?P<name>{NAME}?)[)\]]?"
    rf"(?:\s*(?:[:|\t]|\s[–—-]+)\s*(?P<text>\S.+))?$"
)
#: "AL: Prose goes on. ***", and without stars: "Ann Lee: Prose goes on.", "Ann Lee’s view:".
_CRITIC_SAYS = regex(
    rf"^(?:[–—•·-]\s+)?[(\[]?(?P<name>{NAME}?|(?<=[(\[])[a-z]{{2,6}}(?=[)\]]$))[)\]]?"
    rf"(?:[’']s? (?:view|take|verdict|opinion)| (?:says|writes|adds|replies))?\s*"
    rf"(?P<mark>[:|\t]|\s[–—-]+\s|$)\s*(?P<text>\S.*)?$"
)
_WHOLE = r"[A-Z][\w’'-]+(?: [A-Z][\w.’'-]*){1,3}"
#: What a page calls its ratings: "... and a goat. Grade: A- (Ann Lee)".
_LABEL = (
    r"(?i:(?:our |overall )?(?:grade|rating|score|stars|verdict|mark)|note|nota|wertung|urteil|voto|"
    r"betyg|cijfer|karakter|"
    r"calificación|puntuación)"
)
_OUTLET = r"(?:The |the )?[A-Z][\w’'-]+(?: (?:[A-Z&][\w.’'-]*|of|the|and|de|la)){0,4}"
#: "Prose. (AL) ***", "Prose. *** (AL)", "Prose. -- Ann Lee, ***", "Prose. [AL]".
_SIGNED = regex(
    rf"(?<=[.!?…”\"’')\]])\s*(?:(?:{_LABEL}\s?:\s*)?[(\[]?(?P<before>{_RATED}|[A-F](?= ?[(\[]))[)\]]?[\s,]*)?"
    rf"(?:[(\[](?:(?P<first>{_RATED})[\s,:–—-]*)?(?P<by>(?:[Rr]eviewed |"
    rf"[Rr]eview )?[Bb]y:? )?(?P<closed>{NAME}?|[a-z]{{2,6}}(?=[)\]]))"
    rf"(?:,\s(?P<outlet>{_OUTLET}))?(?:[\s,:–—-]*(?P<inner>{_RATED}))?[)\]]"
    rf"|(?:[–—]|--?)\s*(?P<dashed>{NAME})(?:,\s(?P<paper>{_OUTLET}))?"
    rf"|\s(?:[Bb]y:? )?(?P<bare>(?:[A-Z]['’]?\.\s?){{2,4}}|[A-Z]{{2,4}}|[a-z]{{2,3}}|{_WHOLE}))"
    rf"(?:[\s,:]*[(\[]?(?P<after>{_RATED})[)\]]?)?\.?$"
)
_END_RATED = regex(rf"(?<=[.!?…”\"’')\]])\s+[(\[]?(?P<rating>{_RATED})[)\]]?\.?$")
_FEW_WORDS, _SHORT = 2, 24
_LONGEST_SIGNED = 3_000


@dataclass(slots=True)
class Opinion:
    """One critic's line in a guide: who (None: initials that nothing explains), how many stars, what follows.

    ``closes`` says that the line stands under the critic's text, not above it.
    """

    critic: Fact[str] | None
    rating: Fact[Rating] | None
    outlet: Fact[str] | None
    paragraphs: list[Unit]
    closes: bool = False
    #: It stands on one line with others': the text under that is everybody's.
    listed: bool = False
    #: It says that the critic's text follows ("Ann Lee:"); and whether such a line stands above the text.
    opens: bool = False
    opened: bool = False


def review_key(number: int) -> str:
    """Name the reviews of a page: review, review-2 ..."""
    return "review" if number == 1 else f"review-{number}"


def signed_by(units: Sequence[Unit]) -> list[str]:
    """The names that stand before a rating, or above one, on the lines of an entry: what may be critics."""
    begun = (unit.text[:_BEGINNING] for unit in units)
    found = (_CRITIC.match(_close(text)) for text in begun if _PLAIN.search(text))
    before = [one.group("name") for one in found if one is not None and _is_plain(one)]
    above = [
        one.text.rstrip(":") for one, below in itertools.pairwise(units)
        if len(below.text) <= _SHORT and ratings.alone(below.text) and looks_like_name(one.text.rstrip(":"))
    ]  # fmt: skip
    return before + above


#: A name and its rating are no longer than this; and what a rating has that can be nothing else.
_BEGINNING, _PLAIN = (
    160,
    regex(r"[*★⭐☆½✭✩]|[A-F](?<!\w.)[+−–-](?!\w)|\d\s?%|[Tt]humbs? |[ -][Ss]tars?\b|\d ?/ ?\d"),
)


def rating_of_critic(text: str, *, known: bool) -> Rating | None:
    """The rating of a line that names a critic: "Reviewed by Ann Lee - 4/5"; None for any other line.

    ``known`` says that the name is a critic's, who may go on there; else "by" has to say so, and no more.
    """
    if not (known or (len(text) <= _BEGINNING and _BY.match(text))):
        return None
    found = _CRITIC.match(text)
    found = found if found is not None and (known or not found["text"]) else _CRITIC_LAST.match(text)
    if found is None or (found["text"] and not known) or not looks_like_name(found["name"]):
        return None
    return ratings.alone(found["rating"]) or ratings.labelled(found["rating"])


#: "Reviewed by Ann Lee ***", "*** by Ann Lee".
_BY = regex(rf"(?:{_STARS} |\d\S{{0,4}} )?(?:[–—-]+ )?(?:[Rr]eview(?:ed)? )?[Bb]y:? ")


def _is_plain(found: re.Match[str]) -> bool:
    """Whether a rating can be nothing else (stars, or a letter with a sign), and stands behind no label."""
    said = found.group("rating")
    if label_of(found.group("name"), beside=True) is not None:  # "Wertung: ***"
        return False
    counted = "star" in said.casefold() or "/" in said
    if counted and found.group("mark") == ":":
        return True
    closed = len(said) > 1 and (said[-1] in "+-−–%" or "/" in said or "humb" in said or counted)
    return said[0] in _STARRED or (closed and not found.group("text"))


_STARRED, _NONE = "*★⭐☆½(✭✩", frozenset("oO")


def _close(text: str) -> str:
    return re.sub(r"(?<=\*) (?=\*)", "", text) if "* *" in text else text


def initials_of(units: Sequence[Unit]) -> str | None:
    """The initials that sign the last paragraph of an entry: "... and a goat. (A.L.)"."""
    for unit in reversed(units):
        found = _SIGNED.search(unit.text, max(0, len(unit.text) - 40))
        name = next(filter(None, found.group("closed", "dashed", "bare")), "") if found is not None else ""
        if name and _is_short(name) and _is_no_certificate(name):
            return name.replace(".", "").replace(" ", "")
        if unit.words > _FEW_WORDS:
            return None
    return None


def closing_name(units: Sequence[Unit]) -> str | None:
    """The name that stands behind the last sentence of an entry: "... and so do we. Ann Lee"."""
    for unit in reversed(units):
        found = _CLOSED_BY.search(unit.text, max(0, len(unit.text) - 60))
        behind = found is not None and unit.text.count(" ", 0, found.start()) > _FEW_WORDS  # no '"Doc" Orr B'
        name = found.group("name") if found is not None else ""
        if behind and looks_like_name(name) and ratings.alone(name) is None:  # "FOUR STARS"
            return name
        if unit.words > _FEW_WORDS:
            return None
    return None


def dashed_name(units: Sequence[Unit]) -> str | None:
    """The one word that signs an entry behind its last sentence and a dash: "... and so do we. -- Wes"."""
    texts = [unit.text for unit in units if unit.words > _FEW_WORDS]
    found = _DASHED.search(texts[-1], max(0, len(texts[-1]) - 60)) if texts else None
    return found.group("name") if found is not None else None


def bracketed_name(units: Sequence[Unit]) -> str | None:
    """The one word that signs an entry in brackets behind its last sentence: "... and so do we. (Wes)"."""
    texts = [unit.text for unit in units if unit.words > _FEW_WORDS]
    found = _BRACKETED.search(texts[-1], max(0, len(texts[-1]) - 60)) if texts else None
    return found.group("name") if found is not None else None


_BRACKETED = regex(r"(?<=[.!?…”\"’'])\s*\((?P<name>[A-Z][a-zà-ÿ]{1,20})\)$")
#: Behind a dash one word may sign: "-- Wes".
_DASHED = regex(r"(?<=[.!?…”\"’')\]])\s*(?:[–—]|--?)\s*(?P<name>[A-Z][a-zà-ÿ’'-]{1,20})\.?$")
_CLOSED_BY = regex(rf"(?<=[.!?…”\"’')\]]) (?:[Bb]y:? )?(?P<name>{_WHOLE})$")


def _is_no_certificate(name: str) -> bool:
    name = name.replace(".", "")  # "M.F." is none, though it begins with one
    return phrases.content_rating(name, labelled=True) is None and nations.certificate(name) is None


def starts_of(critics: Critics) -> re.Pattern[str] | None:
    """What shows where the next critic begins in a paragraph of several: a critic's name and a rating."""
    called = {part for name in critics.names for part in (name, name.split()[0], name.split()[-1])}
    called |= {short.upper() for short in critics.short if len(short) <= _INITIALS}
    if not critics.names:
        return None
    return _starts("|".join(sorted(map(re.escape, sorted(called)), key=len, reverse=True)))


@lru_cache(maxsize=64)  # the critics of a paper are the same on many of its pages
def _starts(names: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|(?<=[.!?…”\"’')\]*½;]\s)(?<![A-Z]\.\s))(?P<who>[(\[]?(?:{names})[)\]]?(?::\s|\s*(?:[:,|"
        rf"–—-]\s*)?[(\[]?{_RATED}(?=[\s:.,)\]–—-]|$)))"
    )


_INITIALS = 4


def opinion_of(unit: Unit, critics: Critics, *, guide: bool) -> Opinion | None:
    """A critic's line: "Ann Lee ***". Outside guides a whole name and stars are one, and known critics."""
    if len(unit.text) > _LONGEST_SIGNED:
        return None
    text = _close(unit.text)
    for read in (_stars_behind, _stars_before, _signed, _says):
        opinion = read(unit, text, critics, guide=guide)
        if opinion is not None:
            opinion.listed = unit.hints == one_line.LISTED
            return opinion
    return None


#: "Prof. Ann Lee (Film 210) ***"
_TITLED, _COURSE = regex(r"^(?:Prof|Dr)\. (?=\S+ \S)"), regex(r"^\D+ \d{2,3}$")


def _who(unit: Unit, name: str, critics: Critics) -> Fact[str] | None:
    name = _TITLED.sub("", name)
    full = critics.full(name) or (name if _is_name(name) else None)
    return unit.fact(full, unit.text[:300]) if full is not None else None


def _is_name(text: str) -> bool:
    """Whether a text beside a rating has the form of a name, which may have a nickname in quotes."""
    return looks_like_name(re.sub(r"[\"“”]", "", text))


def _stars_behind(unit: Unit, text: str, critics: Critics, *, guide: bool) -> Opinion | None:  # noqa: PLR0911
    found = _CRITIC.match(text)
    if found is None:
        return None
    name, said, rest = found.group("name"), found.group("rating"), found.group("text")
    if label_of(name, beside=True) is not None:
        return None
    starred, known = said[0] in _STARRED, critics.full(name) is not None
    short = guide and _is_short(name) and (starred or (found.group("mark") == ":" and not said.isdigit()))
    if not known and not _is_name(name) and not (guide and starred and len(name) > 2) and not short:
        return None
    if not starred and not known and found.group("mark") is None and (rest or (len(said) == 1 and not guide)):
        return None  # "Ann Lee B" may be a name with an initial, "Vitamin C ..." prose
    if said.isdigit() and found.group("mark") in {None, ","}:
        return None
    if said in _NONE:  # "Moss o", where stars are asterisks
        return Opinion(_who(unit, name, critics), _rated(unit, Rating("0")), None, []) if known else None
    if rest and rest.count(" ") < _FEW_WORDS - 1 and not (known or starred):
        return None
    rating = ratings.alone(said) or (ratings.labelled(said) if guide or known or not said.isdigit() else None)
    if rating is None and not guide:
        return None
    outlet = found.group("outlet") or found.group("paper")
    outlet = None if outlet is not None and _COURSE.search(outlet) else outlet
    critic = _who(unit, name, critics) or (None if short else unit.fact(name, unit.text[:300]))
    opinion = Opinion(
        critic, _rated(unit, rating), unit.fact(outlet, unit.text[:300]) if outlet else None, []
    )
    if rest:
        opinion.paragraphs.append(unit.with_text(rest.strip()))
    return opinion


_DOTS = regex(r"[.'’]")


def _is_short(name: str) -> bool:
    """Whether a name is nothing but initials."""
    letters = _DOTS.sub("", name)  # "D.O'K."
    return letters.isupper() and 1 < len(letters) < _INITIALS


def _stars_before(unit: Unit, text: str, critics: Critics, *, guide: bool) -> Opinion | None:
    found = _CRITIC_LAST.match(text)
    if found is None:
        return None
    name, rest, said = found.group("name"), found.group("text"), found.group("rating")
    known = critics.full(name) is not None
    if not known and (rest is not None or said[0] not in _STARRED or not looks_like_name(name)):
        return None
    rating = ratings.alone(said) or (ratings.labelled(said) if guide else None)
    paragraphs = [unit.with_text(rest.strip())] if rest else []
    return Opinion(_who(unit, name, critics), _rated(unit, rating), None, paragraphs)


def _signed(unit: Unit, text: str, critics: Critics, *, guide: bool) -> Opinion | None:
    """A paragraph that its critic signs: the critic is one of the page's, or rates the film there."""
    found = _SIGNED.search(text, max(0, len(text) - 80))
    if found is None or not (
        guide
        or critics.loose
        or critics.names
        or found.group("by")
        or (found.group("before") and found.group("closed"))
    ):
        return None
    name = next(filter(None, found.group("closed", "dashed", "bare")), "").strip()
    outlet = found.group("outlet") or found.group("paper")
    said = next(filter(None, found.group("inner", "first", "before", "after")), None)
    rating = (ratings.alone(said) or ratings.labelled(said)) if said else None
    own = text[: found.start()].strip()
    if rating is None and (starred := _CRITIC_STARS.match(own)) is not None:
        rating, own = ratings.alone(starred.group("rating")), own[starred.end() :].lstrip(" .:–—-")
    loose = critics.full(name) is None and name.replace(".", "").replace(" ", "") in critics.loose
    sure = (rating is not None and found.group("bare") is None) or found.group("by")
    if critics.full(name) is None and not loose and not (sure and looks_like_name(name)):
        return None
    where = unit.fact(outlet, unit.text[-300:]) if outlet is not None else None
    return Opinion(_who(unit, name, critics), _rated(unit, rating), where, [unit.with_text(own)], closes=True)


#: A paragraph that opens with its stars, and closes with who gives them.
_CRITIC_STARS = regex(rf"^(?P<rating>{_STARS})(?=\s)")


def _says(unit: Unit, text: str, critics: Critics, *, guide: bool) -> Opinion | None:
    """A known critic's paragraph, with the rating at its end, or on a line of its own, or none."""
    found = _CRITIC_SAYS.match(text) if guide else None
    if found is None or critics.full(found.group("name")) is None:
        return None
    if text[0] in "([" and text[-1] in ")]" and found.group("text"):
        return None  # "(Ann says: Bring a note!)" is an aside
    rest = (found.group("text") or "").strip()
    if rest and (not found.group("mark").strip() or rest.count(" ") < _FEW_WORDS):
        return None
    rating: Rating | None = None
    if (end := _END_RATED.search(rest, max(0, len(rest) - 40))) is not None:
        rating, rest = (
            ratings.alone(end.group("rating")) or ratings.labelled(end.group("rating")),
            rest[: end.start()],
        )
    paragraphs = [unit.with_text(rest.strip())] if rest else []
    critic = _who(unit, found.group("name"), critics)
    return Opinion(critic, _rated(unit, rating), None, paragraphs, opens=text != found.group("name"))


def _rated(unit: Unit, rating: Rating | None) -> Fact[Rating] | None:
    return unit.fact(rating, unit.text[:300]) if rating is not None else None
