"""The ten queries of the serving benchmark, and the endless streams of them that servers are asked.

Each query is a template; what stands in it (a film, a person, a word) is drawn from the graph by a seed,
so every server is asked the same questions in the same order. A cold stream never repeats a text: a
comment with a number ends each, and where the query has a constant, that changes too. A repeated stream
is one text over and over.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from ontology import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox

TABLE = "application/sparql-results+json"
GRAPH = "application/n-triples"
#: What stands in a request for the path of a server's endpoint, which each has its own.
PATH = "/sparql"
_PREFIX = f"PREFIX reel: <{PREFIXES['reel']}>\nPREFIX xsd: <{PREFIXES['xsd']}>\n"


@dataclass(frozen=True, slots=True)
class Query:
    """One of the ten.

    ``about`` is what ``@`` in the text stands for: ``film``, ``person``, ``word`` or nothing. An
    ``aggregate`` counts; a ``heavy`` one takes seconds, whoever answers.
    """

    name: str
    text: str
    about: str = ""
    aggregate: bool = False
    heavy: bool = False

    @property
    def accept(self) -> str:
        """The media type that it is asked for in."""
        return GRAPH if self.text.startswith("CONSTRUCT") else TABLE


QUERIES = (
    Query("a film's triples", "SELECT ?property ?value WHERE { @ ?property ?value }", "film"),
    Query(
        "filmography",
        "SELECT ?film ?title ?year ?job WHERE { ?role reel:person @ ; reel:film ?film ; reel:job ?job . "
        "?film reel:title ?title OPTIONAL { ?film reel:year ?year } } ORDER BY ?year ?title ?job",
        "person",
    ),
    Query(
        "co-stars",
        "SELECT ?other ?name (COUNT(DISTINCT ?film) AS ?films) WHERE { ?film reel:actor @ , ?other . "
        "FILTER(?other != @) ?other reel:name ?name } GROUP BY ?other ?name ORDER BY DESC(?films) ?name",
        "person",
        aggregate=True,
    ),
    Query(
        "directors by decade",
        "SELECT ?decade (COUNT(DISTINCT ?director) AS ?directors) WHERE { ?film reel:director ?director ; "
        "reel:year ?year BIND(FLOOR(xsd:integer(STR(?year)) / 10) * 10 AS ?decade) } "
        "GROUP BY ?decade ORDER BY ?decade",
        aggregate=True,
    ),
    Query(
        "names with a word",
        "SELECT ?person ?name WHERE { ?person a reel:Person ; reel:name ?name "
        "FILTER(CONTAINS(LCASE(?name), @)) }",
        "word",
    ),
    Query(
        "genre pairs",
        "SELECT ?one ?other (COUNT(*) AS ?films) WHERE { ?film reel:genre ?one , ?other "
        "FILTER(STR(?one) < STR(?other)) } GROUP BY ?one ?other ORDER BY DESC(?films) ?one ?other",
        aggregate=True,
    ),
    Query(
        "two hops of co-stars",
        "SELECT (COUNT(DISTINCT ?far) AS ?people) WHERE { ?film reel:actor @ , ?near . "
        "?second reel:actor ?near , ?far }",
        "person",
        aggregate=True,
    ),
    Query(
        "all actor pairs",
        "SELECT ?one ?other (COUNT(*) AS ?films) WHERE { ?film reel:actor ?one , ?other "
        "FILTER(STR(?one) < STR(?other)) } GROUP BY ?one ?other HAVING (COUNT(*) > 3) "
        "ORDER BY DESC(?films) ?one ?other",
        aggregate=True,
        heavy=True,
    ),
    Query(
        "every role",
        "SELECT ?role ?film ?person ?job ?billing ?character WHERE { ?role a reel:Role ; reel:film ?film ; "
        "reel:person ?person ; reel:job ?job OPTIONAL { ?role reel:billing ?billing } "
        "OPTIONAL { ?role reel:characterName ?character } }",
        heavy=True,
    ),
    Query(
        "CONSTRUCT of a film",
        "CONSTRUCT { @ reel:title ?title ; reel:year ?year . ?role reel:film @ ; reel:person ?person ; "
        "reel:job ?job ; reel:characterName ?character . ?person reel:name ?name } "
        "WHERE { @ reel:title ?title OPTIONAL { @ reel:year ?year } ?role reel:film @ ; "
        "reel:person ?person ; reel:job ?job . ?person reel:name ?name "
        "OPTIONAL { ?role reel:characterName ?character } }",
        "film",
    ),
)  # fmt: skip


class Constants:
    """Films, people and words of a graph to ask about, in an order that the seed decides.

    People are actors with two films or more: the others have no co-stars worth asking for.
    """

    def __init__(self, store: ox.Store, most: int = 2_000, seed: int = 1) -> None:
        self._lists = {
            "film": self._drawn(store, "SELECT DISTINCT ?x { ?x a reel:Film }", most, seed),
            "person": self._drawn(
                store,
                "SELECT ?x { ?film reel:actor ?x } GROUP BY ?x HAVING (COUNT(*) > 1)",
                most,
                seed,
            ),
        }
        names = self._drawn(store, "SELECT DISTINCT ?x { ?p a reel:Person ; reel:name ?x }", most, seed)
        words = dict.fromkeys(
            word.lower() for name in names for word in _value(name).split() if len(word) > 3
        )
        self._lists["word"] = [f'"{word}"' for word in words if word.isalpha()]

    @staticmethod
    def _drawn(store: ox.Store, text: str, most: int, seed: int) -> list[str]:
        found = sorted(str(row[0]) for row in store.query(_PREFIX + text))  # type: ignore[union-attr]
        random.Random(seed).shuffle(found)
        return found[:most]

    def at(self, kind: str, number: int) -> str:
        """The ``number``-th thing of a kind, as it stands in a query; the list begins again at its end."""
        listed = self._lists[kind]
        return listed[number % len(listed)]

    def text(self, query: Query, number: int) -> str:
        """The query about its ``number``-th thing."""
        body = query.text.replace("@", self.at(query.about, number)) if query.about else query.text
        return _PREFIX + body

    def cold(self, query: Query, start: int, number: int) -> list[bytes]:
        """Requests that never repeat, if the numbers from ``start`` on have not been used."""
        return [
            request(f"{self.text(query, i)}\n# {i}", query.accept) for i in range(start, start + number)
        ]  # fmt: skip

    def repeated(self, query: Query) -> bytes:
        """The one request of a repeated stream."""
        return request(self.text(query, 0), query.accept)


def request(text: str, accept: str) -> bytes:
    """A query by GET, as HTTP/1.1. The path is the same everywhere but for its name: see PATH."""
    target = f"{PATH}?query={quote(text, safe='')}"
    return f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n\r\n".encode()


def _value(literal: str) -> str:
    return literal.strip('"')
