"""Reconciliation queries (Reconciliation API 0.2, 4): read from JSON, and answered from a version.

Standard followed: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from graph.reconciling import (
    EXTERNAL_ID,
    PROPERTIES,
    TYPES,
    Asked,
    Candidate,
    Scored,
    Value,
    property_of,
    rank,
    type_of,
    without_year,
)
from server import look_up, reconcile_facts
from server.pages import is_iri
from server.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.reconciling import Type
    from server.published import Published

#: Queries in one batch; the manifest says so. OpenRefine sends ten at a time unless told.
MOST_QUERIES = 50
#: Characters of one text of a query; a name is never so long.
MOST_CHARACTERS = 500
#: Properties of one query, and values of one property.
MOST_PROPERTIES, MOST_VALUES = 20, 20
#: Candidates of one query: as many as are given where nobody says, and at most.
USUAL_CANDIDATES, MOST_CANDIDATES = 10, 50

#: Candidates whose properties are looked up; of namesakes, all up to the second number.
_LOOKED_AT, _NAMESAKES = 25, 60
#: People of a film, and films of a person, that are compared.
_MOST_BESIDE = 300
#: What is less alike is left out. A candidate of another type than asked counts half.
_LEAST_SCORE, _SAFE_NAME, _OTHER_TYPE = 40.0, 95.0, 0.5

_FIELDS = ("query", "type", "limit", "properties", "type_strict")


@dataclass(frozen=True, slots=True)
class Query:
    """One query. ``types`` is None where any will do, and empty where none is left that could."""

    name: str
    types: tuple[Type, ...] | None = None
    asked: tuple[Asked, ...] = ()
    limit: int = USUAL_CANDIDATES
    lenient: bool = False


def parse_json(text: str, what: str) -> dict[str, Any]:
    """A JSON object. Raises Problem 400, with where it stops being one."""
    try:
        found = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise Problem(
            400, f"{what} must be JSON: {error.msg} at line {error.lineno}, column {error.colno}.",
            line=error.lineno, column=error.colno,
        ) from None  # fmt: skip
    except (ValueError, RecursionError) as error:
        said = str(error) if isinstance(error, ValueError) else "it is nested too deeply"
        raise Problem(400, f"{what} must be JSON: {said}.") from None
    if not isinstance(found, dict):
        raise Problem(400, f"{what} must be a JSON object, not {_called(found)}.")
    return found


def read_batch(text: str, version: Published) -> dict[str, Query]:
    """The queries of a batch. Raises Problem: 400 with what is wrong and where, 413 for too many."""
    batch = parse_json(text, "queries")
    if len(batch) > MOST_QUERIES:
        raise Problem(413, f"A batch has at most {MOST_QUERIES} queries here; this one has {len(batch)}.")
    return {key: _read(key[:50], query, version) for key, query in batch.items()}


def _read(key: str, given: object, version: Published) -> Query:
    if not isinstance(given, dict):
        raise Problem(400, f"{key}: a query must be an object, not {_called(given)}.")
    for name in given:
        if name not in _FIELDS:
            raise Problem(400, f"{key}: a query has no “{name[:50]}”; it may have {', '.join(_FIELDS)}.")
    if "query" not in given and not given.get("properties"):
        raise Problem(400, f"{key}: say who or what is meant, by query or by properties.")
    name = given.get("query", "")
    if not isinstance(name, str):
        raise Problem(400, f"{key}: query must be a text, not {_called(name)}.")
    strict = given.get("type_strict")
    if strict is not None and strict not in ("any", "should", "all"):
        raise Problem(400, f"{key}: type_strict must be any, should or all.")
    types = _types(key, given.get("type"))
    if types is not None and strict == "all" and len(set(types)) > 1:
        types = ()  # nothing here is of two types
    known = None if types is None else tuple(item for item in types if item is not None)
    asked = _properties(key, given.get("properties", []), version)
    return Query(_short(key, "query", name).strip(), known, asked, _limit(key, given), strict == "should")


def _types(key: str, given: object) -> tuple[Type | None, ...] | None:
    if given is None or given in ("", []):
        return None
    named = given if isinstance(given, list) else [given]
    # OpenRefine sends an object where somebody chose the type by hand.
    ids = [item.get("id") if isinstance(item, dict) else item for item in named]
    if not all(isinstance(item, str) for item in ids):
        raise Problem(400, f"{key}: type must be the id of a type, or a list of such.")
    return tuple(type_of(str(item)) for item in ids)


def _limit(key: str, given: dict[str, Any]) -> int:
    limit = given.get("limit", USUAL_CANDIDATES)
    if isinstance(limit, bool) or not isinstance(limit, int | float) or limit < 1:
        raise Problem(400, f"{key}: limit must be a number from 1 up.")
    return int(min(limit, MOST_CANDIDATES))


def _properties(key: str, given: object, version: Published) -> tuple[Asked, ...]:
    if not isinstance(given, list):
        raise Problem(400, f"{key}: properties must be a list.")
    if len(given) > MOST_PROPERTIES:
        raise Problem(413, f"{key}: a query has at most {MOST_PROPERTIES} properties here.")
    asked: dict[str, Asked] = {}
    for item in given:
        if not isinstance(item, dict) or not isinstance(item.get("pid"), str) or "v" not in item:
            raise Problem(400, f"{key}: each of properties must have a pid and a v.")
        values = item["v"] if isinstance(item["v"], list) else [item["v"]]
        if len(values) > MOST_VALUES:
            raise Problem(413, f"{key}: a property has at most {MOST_VALUES} values here.")
        read = tuple(value for one in values if (value := _value(key, one, version)) is not None)
        known = property_of(item["pid"])
        # A property that nothing here has says nothing about who is meant.
        if known is not None and read:
            before = asked[known.id].values if known.id in asked else ()
            asked[known.id] = Asked(known, before + read)
    return tuple(asked.values())


def _value(key: str, given: object, version: Published) -> Value | None:
    if isinstance(given, dict) and isinstance(given.get("id"), str):
        iri = iri_of(version, given["id"])
        name = given.get("name")
        text = name if isinstance(name, str) and name else given["id"]
        return Value(_short(key, "a value", text), iri or "")
    if isinstance(given, bool):
        return Value("true" if given else "false")
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    if isinstance(given, str | int | float):
        text = _short(key, "a value", str(given)).strip()
        return Value(text, iri_of(version, text) or "") if text else None
    raise Problem(400, f"{key}: a value must be a text, a number, true, false or an object with an id.")


def _short(key: str, what: str, text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise Problem(413, f"{key}: {what} has at most {MOST_CHARACTERS} characters here.")
    return text


def _called(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is no number")


def id_of(version: Published, iri: str) -> str:
    """An entity's id: what follows the dataset's base, as ``person/jeong-da-eun``."""
    return iri.removeprefix(version.base + "/")


def iri_of(version: Published, text: str) -> str | None:
    """The entity that an id, a path or an IRI names, what it became if it was merged; None for no entity."""
    plain = text.strip().removeprefix(version.base).lstrip("/")
    kind, slash, name = plain.partition("/")
    if not (slash and name) or kind not in {item.kind for item in TYPES.values()}:
        return None
    iri = f"{version.base}/{plain}"
    if not is_iri(iri):
        return None
    if not look_up.types(version, iri):
        heirs = look_up.successors(version, iri) or []
        return heirs[0] if len(heirs) == 1 else None
    return iri


def answer(version: Published, query: Query) -> list[Scored]:
    """The candidates of a query, the best first, at most as many as it asks for."""
    named = _by_id(version, query)
    if named is not None:
        return named
    elsewhere = EXTERNAL_ID.fullmatch(query.name)
    if elsewhere:
        # An id elsewhere stands where a name should.
        of = PROPERTIES["imdbId" if elsewhere[1] else "wikidataId"]
        asked = (*query.asked, Asked(of, (Value(query.name),)))
        query = replace(query, name="", asked=asked)
    types = tuple(TYPES.values()) if query.types is None else query.types
    found = _among(version, query, types) if types else []
    if not found and query.lenient and query.types is not None:
        # "should": another type is better than nothing, and never a match.
        others = [item for item in TYPES.values() if item not in types]
        found = [
            Scored(item.candidate, round(item.score * _OTHER_TYPE, 1), {**item.parts, "type": 0.0},
                   match=False, why=f"{item.why}; of another type")
            for item in _among(version, query, others)
        ]  # fmt: skip
    return found[: query.limit]


def _by_id(version: Published, query: Query) -> list[Scored] | None:
    """The entity whose id stands where a name should; None where it is no id."""
    iri = iri_of(version, query.name)
    of = reconcile_facts.type_in(version, iri) if iri else None
    if iri is None or of is None or (query.types is not None and of not in query.types):
        return None
    found = reconcile_facts.candidate(version, iri, of, ())
    return [Scored(found, 100.0, {"id": 100.0}, match=True, why="it is named by its id")]


def _among(version: Published, query: Query, types: Sequence[Type]) -> list[Scored]:
    """The candidates of some types: looked for ever more widely, until one of them is a safe match."""
    known: dict[str, Candidate] = {}
    found: list[Scored] = []
    for step in (_called_so, _beside, _called_nearly_so):
        fresh = [item for item in step(version, query, types) if item.iri not in known]
        if not fresh and known:
            continue
        known |= {item.iri: item for item in _worth_looking_at(version, query, fresh)}
        found = [item for item in rank(query.name, query.asked, known.values()) if _is_worth(item)]
        if found and (found[0].match or (step is _called_so and not query.asked)):
            break
    return found


def _called_so(version: Published, query: Query, types: Sequence[Type]) -> list[Candidate]:
    """What has the name, in any spelling that shares a key, or an id that was asked for."""
    ids = [(item.property.id, value.text) for item in query.asked for value in item.values
           if item.property.kind == "id"]  # fmt: skip
    return _candidates(version, query.name, ids, types, widely=False)


def _called_nearly_so(version: Published, query: Query, types: Sequence[Type]) -> list[Candidate]:
    return _candidates(version, query.name, (), types, widely=True) if query.name else []


def _candidates(
    version: Published, name: str, ids: Sequence[tuple[str, str]], types: Sequence[Type], *, widely: bool
) -> list[Candidate]:
    by_kind = {item.kind: item for item in types}
    if not by_kind.keys() & {"person", "character"} or "(" in name:
        name = without_year(name)
    hits = version.candidates(name, list(by_kind), ids, limit=_LOOKED_AT, widely=widely)
    return [Candidate(hit.iri, by_kind[hit.kind], tuple(hit.names) or (hit.label,)) for hit in hits]


def _worth_looking_at(version: Published, query: Query, fresh: list[Candidate]) -> list[Candidate]:
    """Of some candidates those whose names are most alike, with what is asked of them."""
    wanted = {item.property.id for item in query.asked}
    if query.name and len(fresh) > _LOOKED_AT:
        fresh = [
            item.candidate for place, item in enumerate(rank(query.name, (), fresh))
            if (place < _LOOKED_AT or item.score >= _SAFE_NAME) and place < _NAMESAKES
        ]  # fmt: skip
    if not wanted:
        return fresh
    return [reconcile_facts.candidate(version, item.iri, item.type, wanted) for item in fresh]


def _is_worth(item: Scored) -> bool:
    """Whether a candidate is worth a look; a film that agrees makes no person of another name one."""
    alike = item.parts.get("name", 100.0) >= _LEAST_SCORE
    by_id = any(item.parts.get(pid) == 100.0 for pid in PROPERTIES if PROPERTIES[pid].kind == "id")
    return item.score >= _LEAST_SCORE and (alike or by_id)


def _beside(version: Published, query: Query, types: Sequence[Type]) -> list[Candidate]:
    """Who is beside what was asked for: the people of a film, the films of a person."""
    found: list[Candidate] = []
    for item in query.asked:
        of = TYPES.get(item.property.entity)
        if of is None or of.id == "Review":
            continue
        target = TYPES["Person" if of.id == "Film" else "Film"]
        if target not in types:
            continue
        beside = reconcile_facts.people_of if of.id == "Film" else reconcile_facts.films_of
        for value in item.values:
            for iri in [value.iri] if value.iri else _certain(version, value.text, of):
                found += [Candidate(one, target, names) for one, names in beside(version, iri).items()]
    return found[:_MOST_BESIDE]


def _certain(version: Published, name: str, of: Type) -> list[str]:
    hits = version.candidates(name, [of.kind], (), limit=_LOOKED_AT, widely=False)
    ranked = rank(name, (), [Candidate(hit.iri, of, tuple(hit.names) or (hit.label,)) for hit in hits])
    return [item.candidate.iri for item in ranked[:3] if item.score >= _SAFE_NAME]
