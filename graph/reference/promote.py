"""Films and people of the reference data into the table of mentions: those that others may speak of.

Their rows are made from their evidence by the function that makes everybody's (graph.mention_rows), with
the people of title.principals and name.basics put together; and they are what IMDb's ids say they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.mention_rows import entries
from graph.mentions import FILM
from graph.view import character_key, role_key
from ontology import JOB

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from graph.evidence.stored import StoredEvidence
    from graph.linker import Touched
    from graph.mentions import Entry, MentionTable
    from graph.nodes import Node, Nodes
    from graph.reference.catalogue import Catalogue

_BATCH = 500


class Promoter:
    """Enters films with their people.

    Args:
        evidence: the evidence, in which the reference data stand already.
        table: the draft's table of mentions.
        sources: the source of each of IMDb's files that the dataset has.
        catalogue: which IRIs their films, people, roles and characters have.
    """

    def __init__(
        self,
        evidence: StoredEvidence,
        table: MentionTable,
        sources: Mapping[str, str],
        catalogue: Catalogue,
    ) -> None:
        self._evidence = evidence
        self._table = table
        self._sources = sources
        self._catalogue = catalogue

    # -- who is there ----------------------------------------------------------------------------

    def films(self) -> dict[str, str | None]:
        """The films that are promoted, by their IMDb ids, with their entities."""
        return self._ids("title_basics")

    def people(self) -> dict[str, str | None]:
        """The people that are promoted, by their IMDb ids, with their entities."""
        return self._ids("name_basics")

    def _ids(self, kind: str) -> dict[str, str | None]:
        source = self._sources.get(kind)
        return {} if source is None else {f[1:]: iri for f, iri in self._table.fragments(source)}

    def spoken_of(self, mentions: Iterable[int]) -> list[str]:
        """The films of the catalogue that share a key with films of other sources."""
        own = tuple(self._sources.values())
        others = [m.id for m in self._table.get(mentions) if m.kind == FILM and not m.iri.startswith(own)]
        return self._catalogue.near(key for keys in self._table.keys_of(others).values() for key in keys)

    # -- entering --------------------------------------------------------------------------------

    def enter(self, films: Collection[str], touched: Touched | None = None) -> list[int]:
        """Enters films with their people, or enters them anew; returns their mentions.

        Args:
            films: IMDb ids.
            touched: is told what stood there before, and what stands there now, where they changed.
        """
        entered: list[int] = []
        listed = sorted(films)
        for start in range(0, len(listed), _BATCH):
            entered += self._enter(listed[start : start + _BATCH], touched)
        return entered

    def _enter(self, films: list[str], touched: Touched | None) -> list[int]:
        found: dict[str, list[Entry]] = {}
        people: dict[str, Node] = {}
        for tt in films:
            for kind, nodes in self._nodes(tt, people):
                source = self._sources[kind]
                found.setdefault(source, []).extend(entries(source, nodes, {}))
        if people:
            source = self._sources["name_basics"]
            known = {f"{source}#{nm}": node for nm, node in people.items()}
            found[source] = list(entries(source, {source: {"type": ["Source"]}, **known}, {}))
        entered: list[int] = []
        for source, listed in found.items():
            fresh = {row.fragment for row in listed}
            before = self._standing(source, films) if touched is not None else {}
            if touched is not None:
                gone = [number for fragment, number in before.items() if fragment not in fresh]
                touched.touch(self._table, list(before.values()))
                self._table.withdraw(gone)
            entered += self._table.enter(source, listed)
        self._decide(films, sorted(people), entered)
        if touched is not None:
            touched.touch(self._table, entered)
        return entered

    def _standing(self, source: str, films: Iterable[str]) -> dict[str, int]:
        return {f: number for tt in films for f, number in self._table.of_fragment(source, f"#{tt}")}

    def leave(self, films: Iterable[str], people: Iterable[str], touched: Touched) -> list[str]:
        """Takes films and people out that are no more; returns the IRIs of their mentions."""
        numbers: list[int] = []
        for source in self._sources.values():
            numbers += self._standing(source, (*films, *people)).values()
        touched.touch(self._table, numbers)
        iris = [mention.iri for mention in self._table.get(numbers)]
        self._table.withdraw(numbers)
        return iris

    def _decide(self, films: list[str], people: list[str], entered: list[int]) -> None:
        """Gives mentions the entities that they have, and roles and characters the IRIs they have."""
        if not films:
            return
        iris = dict(self._of("film_iri", "tt", films))
        named = dict(self._of("person_iri", "nm", people))
        decided = []
        for mention in self._table.get(entered):
            if mention.entity is None:
                tt, _, nm = mention.iri.partition("#")[2].partition("-")
                entity = named.get(nm or tt) or iris.get(tt if not nm else "")
                if entity is not None:
                    decided.append((mention.id, entity))
        self._table.decide(decided)
        numbered = self._catalogue.rows(
            "SELECT tt, nm, job, number, iri FROM role_iri"
            " SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS tt) USING (tt)",
            films,
        )
        for tt, nm, job, number, iri in numbered:
            if tt in iris and nm in named:
                self._table.mint(role_key(iris[tt], named[nm], JOB + job, number), iri)
        figures = self._catalogue.rows(
            "SELECT tt, slug, iri FROM figure_iri SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS tt) USING (tt)",
            films,
        )
        for tt, slug, iri in figures:
            if tt in iris:
                self._table.mint(character_key(iris[tt], slug), iri)

    def _of(self, table: str, key: str, ids: list[str]) -> list[tuple[str, str]]:
        query = (
            f"SELECT {key}, iri FROM {table}"  # noqa: S608 - tables of ours
            f" SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS {key}) USING ({key})"
        )
        return self._catalogue.rows(query, ids)

    # -- evidence --------------------------------------------------------------------------------

    def _nodes(self, tt: str, people: dict[str, Node]) -> Iterator[tuple[str, Nodes]]:
        """A film as each of the files has it, with what the others know of it where linking compares that."""
        credited = list(self._credited(tt, people))
        for kind, source in self._sources.items():
            iri = f"{source}#{tt}"
            node = self._evidence.node(iri)
            if not node:
                continue
            nodes: Nodes = {source: {"type": ["Source"]}}
            if kind == "title_basics":
                other = (
                    self._evidence.node(f"{self._sources['title_akas']}#{tt}")
                    if ("title_akas" in self._sources)
                    else {}
                )
                # Each film stands once in it, as in a credit table.
                nodes[source]["kind"] = ["credit_table"]
                nodes[iri] = {**node, **{n: other[n] for n in ("alternateName",) if n in other}}
                nodes.update(_roles(source, tt, credited))
            elif kind == "title_principals":
                nodes[iri] = {**node, "title": []}
                nodes.update(_roles(source, tt, credited))
                for nm, role in credited:
                    nodes[f"{source}#{tt}-{nm}"] = {
                        "type": ["Person"], "name": role["creditedAs"], "imdbId": [nm]
                    }  # fmt: skip
            else:
                nodes[iri] = {"type": ["Film"], "title": [], "imdbId": [tt]}
            yield kind, nodes

    def _credited(self, tt: str, people: dict[str, Node]) -> Iterator[tuple[str, Node]]:
        """The people of a film with their roles, each under the name that name.basics has."""
        source = self._sources.get("title_principals")
        if source is None:
            return
        roles = self._evidence.having(source, "film", f"{source}#{tt}")
        for _, role in sorted(roles.items()):
            nm = role["person"][0].rpartition("-")[2]
            if nm not in people:
                people[nm] = self._evidence.node(f"{self._sources['name_basics']}#{nm}")
            yield nm, {**role, "creditedAs": people[nm]["name"]}


def _roles(source: str, tt: str, credited: Iterable[tuple[str, Node]]) -> Nodes:
    return {
        f"{source}#role-{tt}-{place}": {
            **role, "film": [f"{source}#{tt}"], "person": [f"{source}#{tt}-{nm}"]
        }
        for place, (nm, role) in enumerate(credited)
    }  # fmt: skip
