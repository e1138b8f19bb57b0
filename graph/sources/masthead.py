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
from graph.sources import dates, mirrors
from graph.sources.people import looks_like_name
from graph.sources.titles import is_no_title, same_title, undress
from graph.sources.words import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.records import DocumentRecord, ReviewRecord
    from graph.sources.furniture import Line

#: What the witnesses of a name must weigh together.
_ENOUGH = 2.0
#: Where a line of furniture is parted.
_PARTS = re.compile(r"\s*[|›»•·]\s*|\s+(?:[-–—>/]|::|--)\s+|\t")
#: In the head's title a colon parts, too: "The Salt Road Movie Review: The Deccan Standard".
_DATED_PARTS = re.compile(rf"{_PARTS.pattern}|,\s+")
_TITLE_PARTS = re.compile(rf"{_PARTS.pattern}|(?<=\w):\s+")
_MOST_PARTS = 6
#: So much may stand beside a date in a part that is one: "Wednesday, ".
_WEEKDAY = 12
_BYLINE = re.compile(r"(?:by|von|par|por|di|door|av|reviewed by|reviews by|from)\s+\S", re.IGNORECASE)
_WEEKDAYS = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = re.compile(rf"(?:{_WEEKDAYS},?\s*)?[A-Z][a-z]{{2,8}}\.? \d{{1,2}}|(?:19|20)\d\d")
#: Words that only a publication's name ends or begins with, in the languages of the pages that we know.
HOUSE = re.compile(
    r"\b(?:advertiser|advocate|almanac|argus|banner|beacon|bee|blog|bugle|bulletin|chronicle|clarion|courant|"
    r"courier|daily|democrat|diario|digest|dispatch|echo|enquirer|evening|examiner|express|gazette|globe|"
    r"guardian|herald|independent|inquirer|jour|journal|kurier|ledger|magazine|mail|mercury|messenger|mirror|"
    r"monitor|monthly|morning|newsletter|news|nouvelles|nachrichten|observer|page|pioneer|pages|picayune|post|"
    r"press|quarterly|record|recorder|register|reporter|republican|review|revista|revue|semanario|sentinel|"
    r"standard|sun|call|citizen|enterprise|intelligencer|leader|reader|star|statesman|transcript|union|voice|"
    r"tageblatt|telegram|telegraph|times|tribune|weekly|world|zeitung|zine)\b",
    re.IGNORECASE,
)
#: Rubrics and furniture that are nobody's name.
RUBRIC = re.compile(
    r"(?:(?:all|archives?|articles?|arts?|blog|books?|breaking|capsules?|cinema|classics?|columns?|criticism|"
    r"critics?|cultur[ae]|kultur|kino|culture|daily|digest|dvds?|e-?paper|entertainment|features?|festivals?|"
    r"film|films|filme|films?|guide|home|homepage|in|index|interviews?|latest|leisure|life(?:style)?|lists?|listings|"
    r"living|magazine|main|movie|movies|music|new|news|now|of|on|online|opinion|our|page|past|pictures?|"
    r"playing|previews?|reviews?|recent|rezensionen?|critiques?|reseñas?|críticas?|screen|search|section|shows?|sports?|"
    r"streaming|subscribe|tv|television|the|theaters?|theatres?|this|times|top|trailers?|video|videos|vod|week|"
    r"weekend|print|email|share|comments?|rss|what[’']?s|a-z|and|&|by|for|from|log|sign|up|start)\s*)+",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)[\s©,]*(?:\(c\)\s*)?(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:(?:19|20)?\d\d|present))?[\s,]*)?"
    r"(?:by\s+)?(?P<name>(?-i:[A-Z])[^.,|©·\d()]{1,60})",
    re.IGNORECASE,
)
#: "Deccan Standard Group", "Ferrymount Post Ltd": the company that owns a paper of that name.
_COMPANY = re.compile(
    r"(?:,?\s+(?:LLC|Inc|Ltd|Limited|GmbH|AG|S\.?A|Co|Corp|Corporation|Company|Group|Media|Holdings|Publishing|"
    r"Publications|Newspapers?|Communications|Network|Digital|Verlag|All Rights? Reserved))+\.?$",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"(?:(?P<strong>published in|writer for|(?:originally |first )?(?:appeared|published|ran|printed) "
    r"(?:in|on)|"
    r"(?:film|movie|staff|chief) (?:critic|reviewer|writer|editor) (?:for|of|at)|reviews? (?:films? )?for|"
    r"writes (?:about (?:film|films|movies|cinema) )?for|welcome to|from the (?:archives?|pages|files) of|"
    r"courtesy of)|"
    r"subscribe to|support|follow|more from|contact|about|return to|back to|letters to|join|"
    r"advertise (?:in|with))\s+"
    r"(?P<name>(?:the |The )?(?-i:[A-Z0-9])[^.,;:|©()\n]{2,50})",
    re.IGNORECASE,
)
_IS_A = re.compile(
    r"^[*_]?(?P<name>(?-i:[A-Z])[^.,;:|©()\n]{2,50}?) (?:has been online|comes out|"
    r"appears (?:every|weekly|monthly|on)|is (?:printed|published|produced|written|edited|put out) |"
    r"is (?:a|an|the) [\w\s-]{0,60}\b(?:magazine|newspaper|paper|weekly|blog|site|website|publication|"
    r"newsletter|journal|zine|member of|registered)\b)"
)
#: "The Piedmont Free Weekly's movie guide".
_OWNED = re.compile(
    r"^(?P<name>(?:The |the )?(?:[^\W\d_a-z][\w’&.-]*\s+){0,4}[^\W\d_a-z][\w&.-]*)['’]s\s+"
    r"(?:[\w-]+ ){0,2}(?:guide|section|supplement|pages?|digest|reviews|critics?|capsules|listings)\b"
)
_ISSUE = re.compile(
    r"[\s,|·•–—-]*(?:\b(?:vol(?:ume)?|no|nr|issue|section|page|pp?|edition)\b\.?\s*[\w.-]+|©|\(c\))[\s,|·•–—-]*",
    re.IGNORECASE,
)
_SMALL = word_set(
    "a and at da de del della der des di do du e el et for in la las le les los of on the to und with y &"
)


#: "The Midnight Shelf", and not "The Best Films of the Year".
_CALLED = re.compile(
    r"(?-i:The )(?!.*\b(?:films?|movies?|reviews?|capsules?|best|worst|top|week|month|year|videos?|dvds?|"
    r"cinema|critics?|screen|list|guide|archive)\b)(?-i:[A-Z][\w’'-]+(?: [A-Z&][\w’'-]*){1,3}$)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Name:
    """A name, how it is printed where it is witnessed best, and by what."""

    witnesses: dict[str, float] = field(default_factory=dict)
    printed: list[tuple[float, Line, str]] = field(default_factory=list)

    def weight(self) -> float:
        """How sure the name is; what stands at the foot alone may be anything, whatever it sounds like."""
        return 0.0 if self.witnesses.keys() <= {"foot", "house"} else sum(self.witnesses.values())


def signed(document: DocumentRecord, lines: Iterable[Line]) -> DocumentRecord:
    """Give the reviews that name no publication the one that the page's furniture names, if it names one.

    What was taken for a publication and is a rubric ("Reviews A-Z") goes, and so does a headline that is
    the publication's name.
    """
    titles = [film.title.value for film in document.films]
    rubrics = {name for name in _publications(document) if _is_furniture(name, titles)}
    document = replace(
        document, reviews=tuple(_without_rubric(review, rubrics) for review in document.reviews)
    )
    if all(review.publication is not None for review in document.reviews):
        return document
    critics = {fact.value.casefold() for review in document.reviews for fact in review.critics}
    found = name_of(lines, titles, critics)
    if found is None:
        return document
    return replace(document, reviews=tuple(_signed(review, found) for review in document.reviews))


def _signed(review: ReviewRecord, name: Fact[str]) -> ReviewRecord:
    headline = review.headline
    if headline is not None and _key(headline.value) == _key(name.value):
        headline = None
    return replace(review, publication=review.publication or name, headline=headline)


def _publications(document: DocumentRecord) -> set[str]:
    """The publications that a page's reviews name: mostly one, however many they are."""
    return {review.publication.value for review in document.reviews if review.publication is not None}


def _without_rubric(review: ReviewRecord, rubrics: set[str]) -> ReviewRecord:
    named = review.publication
    return replace(review, publication=None) if named and named.value in rubrics else review


def name_of(lines: Iterable[Line], titles: Sequence[str], critics: Iterable[str] = ()) -> Fact[str] | None:
    """The publication that a page's furniture names; None where nothing is clear.

    Args:
        lines: the furniture, in the page's order.
        titles: the films that the page reviews, whose titles are no publications.
        critics: the names of its critics, without case.
    """
    names: dict[str, _Name] = defaultdict(_Name)
    hosts: set[str] = set()
    people = set(critics)
    for line in lines:
        if line.place == "host":
            hosts.add(line.text.casefold().replace("-", ""))
            continue
        if mirrors.copied_from(line.text) is not None:  # a scraper's, which publishes nothing
            return None
        for printed, kind, weight in _candidates(line, titles):
            name = re.sub(r"^the ", "", printed.strip(' ,-–—*_"“”'))
            if not _could_be(name, titles, people):
                continue
            entry = names[_key(name)]
            entry.witnesses[kind] = max(weight, entry.witnesses.get(kind, 0.0))
            entry.printed.append((weight, line, name))
    for key, entry in names.items():
        squeezed = re.sub(r"[^\w]", "", key)
        if any(_is_host(squeezed, host) for host in hosts):
            entry.witnesses["host"] = 1.0
        if HOUSE.search(key):
            entry.witnesses["house"] = 1.0
    best = max(names.values(), key=_Name.weight, default=None)
    if best is None or best.weight() < _ENOUGH:
        return None
    _, line, name = max(best.printed, key=lambda one: (one[0], one[2].casefold().startswith("the ")))
    return Fact(name, line.line, line.line, line.text if line.text != name else None)


def _candidates(line: Line, titles: Sequence[str]) -> Iterator[tuple[str, str, float]]:
    """The names that a line may witness: each as it is printed, the kind of witness, and its weight."""
    text = line.text
    for found in _COPYRIGHT.finditer(text):
        name = found.group("name").strip()
        owner = _COMPANY.sub("", name)
        yield owner, "copyright", 2.0 if owner == name else 1.0
    for found in _SAID.finditer(text):
        yield found.group("name").strip(), "said", 2.0 if found.group("strong") else 1.0
    described = _IS_A.match(text)
    if described is not None:
        yield described.group("name"), "said", 2.0
    owned = _OWNED.match(text)
    if owned is not None:
        yield owned.group("name"), "owned", 1.0
    if line.place == "logo":
        yield text, "logo", 2.0
        return
    if line.place == "foot":  # a name there counts where it stands at the top, too: it has no weight alone
        for part in re.split(r"[,|/·•]\s*|\s[-–—]\s", text):
            yield part.title() if part.isupper() else part, "foot", 1.0
        return
    yield from _in_line(line, titles)


def _in_line(line: Line, titles: Sequence[str]) -> Iterator[tuple[str, str, float]]:
    """The names that a line holds beside rubrics, titles, dates and people."""
    dated = _undated(line.text)
    parts = _parts(line, dated=dated is not None)
    if len(parts) > 1:
        plain = [part for part in parts if not _is_beside(part) and not _is_furniture(part, titles)]
        houses = [part for part in plain if HOUSE.search(part)]
        if len(plain) == 1 and len(parts) <= _MOST_PARTS:
            yield plain[0], line.place, 2.0 if line.place == "title" or len(parts) == 2 else 1.5
        elif len(houses) == 1:
            yield houses[0], line.place, 1.0
        for part in plain:
            yield part, line.place, 1.0 if line.place == "title" and part == parts[-1] else 0.5
    if dated is not None:
        yield dated.title() if dated.isupper() else dated, "dateline", 1.0
    elif len(parts) == 1 and line.place == "title" and len(titles) > 1 and _CALLED.match(line.text):
        yield line.text, "title", 2.0  # a page of several films is called by none of them
    elif len(parts) == 1 and (line.place == "first" or HOUSE.search(line.text)):
        yield line.text, "first", 1.0


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
    return _DAY.fullmatch(part) is not None or (found is not None and len(part) < len(found[1]) + _WEEKDAY)


def _is_host(name: str, host: str) -> bool:
    """Whether a label of an address is a name run together, or a good part of it."""
    return len(name) > 3 and (host == name or (len(host) > 5 and host in name))


def _undated(text: str) -> str | None:
    """What a dateline says beside its date: "The Darling Downs Courier, Thursday 21 June 2001"."""
    try:
        found = dates.find(text)
    except dates.AmbiguousDate:
        return None
    if found is None:
        return None
    head, _, tail = text.partition(found[1])
    head = re.sub(rf"[\s,]*(?:{_WEEKDAYS}|[A-Z][a-z]{{2}})?[\s,]*$", "", head)
    head = re.sub(
        r"[\s,–—-]*\b(?:for )?(?:the )?(?:week|weekend|issue) of$", "", head.strip(), flags=re.IGNORECASE
    )
    rest = _ISSUE.sub(" ", head.strip(" ,|·•–—-") or tail.strip(" ,|·•–—-")).strip()
    return rest or None


def _is_furniture(part: str, titles: Sequence[str]) -> bool:
    """Whether a part of a line is a rubric, or the title of a film that the page reviews."""
    if is_no_title(part) or RUBRIC.fullmatch(part) or part.casefold() in {"title", "film title"}:
        return True
    heading = undress(part)
    return any(
        same_title(part, title) or (heading is not None and same_title(heading.title, title))
        for title in titles
    )


def _could_be(name: str, titles: Sequence[str], people: set[str]) -> bool:
    """Whether a text has the form of a publication's name: a few words with capitals, and nothing else's."""
    words = name.split()
    if not 1 <= len(words) <= 6 or not 2 < len(name) <= 50 or name.casefold() in people:
        return False
    if not all(word in _SMALL or word[0].isupper() or word[0].isdigit() or "." in word for word in words):
        return False
    if re.search(r"[@!?;,()\"“”*★\[\]]|\bas\b|https?:|\d{3}", name) or _is_furniture(name, titles):
        return False
    if any(title.casefold() in name.casefold() and len(title) > 3 for title in titles):
        return False
    return not (looks_like_name(name) and not HOUSE.search(name))


def _key(name: str) -> str:
    """One key for "The Prairie Dispatch", "Prairie Dispatch Online" and "prairiedispatch.com"."""
    key = re.sub(r"^(?:the|der|die|das|le|la|les|el)\s+", "", name.casefold())
    key = re.sub(r"(?:\s+(?:online|home|homepage|website|blog)|\.(?:com|org|net))$", "", key)
    return re.sub(r"[^\w\s]", "", key)
