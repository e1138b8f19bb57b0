"""The mentions of a film's unit: names in the prose of its reviews, and the rows of credit tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.nodes import Node, Nodes, add

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.view.units import Decisions, Evidence


class MentionNodes:
    """Writes mentions into a unit.

    Args:
        evidence: what the sources say.
        decisions: which node of theirs is which entity.
        view: the unit; what reviews speak of is added to their nodes.
    """

    def __init__(self, evidence: Evidence, decisions: Decisions, view: Nodes) -> None:
        self._evidence = evidence
        self._decisions = decisions
        self._view = view

    def in_prose(
        self,
        stated: str,
        review: str,
        roles_of: Mapping[str, list[str]],
        character_of: Mapping[str, str],
    ) -> None:
        """Writes the mentions in the prose of one source's review.

        Args:
            stated: the review's node in the source.
            review: the review.
            roles_of: the roles of each person on the film reviewed.
            character_of: the character that each of the sources' characters is.
        """
        source = stated.partition("#")[0]
        found = self._evidence.having(source, "inReview", stated)
        names = self._decisions.names(source, found)
        people = self._decisions.entities(set(names.values()))
        for iri, node in found.items():
            target = names.get(iri)
            if target is None or node["type"][0] != "Mention":
                continue
            mention = self._mention(iri, node, source, review)
            person = people.get(target)
            if person is not None:
                add(mention, "refersTo", person, *roles_of.get(person, ()))
                # Straight from the review, as schema.org has it: one step instead of one a mention.
                add(self._view[review], "schema:mentions", person)
            else:
                add(mention, "refersTo", character_of.get(target))
        self._films(found, source, review)

    def _films(self, found: Nodes, source: str, review: str) -> None:
        """The mentions of other films; those of films that the dataset does not know are left out."""
        named = {iri: node for iri, node in found.items() if "marking" in node}
        meant = self._decisions.films(named) if named else {}
        for iri, film in meant.items():
            mention = self._mention(iri, named[iri], source, review)
            add(mention, "refersTo", film)
            add(self._view[review], "schema:mentions", film)

    def _mention(self, iri: str, node: Node, source: str, review: str) -> Node:
        mention: Node = {name: list(node[name]) for name in ("type", "exactText", "start", "end")}
        add(mention, "inSource", source)
        add(mention, "statedIn", source)
        add(mention, "inReview", review)
        self._view[iri] = mention
        return mention

    def of_tables(
        self,
        roles: list[tuple[int, str, str, Node]],
        entities: Mapping[str, str],
        role_of: Mapping[str, str],
    ) -> None:
        """Writes the rows of credit tables, each a mention of the person in the roles that it states.

        Args:
            roles: the roles that the sources state: trust, source, IRI and node.
            entities: the person that each of the sources' people is.
            role_of: the role that each of the sources' roles is.
        """
        for _, source, iri, stated in roles:
            if not self._evidence.is_table(source):
                continue
            role = role_of[iri]
            person = entities[stated["person"][0]]
            found = self._evidence.having(source, "inRole", iri, stated["film"][0])
            for mention, node in found.items():
                known = self._view.get(mention)
                if known is None:
                    known = self._view[mention] = {
                        name: list(node[name]) for name in ("type", "exactText", "dcterms:identifier")
                    }
                    add(known, "inSource", source)
                    add(known, "statedIn", source)
                add(known, "refersTo", person, role)
