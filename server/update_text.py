"""What can be said about, and done to, a SPARQL update from its text alone. Pure.

pyoxigraph evaluates an update as it is written and takes no dataset beside it; the protocol's
``using-graph-uri`` therefore becomes USING clauses, put in as tokens where the grammar has them
(SPARQL 1.1 Update, section 4.1.3). A ``<`` counts as the beginning of an IRI wherever it can be one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from server.query_text import SyntaxProblem, Token, inspect, tokens
from server.query_text import explain as explained

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: The longest update, in characters, that is looked through for a mistake: that takes 0.2 s.
_READABLE = 100_000
_POSITION = re.compile(r"error at (\d+):(\d+)(?:: (.*))?", re.DOTALL)


class Refusal(ValueError):
    """An update that is not evaluated; the message is for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Reaches:
    """Whether an update reaches for other addresses: to load documents, or to call services."""

    loads: bool = False
    calls: bool = False


def check(text: str, deepest: int, *, may_reach: bool = False) -> Reaches:
    """What an update reaches for. Raises Refusal for one that may reach for nothing, or nests too deep."""
    lowered = text.lower()
    loads = "load" in lowered and any(
        token.kind == "word" and token.text.lower() == "load" for token, depth in _outline(text) if not depth
    )
    if loads and not may_reach:
        raise Refusal("LOAD is switched off here: send the graph itself to /graphs.")
    # Most updates are long lists of triples, and need no closer look.
    if "service" in lowered or sum(text.count(bracket) for bracket in "({[") > deepest:
        seen = inspect(text)
        if seen.nesting > deepest:
            raise Refusal(f"Brackets nest deeper than {deepest} levels.")
        if seen.calls_service and not may_reach:
            raise Refusal("SERVICE is switched off here: an update may not call other services.")
        return Reaches(loads, seen.calls_service)
    return Reaches(loads)


def with_dataset(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """The update with USING and USING NAMED in each operation that has a WHERE.

    Raises:
        Refusal: the update has USING or WITH itself (SPARQL 1.1 Protocol, 2.2.3), or a graph is no IRI.
    """
    if not default and not named:
        return text
    try:
        clauses = [f"USING {ox.NamedNode(iri)}" for iri in default]
        clauses += [f"USING NAMED {ox.NamedNode(iri)}" for iri in named]
    except ValueError as error:
        raise Refusal(f"A graph's name cannot be read as an IRI: {error}.") from error
    using = " ".join(clauses)
    made: list[str] = []
    copied, before = 0, ""
    outline = list(_outline(text))
    for place, (token, depth) in enumerate(outline):
        word = token.text.lower() if token.kind == "word" and not depth else ""
        if word in ("using", "with"):
            raise Refusal(
                f"The update says {token.text.upper()} and the request names graphs, too; say it once."
            )
        if word == "where":
            made.append(text[copied : token.start])
            if before == "delete":  # DELETE WHERE { P } is short for DELETE { P } WHERE { P }
                made.append(_group(text, outline[place + 1 :]) + " ")
            made.append(f"{using} ")
            copied = token.start
        before = word
    return "".join((*made, text[copied:]))


def only_inserts(text: str) -> bool:
    """Whether the update is nothing but INSERT DATA operations.

    No expression stands in such a text, so that every ``<`` in it begins an IRI. Were there another
    operation, its first word would stand at the top before anything that could be read in two ways.
    """
    words = {
        token.text.lower() for token, depth in _outline(text) if token.kind in ("word", "name") and not depth
    }
    return {word for word in words if ":" not in word} <= {"prefix", "base", "insert", "data"}


def explain(text: str, message: str, known: Mapping[str, str]) -> SyntaxProblem:
    """The engine's syntax error in words, as that of a query; of a text of megabytes by its line alone."""
    if len(text) <= _READABLE:
        return explained(text, message, known, "update")
    found = _POSITION.match(message)
    line, column = (int(found[1]), int(found[2])) if found else (1, 1)
    return SyntaxProblem(f"The update cannot be read at line {line}, column {column}.", line, column, "")


def _outline(text: str) -> list[tuple[Token, int]]:
    """The tokens, each with how deep in brackets it stands; a bracket stands where it opens."""
    found: list[tuple[Token, int]] = []
    depth = 0
    for token in tokens(text):
        depth -= token.kind == "close"
        found.append((token, depth))
        depth += token.kind == "open"
    return found


def _group(text: str, rest: list[tuple[Token, int]]) -> str:
    """The group that begins with the first of some tokens; empty where none does."""
    if not rest or rest[0][0].text != "{":
        return ""
    end = next((token.end for token, depth in rest[1:] if not depth and token.text == "}"), len(text))
    return text[rest[0][0].start : end]
