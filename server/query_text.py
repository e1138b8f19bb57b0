"""What can be said about a SPARQL query from its text alone, before anything parses it. Pure.

The lexical grammar is that of SPARQL 1.1, section 19.8. One thing makes it awkward: whether ``<``
opens an IRI or means "less than" depends on the parse (``FILTER(1<2)SERVICE:p#>`` hides a SERVICE
from a scanner that prefers the IRI, ``<http://x#>SERVICE`` from one that does not). So nothing here
chooses: :func:`inspect` follows every way in which the text can be cut into tokens. Positions only
grow and each is looked at once, so the time stays proportional to the length of the text.
"""

from __future__ import annotations

import heapq
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.mistakes import bare_iri, in_prologue, mistake

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_NAME_START = (
    r"A-Za-z_\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D"
    r"\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_NAME = _NAME_START + r"0-9\u00B7\u0300-\u036F\u203F-\u2040"
_ESCAPE = r"(?:%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])"
_LOCAL = rf"(?:[{_NAME}:]|{_ESCAPE})(?:(?:[{_NAME}\-.:]|{_ESCAPE})*(?:[{_NAME}\-:]|{_ESCAPE}))?"
# A run of name characters and dots is one word: what a longer look would separate ("a.b") matters to
# nobody here, and looking again from every dot would take quadratic time. "*+" never backtracks.
_RUN = rf"[{_NAME_START}][{_NAME}\-.]*+"

_TOKEN = re.compile(
    rf"""
      (?P<space>[ \t\r\n]+|\#[^\r\n]*)
    | (?P<string>\"\"\"(?:\"{{0,2}}(?:[^"\\]|\\.))*\"\"\" | \'\'\'(?:'{{0,2}}(?:[^'\\]|\\.))*\'\'\'
        | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
    | (?P<variable>[?$][{_NAME}]+)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<blank>_:[{_NAME}](?:[{_NAME}\-.]*[{_NAME}\-])?)
    | (?P<name>(?:{_RUN})?(?<!\.):(?:{_LOCAL})?)
    | (?P<word>{_RUN})
    | (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)
    | (?P<open>[({{\[])
    | (?P<close>[)}}\]])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_IRI = re.compile(r"<(?:[^<>\"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>")
_TARGETS = ("variable", "name", "iri")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: its kind (a group of the grammar, or ``iri``), text and position."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The position after it."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a query's text shows.

    ``calls_service``: whether it can call another service. ``nesting``: how deep its brackets nest.
    ``patterns``: how many signs and words join its patterns (``.``, ``;``, ``OPTIONAL``, ``UNION``...).
    ``operators``: how many signs join the parts of its expressions, lists and paths (``||``, ``+``, ``,``,
    ``/``...). ``steps``: how many of those the longest property path can have.
    pyoxigraph recurses over all of these, and plans in the fourth power of the number of patterns.
    """

    calls_service: bool
    nesting: int
    patterns: int
    operators: int
    steps: int


def inspect(text: str) -> Inspection:
    """Look at every way to read ``text`` as tokens, and report the worst.

    ``calls_service`` is true when in one of them the keyword SERVICE stands before something that
    it could call. A string, a comment or a plain IRI with the word in it does not count.
    """
    plain = _plain_iris(text)
    # position that some reading reaches -> the deepest nesting there, the most patterns and operators so
    # far, and the most steps of the path that may go on there
    reached = {0: (0, 0, 0, 0)}
    waiting = [0]
    worst, calls = (0, 0, 0, 0), False
    while waiting:
        position = heapq.heappop(waiting)
        counted = reached.pop(position)
        for token in _tokens_at(text, position):
            now = counted if plain[position] else _after(token, counted)
            worst = _worse(worst, now)
            calls = calls or _calls_service(text, token)
            if token.end < len(text):
                if token.end in reached:
                    reached[token.end] = _worse(reached[token.end], now)
                else:
                    heapq.heappush(waiting, token.end)
                    reached[token.end] = now
    return Inspection(calls, *worst)


_Counts = tuple[int, int, int, int]


def _after(token: Token, counted: _Counts) -> _Counts:
    """The counts after ``token``."""
    depth, patterns, operators, steps = counted
    kind, text = token.kind, token.text
    if kind == "open":
        return depth + 1, patterns, operators, steps if text == "(" else 0
    if kind == "close":
        return depth - 1, patterns, operators, steps if text == ")" else 0
    if kind == "other":
        return (
            depth,
            patterns + (text in _JOINTS),
            operators + (text in _OPERATORS),
            # What ends no path may stand in one, or be the operator of an expression: it counts.
            0 if text in _PATH_ENDS else steps + (text in _STEPS),
        )
    if kind == "word":
        return depth, patterns + (text.lower() in _JOINING), operators, steps if text == "a" else 0
    return depth, patterns, operators, 0 if kind in _NOT_IN_PATHS else steps


def _worse(one: _Counts, other: _Counts) -> _Counts:
    return (
        max(one[0], other[0]), max(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]),
    )  # fmt: skip


def outline(text: str) -> Inspection | None:
    """What :func:`inspect` reports at the most, in a twentieth of its time; None where it takes a real look.

    Every sign outside a plain IRI is counted, in strings and comments too, and no step ends a path: no
    reading can hold more.
    """
    if "service" in text.lower():
        return None
    rest = _PLAIN_IRI.sub("", text)
    return Inspection(
        calls_service=False,
        nesting=_count(rest, "([{"),
        patterns=_count(rest, _JOINTS) + len(_JOINING_WORD.findall(rest)),
        operators=_count(rest, _OPERATORS),
        steps=_count(rest, _STEPS),
    )


def _count(text: str, signs: Iterable[str]) -> int:
    return sum(map(text.count, signs))


def undeclared_prefix(text: str, known: Mapping[str, str]) -> Token | None:
    """The first prefixed name whose prefix is neither in ``known`` nor declared in the query."""
    declared = set(known)
    before = ""
    for token in tokens(text):
        if token.kind == "name":
            prefix = token.text.partition(":")[0]
            if before == "prefix":
                declared.add(prefix)
            elif prefix not in declared:
                return token
        before = token.text.lower() if token.kind == "word" else ""
    return None


def tokens(text: str) -> Iterator[Token]:
    """The tokens of ``text`` without space and comments, taking an IRI wherever one can stand."""
    position = 0
    while position < len(text):
        *_, token = _tokens_at(text, position)
        if token.kind != "space":
            yield token
        position = token.end


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """A syntax error for a person: one sentence, and where it is (line and column from 1)."""

    detail: str
    line: int
    column: int
    pointer: str


_POSITION = re.compile(r"error at (\d+):(\d+)(?:: (.*))?", re.DOTALL)


def explain(text: str, message: str, known: Mapping[str, str], what: str = "query") -> SyntaxProblem:
    """The engine's syntax error in words, with the line and a caret under the place.

    Args:
        text: the query, or the update.
        message: what pyoxigraph said: ``error at 1:8: expected ...``.
        known: the prefixes that need no declaration.
        what: ``query`` or ``update``.
    """
    found = _POSITION.match(message)
    line, column = (int(found[1]), int(found[2])) if found else (1, 1)
    lines = text.split("\n")
    if line > len(lines):  # the parser's way to say that the query ended too early
        line, column = len(lines), len(lines[-1]) + 1
    offset = sum(len(item) + 1 for item in lines[: line - 1]) + column - 1
    missing = undeclared_prefix(text, known)
    stream = [*tokens(text)]
    expected = _expected(found[3] if found else message)
    wrong: tuple[str, int] | None = in_prologue(stream)
    if wrong is None and missing is not None and missing.start <= offset:
        line, column = _place(text, missing.start)
        prefix = missing.text.partition(":")[0]
        detail = bare_iri(missing) or (
            f'The prefix "{prefix}:" is not declared: put PREFIX {prefix}: <...> before the {what}. '
            f"Known without that: {', '.join(f'{name}:' for name in sorted(known) if name)}."
        )
    elif (wrong := wrong or _wrong_beginning(text, what) or mistake(stream)) is not None:
        detail, start = wrong
        line, column = _place(text, start)
    elif text[offset:].strip() or what == "update":
        detail = f"The {what} cannot be read at line {line}, column {column}{expected}."
    elif stream[-1].text in ("}", ")"):
        # The engine looked for another way to read the whole, and found none: where it ended says nothing.
        detail = f"The {what} cannot be read{expected}."
    else:
        detail = f"The {what} ends too early{expected}."
    return SyntaxProblem(detail, line, column, _pointer(lines[line - 1], column))


_FORMS = ("select", "ask", "construct", "describe")
_UPDATES = ("insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add", "with")


def _wrong_beginning(text: str, what: str) -> tuple[str, int] | None:
    """What is wrong with how a query or an update begins, and where; None when it begins as one should."""
    right, wrong = (_FORMS, _UPDATES) if what == "query" else (_UPDATES, _FORMS)
    stream = tokens(text)
    for token in stream:
        word = token.text.lower()
        if word in ("base", "prefix"):
            for _ in range(1 if word == "base" else 2):  # its IRI; or its name, then its IRI
                next(stream, None)
        elif word in right:
            return None
        elif word in wrong:
            sent, wanted = ("an update", "a query") if what == "query" else ("a query", "an update")
            return f"This is {sent} ({token.text}); {wanted} is expected here.", token.start
        elif what == "query":
            return (
                "A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after any BASE and PREFIX; "
                f"this one begins with {token.text[:40]}."
            ), token.start
        else:
            return (
                "An update begins with INSERT, DELETE, WITH, LOAD, CLEAR, CREATE, DROP, COPY, MOVE or ADD, "
                f"after any BASE and PREFIX; this one begins with {token.text[:40]}."
            ), token.start
    early = f"The {what} ends before it {'asks' if what == 'query' else 'does'} anything."
    return (early if text.strip() else f"The {what} is empty."), len(text)


def _tokens_at(text: str, position: int) -> Iterator[Token]:
    """The tokens that can start at ``position``: one, or two at a ``<`` that may open an IRI."""
    if text[position] == "<":
        yield Token("other", "<", position)
        iri = _IRI.match(text, position)
        if iri:
            yield Token("iri", iri[0], position)
        return
    found = _TOKEN.match(text, position)
    assert found is not None and found.lastgroup is not None  # noqa: S101, PT018 - "other" takes anything
    yield Token(found.lastgroup, found[0], position)


_JOINTS = frozenset(".;")
_OPERATORS = frozenset("!+-*/|&^=<>,")
_STEPS = frozenset("/|^")
_PATH_ENDS = frozenset(".;,<>=&")
_NOT_IN_PATHS = ("variable", "string", "language", "blank", "number")
_JOINING = frozenset(("union", "optional", "minus", "filter", "bind", "exists", "graph", "values"))
_JOINING_WORD = re.compile("|".join(sorted(_JOINING)), re.IGNORECASE)
_MAY_BE_OPERATORS = frozenset("(),&|'")
_PLAIN_IRI = re.compile(r"<[^<>\"{}|^`\\\x00-\x20(),&']*+>")


def _plain_iris(text: str) -> bytearray:
    """For each position whether it lies inside what can only be an IRI, or in a string or a comment.

    Between two comparisons, ``a<b`` and ``c>d``, there is always one of ``( ) , && ||``; an IRI
    without those, and without a quotation mark that could open a string, is nothing else. The signs
    in it join nothing, though one of the readings takes them for operators.
    """
    plain = bytearray(len(text))
    for found in _IRI.finditer(text):
        if _MAY_BE_OPERATORS.isdisjoint(found[0]):
            plain[found.start() : found.end()] = b"\1" * len(found[0])
    return plain


def _calls_service(text: str, token: Token) -> bool:
    """Whether ``token`` is, or ends or begins with, the keyword SERVICE with something to call.

    The engine needs no space around a keyword: ``trueSERVICE<x>{``, ``SERVICEx:y{`` and even
    ``SERVICE:y{`` are calls. A prefix that contains the keyword therefore counts as one.
    """
    lowered = token.text.lower()
    if token.kind == "word":
        return lowered.endswith(("service", "servicesilent")) and _target_follows(text, token.end)
    return token.kind == "name" and "service" in lowered.partition(":")[0] and _group_follows(text, token.end)


def _target_follows(text: str, position: int) -> bool:
    """Whether ``[SILENT] target {`` stands at ``position``, in one of the ways to read the text."""
    for token in _after_space(text, position):
        if token.kind in _TARGETS and _group_follows(text, token.end):
            return True
        if token.text.lower() == "silent" and any(
            target.kind in _TARGETS and _group_follows(text, target.end)
            for target in _after_space(text, token.end)
        ):
            return True
    return False


def _group_follows(text: str, position: int) -> bool:
    return any(token.text == "{" for token in _after_space(text, position))


def _after_space(text: str, position: int) -> Iterator[Token]:
    """The tokens that can start after any space and comments at ``position``."""
    while position < len(text):
        *_, token = _tokens_at(text, position)
        if token.kind != "space":
            yield from _tokens_at(text, position)
            return
        position = token.end


def _place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of a position in the text."""
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def _expected(message: str | None) -> str:
    """What the engine expected, where it says so in words and not in character classes."""
    if not message or "Prefix not found" in message:
        return ""
    if not message.startswith("expected"):
        return ": " + " ".join(message.split()).rstrip(".")
    listed = re.sub(r"\['(?:[^\]]|'\]')*\]", "", message)
    said = re.search(r"\b(?:The|Duplicated) [a-zA-Z ]+", listed)
    if said:
        return ": " + said[0][0].lower() + said[0][1:].strip()
    symbols = [found[1] for found in re.finditer(r'"((?:\\.|[^"\\])+)"', listed)]
    if any(symbol.strip("\\") == "U" for symbol in symbols):  # what may stand inside a string
        return ": a string is not closed"
    if not symbols:  # keywords alone are where the engine gave up last, seldom what is missing
        return ""
    words = [*dict.fromkeys(symbols), *re.findall(r"\b[A-Z]{2,}\b", re.sub(r'"[^"]*"', "", listed))]
    return f": expected {' or '.join(words)}" if len(words) <= 4 else ""


def _pointer(line: str, column: int, width: int = 100) -> str:
    """The line with a caret under ``column``, cut to ``width`` characters around it."""
    start = max(0, column - 1 - width // 2)
    shown = line[start : start + width].replace("\t", " ").rstrip("\r")
    return f"{shown}\n{' ' * (column - 1 - start)}^"
