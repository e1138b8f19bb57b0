"""The rows of a credit table as evidence: each a role, the fact of it, a mention, and the person it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.names import token
from graph.records import ACTOR, RoleRecord, Row
from ontology import JOB, REEL

if TYPE_CHECKING:
    from graph.evidence.fact_nodes import FactNodes
    from graph.nodes import Node, Nodes


class TableRows:
    """Writes the rows of one table into its source's graph, in their order.

    There are as many of these as rows, so nothing here is looked up twice or written in vain: no
    character node (only prose refers to one), one mention for all jobs of a row.
    """

    def __init__(self, source: str, nodes: Nodes, facts: FactNodes) -> None:
        self._source = source
        self._nodes = nodes
        self._facts = facts
        #: The people of each film by name and ids, and those who have an acting role there.
        self._credited: dict[tuple[str, str, tuple[str | None, ...]], str] = {}
        self._acting: dict[str, str] = {}

    def role(self, role: RoleRecord, row: Row) -> None:
        """Writes a row's role with its fact, its mention, and the person whom it names."""
        base, name = self._source, role.name.value
        mention = f"{base}#row-{row.key}"
        fragment = f"#role-{row.key}"
        known = self._nodes.get(mention)
        if known is not None:
            fragment += f"/{role.job}"
        person = self._person(role, row)
        node: Node = {
            "type": ["Role"],
            "film": [f"{base}#{role.film}"],
            "person": [person],
            "job": [JOB + role.job],
            "creditedAs": [name],
        }
        stated = [REEL + "creditedAs"]
        if role.billing is not None:
            node["billing"] = [str(role.billing)]
        if role.character is not None:
            node["characterName"] = [role.character.value]
            stated.append(REEL + "characterName")
        if role.note is not None:
            node["note"] = [role.note.value]
            stated.append(REEL + "note")
        self._nodes[base + fragment] = node
        self._nodes[f"{base}#fact-{fragment[1:]}"] = {
            "type": ["Fact"],
            "about": [base + fragment],
            "firstLine": [str(role.name.first_line)],
            "lastLine": [str(role.name.last_line)],
            "property": stated,
        }
        if known is not None:
            known["inRole"].append(base + fragment)
            return
        self._nodes[mention] = {
            "type": ["Mention"],
            "inSource": [base],
            "exactText": [name],
            "dcterms:identifier": [row.identifier],
            "inRole": [base + fragment],
        }

    def _person(self, role: RoleRecord, row: Row) -> str:
        """The person of a row: one for each name and film, but one for each acting role.

        A name that stands twice in one film's cast is mostly two people (in 22 of 22 cases that were
        looked at), while a name in the cast and among the writers is mostly one.
        """
        facts = {"imdbId": role.imdb_id, "wikidataId": role.wikidata_id, "tmdbId": role.tmdb_id}
        ids = tuple(fact.value if fact is not None else None for fact in facts.values())
        key = (role.film, role.name.value, ids)
        iri = self._credited.get(key)
        if iri is not None and (role.job != ACTOR or self._acting.setdefault(iri, row.key) == row.key):
            return iri
        parts = [role.film.removeprefix("film-"), token(role.name.value), *filter(None, ids)]
        fragment = f"#person-{'_'.join(parts)}" + (f"/{row.key}" if iri is not None else "")
        found = self._source + fragment
        if iri is None:
            self._credited[key] = found
            if role.job == ACTOR:
                self._acting[found] = row.key
        if found not in self._nodes:
            node = self._nodes[found] = {"type": ["Person"], "name": [role.name.value]}
            for name, fact in facts.items():
                if fact is not None:
                    self._facts.state(fragment, node, name, fact)
        return found
