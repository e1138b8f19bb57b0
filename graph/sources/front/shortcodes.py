"""What the tags of a page's template say of the film and the review: ``{{< stars 3.5 >}}``.

Sites built from Markdown put small facts into tags of their own: ``{% include rating.html score="4" %}``,
``{{< film title="Otto" director="Ann Lee" >}}``. A tag named after a film or a rating, on a line of its own,
is read as front matter of that name is; what any other says is its template's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.sources.front.matter import Entry, fold_key
from graph.sources.front.words import BEST, RATING
from graph.sources.patterns import regex
from graph.sources.words import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = regex(
    r"\{\{[<%]\s*(?P<hugo>[\w/-]{2,40})(?P<said>[^<>%\n]{0,600}?)/?[>%]\}\}|"
    r"\{%-?\s*(?:include\s+)?(?P<liquid>[\w/-]{2,40})(?:\.\w{2,5})?(?P<told>[^%\n]{0,600}?)-?%\}|"
    r"\{\{\s*(?P<called>[\w-]{2,40})\s*\((?P<given>[^(){}\n]{0,600})\)\s*\}\}"
)
_NAMED = regex(r"([\w-]{1,30})\s*[=:]\s*(?:\"([^\"]{0,200})\"|'([^']{0,200})'|([^\s,\"']{1,60}))")
_ALONE = regex(
    r"^[\s,\"']*((?:\d{1,3}(?:\.\d{1,2})?|[A-F][+-]?|[★☆½*]{1,10})(?:\s*(?:/|of|out of)\s*\d{1,3})?)"
    r"[\"'\s,]*(\d{1,3})?[\"'\s]*$"
)
_FILMS = word_set(
    "film movie filminfo movieinfo filmdata moviedata filmdetails moviedetails filmcard moviecard filmbox "
    "moviebox filmfacts moviefacts filmmeta moviemeta filmcredits moviecredits"
)
_RATINGS = RATING - {"value", "verdict"} | {"star", "ratingstars"}
_VALUES = ("rating", "score", "stars", "value", "n", "grade", "num", "count", "filled")
_MOST = 40


def said_in(body: str, offset: int) -> Iterator[tuple[str, list[Entry]]]:
    """The keys and values of a body's tags, each with the context "film" or "review" they speak in.

    ``offset`` lines stand before the body in its document.
    """
    if "{%" not in body and "{{" not in body:
        return
    for count, found in enumerate(_TAG.finditer(body)):
        if count >= _MOST:
            return
        before = body[body.rfind("\n", 0, found.start()) + 1 : found.start()]
        if before.strip() or body[found.end() : found.end() + 1].strip():
            continue  # within a sentence
        name = fold_key((found["hugo"] or found["liquid"] or found["called"]).rsplit("/", 1)[-1])
        said = (found["said"] or found["told"] or found["given"] or "").strip()
        line = offset + 1 + body.count("\n", 0, found.start())
        keys = {fold_key(one[0]): one[1] or one[2] or one[3] for one in _NAMED.findall(said)}
        if name in _RATINGS:
            yield "review", [Entry(key, value, line, line) for key, value in _rating(said, keys).items()]
        elif name in _FILMS or name == "review":
            entries = [Entry(key, value, line, line) for key, value in keys.items() if value]
            yield ("review" if name == "review" else "film"), entries


def _rating(said: str, keys: dict[str, str]) -> dict[str, str]:
    """The rating of a tag, by the names of its values or by their order: ``stars 3.5``, ``stars(4, 5)``."""
    value = next((keys[name] for name in _VALUES if keys.get(name)), None)
    best = next((keys[name] for name in keys if name in BEST or name == "of"), None)
    if value is None and (alone := _ALONE.match(said)) is not None:
        value, best = alone.group(1), best or alone.group(2)
    told = {"rating": value} if value is not None else {}
    return told | ({"best": best} if best is not None and told else {})
