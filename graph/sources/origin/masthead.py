"""The publication of a page that names it in its furniture alone.

Most pages say whose they are in the head's title, a line of crumbs, a banner, a foot: "Reviews | Pell Street
Review", "© 1996-1999 DeadPixel Movie Page", "Published in Reel Talkers". Any one of these may be something
else (a section, a company, another film), so names are witnessed: each kind of place counts once for a name,
and a name is taken where its witnesses weigh enough together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from graph.records import Fact
from graph.sources.draft import HEADING
from graph.sources.origin import agreeing, mirrors, witnesses
from graph.sources.origin.paper_names import bare, could_be, is_furniture, is_plain, key_of
from graph.sources.origin.paper_words import ASKS, HOUSE, titled
from graph.sources.patterns import regex
from graph.sources.words import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.records import DocumentRecord, ReviewRecord
    from graph.sources.draft import Draft
    from graph.sources.origin.furniture import Line

#: What the witnesses of a name must weigh together.
_ENOUGH = 2.0
#: What a guess at the page's head weighs, and one by the form of its first line.
_GUESS, _PLATE = 1.0, 1.5
#: The kinds of lines that are parts of addresses.
_ADDRESS = frozenset({"host", "path"})
#: So many capitals may be an acronym.
_ACRONYM = 4
#: What stands before a paper's short name and is none of it.
_NOT_IN_NAMES = word_set("by for from of at in copyright read buy visit more and")


@dataclass(slots=True)
class _Name:
    """A name, how it is printed where it is witnessed best, and by what."""

    witnesses: dict[str, float] = field(default_factory=dict)
    printed: list[tuple[float, Line, str]] = field(default_factory=list)

    def print(self) -> tuple[Line, str]:
        """Where the name is printed best, and how: with its article, and as most lines that print it do."""
        lines: dict[str, set[int]] = defaultdict(set)
        for _, line, name in self.printed:
            lines[name.casefold()].add(line.line)
        name = max(lines, key=lambda name: (name.startswith("the "), len(lines[name]), -len(name)))
        same = [one for one in self.printed if one[2].casefold() == name]
        _, line, printed = max(same, key=lambda one: (not one[2].isupper(), one[0]))
        return line, titled(printed) if printed.isupper() and len(printed) > _ACRONYM else printed

    def weight(self) -> float:
        """How sure the name is; what stands at the foot alone may be anything, whatever it sounds like."""
        return 0.0 if self.witnesses.keys() <= {"foot", "house"} else sum(self.witnesses.values())


def signed(document: DocumentRecord, lines: Iterable[Line]) -> DocumentRecord:
    """Give the reviews that name no publication the one that the page's furniture names, if it names one.

    What was taken for a publication and is a rubric ("Reviews A-Z") goes, and so does a headline that is
    the publication's name.
    """
    titles = [film.title.value for film in document.films]
    lines = list(lines)
    for short in {name for name in _publications(document) if " " not in name and HOUSE.search(name)}:
        if (whole := _in_full(short, lines)) is not None:
            reviews = tuple(_renamed(review, short, whole) for review in document.reviews)
            document = replace(document, reviews=reviews)
    rubrics = {name for name in _publications(document) if is_furniture(name, titles)}
    document = replace(
        document, reviews=tuple(_without_rubric(review, rubrics) for review in document.reviews)
    )
    if all(review.publication is not None for review in document.reviews):
        return replace(document, reviews=tuple(map(_without_nameplate, document.reviews)))
    critics = {fact.value.casefold() for review in document.reviews for fact in review.critics}
    found = name_of(lines, titles, critics)
    if found is None:
        return document
    return replace(document, reviews=tuple(_signed(review, found) for review in document.reviews))


def _in_full(short: str, lines: Sequence[Line]) -> Fact[str] | None:
    """The name that a page's furniture prints of a paper which a byline calls "Ledger": "Daily Ledger"."""
    form = re.compile(rf"(?<![\w’'-])(?P<name>(?:[A-Z][\w’'.-]*\s+){{1,3}}{short})(?![\w’'-])", re.IGNORECASE)
    found: dict[str, list[tuple[str, Line]]] = defaultdict(list)
    for line in lines:
        match = form.search(line.text)
        words = match.group("name").split() if match is not None else []
        while words and (not words[0][0].isupper() or words[0].casefold() in _NOT_IN_NAMES):
            words.pop(0)
        if len(words) > 1:
            name = " ".join(words)
            found[name.casefold()].append((titled(name) if name.isupper() else name, line))
    if not found:
        return None
    name, line = next(iter(max(found.values(), key=lambda printed: len({one.place for _, one in printed}))))
    return Fact(name, line.line, line.line, line.text if line.text != name else None)


def _renamed(review: ReviewRecord, short: str, whole: Fact[str]) -> ReviewRecord:
    named = review.publication
    return replace(review, publication=whole) if named is not None and named.value == short else review


def _signed(review: ReviewRecord, name: Fact[str]) -> ReviewRecord:
    return _without_nameplate(replace(review, publication=review.publication or name))


def _without_nameplate(review: ReviewRecord) -> ReviewRecord:
    """A review without a headline that is but its publication's name."""
    headline, named = review.headline, review.publication
    same = headline is not None and named is not None and key_of(headline.value) == key_of(named.value)
    return replace(review, headline=None) if same else review


def _publications(document: DocumentRecord) -> set[str]:
    """The publications that a page's reviews name: mostly one, however many they are."""
    return {review.publication.value for review in document.reviews if review.publication is not None}


def _without_rubric(review: ReviewRecord, rubrics: set[str]) -> ReviewRecord:
    named = review.publication
    return replace(review, publication=None) if named and named.value in rubrics else review


def settle(draft: Draft, lines: Iterable[Line]) -> None:
    """Let the furniture say whose the page of one review is, where it has but guesses or nothing."""
    offers = draft.offers.get("publication", [])
    guess = min(offers, key=lambda offer: offer[0], default=None)
    title, lines = draft.best("title"), list(lines)
    if title is None or (guess is not None and guess[0] < HEADING):
        return
    critics = {fact.value.casefold() for _, fact in draft.critics}
    weighed = (guess[1], _GUESS if guess[0] > HEADING else _PLATE) if guess is not None else None
    found = name_of(lines, [title.value], critics, weighed)
    if found is not None:
        draft.offers["publication"] = [(HEADING, found)]
    elif guess is not None and (
        ASKS.match(guess[1].value) or key_of(guess[1].value) in witnesses.sections_of(lines)
    ):
        del draft.offers["publication"]


def name_of(
    lines: Iterable[Line],
    titles: Sequence[str],
    critics: Iterable[str] = (),
    guess: tuple[Fact[str], float] | None = None,
) -> Fact[str] | None:
    """The publication that a page's furniture names; None where nothing is clear.

    Args:
        lines: the furniture, in the page's order.
        titles: the films that the page reviews, whose titles are no publications.
        critics: the names of its critics, without case.
        guess: what else on the page may be the publication's name, and what that weighs.
    """
    people = set(critics)
    lines = list(lines)
    if any(line.place not in _ADDRESS and mirrors.copied_from(line.text) is not None for line in lines):
        return None  # a scraper's, which publishes nothing
    sure = _in_banner_and_title(lines)
    names = _witnessed(lines, titles, people, sure)
    sections = witnesses.sections_of(lines)
    if guess is not None and (
        key_of(guess[0].value) in sections or not could_be(guess[0].value, titles, people)
    ):
        guess = None
    if guess is not None:
        names[key_of(guess[0].value)].witnesses["guess"] = guess[1]
    hosts = {line.text.casefold().replace("-", "") for line in lines if line.place == "host"}
    for key in sure & names.keys():
        names[key].witnesses["both"] = 2.0
    _agree(names, agreeing.agreed(lines, titles, people))
    for key in sections & names.keys():
        if not any(_is_host(key.replace(" ", ""), host) for host in hosts):
            del names[key]
    _by_sound(names, hosts)
    _join_short(names)
    best = max(names.values(), key=_Name.weight, default=None)
    if best is None or best.weight() < _ENOUGH:
        return None
    if not best.printed:
        return guess[0] if guess is not None else None
    line, name = best.print()
    return Fact(name, line.line, line.line, line.text if line.text != name else None)


def _witnessed(
    lines: Sequence[Line], titles: Sequence[str], people: set[str], sure: set[str]
) -> dict[str, _Name]:
    """The names that the lines of a page's furniture print, with what witnesses each."""
    names: dict[str, _Name] = defaultdict(_Name)
    for line in witnesses.with_mottos(lines):
        if line.place in _ADDRESS:
            continue
        for printed, kind, weight in witnesses.named_by(line, titles):
            name = bare(printed)
            known = kind in {"motto", "plate"} or key_of(name) in sure
            said = known and is_plain(name, titles) and name.casefold() not in people
            if not said and not could_be(name, titles, people):
                continue
            entry = names[key_of(name)]
            entry.witnesses[kind] = max(weight, entry.witnesses.get(kind, 0.0))
            entry.printed.append((weight, line, name))
        if (
            line.place in {"first", "top"}
            and "title" in names.get(key := key_of(line.text), _Name()).witnesses
        ):
            names[key].witnesses["top"] = 1.0  # a part of the head's title that is a line of the page's head
            names[key].printed.append((1.0, line, bare(line.text)))
    return names


_NO_WORD = regex(r"[^\w]")


def _by_sound(names: dict[str, _Name], hosts: set[str]) -> None:
    """Count for a name that the site's address has it, and that papers are called so."""
    for key, entry in names.items():
        squeezed = _NO_WORD.sub("", key)
        if any(_is_host(squeezed, host) for host in hosts):
            entry.witnesses["host"] = 1.0
        if HOUSE.search(key) or any(HOUSE.search(name) for _, _, name in entry.printed):  # "Sentinel-Review"
            entry.witnesses["house"] = 1.0


def _agree(names: dict[str, _Name], agreed: Iterable[tuple[Line, str]]) -> None:
    """Add the names that two kinds of place print."""
    for line, name in agreed:
        names[key_of(name)].witnesses["agreed"] = 2.0
        names[key_of(name)].printed.append((2.0, line, name))


def _in_banner_and_title(lines: Sequence[Line]) -> set[str]:
    """What stands in the banner, and is a part of the head's title: a paper, though it may sound a person."""
    banners = {key_of(line.text) for line in lines if line.place == "logo"}
    titles = [line for line in lines if line.place == "title"]
    return {key_of(part) for line in titles for part in witnesses.parts_of(line, dated=False)} & banners


def _join_short(names: dict[str, _Name]) -> None:
    """Make one of the Harbor Ledger and what its page calls it for short: "the Ledger"."""
    for short in [key for key in names if " " not in key]:  # or a site's address: "filmbarn.example"
        longer = [
            key
            for key in names
            if (key.endswith(f" {short}") or (key != short and key.replace(" ", "") == short))
            and names[key].weight()
        ]
        if len(longer) == 1:
            for kind, weight in names.pop(short).witnesses.items():
                known = names[longer[0]].witnesses
                known[kind] = max(weight, known.get(kind, 0.0))


def _is_host(name: str, host: str) -> bool:
    """Whether a label of an address is a name run together, or a good part of it."""
    return len(name) > 3 and (host == name or (len(host) > 5 and host in name))
