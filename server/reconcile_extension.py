"""Data extension (Reconciliation API 0.2, 7): values of entities' properties, for a table's new columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graph.reconciling import TYPES, property_of
from server import reconcile_facts
from server.problems import Problem
from server.reconcile_queries import id_of, iri_of, parse_json

if TYPE_CHECKING:
    from graph.reconciling import Property, Value
    from server.published import Published

#: Entities and properties of one request.
MOST_ENTITIES, MOST_COLUMNS = 200, 40

_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def settings() -> list[dict[str, Any]]:
    """The settings that a property can be asked with, as the manifest declares them."""
    return [
        {
            "name": "limit", "label": "Limit", "type": "number", "default": 0,
            "help_text": "The most values in a row; 0 is all of them.",
        },
        {
            "name": "content", "label": "Entities as", "type": "select", "default": "entity",
            "help_text": "What films and people come as: matched cells, or plain names.",
            "choices": [
                {"value": "entity", "name": "matched entities"}, {"value": "literal", "name": "names"},
            ],
        },
    ]  # fmt: skip


def extend(version: Published, text: str) -> dict[str, Any]:
    """The answer to a data extension query in JSON. Raises Problem 400 or 413, with what is wrong.

    An id that is no entity's, and a property that an entity does not have, come with no values.
    """
    query = parse_json(text, "extend")
    ids, asked = query.get("ids"), query.get("properties")
    if not isinstance(ids, list) or not all(isinstance(item, str) for item in ids):
        raise Problem(400, "extend must have ids: a list of the ids of entities.")
    if not isinstance(asked, list) or not all(_is_column(item) for item in asked):
        raise Problem(400, "extend must have properties: a list of objects, each with an id.")
    if len(ids) > MOST_ENTITIES or len(asked) > MOST_COLUMNS:
        raise Problem(
            413, f"At most {MOST_ENTITIES} entities are extended at a time, by {MOST_COLUMNS} properties."
        )
    columns = [(item["id"], property_of(item["id"]), item.get("settings") or {}) for item in asked]
    return {
        "meta": [_meta(pid, known, chosen) for pid, known, chosen in columns],
        "rows": {item: _row(version, item, columns) for item in dict.fromkeys(ids)},
    }


def _is_column(item: object) -> bool:
    return (
        isinstance(item, dict)
        and isinstance(item.get("id"), str)
        and isinstance(item.get("settings") or {}, dict)
    )


def _meta(pid: str, known: Property | None, chosen: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"id": pid, "name": known.name if known else pid}
    if known and known.entity and chosen.get("content") != "literal":
        found["type"] = {"id": known.entity, "name": TYPES[known.entity].name}
    return found


def _row(
    version: Published, asked: str, columns: list[tuple[str, Property | None, dict[str, Any]]]
) -> dict[str, list[dict[str, Any]]]:
    iri = iri_of(version, asked)
    of = reconcile_facts.type_in(version, iri) if iri else None
    wanted = {known.id for _, known, _ in columns if known is not None}
    found: dict[str, list[dict[str, Any]]] = {}
    facts = reconcile_facts.candidate(version, iri, of, wanted).facts if iri and of else None
    for pid, known, chosen in columns:
        values = facts.values(known.id) if facts is not None and known is not None else []
        most = _limit(chosen)
        cells = [_cell(version, known, value, chosen) for value in values if known is not None]
        found[pid] = cells[:most] if most else cells
    return found


def _limit(chosen: dict[str, Any]) -> int:
    # OpenRefine sends a number as it was typed: as text.
    given = str(chosen.get("limit") or 0).strip()
    if not re.fullmatch(r"[0-9]{1,9}(?:\.0)?", given):
        raise Problem(400, f"The setting limit must be a whole number, not “{given[:50]}”.")
    return int(float(given))


def _cell(version: Published, of: Property, value: Value, chosen: dict[str, Any]) -> dict[str, Any]:
    if value.iri and of.entity and chosen.get("content") != "literal":
        cell = {"id": id_of(version, value.iri), "name": value.text}
        return {**cell, "description": value.detail} if value.detail else cell
    if of.kind in ("year", "birth", "number") and value.text.isascii() and value.text.isdecimal():
        return {"int": int(value.text)}
    if of.kind == "date" and _DATE.fullmatch(value.text):
        return {"date": f"{value.text}T00:00:00Z"}
    return {"str": value.text}
