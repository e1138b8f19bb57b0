"""The server's own queries over a version, each with places that an IRI is filled into.

The view is the default graph; ``$graph`` is the identity graph, or that of one source. ``$thing`` is
what a page is about. A place is filled with a term (which has been checked to be an IRI,
and prints itself as one), never with text. pyoxigraph's own substitutions are joined to the query
from outside: on a million triples that took 300 ms where a constant takes 0.1 ms. For the same reason
what is wanted of many is filtered, not listed in VALUES.
"""

from __future__ import annotations

import re
from typing import Final

import pyoxigraph as ox

_PLACE = re.compile(r"\$(thing|graph|kind)\b")


class Query:
    """A query with places. Made once; :meth:`about` fills them."""

    def __init__(self, text: str) -> None:
        self._pieces = _PLACE.split(text)  # text, place, text, place, ... text

    def about(self, **iris: str) -> str:
        """The query with each place filled. Raises ValueError for what is no IRI, KeyError for a gap."""
        terms = {name: str(ox.NamedNode(iri)) for name, iri in iris.items()}
        return "".join(terms[piece] if number % 2 else piece for number, piece in enumerate(self._pieces))


VALUES: Final = Query("SELECT ?property ?value { $thing ?property ?value }")

#: The roles of a film, or of a person. Several rows a role where it has several spellings or sources.
CREDITS: Final = Query("""
SELECT ?role ?person ?name ?film ?title ?year ?job ?character ?characterName ?billing ?note
       ?creditedAs ?source {
  { ?role reel:film $thing } UNION { ?role reel:person $thing }
  ?role reel:film ?film ; reel:person ?person ; reel:job ?job .
  OPTIONAL { ?person reel:name ?name }
  OPTIONAL { ?film reel:title ?title }
  OPTIONAL { ?film reel:year ?year }
  OPTIONAL { ?role reel:character ?character }
  OPTIONAL { ?role reel:characterName ?characterName }
  OPTIONAL { ?role reel:billing ?billing }
  OPTIONAL { ?role reel:note ?note }
  OPTIONAL { ?role reel:creditedAs ?creditedAs }
  OPTIONAL { ?role reel:statedIn ?source }
}
""")


def _reviews(which: str) -> Query:
    """A query for what a list shows of some reviews: ``which`` binds ?review."""
    return Query(f"""
SELECT ?review ?film ?title ?year ?critic ?name ?publication ?publicationName ?publishedOn ?headline
       ?page ?value ?best ?worst {{
  {which}
  ?review reel:reviewOf ?film .
  OPTIONAL {{ ?film reel:title ?title }}
  OPTIONAL {{ ?film reel:year ?year }}
  OPTIONAL {{ ?review reel:critic ?critic OPTIONAL {{ ?critic reel:name ?name }} }}
  OPTIONAL {{ ?review reel:publication ?publication
             OPTIONAL {{ ?publication reel:name ?publicationName }} }}
  OPTIONAL {{ ?review reel:publishedOn ?publishedOn }}
  OPTIONAL {{ ?review reel:headline ?headline }}
  OPTIONAL {{ ?review reel:page ?page }}
  OPTIONAL {{ ?review reel:rating ?rating . ?rating reel:value ?value
             OPTIONAL {{ ?rating reel:best ?best }} OPTIONAL {{ ?rating reel:worst ?worst }} }}
}}
""")


#: The reviews of a film, by a critic, or the one review itself.
REVIEWS: Final = _reviews("""
  { ?review reel:reviewOf $thing } UNION { ?review reel:critic $thing }
  UNION { ?review reel:publication $thing }
  UNION { $thing reel:reviewOf ?of . ?review reel:reviewOf ?of FILTER(?review = $thing) }
""")

#: Reviews of other films whose text names a film: the newest, no more than a page shows.
MENTIONED_IN: Final = _reviews("""
  { SELECT ?review { ?review schema:mentions $thing OPTIONAL { ?review reel:publishedOn ?on } }
    GROUP BY ?review ORDER BY DESC(MAX(?on)) ?review LIMIT 50 }
""")
HOW_OFTEN_MENTIONED: Final = Query("SELECT (COUNT(?review) AS ?count) { ?review schema:mentions $thing }")

#: The mentions in a review, each with everything it refers to.
MENTIONS: Final = Query("""
SELECT ?mention ?text ?start ?end ?target ?kind ?name ?characterName ?title {
  ?mention reel:inReview $thing ; reel:exactText ?text ; reel:start ?start ; reel:end ?end ;
           reel:refersTo ?target .
  OPTIONAL { ?target a ?kind FILTER(?kind IN (reel:Person, reel:Role, reel:Character, reel:Film)) }
  OPTIONAL { ?target reel:name ?name }
  OPTIONAL { ?target reel:title ?title }
  OPTIONAL { ?target reel:characterName ?characterName }
}
""")

#: The names by which a person is mentioned in the prose of reviews.
SPELLINGS: Final = Query("""
SELECT DISTINCT ?text ?review ?title {
  ?mention reel:refersTo $thing ; reel:exactText ?text ; reel:inReview ?review .
  OPTIONAL { ?review reel:reviewOf/reel:title ?title }
}
""")


#: What the evidence calls a thing: its nodes ``<source>#...``, each in the graph ``<source>``.
EVIDENCE: Final = Query("SELECT ?node { GRAPH $graph { ?node reel:refersTo $thing } }")

#: Where one source (``$graph``) states something of a node, of its roles, of its reviews.
FACTS: Final = Query("""
SELECT ?about ?kind ?fact ?property ?firstLine ?lastLine ?quote {
  GRAPH $graph {
    { ?fact reel:about $thing . BIND($thing AS ?about) }
    UNION { ?about reel:film|reel:person|reel:reviewOf|reel:critic $thing . ?fact reel:about ?about }
    ?about a ?kind .
    ?fact reel:property ?property .
    OPTIONAL { ?fact reel:firstLine ?firstLine }
    OPTIONAL { ?fact reel:lastLine ?lastLine }
    OPTIONAL { ?fact reel:quote ?quote }
  }
}
""")

#: Everything that one source states.
FACTS_OF_SOURCE: Final = Query("""
SELECT ?about ?kind ?fact ?property ?firstLine ?lastLine ?quote {
  GRAPH $thing {
    ?fact reel:about ?about ; reel:property ?property .
    ?about a ?kind .
    OPTIONAL { ?fact reel:firstLine ?firstLine }
    OPTIONAL { ?fact reel:lastLine ?lastLine }
    OPTIONAL { ?fact reel:quote ?quote }
  }
}
""")

#: What a thing points to that has a name, and what points to it (a source is pointed to by all).
AROUND: Final = Query("""
SELECT DISTINCT ?direction ?property ?other ?label {
  { $thing ?property ?other FILTER isIRI(?other) BIND("out" AS ?direction) }
  UNION
  { ?other ?property $thing BIND("in" AS ?direction)
    FILTER(STRSTARTS(STR(?property), STR(reel:)) && ?property != reel:statedIn) }
  OPTIONAL {
    ?other reel:title|reel:name|reel:headline|reel:characterName|reel:exactText|skos:prefLabel ?label
  }
} LIMIT 500
""")

#: The films, people and reviews that a source states.
STATED: Final = Query("""
SELECT DISTINCT ?other ?kind ?label {
  ?other reel:statedIn $thing ; a ?kind
  FILTER(?kind IN (reel:Film, reel:Person, reel:Review, reel:Publication))
  OPTIONAL { ?other reel:title|reel:name|reel:headline ?label }
} LIMIT 500
""")

SUCCESSORS: Final = Query("""
SELECT ?new {
  GRAPH $graph { $thing prov:invalidatedAtTime ?when OPTIONAL { $thing dcterms:isReplacedBy ?new } }
}
""")

#: A bounded description: the thing's own triples; its roles, mentions and reviews without their
#: texts; and the names of whatever those lead to.
DESCRIPTION: Final = Query("""
CONSTRUCT { $thing ?own ?value . ?s ?p ?o } {
  { $thing ?own ?value }
  UNION
  { { ?s reel:film|reel:person|reel:reviewOf|reel:critic|reel:character|reel:publication $thing }
    UNION { $thing reel:rating ?s }
    UNION { ?reviewed reel:reviewOf $thing ; reel:rating ?s }
    ?s ?p ?o FILTER(?p NOT IN (reel:text, schema:reviewBody)) }
  UNION
  { { $thing ?to ?s FILTER isIRI(?s) }
    UNION
    { ?between reel:film|reel:person|reel:reviewOf|reel:critic|reel:character|reel:publication $thing .
      ?between reel:film|reel:person|reel:character|reel:critic|reel:publication|reel:reviewOf ?s }
    ?s ?p ?o
    FILTER(?p IN (rdf:type, reel:name, reel:title, reel:year, reel:file, reel:page, skos:prefLabel)) }
}
""")

#: A source is described by what it says: its own triples and those of its graph.
SOURCE_DESCRIPTION: Final = Query("""
CONSTRUCT { $thing ?own ?value . ?s ?p ?o } {
  { $thing ?own ?value } UNION { GRAPH $thing { ?s ?p ?o } }
}
""")

#: The mentions of a review belong to it as much as its text does.
REVIEW_DESCRIPTION: Final = Query("""
CONSTRUCT { $thing ?own ?value . ?s ?p ?o } {
  { $thing ?own ?value }
  UNION { ?s reel:inReview $thing ; ?p ?o }
  UNION { $thing reel:rating ?s . ?s ?p ?o }
  UNION
  { { $thing ?to ?s FILTER isIRI(?s) } UNION { ?mention reel:inReview $thing ; reel:refersTo ?s }
    ?s ?p ?o
    FILTER(?p IN (rdf:type, reel:name, reel:title, reel:year, reel:characterName, reel:job, reel:file)) }
}
""")

COUNTS: Final = Query("""
SELECT ?kind (COUNT(?thing) AS ?count) {
  ?thing a ?kind
  FILTER(?kind IN (reel:Film, reel:Person, reel:Role, reel:Character, reel:Review, reel:Mention,
                   reel:Source))
} GROUP BY ?kind
""")

#: Films for the home page: those with most reviews, the newest of them first.
FILMS: Final = Query("""
SELECT ?film ?title ?year (COUNT(?review) AS ?reviews) {
  ?film a reel:Film ; reel:title ?title .
  OPTIONAL { ?film reel:year ?year }
  OPTIONAL { ?review reel:reviewOf ?film }
} GROUP BY ?film ?title ?year ORDER BY DESC(?reviews) DESC(?year) ?title LIMIT 200
""")

ROLES: Final = Query("SELECT ?role { ?role reel:film $thing }")

#: All of a class by name: a film by its title, a person by the name, a review by what it is of.
LISTING: Final = Query("""
SELECT ?thing (MIN(?name) AS ?label) (MIN(?more) AS ?detail) {
  ?thing a $kind .
  { ?thing reel:title|reel:name ?name OPTIONAL { ?thing reel:year ?more } }
  UNION
  { ?thing reel:reviewOf ?film . ?film reel:title ?name
    OPTIONAL { ?thing reel:critic/reel:name ?more } }
} GROUP BY ?thing
""")

#: The decisions about a thing: those that made mentions it, and those about the names in prose.
WHY: Final = Query("""
SELECT ?link ?subject ?score ?method ?evidence ?decision ?by ?at ?prose {
  GRAPH $graph {
    { ?link reel:object $thing } UNION { ?node reel:refersTo $thing . ?link reel:object ?node }
    ?link a reel:Link ; reel:subject ?subject ; reel:score ?score ; reel:method ?method ;
          reel:evidence ?evidence ; reel:decision ?decision ; reel:decidedBy ?by .
    OPTIONAL { ?link reel:decidedAt ?at }
    BIND(REGEX(STR(?subject), "#(mention|named-film)-") AS ?prose)
  }
}
""")

#: Who has roles on the films that a person has roles on.
TOGETHER: Final = Query("""
SELECT DISTINCT ?other ?name ?film ?title {
  ?mine reel:person $thing ; reel:film ?film .
  ?theirs reel:film ?film ; reel:person ?other FILTER(?other != $thing)
  OPTIONAL { ?other reel:name ?name }
  OPTIONAL { ?film reel:title ?title }
}
""")

#: What one source (``$kind``) says of a film's roles: who they are is what the identity graph decides.
STATED_ROLES: Final = Query("""
SELECT ?person ?job ?characterName {
  GRAPH $kind { ?role reel:film $thing ; reel:person ?node ; reel:job ?job ;
                      reel:characterName ?characterName }
  GRAPH $graph { ?node reel:refersTo ?person }
}
""")

#: What one source (``$graph``) says of a node.
STATED_VALUES: Final = Query("SELECT ?property ?value { GRAPH $graph { $thing ?property ?value } }")

FILMS_OF: Final = Query("SELECT DISTINCT ?other { ?role reel:person $thing ; reel:film ?other }")
PEOPLE_OF: Final = Query("SELECT DISTINCT ?other { ?role reel:film $thing ; reel:person ?other }")
LABEL: Final = Query("""
SELECT ?label ?year { $thing reel:name|reel:title ?label OPTIONAL { $thing reel:year ?year } }
""")
ROLES_OF_BOTH: Final = Query("""
SELECT ?job ?characterName { ?role reel:film $thing ; reel:person $kind ; reel:job ?job
  OPTIONAL { ?role reel:characterName ?characterName } }
""")
