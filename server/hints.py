"""What is odd about a query that the engine takes, and that may be why it finds nothing. Pure.

A term that nobody has ever used matches nothing, and a function that the engine does not know gives no
value: SPARQL 1.1 (18.2 and 17.6) calls neither an error, so the answer is empty and says nothing. Here the
vocabulary says which of its terms there are.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from ontology import JOB, JOBS, PREFIXES, REEL, reel
from server.query_text import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.query_text import Token

#: So many are told of one query.
_MOST = 3
_TERMS: Final[dict[str, frozenset[str]]] = {
    REEL: frozenset(name for name, iri in vars(reel).items() if isinstance(iri, str) and iri == REEL + name),
    JOB: frozenset(JOBS),
}
_CASTS = PREFIXES["xsd"]
_HTTP_SCHEMA = "http://schema.org/"
_KNOWN = frozenset().union(*_TERMS.values())
# Most queries are looked at by these alone, in 5 to 10 microseconds: each begins with a letter to look for.
_USED = re.compile(r"reel:(\w+)"), re.compile(r"job:(\w+)")
#: Where a closer look is worth its time: a property after "a", a call, a namespace written out.
_SUSPECT = re.compile(r" a +(?:reel|job):[a-z]"), re.compile(r":[\w.-]+\(")
_SUSPICIOUS = ("http://schema.org", "/reelgraph/", ">(")


def hints(text: str) -> tuple[str, ...]:
    """Sentences about terms and functions of a query that nothing answers to; mostly none."""
    if (
        all(_KNOWN.issuperset(used.findall(text)) for used in _USED)
        and not any(signs in text for signs in _SUSPICIOUS)
        and not any(suspect.search(text) for suspect in _SUSPECT)
    ):
        return ()
    return tuple(dict.fromkeys(_found(text)))[:_MOST]


def header(text: str) -> str:
    """The same as the value of a header; empty for none."""
    return " ".join(hints(text)).encode("ascii", "replace").decode()


def _found(text: str) -> Iterator[str]:
    declared = dict(PREFIXES)
    stream = [*tokens(text)]
    depth: list[str] = []
    for place, token in enumerate(stream):
        before = stream[place - 1] if place else token
        after = stream[place + 1] if place + 1 < len(stream) else token
        iri = _iri(token, declared)
        if token.kind == "name" and before.kind == "word" and before.text.lower() == "prefix":
            declared[token.text[:-1]] = after.text[1:-1]
        elif iri.startswith(_HTTP_SCHEMA):
            yield "The terms of schema.org begin with https://schema.org/ here, not with http://."
        elif after.text == "(" and after.start == token.end and iri and _is_expression(depth):
            if not iri.startswith(_CASTS):
                yield f"There is no function {token.text} here: its value is left out."
        elif iri and not (before.kind == "word" and before.text.lower() in ("prefix", "base")):
            yield from _unknown(token, iri, is_class=before.text == "a" and before.kind == "word")
        if token.kind == "open":
            depth.append(f"{before.text.lower()}{token.text}")
        elif token.kind == "close" and depth:
            depth.pop()


def _is_expression(depth: list[str]) -> bool:
    """Whether a call can stand here: inside round brackets, or after FILTER in a group."""
    return bool(depth) and depth[-1].endswith("(") and not depth[-1].startswith("values")


def _iri(token: Token, declared: dict[str, str]) -> str:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, colon, rest = token.text.partition(":")
    return declared.get(prefix, "") + rest if token.kind == "name" and colon and prefix in declared else ""


def _unknown(token: Token, iri: str, *, is_class: bool) -> Iterator[str]:
    for namespace, terms in _TERMS.items():
        name = iri.removeprefix(namespace)
        if name in (iri, ""):
            continue
        if name not in terms:
            folded = {term.lower(): term for term in terms}
            near = get_close_matches(name.lower(), folded, 1)
            yield _sentence(token, "is no term of the vocabulary", folded[near[0]] if near else "")
        elif is_class and namespace == REEL and name[0].islower():
            meant = name[0].upper() + name[1:]
            yield _sentence(token, "is a property and no class", meant if meant in terms else "")


def _sentence(token: Token, what: str, meant: str) -> str:
    if not meant:
        return f"{token.text} {what}."
    prefix = token.text.partition(":")[0] + ":" if token.kind == "name" else ""
    return f"{token.text} {what}; is {prefix}{meant} meant?"
