"""Labelled headers: what each label's value says, put into the draft."""

from __future__ import annotations

import re
from collections.abc import Callable

from graph.records import ACTOR, Fact, Rating
from graph.sources import dates, fields, ids, jobs, phrases, ratings
from graph.sources.bylines import critic_names
from graph.sources.draft import CREDITS, HEADER, Draft
from graph.sources.fields import Field
from graph.sources.lines import Unit
from graph.sources.phrases import FilmFacts
from graph.sources.titles import undress

Handler = Callable[[Draft, Field, str, Unit, int], None]

_SOURCE_NOTE = re.compile(
    r"(?:(?:based|adapted) (?:up)?on |from |inspired by |original )?(?:(?:the|a|an|his|her|their) )?(?:[\w-]+ ){0,3}?"
    r"(?:novels?|novella|books?|plays?|stage play|memoirs?|comics?|comic book|short story|manga|article|characters?|musical|poem|autobiography|"
    r"graphic novel|series|source material)(?: created)?(?: by)?",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*[,/|;•·]\s*|\s+and\s+")


def apply_field(draft: Draft, field: Field, unit: Unit, rank: int = CREDITS) -> None:
    """Put one labelled value into the draft; what cannot be read becomes a complaint."""
    kind, value = field.label.field, field.value.strip(" _")
    if not value or kind == jobs.OTHER:
        return
    if re.fullmatch(r"(?:n/?a|none|unknown|tba|tbd|-+|–|\?+)\.?", value, re.I):
        draft.complain(f"The label {field.name!r} says nothing ({value}).", unit.first)
        return
    handler = _HANDLERS.get(kind)
    if handler is not None:
        handler(draft, field, value, unit, rank)


def wrote_the_source(note: str | None) -> bool:
    """Whether a writer's note says that they wrote the novel, not the film: "novel", "based on the play by"."""
    return note is not None and bool(_SOURCE_NOTE.fullmatch(note.strip()))


def _people(draft: Draft, field: Field, value: str, unit: Unit, rank: int) -> None:
    acting = ACTOR in field.label.jobs
    credited, refused = fields.people_of(field)
    for person in credited:
        if not acting and wrote_the_source(person.note):
            draft.complain(
                f"{person.name} wrote what the film is based on ({person.note}): no writer of the film.",
                unit.first,
            )
            continue
        quote = unit.text if len(unit.text) <= 600 else None
        draft.credit(field.label.jobs, person, unit.fact("", quote), rank, field.label.note)
    for item in refused:
        draft.complain(f"Under {field.name.strip(':')!r}, {item[:60]!r} does not read as a name.", unit.first)
    if credited:
        draft.evidence.add("cast" if acting else "crew")


def _title(draft: Draft, field: Field, value: str, unit: Unit, rank: int) -> None:
    heading = undress(value)
    if heading is not None:
        draft.offer("title", unit.fact(heading.title, unit.text), rank)
        draft.offer("year", unit.fact(heading.year, unit.text) if heading.year else None, rank)
        draft.evidence.add("title label")


def _original_title(draft: Draft, field: Field, value: str, unit: Unit, rank: int) -> None:
    draft.offer("original_title", unit.fact(value.strip('"“”')), rank)


def _year(draft: Draft, field: Field, value: str, unit: Unit, rank: int) -> None:
    found = re.search(r"\b((?:18[89]|19\d|20[0-4])\d)\b", value)
    if found is not None:
        draft.offer("year", unit.fact(int(found.group(1)), unit.text), rank)
        draft.evidence.add("year")


def _released(draft: Draft, field: Field, value: str, unit: Unit, rank: int) -> None:
    when = dated(draft, value, unit)
    if when is not None:
        draft.offer("release_date", unit.fact(when.value, unit.text), rank)
        draft.offer("year", unit.fact(when.value.year, unit.text), rank + 3)
    else:
        _year(draft, field, value, unit, rank + 2)


def _runtime(draft: Draft, field: Field, value: str, unit: Unit, rank: int) -> None:
    minutes = phrases.minutes(value, labelled=True)
    if minutes is None:
        draft.complain(f"The running time {value[:40]!r} cannot be read.", unit.first)
    else:
        draft.offer("runtime_minutes", unit.fact(minutes, unit.text), rank)
        draft.evidence.add("running time")
    _leftovers(draft, value, unit, rank)


def _content(draft: Draft, field: Field, value: str, unit: Unit, rank: int) -> None:
    rated = phrases.content_rating(value, labelled=True)
    if rated is None and field.name.casefold() == "rated":
        _rating(draft, field, value, unit, rank)
        return
    if rated is None:
        draft.complain(f"The content rating {value[:40]!r} is not one we know.", unit.first)
        return
    draft.offer("content_rating", unit.fact(rated, unit.text), rank)
    draft.evidence.add("content rating")
    if (minutes := phrases.minutes(value)) is not None:
        draft.offer("runtime_minutes", unit.fact(minutes, unit.text), rank)


def _rating(draft: Draft, field: Field, value: str, unit: Unit, rank: int) -> None:
    rated = ratings.labelled(value, field.name)
    content = phrases.content_rating(value, labelled=True)
    whole = content is not None and (
        len(value) <= len(content) + 2 or re.match(rf"{re.escape(content)}[\s,;.(]+(?:for|\d|min)", value)
    )
    if (
        content is not None
        and (rated is None or whole)
        and not re.match(r"^(?:grade|score|stars?|verdict|overall)", field.name, re.I)
    ):
        draft.offer("content_rating", unit.fact(content, unit.text), rank)
        draft.evidence.add("content rating")
        _leftovers(draft, value, unit, rank)
        return
    if rated is None:
        if len(value) <= 40:
            draft.complain(f"The rating {value!r} is in no form we know.", unit.first)
        return
    offer_rating(draft, unit.fact(rated, unit.text), rank)
    _leftovers(draft, value, unit, rank)


def offer_rating(draft: Draft, fact: Fact[Rating] | None, rank: int) -> None:
    if fact is not None:
        draft.offer("rating", fact, rank)
        draft.evidence.add("rating")


def _leftovers(draft: Draft, value: str, unit: Unit, rank: int) -> None:
    """Facts that share a label's line: "Rating: *** | PG-13 | 104 min"."""
    if re.search(r"[|•·‧;]|\s[-–/]\s|\.\s", value):
        for part in re.split(r"\s*[|•·‧;]\s*|\s[-–/]\s|\.\s", value):
            facts = phrases.fact_line(part)
            if facts is not None:
                apply_fact_line(draft, facts, unit, rank)


def apply_fact_line(draft: Draft, facts: FilmFacts, unit: Unit, rank: int) -> None:
    """Put what a fact line says into the draft."""
    quote = unit.text if len(unit.text) <= 300 else None
    for name, value in (
        ("runtime_minutes", facts.minutes),
        ("content_rating", facts.content_rating),
        ("year", facts.year),
    ):
        if value is not None:
            draft.offer(name, unit.fact(value, quote), rank)
            draft.evidence.add(name)
    draft.add("genres", [unit.fact(genre) for genre in facts.genres])
    draft.add("countries", [unit.fact(part) for part in facts.rest if phrases.is_country(part)])


def _listed(name: str) -> Handler:
    def handler(draft: Draft, field: Field, value: str, unit: Unit, rank: int) -> None:
        parts = [part.strip(" .") for part in _PARTS.split(value) if part.strip(" .")]
        draft.add(name, [unit.fact(part) for part in parts[:12] if len(part) <= 40])

    return handler


def _critic(draft: Draft, field: Field, value: str, unit: Unit, rank: int) -> None:
    names = critic_names(value)
    for name in names:
        draft.critics.append((HEADER, unit.fact(name, unit.text if name != unit.text else None)))
    when = dated(draft, value, unit) if names else None
    if when is not None:
        draft.offer("published_on", when, HEADER)


def _publication(draft: Draft, field: Field, value: str, unit: Unit, rank: int) -> None:
    if len(value) <= 60:
        draft.offer("publication", unit.fact(value.strip(" .")), rank)


def _published(draft: Draft, field: Field, value: str, unit: Unit, rank: int) -> None:
    when = dated(draft, value, unit)
    if when is not None:
        updated = "updated" in field.name.casefold()
        draft.offer("published_on", when, rank + (3 if updated else 0))


def dated(draft: Draft, value: str, unit: Unit) -> Fact[dates.date] | None:
    """The date in a value; an ambiguous one is a complaint and no date."""
    try:
        found = dates.find(value)
    except dates.AmbiguousDate as error:
        draft.complain(f"The date is ambiguous and was not taken: {error}.", unit.first)
        return None
    return unit.fact(found[0], unit.text if len(unit.text) <= 200 else None) if found is not None else None


def _imdb(draft: Draft, field: Field, value: str, unit: Unit, rank: int) -> None:
    found = ids.imdb_title(value)
    draft.offer("imdb_id", unit.fact(found) if found else None, rank)


def _source_work(draft: Draft, field: Field, value: str, unit: Unit, rank: int) -> None:
    draft.complain(
        f"{field.name.strip()!r} names what the film is based on, no writer of the film: {value[:60]}.",
        unit.first,
    )


_HANDLERS: dict[str, Handler] = {
    jobs.JOB: _people,
    jobs.TITLE: _title,
    jobs.ORIGINAL_TITLE: _original_title,
    jobs.YEAR: _year,
    jobs.RELEASED: _released,
    jobs.RUNTIME: _runtime,
    jobs.CONTENT_RATING: _content,
    jobs.RATING: _rating,
    jobs.GENRE: _listed("genres"),
    jobs.COUNTRY: _listed("countries"),
    jobs.LANGUAGE: _listed("languages"),
    jobs.CRITIC: _critic,
    jobs.PUBLICATION: _publication,
    jobs.PUBLISHED: _published,
    jobs.IMDB: _imdb,
    jobs.SOURCE_WORK: _source_work,
}
