"""How questions, decisions and explanations are told: in lines for a person, in JSON for a program. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.decisions.questions import FILM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.decisions.explaining import Explanation, Step
    from graph.decisions.questions import Decided, Question, Side

_FILMS = 4


def question_lines(question: Question, base: str) -> Iterator[str]:
    """A question as a paragraph, its last line ready to copy."""
    head = f"{question.code}  risk {question.risk:.2f}  {question.kind}, {question.meanwhile}"
    yield head
    for side in (question.first, question.second):
        yield f"  {side_line(side)}  [{short(side.iri, base)}]"
    yield f"  {question.link.evidence}."
    yield f"  reelgraph links accept {question.code}   or   reelgraph links reject {question.code}"


def side_line(side: Side) -> str:
    """``Steve McQueen (also A, B), 2011–2018: Shame (2011), ... and 3 more``."""
    also = ", ".join(side.names[1:4])
    text = side.name + (f" (also {also})" if also else "") + (f", {side.when}" if side.when else "")
    if side.kind == FILM:
        return text + (f", by {' and '.join(side.people)}" if side.people else "")
    films = ", ".join(map(str, side.films[:_FILMS]))
    more = f" and {len(side.films) - _FILMS} more" if len(side.films) > _FILMS else ""
    jobs = f" ({', '.join(side.jobs)})" if side.jobs else ""
    return text + jobs + (f": {films}{more}" if films else "")


def decision_line(decided: Decided) -> str:
    """A person's decision in one line."""
    link = decided.link
    note = "" if link.evidence.startswith(f"{link.decided_by} said that they are ") else f" “{link.evidence}”"
    taken = f"{decided.number}. {decided.sentence}; {link.decided_by}, {(link.decided_at or '')[:10]}.{note}"
    if link.withdrawn_at is None:
        return taken
    return f"{taken} Taken back by {link.withdrawn_by}, {link.withdrawn_at[:10]}."


def explanation_lines(found: Explanation, base: str) -> Iterator[str]:
    """Why two are one, or why not."""
    if found.same:
        yield f"They are one: {side_line(found.first)}  [{short(found.first.iri, base)}]"
        if not found.steps:
            yield "  No link was needed: one mention names both."
        for step in found.steps:
            yield f"  {step_line(step, base)}"
    else:
        yield "They are two:"
        for side in (found.first, found.second):
            yield f"  {side_line(side)}  [{short(side.iri, base)}]"
        for reason in found.against or ["nothing forbids that they are one; what is alike was not enough"]:
            yield f"  {reason[:1].upper()}{reason[1:]}."
        yield from (f"  {fact[:1].upper()}{fact[1:]}." for fact in found.facts)
    for question in found.questions:
        if question.joined:
            yield f"  It is not sure ({question.code}, risk {question.risk:.2f}): {question.link.evidence}."
    for decided in found.decisions:
        yield f"  Decision {decision_line(decided)}"


def step_line(step: Step, base: str) -> str:
    """One link of a chain."""
    ends = f"{step.names[0]} [{short(step.first, base)}] = {step.names[1]} [{short(step.second, base)}]"
    if step.by_a_person:
        return f"{ends}: {step.link.decided_by} said so on {(step.link.decided_at or '')[:10]}"
    return f"{ends}: {step.link.evidence} ({step.link.score:.0%} sure)"


def short(iri: str, base: str) -> str:
    """An IRI of the dataset as it is typed: ``person/x``, ``aloners#person-x``."""
    path = iri.removeprefix(f"{base}/")
    return path.removeprefix("source/") if "#" in path else path


# -- for programs -----------------------------------------------------------------------------------


def side_object(side: Side) -> dict[str, Any]:
    """A side in JSON."""
    return {
        "iri": side.iri,
        "entity": side.entity,
        "names": list(side.names),
        "years": list(side.years) if side.years else None,
        "films": [{"iri": film.iri, "title": film.title, "year": film.year or None} for film in side.films],
        "jobs": list(side.jobs),
        **({"directors": list(side.people)} if side.kind == FILM else {}),
    }


def question_object(question: Question) -> dict[str, Any]:
    """A question in JSON."""
    return {
        "question": question.code,
        "iri": question.link.iri,
        "kind": question.kind,
        "risk": round(question.risk, 3),
        "score": round(question.link.score, 3),
        "method": question.link.method,
        "evidence": question.link.evidence,
        "meanwhile": "joined" if question.joined else "apart",
        "first": side_object(question.first),
        "second": side_object(question.second),
    }


def decision_object(decided: Decided) -> dict[str, Any]:
    """A person's decision in JSON."""
    link = decided.link
    return {
        "decision": decided.number,
        "iri": link.iri,
        "kind": decided.kind,
        "same": decided.same,
        "what": decided.sentence,
        "by": link.decided_by,
        "at": link.decided_at,
        "note": link.evidence,
        "sides": [list(link.subjects), *([] if decided.same else [[link.object, *link.others]])],
        "withdrawn_by": link.withdrawn_by,
        "withdrawn_at": link.withdrawn_at,
    }


def explanation_object(found: Explanation) -> dict[str, Any]:
    """An explanation in JSON."""
    return {
        "same": found.same,
        "first": side_object(found.first),
        "second": side_object(found.second),
        "chain": [
            {
                "first": step.first,
                "second": step.second,
                "names": list(step.names),
                "evidence": step.link.evidence,
                "method": step.link.method,
                "score": round(step.link.score, 3),
                "by": step.link.decided_by,
                "at": step.link.decided_at,
            }
            for step in found.steps
        ],
        "against": found.against,
        "facts": found.facts,
        "questions": [question_object(question) for question in found.questions],
        "decisions": [decision_object(decided) for decided in found.decisions],
    }
