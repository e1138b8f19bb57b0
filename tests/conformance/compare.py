"""Whether two answers are the same but for the names of blank nodes."""

from __future__ import annotations

import csv
import io
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Row = tuple[Any, ...]
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"


def same_rows(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether two tables are the same bags of rows, for some one-to-one renaming of blank nodes."""
    if Counter(map(_shape, left)) != Counter(map(_shape, right)):
        return False
    plain = [row for row in left if not _nodes(row)]
    if Counter(plain) != Counter(row for row in right if not _nodes(row)):
        return False
    return _match([r for r in left if _nodes(r)], [r for r in right if _nodes(r)], {})


def _match(left: list[Row], right: list[Row], known: dict[Any, Any]) -> bool:
    if not left:
        return True
    row, rest = left[0], left[1:]
    for number, other in enumerate(right):
        if _shape(row) != _shape(other):
            continue
        named = dict(known)
        if (
            all(named.setdefault(a, b) == b for a, b in zip(_nodes(row), _nodes(other), strict=True))
            and len(set(named.values())) == len(named)
            and _match(rest, right[:number] + right[number + 1 :], named)
        ):
            return True
    return False


def _nodes(row: Row) -> list[Any]:
    return [term for term in row if isinstance(term, ox.BlankNode)]


def _shape(row: Row) -> Row:
    return tuple("_" if isinstance(term, ox.BlankNode) else term for term in row)


def canonical(quads: Any) -> ox.Dataset:
    """A dataset with blank nodes under names that depend on the content alone."""
    made = ox.Dataset(quads)
    made.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return made


def csv_rows(content: bytes) -> Counter[tuple[tuple[str, str], ...]]:
    """A CSV answer's rows by column (SELECT * has them in any order), blank nodes made alike."""
    head, *rows = csv.reader(io.StringIO(content.decode()))
    return Counter(
        tuple(sorted(zip(head, ("_:" if cell.startswith("_:") else cell for cell in row), strict=True)))
        for row in rows
    )


_XSD = "http://www.w3.org/2001/XMLSchema#"
_WHOLE = ("integer", "decimal")


def by_value(term: Any) -> Any:
    """A number as its datatype and value, any other term as it is.

    The engine keeps numbers by value (oxigraph issue 526), and the suite's results are written in one
    of the lexical forms of each value: "2.0E0" and "2" are one double.
    """
    if not isinstance(term, ox.Literal) or not term.datatype.value.startswith(_XSD):
        return term
    kind = term.datatype.value.removeprefix(_XSD)
    try:
        if kind in _WHOLE:
            return (kind, Decimal(term.value))
        if kind in ("double", "float"):
            return (kind, float(term.value))
        if kind == "boolean":
            return (kind, {"1": "true", "0": "false"}.get(term.value, term.value))
    except (ValueError, ArithmeticError):
        return term
    return term


def expected(file: Path) -> Any:
    """What a result file says: a bool, ``(variables, rows)``, or a dataset."""
    suffix = file.suffix[1:]
    if suffix in ("srx", "srj", "tsv"):
        kind = {
            "srx": ox.QueryResultsFormat.XML,
            "srj": ox.QueryResultsFormat.JSON,
            "tsv": ox.QueryResultsFormat.TSV,
        }
        return answer(ox.parse_query_results(path=file, format=kind[suffix]))
    graph = ox.Store()
    graph.load(path=file, format=ox.RdfFormat.from_extension(suffix), base_iri=file.resolve().as_uri())
    if next(graph.quads_for_pattern(None, None, ox.NamedNode(f"{RS}ResultSet")), None) is None:
        return canonical(graph)
    return _result_set(graph)


def answer(found: Any) -> Any:
    """An answer of the engine in the same shapes."""
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    if isinstance(found, ox.QueryTriples):
        return canonical(ox.Quad(*triple) for triple in found)
    names = sorted(variable.value for variable in found.variables)
    return names, [tuple(by_value(row[name]) for name in names) for row in found]


def _result_set(graph: ox.Store) -> Any:
    def values(subject: Any, name: str) -> list[Any]:
        return [q.object for q in graph.quads_for_pattern(subject, ox.NamedNode(RS + name), None)]

    head = next(graph.quads_for_pattern(None, None, ox.NamedNode(f"{RS}ResultSet"))).subject
    if boolean := values(head, "boolean"):
        return boolean[0].value == "true"
    names = sorted(name.value for name in values(head, "resultVariable"))
    rows = []
    for solution in values(head, "solution"):
        bound = {values(b, "variable")[0].value: values(b, "value")[0] for b in values(solution, "binding")}
        rows.append(tuple(by_value(bound.get(name)) for name in names))
    return names, rows
