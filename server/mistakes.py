"""What is wrong with a query that the engine refused, where it is one of the usual mistakes. Pure.

The engine's parser says where it gave up, which is often the end of the text, and what it would have taken
last, which is seldom what is missing. What people get wrong in SPARQL is known: this looks for it among the
query's tokens. Nothing here is asked about a query that the engine takes, so what is found need not be the
only thing that is wrong; it has to be wrong.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from server.query_words import AGGREGATES, FUNCTIONS, NOT_CALLED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from server.query_text import Token


class Mistake(NamedTuple):
    """A sentence about what is wrong, and the position in the text where it is."""

    detail: str
    start: int


class _Placed(NamedTuple):
    """A token, its text in small letters, the places of the brackets that it stands in, and its own.

    The brackets come outermost first; a bracket itself stands in those around it.
    """

    token: Token
    word: str
    within: tuple[int, ...]
    place: int


_Text = list[_Placed]

#: What is looked through: the time grows with the square of the tokens, and with the depth (0.2 s for these).
_MOST_TOKENS, _DEEPEST = 1_000, 100
_MAY_COMPARE = frozenset("?$&|()")
_PAIRS = {")": "(", "]": "[", "}": "{"}
_TERMS = ("variable", "iri", "name", "string", "number", "blank")
_LOOKALIKES = {**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’´", "'"), **dict.fromkeys("–—−", "-")}
_INSTEAD = {
    "and": "And is written && in SPARQL.",
    "or": "Or is written || in SPARQL.",
    "like": 'There is no LIKE: write CONTAINS(?text, "part"), STRSTARTS(?text, "beginning") or REGEX.',
    "null": "There is no NULL: BOUND(?x) says whether ?x has a value.",
    "join": "There is no JOIN: patterns that share a variable are joined.",
    "top": "There is no TOP: write LIMIT and the number after the last }.",
}
_FORMS = ("select", "ask", "construct", "describe")
_GROUPED = ("where", "optional", "minus", "union", "exists")
_MODIFIERS = ("group", "having", "order", "limit", "offset", "values")


def in_prologue(tokens: Sequence[Token]) -> Mistake | None:
    """What is wrong with how the prefixes are declared; None where nothing is seen."""
    return next(_prologue([_Placed(token, token.text.lower(), (), 0) for token in tokens]), None)


def mistake(tokens: Sequence[Token]) -> Mistake | None:
    """The first of the usual mistakes that is found in a query or an update; None where none is."""
    found = _without_group(tokens) or _brackets(tokens)
    if found is None or isinstance(found, Mistake):
        return found
    if len(tokens) > _MOST_TOKENS:
        return None
    for look in _LOOKS:
        for one in look(found):
            return one
    return None


def _without_group(tokens: Sequence[Token]) -> Mistake | None:
    """A word that a group follows, without one: to be said before that its } closes nothing."""
    for token, after in zip(tokens, [*tokens[1:], None], strict=False):
        if token.kind == "word" and token.text.lower() in _GROUPED and (after is None or after.text != "{"):
            return Mistake(f"After {token.text} comes a group in {{ and }}.", token.start)
    return None


def _brackets(tokens: Sequence[Token]) -> _Text | Mistake | None:
    """The tokens with where they stand, or what is wrong with the brackets and signs; None past all depth."""
    placed: _Text = []
    within: list[int] = []
    for place, token in enumerate(tokens):
        if token.kind == "other" and (wrong := _sign(token)):
            return Mistake(wrong, token.start)
        if token.kind == "close":
            if not within:
                return Mistake(f"This {token.text} closes nothing.", token.start)
            opened = tokens[within[-1]]
            if _PAIRS[token.text] != opened.text:
                return Mistake(f"This {opened.text} is not closed before a {token.text} comes.", opened.start)
            within.pop()
        placed.append(_Placed(token, token.text.lower(), tuple(within), place))
        if token.kind == "open":
            within.append(place)
            if len(within) > _DEEPEST:
                return None
    if within:
        opened = tokens[within[-1]]
        return Mistake(f"The text ends too early: this {opened.text} is not closed.", opened.start)
    return placed


def _sign(token: Token) -> str:
    if token.text in _LOOKALIKES:
        meant = _LOOKALIKES[token.text]
        kind = "a minus" if meant == "-" else "a quotation mark"
        return f"{token.text} is not {kind} to SPARQL: write {meant}"
    if token.text in "\"'":
        return "The text ends too early: a string is not closed."
    if not token.text.isascii() and token.text.isspace():
        return "What looks like a space here is another sign (a no-break space, say): type the space anew."
    return ""


def _prologue(text: _Text) -> Iterator[Mistake]:
    """PREFIX as Turtle writes it, or without its colon, or with a sign at its end."""
    for place, (token, word, _, _) in enumerate(text):
        if word == "@prefix":
            yield Mistake("SPARQL writes PREFIX without @ and without a dot at its end.", token.start)
        if word != "prefix" or token.kind != "word":
            if token.kind == "word" and word != "base":
                return
            continue
        rest = text[place + 1 : place + 4]
        kinds = [item.token.kind for item in rest]
        if kinds[:1] != ["name"]:
            yield Mistake(
                "After PREFIX come its name with a colon and an IRI: PREFIX x: <http://...>", token.start
            )
        elif kinds[1:2] != ["iri"]:
            yield Mistake("After the name of a PREFIX comes an IRI in < and >.", rest[0].token.end)
        elif kinds[2:] == ["other"]:
            yield Mistake(f"No {rest[2].token.text} stands after a PREFIX.", rest[2].token.start)


def _words(text: _Text) -> Iterator[Mistake]:
    """Words and signs of other languages, and functions that there are not."""
    for (token, word, *_), (after, *_) in zip(text, [*text[1:], *text[-1:]], strict=True):
        if token.kind == "word" and word in _INSTEAD:
            yield Mistake(_INSTEAD[word], token.start)
        if token.text == "=" == after.text and after.start == token.end:
            yield Mistake("Two values are compared by one = in SPARQL.", token.start)
        if token.kind == "word" and after.text == "(" and word not in FUNCTIONS | NOT_CALLED:
            near = get_close_matches(word, FUNCTIONS, 1, 0.7)
            meant = f" Is {near[0].upper()} meant?" if near else ""
            yield Mistake(f"There is no function {token.text}.{meant}", token.start)
        if token.kind == "name" and (wrong := bare_iri(token)):
            yield Mistake(wrong, token.start)


def bare_iri(token: Token) -> str:
    """What is wrong with a prefixed name that was meant for a whole IRI; empty for any other."""
    scheme = token.text.partition(":")[0].lower()
    return f"An IRI stands between < and >: <{scheme}:...>" if scheme in ("http", "https", "urn") else ""


def _projections(text: _Text) -> Iterator[Mistake]:
    """Commas, calculations without brackets or a name, and variables that GROUP BY leaves out."""
    for token, word, within, place in text:
        if word != "select" or token.kind != "word":
            continue
        clause = _until(text, place + 1, within, lambda item: item.word in ("{", "where", "from", "select"))
        same = [item for item in clause if item.within == within]
        for item, after in zip(same, [*same[1:], None], strict=False):
            if item.word == ",":
                yield Mistake("The variables of SELECT stand side by side, without commas.", item.token.start)
            if item.token.kind == "word" and item.word in FUNCTIONS and after and after.word == "(":
                yield Mistake(
                    f"What is calculated stands in brackets, with a name: ({item.token.text}(...) AS ?name)",
                    item.token.start,
                )
            if item.word == "(":
                inner = [one for one in clause if one.within == (*within, item.place)]
                if not any(one.word == "as" for one in inner):
                    alone = [one.token.kind for one in inner] == ["variable"]
                    yield Mistake(
                        "A variable of SELECT stands without brackets."
                        if alone
                        else "What is calculated needs a name: (... AS ?name)",
                        item.token.start,
                    )
        yield from _grouped(text, place, clause)


def _grouped(text: _Text, place: int, clause: _Text) -> Iterator[Mistake]:
    within = text[place].within
    rest = _until(text, place + 1, within, lambda item: item.word == "select")
    keys = next(
        (
            rest[at + 2 :]
            for at, item in enumerate(rest[:-1])
            if item.within == within and item.word == "group"
        ),
        None,
    )
    counts = any(item.word in AGGREGATES for item in clause if item.token.kind == "word")
    if keys is None and not counts and all(item.word != "having" for item in rest if item.within == within):
        return
    end = next(
        (at for at, item in enumerate(keys or ()) if item.within == within and item.word in _MODIFIERS), None
    )
    named = [item for item in [*(keys or [])[:end], *clause] if _is_named(text, item)]
    alone = [
        item for item in (keys or [])[:end] if item.token.kind == "variable" and _is_alone(text, item, within)
    ]
    known = {item.token.text[1:] for item in (*named, *alone)}
    for item in clause:
        counted = any(text[bracket - 1].word in AGGREGATES for bracket in item.within[len(within) :])
        if item.token.kind == "variable" and item.token.text[1:] not in known and not counted:
            yield Mistake(
                f"{item.token.text} has no one value for a group: put it into GROUP BY, or into a function "
                f"(SAMPLE({item.token.text}) AS ...), or take it out of SELECT.",
                item.token.start,
            )
        if item.within == within and item.word == "*":
            yield Mistake("SELECT * goes with no GROUP BY: name the variables.", item.token.start)


def _is_named(text: _Text, item: _Placed) -> bool:
    """Whether a token is the name that a calculation gets."""
    return item.token.kind == "variable" and text[item.place - 1].word == "as"


def _is_alone(text: _Text, item: _Placed, within: tuple[int, ...]) -> bool:
    """Whether a variable of GROUP BY is a key itself, and no part of a calculation."""
    around = text[item.place - 1].word, text[item.place + 1].word if item.place + 1 < len(text) else ""
    return item.within == within or (around == ("(", ")") and len(item.within) == len(within) + 1)


def _groups(text: _Text) -> Iterator[Mistake]:
    """Words that want something after them, and what stands in the wrong place."""
    for token, word, within, place in text:
        if token.kind != "word":
            continue
        after = text[place + 1] if place + 1 < len(text) else None
        if word in ("order", "group") and (after is None or after.word != "by"):
            yield Mistake(f"{token.text} is followed by BY.", token.start)
        if word == "filter" and after is not None and after.token.kind not in ("word", "name", "iri", "open"):
            yield Mistake("What FILTER asks stands in brackets: FILTER(...)", token.start)
        if word in ("limit", "offset") and (after is None or after.token.kind != "number"):
            yield Mistake(
                f"After {token.text} comes a whole number.", (after.token if after else token).start
            )
        if word in _MODIFIERS[:-1] and within and not _is_subquery(text, within[-1]):
            yield Mistake(f"{token.text.upper()} stands after the }} of its group.", token.start)
    yield from _order(text)


def _order(text: _Text) -> Iterator[Mistake]:
    before: dict[tuple[int, ...], str] = {}
    for token, word, within, _ in text:
        if token.kind == "word" and word in _MODIFIERS[:-1]:
            last = before.get(within, "")
            if word in ("group", "having", "order") and last and _rank(last) > _rank(word):
                yield Mistake(f"{word.upper()} stands before {last.upper()}.", token.start)
            before[within] = word


def _rank(word: str) -> int:
    return min(_MODIFIERS.index(word), 3)


def _neighbours(text: _Text) -> Iterator[Mistake]:
    """Patterns with nothing between them, and values of an expression with nothing between them."""
    left: dict[tuple[int, ...], int] = {}
    for token, word, within, place in text:
        around = text[within[-1]].word if within else ""
        is_term = token.kind in _TERMS or (token.kind == "word" and word in ("a", "true", "false"))
        if around == "(" and is_term and place and _is_call(text, within[-1]):
            last = text[place - 1]
            # What looks like an IRI in an expression may be two comparisons: ?a<?b&&?c>?d
            in_doubt = any(item.kind == "iri" and _MAY_COMPARE & {*item.text} for item in (token, last.token))
            if last.token.kind in _TERMS and last.within == within and not in_doubt:
                yield Mistake(
                    f"Something is missing between {last.token.text[:40]} and {token.text[:40]}: "
                    "a comma, or an operator.",
                    token.start,
                )
        if around != "{" or _begins(text, within[-1], "values"):
            continue
        if place == within[-1] + 1 or token.text in ".}":
            left[within] = 3
        if token.text in ";,":
            left[within] = 2 if token.text == ";" else 1
        elif is_term and within in left:
            left[within] -= 1
            if left[within] < 0:
                yield Mistake(
                    "Between two patterns stands a dot; a ; goes on about the same thing, a comma about the "
                    "same property.",
                    token.start,
                )
        elif token.text not in ".}" and within in left:
            del left[within]  # a path, a list, a FILTER: counted again after the next dot


def _values(text: _Text) -> Iterator[Mistake]:
    """BIND without AS, or to a variable that has a value."""
    for token, word, within, place in text:
        if word != "bind" or token.kind != "word" or place + 1 >= len(text):
            continue
        inner = [item for item in text if item.within[: len(within) + 1] == (*within, place + 1)]
        if not any(item.word == "as" for item in inner):
            yield Mistake("BIND gives a name to what is calculated: BIND(... AS ?name)", token.start)
        elif within and inner[-1].token.kind == "variable":
            named = inner[-1].token
            if any(_binds(text, item, named) for item in text[within[-1] : place]):
                yield Mistake(
                    f"{named.text} has a value before BIND gives it one: take another name.", named.start
                )


def _binds(text: _Text, item: _Placed, named: Token) -> bool:
    """Whether a token is a variable of this name in a pattern, and not in an expression."""
    token = item.token
    return token.kind == "variable" and token.text[1:] == named.text[1:] and text[item.within[-1]].word == "{"


def _ends(text: _Text) -> Iterator[Mistake]:
    last = text[-1] if text else None
    is_query = any(item.word in _FORMS and not item.within for item in text)
    if last is not None and not last.within and last.word in (";", ".") and is_query:
        yield Mistake(f"No {last.word} stands after a query.", last.token.start)


_LOOKS: tuple[Callable[[_Text], Iterator[Mistake]], ...] = (
    _words, _groups, _projections, _values, _neighbours, _ends,
)  # fmt: skip


def _until(text: _Text, place: int, within: tuple[int, ...], ends: Callable[[_Placed], bool]) -> _Text:
    """The tokens from ``place`` to what ends them, or to the end of the group that they stand in."""
    for end in range(place, len(text)):
        item = text[end]
        if len(item.within) < len(within) or (item.within == within and ends(item)):
            return text[place:end]
    return text[place:]


def _begins(text: _Text, place: int, *words: str) -> bool:
    """Whether a bracket comes after one of some words, be there variables between."""
    at = place - 1
    while at >= 0 and (text[at].token.kind == "variable" or text[at].word in "()"):
        at -= 1
    return at >= 0 and text[at].word in words


def _is_call(text: _Text, place: int) -> bool:
    """Whether a bracket is that of a function or of FILTER."""
    before = text[place - 1] if place else None
    return (
        before is not None and before.token.kind == "word" and before.word in FUNCTIONS | {"filter", "bind"}
    )


def _is_subquery(text: _Text, place: int) -> bool:
    return place + 1 < len(text) and text[place + 1].word == "select"
