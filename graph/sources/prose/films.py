"""Films that a review's prose names besides its own: by year, in italics, quotation marks or capitals.

What is kept is what the page prints and where. A title counts where the page makes it clear that it is
one and a film's: by a year in brackets behind it, by the words around it ("the director of"), by the way
in which the page prints the title of its own film. Books, songs, papers and what people say are left out, and
so is what could be either. Which film is meant is not decided here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from graph.records import FilmMentionRecord
from graph.sources.facts.titles import same_title
from graph.sources.patterns import regex
from graph.sources.prose import film_words
from graph.sources.prose.film_words import is_title

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

#: How a title is set off from the rest: see ``FilmMentionRecord.marking``.
EMPHASIS, LINK, QUOTED, CAPITALS, YEAR, WORDING, DATA = (
    "emphasis", "link", "quotation marks", "capitals", "year", "wording", "data",
)  # fmt: skip

#: No review names more; what does is a list. Nor does any set off so much, in its markup or its text.
_MOST, MOST_SET_OFF = 200, 1_000
#: How much is looked at before a title.
_REACH = 80
# Each begins with a letter that few texts have many of, so that the rest is looked past quickly.
_QUOTE = regex(
    r"[“„](?<![^\W_].)([^“”„\"\n]{1,90})[”\"“](?!\w)|\"(?<![^\W_].)([^“”\"\n]{1,90})[\"”](?!\w)|"
    r"«\s?([^«»\n]{1,90}?)\s?»|‘(?<![^\W_].)((?:[^‘’“”\n]|’(?=\w)){1,90})’(?!\w)|"
    r"'(?<![^\W_].)((?:[^'“”\"\n]|'(?=\w)){1,90})'(?!\w)"
)
_MARKED = regex(r"(?<![\w*_])(?:_{1,3}([^_\n]{1,90}?)_{1,3}|\*{1,3}([^*\n]{1,90}?)\*{1,3})(?![\w*_])")
_CAPITALS = regex(
    r"[A-Z](?<![\w’'.&-].)[A-Z’'&.]{0,30}[A-Z]"
    r"(?:(?:,|:| [&–—-])? (?:\d{1,9}|[A-Z’'&-]{1,30}[A-Z!?]|[AIVX])){0,11}(?![\w’'-]{0,40}[a-z])"
)
_YEAR = regex(r"[(\[](?:18[89]|19\d|20[0-4])\d[)\]]")
_WORD = r"(?:[^\W\d_a-z][\w’'-]*|\d+[\w’'½-]*)[!?]?"
_SMALL = r"(?:of|the|and|&|in|on|a|an|to|for|at|from|with|by|de|la|le|du|des|del|von|der)"
_RUN = rf"{_WORD}(?:(?: {_SMALL}){{0,3}} {_WORD}|: {_WORD}){{0,11}}"
_RUN_BEFORE_YEAR = regex(rf"(?<![\w’'-])({_RUN}) ?$")
#: One of these stands in each of the next pattern's matches, right before a title.
_CUES = (
    "ector of ", "ectors of ", "maker of ", "makers of ", " behind ", "make of ", "makes of ", "quel to ",
    "quels to ", "quel of ", "quels of ", "make to ", "mage to ", "mages to ", "film like ", "movie like ",
    "ture like ", "s like ", "film such as ", "s such as ", "s including ", "debut, ", "follow-up, ",
    "feature, ", "film, ", "movie, ", "masterpiece, ",
)  # fmt: skip
#: Titles in no marks behind words that hardly stand before anything else.
_CUED = regex(
    r"\b(?:(?i:directors?|makers?) (?:of|behind)|(?i:remakes?|sequels?|prequels?) (?:of|to)|(?i:homages?) to|"
    r"(?i:films?|movies?|features?|pictures?) (?:like|such as|including)|(?i:his|her|their) (?:[a-z-]+ ){0,3}"
    r"(?:debut|follow-up|feature|film|movie|masterpiece)(?: (?:feature|film))?,) "
    rf"(?P<titles>(?!Photography\b){_RUN}(?:, {_RUN}){{0,4}}(?:,? and {_RUN})?)(?=[.,;:)!?\n]|$| [a-z(—–])"
)
_DATED = regex(rf"[12](?<!\d.)(?:8[89]|9\d|0[0-4])\d[’']s ({_RUN})")
#: What may stand between the titles of a list, beside marks.
_AND = regex(r"\([^()]*\)|\b(?:and|or|nor|to|of|in|even|then|more|less|also|as well as)\b")
#: Capitals of fewer letters than this abbreviate.
_ABBREVIATED = 5
#: Code points of the text around what markup sets off, and the most of it.
_AROUND, _MOST_LETTERS = 24, 90
#: The last step of an address that names a title, what such a step has beside it included.
_LONGEST_NAME = 300
_SPACE = regex(r"[\s\u00a0\u200b\ufeff]+")
_ABOUT_PEOPLE = regex(
    r"/(?:people|persons?|actors?|actress(?:es)?|directors?|cast|crew|critics?|authors?|contributors?|writers?|"
    r"tags?|topics?|categor(?:y|ies)|names?|bios?|books?|music|songs?|tv|shows?|series|artists?)/"
)


@dataclass(frozen=True, slots=True)
class SetOff:
    """A piece of the page that its markup sets off, with the text around it, by which it is found again.

    ``marking`` is ``EMPHASIS`` or, where it leads to a page of that name, ``LINK``.
    """

    before: str
    text: str
    after: str
    marking: str = EMPHASIS


def set_off(text: str, start: int, end: int, address: str | None = None) -> SetOff | None:
    """What markup sets off at ``text[start:end]``; None where it is too long or too small for a title.

    ``address`` is where it leads, if it is a link: a title leads to a page that is named so.
    """
    inner = _SPACE.sub(" ", text[start:end]).strip()
    first = next((letter for letter in inner if letter.isalnum()), "")
    if not first or first.islower() or len(inner) > _MOST_LETTERS:
        return None
    if address is not None and not _is_named(address, inner):
        return None
    before = _SPACE.sub(" ", text[max(0, start - _AROUND) : start]).lstrip()
    after = _SPACE.sub(" ", text[end : end + _AROUND]).rstrip()
    return SetOff(before, inner, after, EMPHASIS if address is None else LINK)


_FILE_END = regex(r"\.(?:html?|php|aspx)$")
_KIND_OF_PAGE = regex(r"(?:review|moviereview|filmreview|film|movie|(?:18|19|20)\d\d)+$")
_NO_LETTERS = regex(r"[\W_]+")
_DATABASE = regex(r"imdb\.com/title/|themoviedb\.org/movie/|letterboxd\.com/film/")


def _is_named(address: str, title: str) -> bool:
    """Whether an address is that of a page about something of a title: /reviews/the-host, /2007/the-host/."""
    path = address.partition("?")[0].partition("#")[0].rstrip("/").casefold()
    end = _FILE_END.sub("", path.rpartition("/")[2])
    if len(end) > _LONGEST_NAME:
        return False
    letters = "".join(filter(str.isalnum, title.casefold().replace("’", "").replace("'", "")))
    named = _KIND_OF_PAGE.sub("", _NO_LETTERS.sub("", end))
    return (len(letters) > 1 and named == letters and _ABOUT_PEOPLE.search(path) is None) or bool(
        _DATABASE.search(path)
    )


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    marking: str
    year: int | None = None


def films_named(
    text: str,
    title: str,
    year: int | None,
    names: Collection[str] = (),
    set_off: Sequence[SetOff] = (),
    told: Iterable[str] = (),
) -> tuple[FilmMentionRecord, ...]:
    """Find every mention of another film in a review's text.

    Args:
        text: the review's own text; offsets count its code points.
        title: the film that it reviews, which is no other film unless another year stands behind it.
        year: that film's year, if known.
        names: the people and characters of that film: their names are no titles without a year.
        set_off: what the page's markup sets off.
        told: titles that the page's own data say its text mentions.

    Returns:
        The mentions in order; ``text[start:end] == exact_text`` of each. Only where "and" may be part of a
        title or stand between two do they overlap. Nothing is raised for any text.
    """
    if not text:
        return ()
    return tuple(_Search(text, title, year, names).run(set_off, told))


class _Search:
    def __init__(self, text: str, title: str, year: int | None, names: Collection[str]) -> None:
        self.text = text
        self.title = title
        self.year = year
        self.names = {name.casefold() for name in names}
        #: How the page marks the title of the film that it reviews.
        self.habits: set[str] = set()

    def run(self, set_off: Sequence[SetOff], told: Iterable[str]) -> Iterator[FilmMentionRecord]:
        marked = self._marked(set_off)
        for found in marked:
            if same_title(self._shown(found), self.title):
                self.habits.add(found.marking)
        kept: list[_Found] = []
        for found in marked:
            if (one := self._judged(found, kept)) is not None:
                kept.append(one)
        taken = [(found.start, found.end) for found in marked]
        kept += self._without_marks(taken)
        kept += self._told(told, kept)
        kept.sort(key=lambda found: (found.start, -found.end))
        for found in kept[:_MOST]:
            yield FilmMentionRecord(self._shown(found), found.start, found.end, found.marking, found.year)

    def _shown(self, found: _Found) -> str:
        return self.text[found.start : found.end]

    # -- what is set off -----------------------------------------------------------------------------

    def _marked(self, set_off: Sequence[SetOff]) -> list[_Found]:
        """What the page sets off in any way, in order; of two that overlap the one that begins first."""
        text = self.text
        spans = [_Found(*span, one.marking) for one in set_off[:MOST_SET_OFF] for span in self._places(one)]
        if any(mark in text for mark in ("“", '"', "‘", " '", "«", "„")) or text.startswith("'"):
            spans += (_Found(*m.span(m.lastindex or 0), QUOTED) for m in _QUOTE.finditer(text))
        if "_" in text or "*" in text:
            spans += (_Found(*m.span(m.lastindex or 0), EMPHASIS) for m in _MARKED.finditer(text))
        spans += self._capitals()
        found: list[_Found] = []
        for one in sorted(map(self._trimmed, spans), key=lambda one: (one.start, one.end)):
            if one.start < one.end and (not found or one.start >= found[-1].end):
                found.append(one)
        return found[:MOST_SET_OFF]

    def _places(self, one: SetOff) -> Iterator[tuple[int, int]]:
        """Where in the text something stands that the markup sets off."""
        around = one.before + one.text + one.after
        at = self.text.find(around)
        if at >= 0 and one.text:
            start = at + len(one.before)
            yield start, start + len(one.text)

    def _capitals(self) -> Iterator[_Found]:
        """Runs of capitals, unless the text is all in capitals."""
        matches = list(_CAPITALS.finditer(self.text))
        if sum(len(m[0]) for m in matches) * 2 > len(self.text):
            return
        for match in matches:
            if len(match[0]) >= 3:
                yield _Found(*match.span(), CAPITALS)

    def _trimmed(self, found: _Found) -> _Found:
        """Without the marks, spaces and commas at its ends: “Burning,” and _“Burning”_ are Burning."""
        text, start, end = self.text, found.start, found.end
        while start < end and text[start] in " “”\"'‘«*_(":
            start += 1
        while start < end and (
            text[end - 1] in " ,;:“”\"‘’'»*_)" or (text[end - 1] == "." and text[end - 3 : end] != "...")
        ):
            end -= 1
        if (behind := _YEAR.search(text, start, end)) is not None and behind.end() == end:
            end = behind.start()
            while end > start and text[end - 1] == " ":
                end -= 1
        return replace(found, start=start, end=end)

    def _judged(self, found: _Found, kept: list[_Found]) -> _Found | None:
        """What is set off, with its year, if it is the title of another film."""
        shown = self._shown(found)
        before = self.text[max(0, found.start - _REACH) : found.start].rstrip("“\"‘'«„*_(")
        behind = self.text[found.end : found.end + _REACH]
        year = self._year(before, behind)
        if found.marking == CAPITALS:
            shown = shown.title() if not self._is_abbreviated(shown, year) else ""
        shaped = is_title(shown) or (year is not None and film_words.is_sentence_case(shown))
        if not shaped or self._is_own(shown, year) or film_words.plain(shown) in film_words.PAPERS:
            return None
        if not self._is_film(found, shown, before, behind, kept, year=year):
            return None
        return replace(found, year=year)

    def _is_abbreviated(self, shown: str, year: int | None) -> bool:
        """Whether capitals are those of "FBI" and not of a title."""
        if year is not None:
            return False
        return " " not in shown and (len(shown) < _ABBREVIATED or CAPITALS not in self.habits)

    def _is_film(
        self, found: _Found, shown: str, before: str, behind: str, kept: list[_Found], *, year: int | None
    ) -> bool:
        said = self._said(before, behind)
        if said is not None:
            return said
        if year is None and shown.casefold() in self.names:
            return False
        if year is not None or found.marking in {LINK, *self.habits} or self._goes_on(found, kept):
            return True
        owner = film_words.OWNER_BEFORE.search(before)
        owned = owner is not None
        beside = film_words.LIKE_BEFORE.search(before) is not None
        if found.marking == EMPHASIS:
            return " " in shown or owned
        if " " in shown or found.marking == CAPITALS:
            return " " in shown and (owned or beside)
        return owner is not None and self._makes_films(owner["name"])

    def _said(self, before: str, behind: str) -> bool | None:
        """Whether the words around it say that it is a film; None where they say nothing."""
        if (
            film_words.FILM_BEFORE.search(before)
            or film_words.CUE_BEFORE.search(before)
            or film_words.FILM_BEHIND.match(behind)
        ):
            return True
        return (
            False if film_words.OTHER_BEFORE.search(before) or film_words.OTHER_BEHIND.match(behind) else None
        )

    def _makes_films(self, name: str) -> bool:
        """Whether somebody is one of the film's own people, or called a director."""
        family = name.casefold().split()[-1]
        called = re.search(r"(?:director|filmmaker|auteur)\b", name, re.IGNORECASE) is not None
        return called or any(family in known.split() for known in self.names)

    def _goes_on(self, found: _Found, kept: list[_Found]) -> bool:
        """Whether it goes on a list of films: “A,” “B” and “C”."""
        if not kept or kept[-1].marking != found.marking:
            return False
        between = self.text[kept[-1].end : found.start]
        return len(between) < 50 and not any(map(str.isalpha, _AND.sub("", between)))

    def _year(self, before: str, behind: str) -> int | None:
        found = film_words.YEAR_BEHIND.match(behind) or film_words.YEAR_BEFORE.search(before)
        return int(found["year"]) if found is not None else None

    def _is_own(self, shown: str, year: int | None) -> bool:
        """Whether a title is that of the film reviewed: of another year, it is another film's."""
        if not same_title(shown, self.title):
            return False
        return year is None or self.year is None or abs(year - self.year) <= 1

    # -- what is not set off -------------------------------------------------------------------------

    def _without_marks(self, taken: list[tuple[int, int]]) -> Iterator[_Found]:
        text = self.text
        cued: list[tuple[int, int]] = []
        for match in islice(_CUED.finditer(text), MOST_SET_OFF) if _is_cued(text) else ():
            for start, end in _parted(text, *match.span("titles")):
                year = film_words.YEAR_BEHIND.match(text, end)
                yield from self._free(_Found(start, end, WORDING, int(year["year"]) if year else None), taken)
                cued.append((start, end))
        taken += cued
        for match in islice(_YEAR.finditer(text), MOST_SET_OFF):
            head = text[max(0, match.start() - _REACH) : match.start()]
            run = _RUN_BEFORE_YEAR.search(head)
            if run is not None:
                start = match.start() - len(head) + run.start(1)
                found = self._opened(start, start + len(run[1]))
                yield from self._free(replace(found, year=int(match[0][1:-1])), taken)
        for match in islice(_DATED.finditer(text), MOST_SET_OFF):
            yield from self._free(_Found(*match.span(1), YEAR, int(match[0][:4])), taken)

    def _opened(self, start: int, end: int) -> _Found:
        """A run of capitalised words before a year, without an owner or what begins the sentence."""
        run = self.text[start:end]
        owner = re.search(r"(?:[’']s|(?<=s)[’']) (?=[^ a-z])", run)
        if owner is not None and not run[owner.end() :].startswith("of "):
            start += owner.end()
            run = self.text[start:end]
        opener, _, rest = run.partition(" ")
        if (phrase := film_words.OPENING.match(run)) is not None:
            return _Found(start + phrase.end(), end, YEAR)
        begins = self.text[max(0, start - 2) : start].strip() in {"", ".", "!", "?", "”", '"', ":"}
        if begins and opener in film_words.OPENERS and rest and not rest[0].islower():
            start += len(opener) + 1
        return _Found(start, end, YEAR)

    def _free(self, found: _Found, taken: list[tuple[int, int]]) -> Iterator[_Found]:
        """It, if it is a title and stands in nothing that was looked at already."""
        shown = self._shown(found)
        if any(start < found.end and found.start < end for start, end in taken):
            return
        before = self.text[max(0, found.start - _REACH) : found.start]
        if (
            is_title(shown)
            and shown.split()[-1].rstrip("!?") not in film_words.NO_TITLE_ENDS
            and shown.casefold() not in self.names
            and not self._is_own(shown, found.year)
            and not shown.startswith("World War")
            and not film_words.OTHER_BEFORE.search(before)
        ):
            if found.marking == YEAR:
                taken.append((found.start, found.end))
            yield found

    def _told(self, told: Iterable[str], kept: list[_Found]) -> Iterator[_Found]:
        """Where the titles stand that the page's data say it mentions."""
        known = [(found.start, found.end) for found in kept]
        for title in map(str.strip, islice(told, _MOST)):
            named = 1 < len(title) <= _MOST_LETTERS and any(map(str.isalnum, title))
            if not named or same_title(title, self.title):
                continue
            places = re.finditer(rf"(?<!\w){re.escape(title)}(?!\w)", self.text)
            for match in islice(places, _MOST):
                if not any(start < match.end() and match.start() < end for start, end in known):
                    known.append(match.span())
                    yield _Found(*match.span(), DATA)


def _is_cued(text: str) -> bool:
    """Whether a capital or a digit stands behind a cue: far quicker than to look for the pattern."""
    for cue in _CUES:
        at = text.find(cue)
        while at >= 0:
            at += len(cue)
            if text[at : at + 1].isupper() or text[at : at + 1].isdigit():
                return True
            at = text.find(cue, at)
    return False


def _parted(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The titles of a list; where only "and" parts two, what it parts and both together."""
    places = [m.span() for m in re.finditer(r",? and |, ", text[start:end])]
    edges = [start, *(start + at for place in places for at in place), end]
    yield from zip(edges[::2], edges[1::2], strict=True)
    if len(places) == 1 and text[start + places[0][0]] == " ":
        yield start, end
