"""The pages' answers to "why": why mentions are one person, where the sources of a film disagree."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graph.decisions.questions import Questions
from graph.linking.decisions import METHOD
from server import look_up, queries
from server.things import Collaborator, Difference, Link, Reason
from server.wording import in_words

if TYPE_CHECKING:
    from server.published import Published
    from server.things import FilmPage, Page, PersonPage

_MOST_REASONS = 40
_MOST_COLLABORATORS = 10
_MOST_SOURCES = 50

#: What sources may state each in their own words, and still say the same.
_COMPARED = ("title", "originalTitle", "year", "releaseDate", "runtimeMinutes", "contentRating")


def film(version: Published, iri: str) -> FilmPage:
    """The page of a film, with what its sources say that the view does not."""
    page = look_up.film(version, iri)
    page.differences = _differences(version, page)
    _by_people(version, page)
    return page


def person(version: Published, iri: str) -> PersonPage:
    """The page of a person, with the reasons for all that was joined into one, and who goes with it."""
    page = look_up.person(version, iri)
    page.collaborators = collaborators(version, iri)
    _by_people(version, page)
    found = _reasons(version, iri)
    page.doubts = [reason for reason in found if reason.decision != "accepted"][:_MOST_REASONS]
    accepted = [reason for reason in found if reason.decision == "accepted"]
    page.reasons, page.more_reasons = accepted[:_MOST_REASONS], max(0, len(accepted) - _MOST_REASONS)
    return page


def collaborators(version: Published, iri: str) -> list[Collaborator]:
    """Those with whom a person made two films or more, most films first."""
    films: dict[Link, set[Link]] = defaultdict(set)
    for row in look_up.rows(version, queries.TOGETHER, thing=iri):
        other = Link(row["other"], row.get("name") or _tail(row["other"]))
        films[other].add(Link(row["film"], row.get("title") or _tail(row["film"])))
    found = [
        Collaborator(other, tuple(sorted(theirs, key=lambda link: (link.label, link.iri))))
        for other, theirs in films.items()
        if len(theirs) > 1
    ]
    found.sort(key=lambda item: (-len(item.films), item.person.label, item.person.iri))
    return found[:_MOST_COLLABORATORS]


def _by_people(version: Published, page: Page) -> None:
    """What waits for a person to decide about a thing, and what people decided."""
    questions = Questions(version.store, version.base)
    page.questions = len(questions.about(page.iri))
    page.decided = questions.decided_about(page.iri)


def _reasons(version: Published, iri: str) -> list[Reason]:
    """The decisions about a person: what joined sources first, then names in prose, the surest last."""
    grouped: dict[str, dict[str, str]] = {}
    for row in look_up.rows(version, queries.WHY, thing=iri, graph=_identity(version)):
        if row["by"] == METHOD:  # what people decided stands apart
            grouped.setdefault(row["link"], row)
    found = []
    for row in grouped.values():
        source = row["subject"].partition("#")[0]
        found.append(
            Reason(
                source=Link(source, _tail(source)),
                evidence=_sentence(row["evidence"], row["method"]),
                method=row["method"],
                score=row["score"],
                decision=look_up.short(row["decision"]),
                decided_by=row["by"],
                decided_at=row.get("at", ""),
                in_prose=row["prose"] == "true",
            )
        )
    return sorted(found, key=lambda item: (item.in_prose, float(item.score), item.evidence, item.source.iri))


def _sentence(evidence: str, method: str) -> str:
    """The evidence without the method's name before it: that stands beside it."""
    return evidence.removeprefix(f"{method}: ")


def _differences(version: Published, page: FilmPage) -> list[Difference]:
    identity = _identity(version)
    evidence = look_up.rows(version, queries.EVIDENCE, thing=page.iri, graph=identity)
    nodes = sorted(row["node"] for row in evidence)
    played: dict[tuple[str, str], set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for credit in page.cast:
        names[credit.person.iri] = credit.person.label
        if credit.character:
            played[credit.person.iri, credit.job].add(credit.character.label)
    found: dict[Difference, None] = {}
    for node in nodes[:_MOST_SOURCES]:
        iri = node.partition("#")[0]
        source = Link(iri, _name_of(version, iri))
        for row in look_up.rows(version, queries.STATED_VALUES, thing=node, graph=iri):
            name = look_up.short(row["property"])
            believed = page.values.get(name, ())
            if name in _COMPARED and believed and row["value"] not in believed:
                found[Difference(in_words(name), source, row["value"], ", ".join(believed))] = None
        for row in look_up.rows(version, queries.STATED_ROLES, thing=node, kind=iri, graph=identity):
            known = played.get((row["person"], look_up.short(row["job"]).removeprefix("job:")))
            if known and row["characterName"] not in known:
                about = f"whom {names[row['person']]} plays"
                found[Difference(about, source, row["characterName"], ", ".join(sorted(known)))] = None
    return sorted(found, key=lambda item: (item.about, item.stated, item.source.iri))


def _name_of(version: Published, source: str) -> str:
    known = look_up.values(version, source)
    return next(iter(known.get("file") or known.get("page") or ()), _tail(source))


def _identity(version: Published) -> str:
    return f"{version.base}/graph/identity"


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
