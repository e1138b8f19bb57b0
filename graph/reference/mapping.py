"""The mapping of reference data to RDF, from its data file to the SQL that writes Turtle.

``ontology/imdb.json`` says for each kind of node which rows it is made from, what its IRI is, and which
columns go into which properties; datatypes come from ``ontology/context.jsonld``. Here that becomes one SQL
expression a kind: a row in, a node in Turtle (W3C Turtle 1.1) out, so that no row is ever an object of ours.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from ontology import CONTEXT, PREFIXES, text

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLACE = re.compile(r"\{(\w+)\}")
#: The prefixes that the Turtle uses.
_USED = ("reel", "schema", "xsd", "dcterms", "prov")

#: A text as it stands between the quotes of a Turtle literal: a macro of SQL.
ESCAPE = r"""CREATE OR REPLACE TEMP MACRO said(t) AS
    CASE WHEN regexp_matches(t, '[\\"\n\r]')
    THEN replace(replace(replace(replace(t, '\', '\\'), '"', '\"'), chr(10), '\n'), chr(13), '\r')
    ELSE t END"""


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of node: the table that it is made from, and the SQL expression of its Turtle."""

    each: str
    expression: str


@cache
def mapping() -> Mapping[str, Any]:
    """The data file."""
    found: dict[str, Any] = json.loads(text("imdb.json"))
    return found


def header() -> str:
    """The Turtle's prefixes, on one line."""
    return " ".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in _USED)


def templates(graph: str, lists: frozenset[tuple[str, str]], fixed: Mapping[str, str]) -> list[Template]:
    """The kinds of nodes of one graph.

    Args:
        graph: the graph, as the data file names it.
        lists: the columns that hold lists, each with its table.
        fixed: what stands for the same text in all rows: the IRIs of sources, the time.
    """
    return [_template(dict(one), lists, fixed) for one in mapping()["graphs"][graph]]


def _template(one: dict[str, Any], lists: frozenset[tuple[str, str]], fixed: Mapping[str, str]) -> Template:
    each = one.pop("each")
    subject = _text(one.pop("id"), fixed)
    kinds = one.pop("type", None)
    listed = {column for table, column in lists if table == each}
    parts = [_types(kinds, fixed)] if kinds else []
    for name, given in one.items():
        values = given if isinstance(given, list) else [given]
        parts += [_property(name, value, listed, fixed) for value in values]
    # A node begins with the first property that it has; what none has is no node.
    said = " || ".join(parts)
    return Template(each, f"'<' || {subject} || '>' || substr({said}, 2) || ' .'")


def _types(kinds: list[str], fixed: Mapping[str, str]) -> str:
    named = [f"reel:{kind}" if ":" not in kind else kind for kind in kinds]
    return f"'; a ' || {_text(', '.join(named), fixed)}"


def _property(name: str, value: str, lists: set[str], fixed: Mapping[str, str]) -> str:
    term = CONTEXT.get(name, {})
    kind = term.get("@type") if isinstance(term, dict) else None
    predicate = name if ":" in name else f"reel:{name}"
    column = _PLACE.fullmatch(value)
    if column is not None and column[1] in lists:
        item = _value("x", kind, is_text=kind != "@id")
        return (
            f"coalesce('; {predicate} ' || nullif(array_to_string("
            f"list_transform({column[1]}, lambda x: {item}), ', '), ''), '')"
        )
    if kind == "@id" and ":" in value and value.split(":", maxsplit=1)[0] in PREFIXES:
        return f"'; {predicate} {value}'"
    said = _value(_text(value, fixed), kind, is_text=column is not None)
    return f"coalesce('; {predicate} ' || {said}, '')"


def _value(said: str, kind: str | None, *, is_text: bool) -> str:
    if kind == "@id":
        return f"'<' || {said} || '>'"
    if kind is None:
        return f"""'"' || said({said}) || '"'""" if is_text else f"""'"' || {said} || '"'"""
    return f"""'"' || {said} || '"^^{kind}'"""


def _text(template: str, fixed: Mapping[str, str]) -> str:
    """A text with columns in it, as an SQL expression; NULL where a column is."""
    for name, value in fixed.items():
        template = template.replace(f"{{{name}}}", value)
    parts = _PLACE.split(template)
    pieces = [
        part if place % 2 else "'" + part.replace("'", "''") + "'"
        for place, part in enumerate(parts)
        if part or place % 2
    ]
    return " || ".join(pieces) if len(pieces) > 1 else pieces[0]
