"""The queries that are put to Wikidata, and to whatever is shaped like it.

Every value in them is a term that wrote itself (``str`` of a pyoxigraph term is N-Triples, whatever
stands in it); the rest is ours. Each branch names its items with VALUES of its own, so that a service
that evaluates inside out never looks at all items.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ENTITY = "http://www.wikidata.org/entity/"

_PREFIXES = """PREFIX p: <http://www.wikidata.org/prop/>
PREFIX pq: <http://www.wikidata.org/prop/qualifier/>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX psv: <http://www.wikidata.org/prop/statement/value/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX wikibase: <http://wikiba.se/ontology#>
"""

#: Whose statements are roles: cast member, voice actor, director, screenwriter, producer, director of
#: photography, composer, film editor.
_JOBS = ("P161", "P725", "P57", "P58", "P162", "P344", "P86", "P1040")
_CREDITS = " ".join(f"(p:{one} ps:{one})" for one in _JOBS)
_CLAIMS = " ".join(f"p:{one}" for one in _JOBS)
_PERSON = "wdt:P31 wdt:P345 wdt:P4985 wdt:P569 wdt:P1559"

#: What is asked of films, as triples ?s ?p ?o, in branches: what a film is, in one step, since the tree of
#: classes stays there; its values; its statements with what they hold; and who its people are.
_FILM_DATA = f"""
?film wdt:P31/wdt:P279* wd:Q11424 BIND (?film AS ?s) BIND (wdt:P31 AS ?p) BIND (wd:Q11424 AS ?o)

VALUES ?p {{ wdt:P31 wdt:P345 wdt:P4947 wdt:P577 wdt:P1476 wdt:P2047 wdt:P136 wdt:P495 wdt:P364 }}
?film ?p ?o BIND (?film AS ?s)

VALUES (?p ?value) {{ {_CREDITS} (p:P577 ps:P577) (p:P2047 ps:P2047) }}
?film ?p ?o . ?o ?value ?any BIND (?film AS ?s)

VALUES (?claim ?p) {{ {_CREDITS} }} ?film ?claim ?s . ?s ?p ?o

VALUES ?claim {{ {_CLAIMS} p:P577 p:P2047 }}
VALUES ?p {{ pq:P453 pq:P4633 pq:P1545 pq:P1932 wikibase:rank psv:P577 psv:P2047 }}
?film ?claim ?s . ?s ?p ?o

VALUES ?p {{ wikibase:timeValue wikibase:timePrecision }} ?film p:P577/psv:P577 ?s . ?s ?p ?o

VALUES ?p {{ wikibase:quantityAmount wikibase:quantityUnit }} ?film p:P2047/psv:P2047 ?s . ?s ?p ?o

VALUES (?claim ?value) {{ {_CREDITS} }} VALUES ?p {{ {_PERSON} }}
?film ?claim ?statement . ?statement ?value ?s . ?s ?p ?o
"""
#: The texts that are asked of films, of which only some languages are wanted.
_FILM_TEXTS = f"""
VALUES ?p {{ rdfs:label skos:altLabel }} ?film ?p ?o BIND (?film AS ?s)

VALUES (?claim ?value) {{ {_CREDITS} }} VALUES ?p {{ rdfs:label skos:altLabel }}
?film ?claim ?statement . ?statement ?value ?s . ?s ?p ?o

VALUES ?link {{ wdt:P136 wdt:P495 wdt:P364 }} VALUES ?p {{ rdfs:label }} ?film ?link ?s . ?s ?p ?o

VALUES ?p {{ rdfs:label }} ?film p:P161/pq:P453 ?s . ?s ?p ?o
"""
_PERSON_DATA = f"VALUES ?p {{ {_PERSON} }} ?film ?p ?o BIND (?film AS ?s)"
_PERSON_TEXTS = "VALUES ?p { rdfs:label skos:altLabel } ?film ?p ?o BIND (?film AS ?s)"

#: The languages that a title may be in, besides those that were asked for, by its script.
_SCRIPTS = (
    (re.compile(r"[\uac00-\ud7a3]"), ("ko",)),
    (re.compile(r"[\u3040-\u30ff]"), ("ja",)),
    (re.compile(r"[\u3400-\u9fff]"), ("zh", "ja", "zh-hant", "zh-hans")),
    (re.compile(r"[\u0400-\u04ff]"), ("ru", "uk", "bg")),
    (re.compile(r"[\u0370-\u03ff]"), ("el",)),
    (re.compile(r"[\u0600-\u06ff]"), ("fa", "ar")),
    (re.compile(r"[\u0900-\u097f]"), ("hi",)),
)
_LATIN = ("en", "fr", "de", "es", "it")


def by_imdb(ids: Iterable[str]) -> str:
    """Which items have some ids of IMDb: rows of ?id and ?item."""
    values = " ".join(str(ox.Literal(one)) for one in ids)
    return f"{_PREFIXES}SELECT ?id ?item WHERE {{ VALUES ?id {{ {values} }} ?item wdt:P345 ?id }}"


def by_title(titles: Iterable[str], languages: Sequence[str]) -> str:
    """Which films are called so: rows of ?label, ?item, ?when, ?called (by whom it is directed) and ?imdb."""
    values = " ".join(
        str(ox.Literal(title, language=language))
        for title in titles
        for language in tongues(title, languages)
    )
    return (
        f"{_PREFIXES}SELECT DISTINCT ?label ?item ?when ?called ?imdb WHERE {{ VALUES ?label {{ {values} }}"
        " VALUES ?name { rdfs:label skos:altLabel wdt:P1476 } ?item ?name ?label ."
        " ?item wdt:P31/wdt:P279* wd:Q11424 ."
        " OPTIONAL { ?item wdt:P577 ?when } OPTIONAL { ?item wdt:P345 ?imdb }"
        f" OPTIONAL {{ ?item wdt:P57 ?director . ?director rdfs:label ?called FILTER (LANG(?called) IN"
        f" ({_tags(languages)})) }} }}"
    )


def about_films(items: Iterable[str], languages: Sequence[str]) -> str:
    """All that is asked of some films, as triples."""
    return _construct(_FILM_DATA, _FILM_TEXTS, items, languages)


def about_people(items: Iterable[str], languages: Sequence[str]) -> str:
    """All that is asked of some people, as triples."""
    return _construct(_PERSON_DATA, _PERSON_TEXTS, items, languages)


def tongues(title: str, languages: Sequence[str]) -> list[str]:
    """The languages under which a title is looked for, those asked for first."""
    likely: tuple[str, ...] = next((found for script, found in _SCRIPTS if script.search(title)), _LATIN)
    return list(dict.fromkeys((*languages, "mul", *likely)))


def _construct(data: str, texts: str, items: Iterable[str], languages: Sequence[str]) -> str:
    named = f"VALUES ?film {{ {' '.join(str(ox.NamedNode(ENTITY + item)) for item in items)} }}"
    spoken = f"FILTER (LANG(?o) IN ({_tags(languages)}))"
    branches = [f"{{ {named} {branch} }}" for branch in data.split("\n\n")]
    branches += [f"{{ {named} {branch} {spoken} }}" for branch in texts.split("\n\n")]
    return f"{_PREFIXES}CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {' UNION '.join(branches)} }}"


def _tags(languages: Sequence[str]) -> str:
    """The languages of labels, as literals: those asked for, and Wikidata's "mul"."""
    return ", ".join(str(ox.Literal(language)) for language in dict.fromkeys((*languages, "mul")))
