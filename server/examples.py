"""The editor's example queries: questions of the domain, one click each. Also good documentation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """A question in words, and the query that asks it."""

    title: str
    query: str


def examples(base: str) -> tuple[Example, ...]:
    """The examples for a dataset whose IRIs begin with ``base``. They need no PREFIX."""
    return (
        Example(
            "The cast of each film",
            """SELECT ?film ?title ?billing ?name ?character {
  ?role reel:film ?film ; reel:person/reel:name ?name ; reel:billing ?billing .
  ?film reel:title ?title .
  OPTIONAL { ?role reel:characterName ?character }
}
ORDER BY ?title ?billing
LIMIT 200""",
        ),
        Example(
            "The films of a person",
            """# Put another name between the quotation marks.
SELECT DISTINCT ?year ?film ?title ?job ?character {
  ?person reel:name|reel:alternateName "Jung Da-eun" .
  ?role reel:person ?person ; reel:film ?film ; reel:job ?job .
  ?film reel:title ?title .
  OPTIONAL { ?film reel:year ?year }
  OPTIONAL { ?role reel:characterName ?character }
}
ORDER BY DESC(?year)""",
        ),
        Example(
            "Who has acted with whom most often",
            """SELECT ?name1 ?name2 (COUNT(DISTINCT ?film) AS ?films) {
  ?film reel:actor ?one, ?two .
  ?one reel:name ?name1 . ?two reel:name ?name2 .
  FILTER(STR(?one) < STR(?two))
}
GROUP BY ?one ?two ?name1 ?name2
ORDER BY DESC(?films) ?name1
LIMIT 50""",
        ),
        Example(
            "Films of each year, as a line",
            """SELECT ?year (COUNT(?film) AS ?films) {
  ?film a reel:Film ; reel:year ?year .
}
GROUP BY ?year
ORDER BY ?year""",
        ),
        Example(
            "Who is in the most films, as bars",
            """SELECT ?person ?name (COUNT(DISTINCT ?film) AS ?films) {
  ?role reel:person ?person ; reel:film ?film .
  ?person reel:name ?name .
}
GROUP BY ?person ?name
ORDER BY DESC(?films) ?name
LIMIT 20""",
        ),
        Example(
            "Critics who reviewed the same film",
            """SELECT ?title ?critic1 ?rating1 ?critic2 ?rating2 {
  ?review1 reel:reviewOf ?film ; reel:critic/reel:name ?critic1 .
  ?review2 reel:reviewOf ?film ; reel:critic/reel:name ?critic2 .
  ?film reel:title ?title .
  FILTER(STR(?review1) < STR(?review2))
  OPTIONAL { ?review1 reel:rating/reel:value ?rating1 }
  OPTIONAL { ?review2 reel:rating/reel:value ?rating2 }
}
ORDER BY ?title
LIMIT 100""",
        ),
        Example(
            "Where sources disagree about a film",
            f"""# What each source says stands in a graph of its own; the identity graph says of which film.
SELECT DISTINCT ?title ?what ?value1 ?source1 ?value2 ?source2 {{
  GRAPH <{base}/graph/identity> {{ ?said1 reel:refersTo ?film . ?said2 reel:refersTo ?film }}
  VALUES ?what {{ reel:title reel:year reel:runtimeMinutes reel:contentRating }}
  GRAPH ?source1 {{ ?said1 ?what ?value1 }}
  GRAPH ?source2 {{ ?said2 ?what ?value2 }}
  FILTER(STR(?value1) < STR(?value2))
  ?film reel:title ?title .
}}
ORDER BY ?title
LIMIT 100""",
        ),
        Example(
            "People whose name is printed in several ways",
            """SELECT ?person ?name (GROUP_CONCAT(?other; SEPARATOR=" · ") AS ?others) {
  ?person reel:name ?name ; reel:alternateName ?other .
}
GROUP BY ?person ?name
ORDER BY ?name
LIMIT 100""",
        ),
        Example(
            "Every mention of a name in the reviews",
            """SELECT ?printed ?who ?review {
  ?mention reel:exactText ?printed ; reel:inReview ?review ; reel:refersTo ?person .
  ?person a reel:Person ; reel:name ?who .
}
ORDER BY ?who
LIMIT 200""",
        ),
        Example(
            "Where each fact about a film was read",
            f"""# The passage and the lines, from the evidence.
SELECT ?title ?source ?property ?firstLine ?quote {{
  GRAPH <{base}/graph/identity> {{ ?said reel:refersTo ?film }}
  GRAPH ?source {{
    ?fact reel:about ?said ; reel:property ?property ; reel:firstLine ?firstLine .
    OPTIONAL {{ ?fact reel:quote ?quote }}
  }}
  ?film a reel:Film ; reel:title ?title .
}}
ORDER BY ?title ?source ?firstLine
LIMIT 200""",
        ),
        Example(
            "The same in schema.org's words",
            """SELECT ?film ?name ?director {
  ?film a schema:Movie ; schema:name ?name .
  OPTIONAL { ?film schema:director/schema:name ?director }
}
ORDER BY ?name
LIMIT 100""",
        ),
        Example(
            "A film as a graph",
            """CONSTRUCT { ?film ?p ?o . ?role ?q ?r } WHERE {
  { SELECT ?film { ?film a reel:Film } ORDER BY ?film LIMIT 1 }
  ?film ?p ?o .
  ?role reel:film ?film ; ?q ?r .
}""",
        ),
    )
