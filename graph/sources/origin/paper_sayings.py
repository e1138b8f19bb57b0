"""What a line says in words of whose page it is: "© 1999 Pell Street Review", "She writes for the Herald"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.sources.facts import dates
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

_COPYRIGHT = regex(
    r"(?:©|\(c\)|copyright)[\s©,]*(?:\(c\)\s*)?(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:(?:19|20)?\d\d|"
    r"present))?[\s,]*)?"
    r"(?:by\s+)?(?P<name>[a-z\d-]{3,30}\.(?:[a-z]{2,3}|info|example)(?![\w.])|(?-i:[A-Z])(?:[^.,|©·\d()]|\.(?=[a-z]{2,7}\b)){1,60})",
    re.IGNORECASE,
)
#: "Deccan Standard Group", "Ferrymount Post Ltd": the company that owns a paper of that name.
_COMPANY = regex(
    r"(?:,?\s+(?:LLC|Inc|Ltd|Limited|GmbH|AG|S\.?A|Co|Corp|Corporation|Company|Group|Media|Holdings|"
    r"Publishing|"
    r"Publications|Newspapers?|Communications|Network|Digital|Verlag|All Rights? Reserved))+\.?$",
    re.IGNORECASE,
)
_SAID = regex(
    r"(?:(?P<strong>published in|writer for|(?:originally |first )?(?:appeared|published|ran|printed) "
    r"(?:in|on)|"
    r"(?:film|movie|staff|chief) (?:critic|reviewer|writer|editor) (?:for|of|at)|"
    r"reviews? (?:\w+ (?:and \w+ )?)?for|"
    r"(?:film|movie|motion picture|cinema) (?:reviews|columns|notices) from|"
    r"writes (?:about (?:film|films|movies|cinema) )?for|welcome to|from the (?:archives?|pages|files) of|"
    r"courtesy of|(?:re)?(?:typed|transcribed|scanned|keyed|copied|printed) (?:in )?from|(?:from|by) the "
    r"(?:\w+ )?(?:staff|critics?|reviewers?|editors?|writers|desk|team|pages) (?:of|at|from))|"
    r"subscribed? (?:to|at)|signed up (?:at|with)|support|follow|more from|contact|about|return to|back "
    r"to|letters to|join|"
    r"advertise (?:in|with))\s+"
    r"(?P<name>(?:the |The )?(?-i:[A-Z0-9])[^.,;:|©()\n]{2,50})",
    re.IGNORECASE,
)
_IS_A = regex(
    r"^[*_]?(?P<name>(?-i:[A-Z])[^.,;:|©()\n]{2,50}?) (?:has been online|comes out|"
    r"appears (?:every|weekly|monthly|on)|is (?:printed|published|produced|written|edited|put out) |"
    r"is (?:a|an|the) [\w\s-]{0,60}\b(?:magazine|newspaper|paper|weekly|blog|site|website|publication|"
    r"newsletter|journal|zine|member of|registered)\b)"
)
#: "The Reel List, the campus film listings you asked for".
_APPOSED = regex(
    r"^(?P<name>(?:[Tt]he )?[A-Z][\w’'&.-]*(?: (?:[A-Z&][\w’'.-]*|of|the|and|on|in)){0,4}), "
    r"(?:(?:the|a|an|your|our|student|campus|independent|free|community)\b).{0,60}\b(?:listings|guide|newsletter|magazine|newspaper|paper|weekly|"
    r"monthly|blog|journal|zine|site)\b"
)
#: "The Piedmont Free Weekly's movie guide".
_OWNED = regex(
    r"^(?P<name>(?:The |the )?(?:[^\W\d_a-z][\w’&.-]*\s+){0,4}[^\W\d_a-z][\w&.-]*)['’]s\s+"
    r"(?:[\w-]+ ){0,2}(?:guide|section|supplement|pages?|digest|reviews|critics?|capsules|listings)\b"
)
#: "Leinebote Verlagsgesellschaft mbH, Hannover": the firm that publishes the paper of that name.
_FIRM = regex(
    r"^(?:[Pp]ublished by |[Hh]erausgeber:? |[Vv]erlag:? )?(?P<name>[A-Z][^.,;:|©()\d]{2,40}?),? "
    r"(?:(?:Verlagsgesellschaft|Verlags?|Zeitungsverlag|Newspapers?|Publishing|Publications|Publishers|Éditions|"
    r"Edizioni|Ediciones|Forlag|Förlag) )?(?:mbH|GmbH|Ltd|Limited|Inc|LLC|AG|e\. ?V|Pty|S\.A|S\.L|S\.r\.l|"
    r"S\.p\.A|"
    r"SARL|B\.V|A/S)(?![\w-])"
)
#: One of these stands in whatever says so: most lines are spared the search.
_SAYING = (
    "publish", "writ", "appeared", "ran ", "print", "critic", "review", "editor", "welcome", "from",
    "courtesy", "subscribe", "support", "follow", "contact", "about", "return", "back", "letters", "join",
    "advertise", "signed", "staff", "typed", "scribed", "scanned", "keyed", "copied",
)  # fmt: skip
#: "From the Wexcombe Mercury, 14 March 1978"
_FROM = regex(r"(?:reprinted |taken )?from (?P<name>(?:the )?(?-i:[A-Z])[^.,;:|()]{2,50})", re.IGNORECASE)
#: "from The Hudson Review of Arts, November 1974": an issue, of which nobody says the day.
_FROM_ISSUE = regex(
    r"(?i:(?:reprinted |taken |originally )?from) (?P<name>(?:[Tt]he )?[A-Z][^.,;:|()]{2,50}), "
    r"(?:(?:[A-Z][a-z]{2,8}\.?|[A-Z]+)(?:[/-][A-Z][a-z]{2,8})? )?(?:18|19|20)\d\d\.?"
)
#: What stands between a name and a day.
_BEFORE_DAY = regex(r"\s+(?:on|of|in|dated|for|issue of)$")


@lru_cache(maxsize=1024)  # a page's furniture is asked by more than one of those who look for its paper
def said_of(text: str) -> tuple[tuple[str, str, float], ...]:
    """The names that a line says: each as it is printed, in what kind of words, and what these weigh."""
    return tuple(_said_of(text))


def _said_of(text: str) -> Iterator[tuple[str, str, float]]:
    if (printed := dates.sure(text)) is not None and len(text) > len(printed[1]):
        text = text.replace(printed[1], ",")  # "first appeared in the Tri-City Examiner on 9 August 1996"
        if (taken := _FROM.match(text)) is not None:
            yield _BEFORE_DAY.sub("", taken.group("name").strip()), "said", 2.0
    elif (taken := _FROM_ISSUE.fullmatch(text.strip("()[]* "))) is not None:
        yield taken.group("name").strip(), "said", 2.0
    folded = text.casefold()
    for found in _COPYRIGHT.finditer(text) if "©" in text or "(c)" in folded or "copyright" in folded else ():
        name = found.group("name").strip()
        owner = _COMPANY.sub("", name)
        yield owner, "copyright", 2.0 if owner == name else 1.0
    for found in _SAID.finditer(text) if any(word in folded for word in _SAYING) else ():
        yield _BEFORE_DAY.sub("", found.group("name").strip()), "said", 2.0 if found.group("strong") else 1.0
    described = _IS_A.match(text) or _APPOSED.match(text.strip("* "))
    if described is not None:
        yield described.group("name"), "said", 2.0
    if (firm := _FIRM.match(text)) is not None:
        yield firm.group("name"), "firm", 1.0
    owned = _OWNED.match(text)
    if owned is not None:
        yield owned.group("name"), "owned", 1.0
