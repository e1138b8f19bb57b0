"""Who wrote the review, when and for whom, from the lines that say so in passing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.sources import dates
from graph.sources.people import could_be_name, looks_like_name

if TYPE_CHECKING:
    from datetime import date

_BY = re.compile(
    r"^(?:[|•·–—-]+\s*)?(?:a\s+)?(?:(?:film|movie)\s+)?(?:(?:reviewed|reviews?|capsules?|posted|published|"
    r"submitted|written|words|story|text)(?:\s+on\s+[\w, /.'’-]{6,30}?)?)?\s*\bby\b:?\s+(.+)$",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"^\s*(?:[–—]|--?)\s*(.+)$")
_CUT = re.compile(
    r"\s*(?:[|\t•·‧–—/]|::|\s-\s|\bon\b|\bfor\b|\bin\b|@|,|\(|;|\bat\b|\bunless\b|\bexcept\b|\bposted\b|\bpublished\b|\d)"
)
_FOR = re.compile(r"\b(?:for|in)\s+((?:The\s+)?[A-Z][\w.&’' -]{2,50}?)\s*(?=$|[|•·,(–—]|\son\s)")
_SITE = re.compile(r"^(.{2,60}?)\s*(?:\||-|–|—|»|:|\s)\s*home(?:\s?page)?$", re.IGNORECASE)
_WELCOME = re.compile(r"^welcome to\s+(.{2,60}?)[.!]?$", re.IGNORECASE)


_TIME = re.compile(
    r"^[\s@,|•·–—-]*(?:at )?(?:\d{1,2}:\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?)?[\s|,•·–—-]*(?:by )?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Byline:
    """The critics a byline names, and the date and the publication beside them."""

    names: tuple[str, ...]
    published: date | None = None
    publication: str | None = None


def byline(text: str) -> Byline | None:
    """A line such as "By Ann Lee and Bo Park | May 3, 2019"; None for any other line."""
    if len(text) > 160:
        return None
    for cell in (text, *text.split("\t")) if "\t" in text else (text,):
        found = _BY.match(cell)
        read = _read(found.group(1)) if found is not None else None
        if read is not None:
            return read
    return None


def signed(text: str) -> Byline | None:
    """A signature under the review: "— Ann Lee", "Ann Lee, May 3, 2019"."""
    found = _SIGNED.match(text)
    return _read(found.group(1)) if found is not None and len(text) <= 80 else None


def name_and_date(text: str) -> Byline | None:
    """Read a strict name and then a date: "Ann Lee | May 3, 2019"."""
    if len(text) > 120:
        return None
    try:
        when = dates.find(text)
    except dates.AmbiguousDate:
        return None
    if when is None:
        return None
    head = text[: text.find(when[1])].strip(" |,•·–—-‧/\t")
    head = re.sub(r"\s*(?:[|•·–—]|\bon\b)\s*(?:posted|published)?$", "", head, flags=re.IGNORECASE).strip(
        " |,•·–—-"
    )
    head = re.sub(r"^(?:by|posted by|reviewed by|review by)\s+", "", head, flags=re.IGNORECASE)
    if not head:  # "July 30, 2020 @ 6:15 pm Ann Lee"
        tail = text[text.find(when[1]) + len(when[1]) :]
        head = _TIME.sub("", tail)
    return Byline((head,), when[0]) if looks_like_name(head) else None


#: What people call themselves in a forum.
HANDLE = re.compile(r"[A-Za-z][A-Za-z0-9]*[_.-]?[A-Za-z0-9]{1,20}")


def handle(text: str) -> Byline | None:
    """Read a forum's line: "by reelgirl_dee » Sun Jan 13, 2008"."""
    found = re.match(rf"^by\s+({HANDLE.pattern})\s+(?:»|\||·|on)\s+(.{{6,60}})$", text)
    try:
        when = dates.find(found.group(2)) if found is not None else None
    except dates.AmbiguousDate:
        return None
    return Byline((found.group(1),), when[0]) if found is not None and when is not None else None


def critic_names(text: str) -> tuple[str, ...]:
    """The names in what a page calls the critic: no "by", no job title, several separately."""
    text = re.sub(r"^(?:reviewed |review |posted |written )?by:?\s+", "", text.strip(), flags=re.IGNORECASE)
    names = []
    for part in re.split(r"\s+(?:and|&)\s+|\s*;\s*|,\s+and\s+", text):
        name = _CUT.split(part.strip(), maxsplit=1)[0].strip(" ,.|–—-")
        if (
            name
            and could_be_name(name)
            and not re.search(r"https?:|\.com$|^(?:admin|staff|editor)$", name, re.IGNORECASE)
        ):
            names.append(name)
    return tuple(names)


def site_name(text: str) -> str | None:
    """The publication of a site line: "Roger Ebert Home", "The Daily | Home", "Welcome to The Daily"."""
    found = _SITE.match(text) or _WELCOME.match(text)
    if found is None:
        return None
    name = found.group(1).strip(" |–—-:»")
    if not name or name.casefold() in {
        "back",
        "return",
        "go",
        "nursing",
        "the",
        "way",
        "movies",
        "film",
        "reviews",
        "at",
    }:
        return None
    return name if name[0].isupper() or name[0].isdigit() else None


def _read(rest: str) -> Byline | None:
    names: list[str] = []
    for part in re.split(r"\s+(?:and|&)\s+", rest):
        name = _CUT.split(part, maxsplit=1)[0].strip(" ,.|–—-")
        if looks_like_name(name) or (name.isupper() and could_be_name(name) and " " in name):
            names.append(name.title() if name.isupper() and len(name) > 5 else name)
        elif not names:
            return None
    try:
        when = dates.parse(rest)
    except dates.AmbiguousDate:
        when = None
    outlet = _FOR.search(rest)
    publication = outlet.group(1).strip() if outlet is not None and dates_free(outlet.group(1)) else None
    return Byline(tuple(names), when, publication) if names else None


def dates_free(text: str) -> bool:
    """Whether a text holds no year."""
    return not re.search(r"\d{4}", text)
