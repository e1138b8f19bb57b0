"""The SHACL shapes of the ontology asked as SPARQL: each shape one query for the nodes that break it.

pySHACL, the reference, walks a graph in Python: minutes for the view of two thousand reviews, where
these queries take seconds in the store itself. They are made of shapes.ttl, so there is one statement of
the rules; a test holds both to the same findings. What the shapes of SHACL Core use here is translated,
and a constraint that is not is an error rather than a rule that always holds.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import combinations, count
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import text as ontology_text

if TYPE_CHECKING:
    from collections.abc import Iterator

_SH = "http://www.w3.org/ns/shacl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_VIOLATION = ox.NamedNode(_SH + "Violation")
_NOT_CONSTRAINTS = frozenset(
    {"path", "property", "message", "severity", "targetClass", "flags", "name", "description"}
)
_KINDS = {"IRI": "isIRI({v})", "Literal": "isLiteral({v})", "BlankNode": "isBlank({v})"}
_BOUNDS = {"minInclusive": ">=", "maxInclusive": "<=", "minExclusive": ">", "maxExclusive": "<"}

#: A value of a rule's path.
_VALUE = "?value"
#: What is left of a rule when its counts and values are asked apart.
_REST = ox.BlankNode("rest")

_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Fault:
    """A node of the view that breaks one of the ontology's shapes, and how."""

    node: str
    message: str


class UnknownConstraint(Exception):
    """The shapes use a part of SHACL that is not translated here."""


@dataclass(frozen=True, slots=True)
class Query:
    """The query for the nodes that break one rule, and what the rule says.

    ``screen`` is a cheaper query that finds nothing where nothing breaks the rule: it goes along a property
    once, for the nodes of all classes, where the query itself goes to each node of one class. Empty where
    there is none.
    """

    sparql: str
    message: str
    screen: str = ""


def faults(store: ox.Store) -> Iterator[Fault]:
    """The nodes of a store's view that break a rule of the ontology's shapes, by node.

    Only what is a violation: of what the shapes warn, an editor reads in better words elsewhere.
    """
    found: set[tuple[str, str]] = set()
    rules = queries(ontology_text("shapes.ttl"))
    # The engine lets go of the interpreter's lock, so threads use all cores.
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as threads:
        screens = sorted({rule.screen for rule in rules if rule.screen})
        caught = dict(zip(screens, threads.map(lambda text: bool(_nodes(store, text)), screens), strict=True))
        asked = [rule for rule in rules if caught.get(rule.screen, True)]
        answers = threads.map(lambda rule: _nodes(store, rule.sparql), asked)
        for rule, nodes in zip(asked, answers, strict=True):
            found.update((node, rule.message) for node in nodes)
    for node, message in sorted(found):
        yield Fault(node, message)


def _nodes(store: ox.Store, sparql: str) -> list[str]:
    answer = store.query(sparql)
    assert isinstance(answer, ox.QuerySolutions)  # noqa: S101 - the queries are SELECTs
    nodes = (row[0] for row in answer)
    return [node.value if isinstance(node, ox.NamedNode) else str(node) for node in nodes]


@cache
def queries(shapes: str) -> tuple[Query, ...]:
    """The queries of the violations of some shapes, in Turtle.

    Raises:
        UnknownConstraint: the shapes use what is not translated.
    """
    return tuple(_Translation(shapes).queries())


class _Translation:
    def __init__(self, shapes: str) -> None:
        self._about: dict[_Term, dict[str, list[_Term]]] = {}
        for quad in ox.parse(shapes, format=ox.RdfFormat.TURTLE):
            name = quad.predicate.value.removeprefix(_SH)
            self._about.setdefault(quad.subject, {}).setdefault(name, []).append(quad.object)
        self._numbers = count()

    def queries(self) -> Iterator[Query]:
        for shape, about in list(self._about.items()):
            classes = about.get("targetClass", ())
            if not classes:
                continue
            targets = " ".join(map(str, classes))
            of_class = f"VALUES ?class {{ {targets} }} ?x a ?class"
            for rule in (*about.get("property", ()), shape):
                if self._one(rule, "severity", _VIOLATION) == _VIOLATION:
                    said = self._one(rule, "message") or self._one(shape, "message")
                    message = said.value if isinstance(said, ox.Literal) else str(rule)
                    for pattern, screen in self._breaking(rule, of_class, own=rule == shape):
                        yield Query(f"SELECT DISTINCT ?x {{ {pattern} }}", message, screen)

    def _breaking(self, rule: _Term, of_class: str, *, own: bool) -> Iterator[tuple[str, str]]:
        """The patterns of nodes that break a rule, each with its screen.

        Joins where it can be, which cost a third of EXISTS.
        """
        path = self._one(rule, "path")
        rest = dict(self._about[rule])
        if path is not None:
            steps = self._path(path)
            least, most = rest.pop("minCount", None), rest.pop("maxCount", None)
            if least is not None:
                number = int(_text(least[0]))
                of_any = f"VALUES ?class {{ {' '.join(self._classes(rule))} }} ?x a ?class"
                screen = f"SELECT ?x {{ {of_any} MINUS {{ ?x {steps} {_VALUE} }} }} LIMIT 1"
                several = number == 1 and of_any != of_class
                yield self._too_few(of_class, steps, number), screen if several else ""
            if most is not None:
                apart = self._several(int(_text(most[0])) + 1, "?x", steps)
                if isinstance(path, ox.NamedNode):
                    more = f"GROUP BY ?x HAVING(COUNT(*) > {_text(most[0])}) LIMIT 1"
                    yield f"{of_class} . {apart}", f"SELECT ?x {{ ?x {steps} ?v }} {more}"
                else:  # counted: two walks along a long path from each node would be a cross product
                    counted = f"SELECT ?x {{ {of_class} . ?x {steps} ?v }} GROUP BY ?x "
                    yield f"{{ {counted} HAVING(COUNT(DISTINCT ?v) > {_text(most[0])}) }}", ""
            conditions = " && ".join(self._values(rule, _VALUE, own=own))
            if conditions:
                # Grouped, so that each value is looked at once; a DISTINCT would let the engine filter first.
                each = f"{{ SELECT {_VALUE} {{ ?any {steps} {_VALUE} }} GROUP BY {_VALUE} }}"
                screen = f"SELECT {_VALUE} {{ {each} FILTER(!({conditions})) }} LIMIT 1"
                yield f"{of_class} . ?x {steps} {_VALUE} FILTER(!({conditions}))", screen
            kept = {"path", "hasValue", "lessThan", "lessThanOrEquals"}
            rest = {name: values for name, values in rest.items() if name in kept}
        self._about[_REST] = rest
        conforms = self._conforms(_REST, "?x", own=own)
        if conforms:
            yield f"{of_class} FILTER(!({conforms}))", ""

    def _too_few(self, of_class: str, steps: str, least: int) -> str:
        if least == 1:
            return f"{of_class} MINUS {{ ?x {steps} {self._variable()} }}"
        return f"{of_class} FILTER NOT EXISTS {{ {self._several(least, '?x', steps)} }}"

    def _classes(self, rule: _Term) -> list[str]:
        """The classes whose nodes have to keep a rule, those of all shapes that share it."""
        shapes = (about for about in self._about.values() if rule in about.get("property", ()))
        own = self._about[rule].get("targetClass", ())
        return list(
            dict.fromkeys(map(str, (*own, *(one for about in shapes for one in about["targetClass"]))))
        )

    def _one(self, shape: _Term, name: str, otherwise: _Term | None = None) -> _Term | None:
        return next(iter(self._about.get(shape, {}).get(name, ())), otherwise)

    def _conforms(self, shape: _Term, focus: str, *, own: bool = False) -> str:
        """The condition that a node conforms to a shape; empty where the shape asks nothing.

        ``own`` leaves out its sh:property shapes, which are rules of their own.
        """
        path = self._one(shape, "path")
        if path is None:
            return " && ".join(self._values(shape, focus, own=own))
        steps, value = self._path(path), self._variable()
        parts = list(self._counts(shape, focus, steps))
        for other, sign in (("lessThan", "<"), ("lessThanOrEquals", "<=")):
            for property_ in self._about[shape].get(other, ()):
                second = self._variable()
                parts.append(
                    f"NOT EXISTS {{ {focus} {steps} {value} ; {property_} {second} "
                    f"FILTER(!COALESCE({value} {sign} {second}, false)) }}"
                )
        conditions = self._values(shape, value, own=own)
        if conditions:
            parts.append(f"NOT EXISTS {{ {focus} {steps} {value} FILTER(!({' && '.join(conditions)})) }}")
        return " && ".join(parts)

    def _counts(self, shape: _Term, focus: str, steps: str) -> Iterator[str]:
        for name, values in self._about[shape].items():
            if name == "hasValue":
                yield f"EXISTS {{ {focus} {steps} {values[0]} }}"
            elif name in {"minCount", "maxCount"} and isinstance(values[0], ox.Literal):
                number = int(values[0].value)
                if name == "minCount" and number:
                    yield f"EXISTS {{ {self._several(number, focus, steps)} }}"
                elif name == "maxCount":
                    yield f"NOT EXISTS {{ {self._several(number + 1, focus, steps)} }}"

    def _several(self, number: int, focus: str, steps: str) -> str:
        """A pattern that holds where a path has so many different values."""
        names = [self._variable() for _ in range(number)]
        apart = " && ".join(f"!sameTerm({one}, {two})" for one, two in combinations(names, 2))
        return f"{focus} {steps} {', '.join(names)}" + (f" FILTER({apart})" if apart else "")

    def _values(self, shape: _Term, value: str, *, own: bool) -> list[str]:
        """The conditions on each value of a shape's path, or on the node itself."""
        conditions: list[str] = []
        for name, values in self._about.get(shape, {}).items():
            if name in {"minCount", "maxCount", "hasValue", "lessThan", "lessThanOrEquals"}:
                continue  # of all values together
            if name in _NOT_CONSTRAINTS or name.startswith(_RDF):
                continue
            conditions.extend(self._condition(name, one, value, shape) for one in values)
        if not own:
            nested = (self._conforms(one, value) for one in self._about.get(shape, {}).get("property", ()))
            conditions.extend(one for one in nested if one)
        return conditions

    def _condition(self, name: str, constraint: _Term, value: str, shape: _Term) -> str:  # noqa: PLR0911
        if name == "or":
            return "(" + " || ".join(f"({self._conforms(o, value)})" for o in self._list(constraint)) + ")"
        if name == "not":
            return f"!({self._conforms(constraint, value)})"
        if name == "class":
            return f"EXISTS {{ {value} a {constraint} }}"
        if name == "in":
            return f"{value} IN ({', '.join(map(str, self._list(constraint)))})"
        if name == "nodeKind" and isinstance(constraint, ox.NamedNode):
            return _KINDS[constraint.value.removeprefix(_SH)].format(v=value)
        if name == "datatype":
            right = f"datatype({value}) = {constraint}"
            # A cast tells whether the text is one of its datatype; any text is a string.
            text = constraint == ox.NamedNode(_XSD + "string")
            cast = "" if text else f" && isLiteral({constraint}(STR({value})))"
            return f"COALESCE({right}{cast}, false)"
        if isinstance(constraint, ox.Literal):
            if name in _BOUNDS:
                return f"COALESCE({value} {_BOUNDS[name]} {constraint}, false)"
            if name in {"minLength", "maxLength"}:
                sign = ">=" if name == "minLength" else "<="
                return f"(!isBlank({value}) && STRLEN(STR({value})) {sign} {constraint.value})"
            if name == "pattern":
                flags = self._one(shape, "flags")
                more = f", {flags}" if flags is not None else ""
                return f"(!isBlank({value}) && REGEX(STR({value}), {constraint}{more}))"
        raise UnknownConstraint(name)

    def _path(self, path: _Term) -> str:
        if isinstance(path, ox.NamedNode):
            return str(path)
        about = self._about[path]
        if "inversePath" in about:
            return f"^({self._path(about['inversePath'][0])})"
        if "alternativePath" in about:
            return "(" + "|".join(map(self._path, self._list(about["alternativePath"][0]))) + ")"
        if _RDF + "first" in about:
            return "/".join(map(self._path, self._list(path)))
        raise UnknownConstraint(f"path {sorted(about)}")

    def _list(self, node: _Term) -> list[_Term]:
        found = []
        while _RDF + "first" in self._about.get(node, {}):
            found.append(self._about[node][_RDF + "first"][0])
            node = self._about[node][_RDF + "rest"][0]
        return found

    def _variable(self) -> str:
        return f"?v{next(self._numbers)}"


def _text(term: _Term) -> str:
    return term.value if isinstance(term, ox.Literal) else ""
