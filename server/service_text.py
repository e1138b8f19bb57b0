"""The calls of other services in a SPARQL query or update, from its text alone. Pure.

A call, ``SERVICE <address> { pattern }`` (SPARQL 1.1 Federated Query), is taken out of the text, asked
of the service as a query of its own, and what came back is put in its place as VALUES: a group for a
group. What evaluates the text therefore needs no way to the network, and has none.

Where ``<`` could be read in two ways (see :mod:`server.query_text`), and reading it wrongly could move a
bracket, nothing is guessed: the text is refused, with what to write instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.query_text import Token, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SCHEMED = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
_MAY_BE_OPERATORS = frozenset("(),&|'#")
#: As long as the keyword SERVICE, so that it fits wherever a call stands.
_PLAIN_GROUP = "GRAPH<>"


class Unreadable(ValueError):
    """A text whose calls cannot be told for sure; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call: where it stands in the text, its target and its group as they are written there."""

    start: int
    end: int
    target: str
    group: str
    silent: bool
    binds: bool


@dataclass(frozen=True, slots=True)
class Load:
    """One LOAD of an update: the document and the graph as they are written, None for the default graph."""

    document: str
    graph: str | None
    silent: bool


def certain(text: str) -> list[Token]:
    """The tokens of ``text``. Raises Unreadable where a ``<`` could open an IRI or compare."""
    found = list(tokens(text))
    for token in found:
        if token.kind != "iri" or _SCHEMED.match(token.text):
            continue  # "//" stands in no expression and in no path, so that one is an IRI
        if not _MAY_BE_OPERATORS.isdisjoint(token.text):
            raise Unreadable(
                f"{token.text[:60]} can be read as an IRI or as comparisons: in a text that calls other "
                "services, put a space after each < that compares, and write an IRI with its scheme."
            )
    return found


def calls(text: str) -> list[Call]:
    """The calls of a text, in their order. Raises Unreadable for one that is not written plainly."""
    found: list[Call] = []
    stream = certain(text)
    place = 0
    while place < len(stream):
        token = stream[place]
        place += 1
        if token.kind != "word" or token.text.lower() != "service":
            continue
        silent = place < len(stream) and stream[place].text.lower() == "silent"
        place += silent
        target = stream[place] if place < len(stream) else token
        if target.kind == "variable":
            raise Unreadable(
                f"SERVICE {target.text}: a service is called here by its address alone, not by a variable."
            )
        after = stream[place + 1 : place + 2]
        if target.kind not in ("iri", "name") or not after or after[0].text != "{":
            raise Unreadable("A call is written SERVICE <address> { ... }, with space around SERVICE.")
        end = _closing(stream, place + 1)
        inside = stream[place + 2 : end]
        if any(item.kind == "word" and item.text.lower() == "service" for item in inside):
            raise Unreadable("A SERVICE inside a SERVICE is not called here: ask that service directly.")
        found.append(
            Call(
                start=token.start,
                end=stream[end].end,
                target=target.text,
                group=text[after[0].start : stream[end].end],
                silent=silent,
                binds=any(item.kind == "variable" for item in inside),
            )
        )
        place = end + 1
    return found


def _closing(stream: Sequence[Token], opening: int) -> int:
    depth = 0
    for place in range(opening, len(stream)):
        depth += (stream[place].kind == "open") - (stream[place].kind == "close")
        if not depth:
            return place
    raise Unreadable("A group is not closed.")


def prologue(text: str) -> str:
    """The PREFIX and BASE declarations of a text, put together anew."""
    return _declared(list(tokens(text)))


def _declared(stream: Sequence[Token]) -> str:
    """The declarations outside brackets, put together anew: an update may have some before each operation."""
    found: list[str] = []
    depth = 0
    for place, token in enumerate(stream):
        depth += (token.kind == "open") - (token.kind == "close")
        following = stream[place + 1 : place + 3]
        word = token.text.lower() if token.kind == "word" and not depth else ""
        if word == "base" and following and following[0].kind == "iri":
            found.append(f"BASE {following[0].text}")
        elif word == "prefix" and [item.kind for item in following] == ["name", "iri"]:
            found.append(f"PREFIX {following[0].text} {following[1].text}")
    return "\n".join(found)


def with_prologue(declared: str, known: Mapping[str, str], base: str, rest: str) -> str:
    """``rest`` under the declarations of a text, those that need none among them, and a base."""
    own = "\n".join(
        f"PREFIX {name}: <{namespace}>" for name, namespace in known.items() if f"{name}:" in rest
    )
    return f"BASE <{base}>\n{own}\n{declared}\n{rest}"


def remote_query(call: Call) -> str:
    """What is asked of a service, without its declarations (SPARQL 1.1 Federated Query, section 4)."""
    return f"SELECT * WHERE {call.group}" if call.binds else f"ASK {call.group}"


def emptied(text: str, found: Sequence[Call]) -> str:
    """The text with ``GRAPH <>`` in place of ``SERVICE <address>``: as long, line by line, and as valid."""
    made: list[str] = []
    copied = 0
    for call in found:
        head = call.end - len(call.group)
        blank = re.sub(r"[^\r\n]", " ", text[call.start + len(_PLAIN_GROUP) : head])
        made += [text[copied : call.start], _PLAIN_GROUP, blank]
        copied = head
    return "".join((*made, text[copied:]))


def replaced(text: str, found: Sequence[Call], values: Sequence[str]) -> str:
    """The text with a group of solutions in the place of each call; every later line keeps its number."""
    made: list[str] = []
    copied = 0
    for call, solutions in zip(found, values, strict=True):
        lines = "\n" * text.count("\n", call.start, call.end)
        made += [text[copied : call.start], " { ", solutions, " } ", lines]
        copied = call.end
    return "".join((*made, text[copied:]))


def operations(text: str) -> list[tuple[str, Load | None]]:
    """The operations of an update in their order: the text of each under the declarations before it.

    A LOAD has its parts beside it. An operation keeps the line that it begins in.
    """
    stream = certain(text)
    found: list[tuple[str, Load | None]] = []
    declared: list[Token] = []
    for first, last in _pieces(stream):
        piece = stream[first:last]
        rest = _after_declarations(piece)
        declared += piece[: len(piece) - len(rest)]
        if not rest:
            continue
        begins, ends = rest[0].start, rest[-1].end
        before = _declared(declared).replace("\n", " ")
        lines = "\n" * text.count("\n", 0, begins)
        found.append((f"{before}{lines} {text[begins:ends]}", _load(rest)))
    return found


def _pieces(stream: Sequence[Token]) -> list[tuple[int, int]]:
    """Where the operations between the semicolons begin and end."""
    cuts = [-1]
    depth = 0
    for place, token in enumerate(stream):
        depth += (token.kind == "open") - (token.kind == "close")
        if token.text == ";" and not depth:
            cuts.append(place)
    return [(cut + 1, end) for cut, end in zip(cuts, [*cuts[1:], len(stream)], strict=True)]


def _after_declarations(piece: Sequence[Token]) -> Sequence[Token]:
    place = 0
    while place < len(piece) and piece[place].text.lower() in ("base", "prefix"):
        place += 2 if piece[place].text.lower() == "base" else 3
    return piece[place:]


def _load(operation: Sequence[Token]) -> Load | None:
    """The parts of ``LOAD [SILENT] document [INTO GRAPH graph]``; None for another operation."""
    words = [token.text if token.kind in ("iri", "name") else token.text.lower() for token in operation]
    if operation[0].kind != "word" or words[0] != "load":
        return None
    silent = words[1:2] == ["silent"]
    rest, kinds = words[1 + silent :], [token.kind for token in operation[1 + silent :]]
    named = ("iri", "name")
    if len(rest) == 1 and kinds[0] in named:
        return Load(rest[0], None, silent)
    if len(rest) == 4 and rest[1:3] == ["into", "graph"] and kinds[0] in named and kinds[3] in named:
        return Load(rest[0], rest[3], silent)
    raise Unreadable("A LOAD is written LOAD <address>, or LOAD <address> INTO GRAPH <graph>.")
