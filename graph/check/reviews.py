"""What each review lacks, and what contradicts in the films that they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.check.report import Contradiction, ReviewFinding, listed
from graph.export import rules
from graph.export.critique import review as draft_of
from graph.export.options import DEFAULT, Options
from graph.export.reading import Batch, Reader
from graph.nodes import Node, Nodes, first

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

_SAYS = {
    "year": "its year",
    "releaseDate": "its release date",
    "runtimeMinutes": "its running time in minutes",
}
#: A festival shows a film the year before it opens, and cuts differ by a minute.
_LEEWAY = 1
_OWN_SCALE = frozenset({"rating-range", "rating-ends"})


def check_reviews(
    store: ox.Store, options: Options = DEFAULT
) -> tuple[list[ReviewFinding], set[Contradiction]]:
    """What each review of a version lacks, in the order of their IRIs, and what contradicts."""
    reader = Reader(store)
    found: list[ReviewFinding] = []
    contradictions: set[Contradiction] = set()
    for batch in reader.batches():
        stated = {source for iri in batch.reviews for source in batch.look_up(iri).get("statedIn", ())}
        places = reader.nodes(stated, ("page", "file"))
        for iri in batch.reviews:
            finding = _finding(batch, iri, places, options)
            found.append(finding)
            contradictions.update(_of_review(batch, iri, finding))
        contradictions.update(_of_films(reader, batch))
    return found, contradictions


def _finding(batch: Batch, iri: str, places: Nodes, options: Options) -> ReviewFinding:
    node = batch.look_up(iri)
    broken = rules.findings(draft_of(batch.look_up, iri, [], options, batch.shown.get(iri)))
    said: dict[str, rules.Finding] = {}  # two rules may be one lack to an editor
    for one in broken:
        if one.blocking:
            said.setdefault(one.lack, one)
    blocking = list(said.values())
    wanting = [
        (one.rule, one.lack) for one in broken if not one.blocking and not _follows(one.rule, blocking)
    ]
    if "text" not in node:
        wanting.append(("text", "its text"))
    publication = batch.look_up(first(node, "publication") or "")
    return ReviewFinding(
        review=iri,
        label=review_label(batch, node),
        # Documents of one address are one place to look.
        sources=tuple(dict.fromkeys(place(places, source) for source in node.get("statedIn", ()))),
        blocking=tuple(one.lack for one in blocking),
        wanting=tuple(lack for _, lack in wanting),
        rules=(*(one.rule for one in blocking), *(rule for rule, _ in wanting)),
        publication=first(publication, "name") or "",
    )


def _follows(rule: str, blocking: list[rules.Finding]) -> bool:
    """Whether a recommendation only repeats what blocks: without a scale there is no best of it."""
    return rule in {"rating-best", "rating-worst"} and any(one.rule.startswith("rating-") for one in blocking)


def _of_review(batch: Batch, iri: str, finding: ReviewFinding) -> Iterator[Contradiction]:
    for rule, lack in zip(finding.rules, finding.blocking, strict=False):
        if rule in _OWN_SCALE:
            yield Contradiction(iri, finding.label, f"it lacks {lack}")
    node = batch.look_up(iri)
    film = batch.look_up(first(node, "reviewOf") or "")
    date, year = first(node, "publishedOn"), first(film, "year")
    if date and year and _number(date[:4]) < _number(year) - _LEEWAY:
        yield Contradiction(iri, finding.label, f"it is dated {date}, but the film is of {year}")


def _of_films(reader: Reader, batch: Batch) -> Iterator[Contradiction]:
    films = {iri: node for iri, node in batch.view.items() if "title" in node and "statedIn" in node}
    for iri, node in films.items():
        year, release = first(node, "year"), first(node, "releaseDate")
        if year and release and abs(_number(release[:4]) - _number(year)) > _LEEWAY:
            yield Contradiction(iri, film_label(node), f"it is of {year}, but was released on {release}")
    several = sorted(iri for iri, node in films.items() if len(node["statedIn"]) > 1)
    sources = sorted({source for iri in several for source in films[iri]["statedIn"]})
    places = reader.nodes(sources, ("page", "file"))
    for iri, stated in reader.stated(several, sources).items():
        for mention, said in sorted(stated.items()):
            for name, words in _SAYS.items():
                for value in said.get(name, ()):
                    believed = first(films[iri], name)
                    if believed is not None and _differ(value, believed):
                        where = place(places, mention.partition("#")[0])
                        message = f"{where} says {value} for {words}, held here: {believed}"
                        yield Contradiction(iri, film_label(films[iri]), message)


def _differ(one: str, two: str) -> bool:
    if one.isdecimal() and two.isdecimal():
        return abs(int(one) - int(two)) > _LEEWAY
    return one != two


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def film_label(film: Node) -> str:
    """A film's name for people: ``Aloners (2023)``."""
    year = first(film, "year")
    return (first(film, "title") or "a film without a title") + (f" ({year})" if year else "")


def review_label(batch: Batch, review: Node) -> str:
    """A review's name for people: ``Aloners (2023), reviewed by Simon Abrams``."""
    label = film_label(batch.look_up(first(review, "reviewOf") or ""))
    critics = sorted(first(batch.look_up(critic), "name") or "" for critic in review.get("critic", ()))
    return f"{label}, reviewed by {listed(critics) if critics else 'nobody named'}"


def place(places: Nodes, source: str) -> str:
    """Where a source is to be found: its address, else its file."""
    node = places.get(source, {})
    return first(node, "page") or first(node, "file") or source
