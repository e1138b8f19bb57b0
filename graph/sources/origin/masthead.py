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
from graph.sources.facts import dates
from graph.sources.facts.jobs import OTHER, PUBLICATION, PUBLISHED, TITLE, label_of
from graph.sources.facts.people import looks_like_name
from graph.sources.origin import agreeing, mirrors, nameplates, paper_sayings
from graph.sources.origin.paper_names import bare, could_be, is_furniture, is_plain, key_of, names_reviews
from graph.sources.origin.paper_words import ASKS, HOUSE, RUBRIC, is_motto, titled
from graph.sources.words import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.records import DocumentRecord, ReviewRecord
    from graph.sources.draft import Draft
    from graph.sources.origin.furniture import Line

#: What the witnesses of a name must weigh together.
_ENOUGH = 2.0
#: What a guess at the page's head weighs, and one by the form of its first line.
_GUESS, _PLATE = 1.0, 1.5
#: Where a line of furniture is parted.
_PARTS = re.compile(r"\s*[|›»•·]\s*|\s+(?:[-–—/]|>{1,3}|::|--)\s+|\t")
_CRUMBS = re.compile(r"\s*(?:>{1,3}|[»›])\s*")
#: In the head's title a colon parts, too: "The Salt Road Movie Review: The Deccan Standard".
_DATED_PARTS = re.compile(rf"{_PARTS.pattern}|,\s+")
_TITLE_PARTS = re.compile(rf"{_PARTS.pattern}|(?<=\w):\s+")
_MOST_PARTS = 6
#: So long a trail of crumbs, or a name, is at most.
_LONGEST_TRAIL, _LONGEST_NAME = 90, 60
#: So many capitals may be an acronym.
_ACRONYM, _MOST_WORDS = 4, 6
#: So much may stand beside a date in a part that is one: "Wednesday, ".
_WEEKDAY = 12
_BYLINE = re.compile(r"(?:by|von|par|por|di|door|av|reviewed by|reviews by|from)\s+\S", re.IGNORECASE)
#: A menu has so many rubrics at least.
_MENU, _LEAST_MENU = re.compile(r"\s+[|·•*/]\s+|\t"), 3
_ISSUE = re.compile(
    r"[\s,|·•–—-]*(?:\b(?:vol(?:ume)?|no|nr|issue|section|page|pp?|edition)\b\.?\s*[\w.-]+|©|\(c\))[\s,|·•–—-]*",
    re.IGNORECASE,
)
#: "The Midnight Shelf", and not "The Best Films of the Year".
_CALLED = re.compile(
    r"(?-i:The )(?!.*\b(?:films?|movies?|reviews?|capsules?|best|worst|top|week|month|year|videos?|dvds?|"
    r"cinema|critics?|screen|list|guide|archive)\b)(?-i:[A-Z][\w’'-]+(?: [A-Z&][\w’'-]*){1,3}$)",
    re.IGNORECASE,
)


#: "Music:   The Dead Canaries" is a credit.
_LABELLED = re.compile(r"[^\t:]{2,24}:\t")
#: Labels that are rubrics, too: "Film: The Fen Weekly", "Published in: ...".
_MAY_NAME = frozenset({TITLE, PUBLICATION, PUBLISHED, OTHER})
#: "The Fen Weekly: this week's films"
_AND_SO_ON = re.compile(r"(?P<name>(?:[Tt]he )?[A-Z][^:]{2,40}): (?P<rest>[a-z].{3,60})$")
#: "Salt Road review – a long way home" is a teaser; a paper's name spells its Review with a capital.
_REVIEW_OF = re.compile(r"\w review\s*[–—:-]\s")


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


#: What stands before a paper's short name and is none of it.
_NOT_IN_NAMES = word_set("by for from of at in copyright read buy visit more and")


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
    title = draft.best("title")
    if title is None or (guess is not None and guess[0] < HEADING):
        return
    critics = {fact.value.casefold() for _, fact in draft.critics}
    weighed = (guess[1], _GUESS if guess[0] > HEADING else _PLATE) if guess is not None else None
    found = name_of(lines, [title.value], critics, weighed)
    if found is not None:
        draft.offers["publication"] = [(HEADING, found)]
    elif guess is not None and ASKS.match(guess[1].value):
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
    names: dict[str, _Name] = defaultdict(_Name)
    hosts: set[str] = set()
    people = set(critics)
    lines = list(lines)
    sure = _in_banner_and_title(lines)
    if guess is not None and could_be(guess[0].value, titles, people):
        names[key_of(guess[0].value)].witnesses["guess"] = guess[1]
    for line in _with_mottos(lines):
        if line.place == "host":
            hosts.add(line.text.casefold().replace("-", ""))
            continue
        if mirrors.copied_from(line.text) is not None:  # a scraper's, which publishes nothing
            return None
        for printed, kind, weight in _candidates(line, titles):
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
    for key in sure & names.keys():
        names[key].witnesses["both"] = 2.0
    _agree(names, agreeing.agreed(lines, titles, people))
    _by_sound(names, hosts)
    _join_short(names)
    best = max(names.values(), key=_Name.weight, default=None)
    if best is None or best.weight() < _ENOUGH:
        return None
    if not best.printed:
        return guess[0] if guess is not None else None
    line, name = best.print()
    return Fact(name, line.line, line.line, line.text if line.text != name else None)


def _by_sound(names: dict[str, _Name], hosts: set[str]) -> None:
    """Count for a name that the site's address has it, and that papers are called so."""
    for key, entry in names.items():
        squeezed = re.sub(r"[^\w]", "", key)
        if any(_is_host(squeezed, host) for host in hosts):
            entry.witnesses["host"] = 1.0
        if HOUSE.search(key):
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
    return {key_of(part) for line in titles for part in _parts(line, dated=False)} & banners


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


def _with_mottos(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, and again the one with a motto or the site's menu under it, as a place of its own."""
    before: Line | None = None
    lines = list(lines)
    ends = [line for line in lines if line.place in {"first", "top"}][:_LEAST_MENU]
    rubrics = [is_furniture(line.text, ()) for line in ends[1:]]
    if len(ends) == _LEAST_MENU and ends[0].place == "first" and all(rubrics):
        yield replace(ends[0], place="motto")  # a menu whose rubrics stand on lines of their own
    for line in lines:
        first = before is not None and before.place == "first" and is_motto(line.text)
        if before is not None and line.place == "top" and (first or _is_menu(line.text)):
            yield replace(before, place="motto")
        before = line
        yield line


def _is_menu(text: str) -> bool:
    """Whether a line is a site's menu: "News | Opinion | Sport | Film"."""
    parts = [part.strip(" []") for part in _MENU.split(text)] if len(text) <= _LONGEST_TRAIL else []
    return len(parts) >= _LEAST_MENU and sum(is_furniture(part, ()) for part in parts) * 2 > len(parts)


def _candidates(line: Line, titles: Sequence[str]) -> Iterator[tuple[str, str, float]]:
    """The names that a line may witness: each as it is printed, the kind of witness, and its weight."""
    text = line.text
    if line.place != "title" and (_REVIEW_OF.search(text) or _is_label(text)):
        return
    if line.place == "motto":
        yield titled(text) if text.isupper() else text, "motto", 2.0
        return
    if line.place != "title" and _LABELLED.match(text) is not None:
        return
    if (name := agreeing.headed(line, titles)) is not None:
        yield name, "motto", 2.0
    yield from paper_sayings.said_of(text)
    if line.place == "logo":
        name, *rest = _PARTS.split(text, maxsplit=1)
        yield (name if rest and is_motto(rest[0]) else text), "logo", 2.0
        return
    if line.place == "first" and (found := _AND_SO_ON.match(text)) is not None:
        yield found["name"], "first", 2.0 if is_motto(found["rest"]) else 1.0
    if line.place in {"first", "title"} and (name := _beside_rubric(text)) is not None:
        yield name, line.place, 2.0 if HOUSE.search(name) else 1.0
    plate = nameplates.name_of(text) if line.place in {"first", "top"} else None
    if plate is not None:
        yield plate[0], "plate", 2.0 if plate[1] else 1.0
    if line.place in {"first", "top", "foot"} and (site := _crumbs_of(text, titles)) is not None:
        yield site, "crumbs", 2.0
    if line.place == "foot":  # a name there counts where it stands at the top, too: it has no weight alone
        for part in re.split(r"[,|/·•]\s*|\s[-–—]\s", text):
            if 2 < len(part) <= _LONGEST_NAME and not part[0].islower():
                yield titled(part) if part.isupper() else part, "foot", 1.0
        return
    yield from _in_line(line, titles)


def _beside_rubric(text: str) -> str | None:
    """The name that a colon parts from a rubric: "Fenland Mercury: Film Reviews (RSS)"."""
    before, colon, behind = text.partition(": ")
    if not colon or "|" in text:
        return None
    bare_parts = (re.sub(r"[()\[\]]", "", part).strip() for part in (before, behind))
    first, second = (RUBRIC.fullmatch(part) is not None for part in bare_parts)
    return None if first == second else before if second else behind


def _is_label(text: str) -> bool:
    """Whether a line is a fact of the film under its label: "Music: The Canaries"."""
    name = re.split(r"[:\t]", text, maxsplit=1)[0]
    label = label_of(name, beside=True) if name != text else None
    return label is not None and label.field not in _MAY_NAME


def _in_line(line: Line, titles: Sequence[str]) -> Iterator[tuple[str, str, float]]:
    """The names that a line holds beside rubrics, titles, dates and people."""
    dated = _undated(line.text)
    parts = _parts(line, dated=dated is not None)
    if len(parts) > 1:
        plain = [part for part in parts if not _is_beside(part) and not _is_other(part, titles)]
        houses = [part for part in plain if HOUSE.search(part)]
        if len(parts) == 2 and is_motto(parts[1]):
            yield titled(parts[0]) if parts[0].isupper() else parts[0], "motto", 2.0
        elif len(plain) == 1 and len(parts) <= _MOST_PARTS:
            yield plain[0], line.place, 2.0 if line.place == "title" or len(parts) == 2 else 1.5
        elif len(houses) == 1:
            yield houses[0], line.place, 1.0
        for part in plain:
            yield part, line.place, 1.0 if line.place == "title" and part == parts[-1] else 0.5
    if dated is not None and (
        line.place == "first" or " " in dated or HOUSE.search(dated)
    ):  # no "Husum, 12. März"
        named = (
            line.place in {"first", "top"} and dated.count(" ") > 1 and dated.startswith(nameplates.ARTICLES)
        )
        yield titled(dated) if dated.isupper() else dated, "dateline", 2.0 if named else 1.0
    elif len(parts) == 1 and line.place == "title" and len(titles) > 1 and _CALLED.match(line.text):
        yield line.text, "title", 2.0  # a page of several films is called by none of them
    elif names_reviews(line.text) and line.place == "first":
        yield line.text, "motto", 2.0
    elif len(parts) == 1 and (line.place == "first" or HOUSE.search(line.text)):
        yield line.text, "first", 1.0


def _crumbs_of(text: str, titles: Sequence[str]) -> str | None:
    """The site of a trail ("PopKorn Online >> Reviews >> G"): its first step, where all others are none."""
    first, *rest = _CRUMBS.split(text) if len(text) <= _LONGEST_TRAIL else [text]
    trail = bool(rest) and all(len(step) <= 1 or _is_other(step, titles) for step in rest)
    return first if trail and len(rest) < _MOST_PARTS and not is_furniture(first, titles) else None


def _parts(line: Line, *, dated: bool) -> list[str]:
    """What a line of furniture is made of; one with a date is parted by its commas, too."""
    parted = _TITLE_PARTS if line.place == "title" else _DATED_PARTS if dated else _PARTS
    return [part.strip(" *_") for part in parted.split(line.text) if part.strip(" *_")]


def _is_beside(part: str) -> bool:
    """Whether a part is a date, a byline or a person's name: what stands beside a publication's."""
    if _BYLINE.match(part) or (looks_like_name(part) and not HOUSE.search(part)):
        return True
    try:
        found = dates.find(part)
    except dates.AmbiguousDate:
        return True
    return dates.is_calendar(part) or (found is not None and len(part) < len(found[1]) + _WEEKDAY)


def _is_other(part: str, titles: Sequence[str]) -> bool:
    """Whether a part of a line is a rubric, a film, or what the page asks its visitors to do."""
    return is_furniture(part, titles) or ASKS.match(part) is not None


def _is_host(name: str, host: str) -> bool:
    """Whether a label of an address is a name run together, or a good part of it."""
    return len(name) > 3 and (host == name or (len(host) > 5 and host in name))


def _undated(text: str) -> str | None:
    """What a dateline says beside its date: "The Darling Downs Courier, Thursday 21 June 2001"."""
    found = dates.sure(text)
    if found is None:
        return None
    head, _, tail = text.partition(found[1])
    head = re.sub(rf"(?:^|[\s,]+)(?:{dates.WEEKDAYS}\.?)?[\s,]*$", "", head, flags=re.IGNORECASE)
    head = re.sub(
        r"[\s,–—-]*\b(?:for )?(?:the )?(?:week|weekend|issue) of$", "", head.strip(), flags=re.IGNORECASE
    )
    rest = _ISSUE.sub(" ", head.strip(" ,|·•–—-") or tail.strip(" ,|·•–—-")).strip()
    return rest or None
