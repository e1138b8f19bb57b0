"""The critic's biography under a review, which is no part of it, and the name that it gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.sources.facts.people import looks_like_name, name_at
from graph.sources.layout.section_words import BIO, BIO_VERB
from graph.sources.origin.bylines import byline
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from graph.sources.layout.segments import Layout

#: The text is so much longer than a biography under it, which is one of so many last paragraphs.
_MOST_BIO, _LAST = 4, 3
_LIVES = regex(r" lives in [A-Z][\w, ]{2,60}\.")
#: "Vern Oleksiak has been watching garbage in Duluth since 1979.", as a paragraph of its own.
_SINCE = regex(
    r"(?P<name>(?:(?:[^\W\d_a-z][\w.’'-]*|[\"“][^\"“”]{2,20}[\"”]) ){1,3}?[^\W\d_a-z][\w.’'-]*) has been "
    r"(?:\w+ly )?[a-z]+ing\b[^.!?]{3,80} since (?:19|20)\d\d\."
)
_BIO_SOON = regex(r"\b(?:is|was|has|have|had|writes|lives|works|covers|runs|teaches|reviews)\b")


_CUE = regex(r"^(?:about|by|reviewed by|review by|written by)\s+", re.IGNORECASE)


_SAYS_WHO = regex(
    r"^((?:[^\W\d_a-z][\w.’'-]*\s+){1,4}?)(?:is|was|has been|writes|covers|has written|lives)\b\s"
)


def before_bio(layout: Layout, start: int, end: int) -> int:
    """The critic's bio closes the body: their name on a line and then "Name is ...", or the bio alone."""
    prose = [i for i in range(start, end) if layout.kinds[i] in {"prose", "sentence"}]
    bylined = {
        name
        for unit in layout.units[: prose[0] if prose else 0]
        if (line := byline(unit.text))
        for name in line.names
    }
    for index in reversed(prose[1:]):
        before = layout.units[index - 1]
        name = before.text.strip(" |–—-") if index > start else ""
        name = _CUE.sub("", name)
        if (looks_like_name(name) and _begins_bio(layout.units[index].text, name)) or (
            index in prose[-_LAST:] and _is_called(layout, prose, index)
        ):
            layout.critic, layout.critic_name, layout.critic_index = before.with_text(name), name, index - 1
            return index - 1
    signed = {name.casefold() for name in bylined}
    for index in reversed(prose[1:]):  # the critic's name once more, and of them what begins with no name
        name = layout.units[index - 1].text.strip(" |–—-").casefold()
        rest = sum(len(layout.units[i].text) for i in prose if i >= index)
        if (
            name in signed
            and index - 1 > prose[0]
            and _MOST_BIO * rest < sum(len(layout.units[i].text) for i in prose)
        ):
            return index - 1
    for index in reversed(prose[1:]):
        since = _SINCE.fullmatch(layout.units[index].text)
        name = since["name"] if since is not None else ""
        if name and looks_like_name(name) and (not bylined or name in bylined):
            layout.critic, layout.critic_name = layout.units[index].with_text(name), name
            layout.critic_index = index
            return index
    for index in reversed(prose[-3:]):
        if index == prose[0]:
            break
        text = layout.units[index].text
        found = _SAYS_WHO.match(text)
        name = found.group(1).strip() if found else ""
        if bylined and name not in bylined:
            continue
        if (
            name
            and looks_like_name(name)
            and (len(BIO.findall(text)) >= 1 or _LIVES.match(text[len(name) :]))
            and re.search(
                r"^\S.{0,60}?\b(?:is|was|has been) (?:also )?(?:a |an |the |our |[\w’]+[’']s? "
                r")(?:[\w’,.-]+ ){0,8}?(?:critic|writer|journalist|editor|reviewer|contributor|"
                r"columnist|publisher|programmer|author|historian|blogger)\b|\blives in\b|"
                r"\b(?:writes|covers|has "
                r"written) (?:about )?(?:film|movie|cinema|for|review)",
                text,
            )
        ):
            layout.critic, layout.critic_name, layout.critic_index = (
                layout.units[index].with_text(name),
                name,
                index,
            )
            return index
    return end


def _is_called(layout: Layout, prose: list[int], index: int) -> bool:
    """Whether one word alone signs, as a paragraph right under it says of whom it is: "Wes", "Wes bakes."."""
    name, text = layout.units[index - 1].text.strip(" |–—-"), layout.units[index].text
    if layout.kinds[index - 1] != "short" or _ONE_NAME.fullmatch(name) is None or not text.startswith(name):
        return False
    said = re.compile(rf"\b{re.escape(name)}\b")
    return BIO_VERB.match(text[len(name) :]) is not None and not any(
        said.search(layout.units[place].text) for place in prose if place < index
    )


_ONE_NAME = regex(r"[^\W\d_a-z][^\W\d_]{1,15}")
#: What may follow the name that a biography begins with.
_OF_THEM = regex(
    r"$|,\s+(?:an?|the|our|who|whose|\d\d)\b|\s+\([^()]{1,60}\)|['’]s\s|"
    r"\s+(?:(?:also|still|once|now|never|no longer|has|had|was|is|can|will|would|est|ist|es|è|é|is|er|"
    r"är)\b|[a-z]+s\b)"
)


def named_first(text: str) -> str | None:
    """Whom a biography is about: the name that it begins with, and that a verb or a remark follows."""
    found = name_at(text, 0)
    if found is None or not looks_like_name(found[0]) or _OF_THEM.match(text, found[1]) is None:
        return None
    return found[0]


_GOES_ON = regex(r",?\s+(?:\([^)]*\)\s*)?[a-z]|['’]s\b")


def _begins_bio(text: str, name: str) -> bool:
    if text.startswith(name) and _GOES_ON.match(text[len(name) :]):
        return True
    words = name.split()
    if (
        text.startswith(f"{words[0]} ")
        and words[-1] in text[: len(name) + 24]
        and _BIO_SOON.search(text[:90])
    ):
        return True  # Ann "Bee" Lee has written ...
    for form in (words[0], words[-1]):
        if text.startswith(form) and BIO_VERB.match(text[len(form) :]):
            return bool(BIO.search(text))
    return text[:3].casefold() in {"is ", "was"} and bool(BIO.search(text))
