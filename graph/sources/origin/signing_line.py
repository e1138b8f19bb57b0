"""Lines that say who wrote a review, for whom and when, in whatever order and marks.

"Two at the Rialto -- Ann Lee, The Siskiyou Call, 28 November 2008", "Posted Tuesday, May 17, 2011 by Ann
Lee", "The Courier | Film | Ann Lee, staff writer": such a line is cut at whatever parts it, and each part is
a day, a person's name, what that person is, the name of a paper, or a rubric. One part may be something else.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph.sources.facts import dates
from graph.sources.facts.people import looks_like_name
from graph.sources.origin.bylines import Byline, without_cue
from graph.sources.origin.paper_words import HOUSE, RUBRIC
from graph.sources.patterns import regex

_LONGEST, _MOST_PARTS = 160, 7
#: What parts a line; a day is parted from the rest by itself.
_PARTS = regex(r"\s*[|•·‧\t\x00/]\s*|\s+(?:--?|[–—~»]|::)\s+|[,;]\s+|\s+\(|\)|\s+(?=[Bb]y\s+[A-Z])|\s+@\s+")
#: Without one of these a line is of one part, or names nobody.
_MAY_BE = regex(r"[|•·‧\t,;/(]|\s(?:--?|[–—~»]|::|by|par|von|di|por|av|door)\s")
_BY = regex(
    r"(?:(?:a )?(?:(?:film|movie|capsule) )?(?:reviewed|reviews?|written|posted|words|text|published|"
    r"submitted|"
    r"story|column|notes) )?by:? +|author: +",
    re.IGNORECASE,
)
#: "posted by Tammy", "Posted by Guest Seat: Tammy": beside a day one name alone is enough.
_POSTED = regex(r"^(?:posted|submitted|reviewed) by\b", re.IGNORECASE)
_POSTED_BY = regex(
    r"[Bb]y:? (?:(?:[A-Z]\w+ ){1,2}?[A-Z]?\w+: )?"
    r"(?!(?:[Aa]dmin\w*|[Ss]taff|[Ee]ditors?|[Ww]ebmaster|[Aa]nonymous|[Gg]uest|[Uu]nknown)$)(?P<name>[A-Z][a-z][\w’'-]{1,20})"
)
#: What stands beside a day: "posted on", "Tuesday", "at 9:15 am".
_ABOUT_THE_DAY = regex(
    r"(?:(?:first |originally )?(?:posted|published|updated|reviewed|written|filed|submitted|date|printed|"
    r"ran|"
    r"publié|publiée|mis en ligne|veröffentlicht|erschienen|publicado|pubblicato|geplaatst|publicerad)|on|"
    r"the|le|"
    r"el|il|am|vom|den|op|em|in|at|um|à|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|"
    r"sat|sun)|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|"
    r"lunes|martes|miércoles|jueves|viernes|sábado|domingo|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|"
    r"domenica|"
    r"[ap]\.?m\.?|[a-z]{1,2}st|gmt|utc|uhr|h|[\d:.\s])+",
    re.IGNORECASE,
)
#: What a critic is: "Film Critic", "Courier Staff Writer", "special to the Courier".
_POST = regex(
    r"(?:(?P<paper>(?:[A-Z][\w.’'&-]*\s+){1,3}?))?(?:(?:staff|senior|chief|guest|associate|contributing|"
    r"freelance|film|"
    r"movie|arts?|entertainment|features|culture|student|news|video|dvd|and|&|our|the|a|for)\s+)*"
    r"(?:writer|critic|reviewer|editor|columnist|correspondent|contributor|reporter|reviews)s?|"
    r"(?:special )?to the (?P<to>(?:[A-Z][\w.’'&-]*\s?){1,4})",
    re.IGNORECASE,
)
_REVIEWS = regex(r"(?:\w+ )?reviews", re.IGNORECASE)  # a rubric, and nobody's post
_PAPER = regex(
    r"(?:for |in |from |via )?(?P<name>(?:[Tt]he )?[A-Z][\w.’'&-]*(?: (?:[A-Z&][\w.’'-]*|of|the|and|on|at|"
    r"de|del|della|du|la|le|der|des)){0,5})"
)
_ARTICLE = regex(r"(?:(?:The|El|La|Le|Les|Il|Der|Die|Das|Het)\s|L[’'])")
#: So many letters a name without an article or a paper's word must have to be a paper's.
_WORDS = 2


@lru_cache(maxsize=1_024)  # as many parts of the reader ask about a line
def told_in(text: str) -> Byline | None:
    """Who wrote, when and for whom, of a line that names one critic at least beside a day or a paper.

    None for any other line, and for one with two parts that say nothing of the kind.
    """
    if len(text) > _LONGEST or text[-1:] in "?!" or _MAY_BE.search(text) is None:
        return None
    when = dates.sure(text)
    parts = _PARTS.split(text.replace(when[1], "\x00", 1) if when is not None else text)
    parts = [part.strip(" .,:;|–—-~*_[]") for part in parts]
    parts = [part for part in parts if part and _ABOUT_THE_DAY.fullmatch(part) is None]
    if not parts or len(parts) > _MOST_PARTS:
        return None
    found = _Found(posted=when is not None and _POSTED.search(text) is not None)
    for part in parts:
        found.take(part)
    names = found.cued or (
        found.named[0] if len(found.named) == 1 else []
    )  # "Salt Road, Ann Lee": who is who?
    certain = bool(found.cued) or when is not None or found.posts or found.name_first
    if not names or not certain or len(found.papers) > 1 or found.rest > (when is not None):
        return None
    if found.rest and not found.cued and not found.papers:
        return None  # "Fargo, Ann Lee, May 3, 1999" may say who directs
    paper = found.papers[0] if found.papers else None
    return Byline(tuple(names), when[0] if when is not None else None, paper)


class _Found:
    """What the parts of a line have said so far."""

    def __init__(self, *, posted: bool) -> None:
        self.posted = posted
        self.cued: list[str] = []
        self.named: list[list[str]] = []
        self.papers: list[str] = []
        self.posts = self.rest = 0
        self.name_first = False

    def take(self, part: str) -> None:
        """Sort one part of the line."""
        cue = _BY.match(part)
        bare = part[cue.end() :] if cue is not None else without_cue(part)
        people = _people(bare)
        if people and bare != part:
            self.cued += people
        elif self.posted and (alone := _POSTED_BY.fullmatch(part)) is not None:
            self.cued.append(alone["name"])
        elif people and not _is_paper(part):
            self.named.append(people)
        elif part.startswith(("from ", "via ")) and _is_paper(part):
            self.papers.append(_name_in(part))
        elif (post := _POST.fullmatch(part)) is not None and not _REVIEWS.fullmatch(part):
            self.posts += 1
            self.papers += [name.strip() for name in post.groups() if name and _is_paper(name.strip())]
        elif _is_paper(part):
            self.name_first = bool(self.named or self.cued)
            self.papers.append(_name_in(part))
        elif not RUBRIC.fullmatch(part):
            self.rest += 1


_QUOTES = regex(r"[\"“”]")
_BETWEEN = regex(r"\s+(?:and|&|und|et|y|e)\s+")


def _people(text: str) -> list[str]:
    """The people of a part that is nothing but their names."""
    names = _BETWEEN.split(text)
    names = [name.title() if name.isupper() else name for name in names]
    bare = [_QUOTES.sub("", name) for name in names]  # '"Doc" Ahearn'
    return names if all(looks_like_name(name) and not _ARTICLE.match(name) for name in bare) else []


def _is_paper(part: str) -> bool:
    found = _PAPER.fullmatch(part)
    if found is None:
        return False
    name = found.group("name")
    house = HOUSE.search(name)
    return (house is not None and name.count(" ") > 0) or (
        _ARTICLE.match(name) is not None and name.count(" ") >= _WORDS
    )


def _name_in(part: str) -> str:
    found = _PAPER.fullmatch(part)
    return found.group("name") if found is not None else part
