"""One question from the command line: evaluated in this process, answered in the form asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import PREFIXES, shorten
from server.evaluation import syntax_problem

if TYPE_CHECKING:
    from graph.store import Version

Table = tuple[list[str], list[list[str]]]

_RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPHS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
}


class BadQuery(ValueError):
    """The query cannot be read, or its answer has no such form; the message says what to do."""


def answer(version: Version, text: str, form: str) -> bytes | Table:
    """The answer to a query.

    Args:
        version: the version to ask.
        text: SPARQL 1.1; the common prefixes need no declaration.
        form: ``table`` (columns and rows, or Turtle for a graph) or a serialisation's short name.

    Raises:
        BadQuery: a syntax error, with line and caret, or a form that does not fit the answer.
    """
    try:
        found = version.store.query(text, prefixes=dict(PREFIXES), base_iri=version.base + "/")
    except SyntaxError as error:
        problem = syntax_problem(text, str(error))
        pointer = problem.members["pointer"]
        raise BadQuery(f"{problem.detail}\n{pointer}" if pointer else problem.detail) from None
    if isinstance(found, ox.QueryTriples):
        if form != "table" and form not in _GRAPHS:
            raise BadQuery(
                f"The answer is a graph, which has no form {form}; ask for ttl, nt, jsonld or xml."
            )
        graph = _GRAPHS.get(form, ox.RdfFormat.TURTLE)
        return ox.serialize(found, format=graph, prefixes=dict(PREFIXES) if form != "nt" else None) or b""
    if form in _RESULTS:
        return found.serialize(format=_RESULTS[form]) or b""
    if form != "table":
        raise BadQuery(
            f"The answer is a table, which has no form {form}; ask for table, json, csv, tsv or xml."
        )
    if isinstance(found, ox.QueryBoolean):
        return ["answer"], [["yes" if found else "no"]]
    columns = [variable.value for variable in found.variables]
    return columns, [[_cell(term) for term in row] for row in found]


def _cell(term: object) -> str:
    """A term for a person to read: a literal's text, an IRI with a known prefix cut short."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    return term.value if isinstance(term, ox.Literal | ox.BlankNode) else str(term)
