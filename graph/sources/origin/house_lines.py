"""Lines and parts of lines that are a publication's name, by their form: crumbs, copyright lines, issues."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.facts.titles import title_and_year
from graph.sources.origin.paper_words import RUBRIC, SMALL
from graph.sources.patterns import regex
from graph.sources.words import word_set

if TYPE_CHECKING:
    from graph.records import Fact
    from graph.sources.lines import Unit

#: A rubric, or the like, of a site.
NAV = regex(
    r"^(?:home|reviews?|movies?|films?|movie reviews?|film reviews?|great movies|interviews|features|"
    r"blogs?|tv|news|about|contact|search|menu|arts|culture|entertainment|criticism|the reviews|new "
    r"reviews|cinema|film|"
    r"screen|festivals?|at the movies|film review|movie review|streaming|archives?|a film review|the arts)$",
    re.IGNORECASE,
)
_HOUSE = regex(
    r"(?:^|[·|•,–—]\s+)((?:[^\W\d_a-z][\w’&.-]*\s+){0,4}[^\W\d_a-z][\w&.-]*)['’]s\s+"
    r"(?:weekend |weekly |film |movie |arts |entertainment |listings )?(?:guide|section|supplement|pages)$"
)
_SERVICE = regex(
    r"^(?:[A-Z][\w&.’'-]* ){1,4}(?:News Service|Syndicate|Features Syndicate|Press Service|Newspapers)$"
)
_STAFF = regex(
    r"^(?:The |the )?((?:[A-Z][\w&.’'-]* ){1,4}?)(?:(?:[Ss]taff|[Ss]enior|[Cc]hief|[Gg]uest|[Ll]ead|"
    r"[Cc]ontributing) )?"
    r"(?:(?:[Ff]ilm|[Mm]ovie|[Aa]rts|[Ee]ntertainment) )?(?:[Ww]riter|[Cc]ritic|[Rr]eviewer)$"
)
#: What stands before "Critic" and is no paper's name.
_RANKS = word_set(
    "chief staff senior guest lead contributing freelance associate assistant special national features film "
    "movie arts entertainment lifestyle weekend culture tv television our resident veteran award-winning"
)
_COPYRIGHT = regex(
    r"^(?:©|\(c\)|copyright)[\s©,]*(?:copyright[\s,]*)?(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?[\s,]*)"
    r"(?:by )?((?-i:[A-Z])[^.,|©\d]{2,40}?)(?:[.,|]|$| all rights)",
    re.IGNORECASE,
)
_COMPANY = regex(
    r"\b(?:LLC|Inc|Ltd|Publishing|Publications|Group|Media|Powered|Films?|Pictures|Rights|Studios?|"
    r"Entertainment|All)\b"
)
_ISSUE = regex(
    r"^(.{2,50}?)\s*[,:|·•–—-]?\s+(?:#\s?|(?:issue|no\.|nr\.?|n[.°º]|núm\.?|heft|ausgabe|number|numéro|número|nummer|edition|"
    r"vol(?:ume|\.)?)\s*#?)\d+",
    re.IGNORECASE,
)


def service_of(text: str) -> str | None:
    """A news service, or whose critic a line says: "Great Lakes Syndicate", "Herald Staff Writer"."""
    if len(text) > 60 or not text[:1].isupper():
        return None
    found = _STAFF.match(text)
    name = found.group(1).strip() if found is not None else text if _SERVICE.search(text) else ""
    ranked = all(word.casefold() in _RANKS for word in name.split())
    return name if name and not ranked and is_name(name) else None


def is_staff(text: str) -> bool:
    """Whether a line says whose critic somebody is, not who publishes."""
    return _STAFF.match(text) is not None


def site_of(text: str) -> str | None:
    """The name in what a class or a picture calls the site's; None for a rubric, or for no name."""
    return text if is_name(text) or is_name(re.sub(r"\breviews?$", "", text, flags=re.IGNORECASE)) else None


_STEPS = regex(r"\s+[/>»›]\s+|:\s+")


def crumbs(text: str) -> str | None:
    """The site of a trail of rubrics: "Kino Aurora / Film / Reviews"."""
    parts = _STEPS.split(text) if len(text) <= 100 else []
    named = len(parts) > 1 and all(NAV.match(part) or RUBRIC.fullmatch(part) for part in parts[1:])
    return parts[0] if named and is_name(parts[0]) and not RUBRIC.fullmatch(parts[0]) else None


def copyright_of(text: str) -> str | None:
    """Whose a page is by its last line: "© 2014 Ferrymount Post"."""
    found = _COPYRIGHT.match(text) if len(text) <= 120 else None
    name = found.group(1).strip() if found is not None else ""
    return name if name and is_name(name) and not _COMPANY.search(name) else None


def house_of(text: str) -> str | None:
    """The paper of a line that calls the page part of it: "9 May 2005 · Cork Examiner's weekend guide"."""
    found = _HOUSE.search(text) if len(text) <= 100 else None
    return found.group(1) if found is not None and is_name(found.group(1)) else None


def periodical_of(text: str) -> str | None:
    """What has issues, by a line that numbers one: "Lagos After Dark, issue 31", "The Reel Thing #12"."""
    found = _ISSUE.match(text) if len(text) <= 90 else None
    return found.group(1) if found is not None and is_name(found.group(1)) else None


def unit_name(unit: Unit, name: str) -> Fact[str]:
    """State a name that a unit prints, with what it prints where that differs."""
    return unit.fact(name, unit.text if unit.text != name else None)


_NO_NAME = regex(r"\d|[!?:;()\"“”]|\w\.[\w-]+\.[a-z]{2,}$|\breviews?\b|\bmovies?$|\bfilms?$", re.IGNORECASE)


def is_name(text: str) -> bool:
    """A name of up to five capitalised words, not a rubric ("Movies", "Film Review")."""
    words = text.split()
    return (
        1 <= len(words) <= 5
        and all(word[0].isupper() or word in SMALL for word in words)
        and not NAV.match(text)
        and not _NO_NAME.search(text)
        and title_and_year(text) is None
    )
