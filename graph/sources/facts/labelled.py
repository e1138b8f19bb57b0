"""Labelled headers: what each label's value says, put into the draft."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.records import ACTOR, Fact, Rating
from graph.sources.draft import CREDITS, GUESSED, HEADER, Draft
from graph.sources.facts import (
    certificates,
    dates,
    fields,
    ids,
    jobs,
    nations,
    phrases,
    ratings,
    small_facts,
)
from graph.sources.facts.people import looks_like_name
from graph.sources.facts.titles import undress
from graph.sources.origin.bylines import critic_names
from graph.sources.origin.mirrors import is_vote
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from datetime import date

    from graph.sources.facts.fields import Field
    from graph.sources.facts.phrases import FilmFacts
    from graph.sources.lines import Unit


@dataclass(frozen=True, slots=True)
class Said:
    """One labelled value: the field as found, the value undressed, the unit that says it, and its rank."""

    field: Field
    value: str
    unit: Unit
    rank: int


Handler = Callable[[Draft, Said], None]

_SOURCE_NOTE = regex(
    r"(?:(?:based|adapted) (?:up)?on |from |inspired by |original )?(?:(?:the|a|an|his|her|their) "
    r")?(?:[\w-]+ ){0,3}?"
    r"(?:novels?|novella|books?|plays?|stage play|memoirs?|comics?|comic book|short story|manga|"
    r"article|characters?|musical|poem|autobiography|"
    r"graphic novel|series|source material)(?: created)?(?: by)?",
    re.IGNORECASE,
)
_PARTS = regex(r"\s*[,/|;•·]\s*|\s+(?:and|et|und|y|e|og|och|en|&)\s+|\s+[–-]\s+")
#: What heads a rating in some languages, and a remark in others.
_REMARK, _LONGEST_MARK = frozenset({"note", "nota"}), 20


_NOTHING = regex(r"(?:n/?a|none|unknown|tba|tbd|-+|–|\?+)\.?", re.IGNORECASE)


def apply_field(draft: Draft, field: Field, unit: Unit, rank: int = CREDITS) -> None:
    """Put one labelled value into the draft; what cannot be read becomes a complaint."""
    kind, value = field.label.field, field.value.strip(" _")
    if not value or kind == jobs.OTHER:
        return
    if _NOTHING.fullmatch(value):
        draft.complain(f"The label {field.name!r} says nothing ({value}).", unit.first)
        return
    handler = _HANDLERS.get(kind)
    if handler is not None:
        handler(draft, Said(field, value, unit, rank))


def wrote_the_source(note: str | None) -> bool:
    """Whether a note says that a writer wrote the novel, not the film ("based on the play by")."""
    return note is not None and bool(_SOURCE_NOTE.fullmatch(note.strip()))


def _people(draft: Draft, said: Said) -> None:
    acting = ACTOR in said.field.label.jobs
    if (
        acting
        and said.field.name.casefold() in {"star", "stars"}
        and ratings.labelled(said.value) is not None
    ):
        _rating(draft, said)
        return
    credited, refused = fields.people_of(_by_whole_names(draft, said.field))
    for person in credited:
        if not acting and wrote_the_source(person.note):
            draft.complain(
                f"{person.name} wrote what the film is based on ({person.note}): no writer of the film.",
                said.unit.first,
            )
            continue
        quote = said.unit.text if len(said.unit.text) <= 600 else None
        draft.credit(
            said.field.label.jobs, person, said.unit.fact("", quote), said.rank, said.field.label.note
        )
    for item in refused:
        draft.complain(
            f"Under {said.field.name.strip(':')!r}, {item[:60]!r} does not read as a name.", said.unit.first
        )
    if credited:
        draft.evidence.add("cast" if acting else "crew")


_ONE_NAME = regex(r"^([^\W\d_a-z][\w’'-]+)(?=$|\.$| (?:and|&) |,)")


def _by_whole_names(draft: Draft, field: Field) -> Field:
    """A credit that gives the family name alone of somebody credited before: "Written by Lee and Bo Park"."""
    found = _ONE_NAME.match(field.value)
    if found is None or ACTOR in field.label.jobs:
        return field
    named = {role.name.value for role in draft.roles if role.name.value.split()[-1] == found.group(1)}
    named = {name for name in named if " " in name}
    if len(named) != 1:
        return field
    return replace(field, value=named.pop() + field.value[found.end() :])


def _title(draft: Draft, said: Said) -> None:
    heading = undress(said.value)
    if heading is not None:
        draft.offer("title", said.unit.fact(heading.title, said.unit.text), said.rank)
        draft.offer("year", said.unit.fact(heading.year, said.unit.text) if heading.year else None, said.rank)
        draft.evidence.add("title label")


def _original_title(draft: Draft, said: Said) -> None:
    draft.offer("original_title", said.unit.fact(said.value.strip('"“”')), said.rank)


def _year(draft: Draft, said: Said) -> None:
    found = re.search(r"\b((?:18[89]|19\d|20[0-4])\d)\b", said.value)
    if found is not None:
        draft.offer("year", said.unit.fact(int(found.group(1)), said.unit.text), said.rank)
        draft.evidence.add("year")


def _released(draft: Draft, said: Said) -> None:
    when = dated(draft, said.value, said.unit)
    if when is not None:
        draft.offer("release_date", said.unit.fact(when.value, said.unit.text), said.rank)
        draft.offer("year", said.unit.fact(when.value.year, said.unit.text), said.rank + 3)
    else:
        _year(draft, replace(said, rank=said.rank + 2))


def _runtime(draft: Draft, said: Said) -> None:
    minutes = phrases.minutes(said.value, labelled=True)
    if minutes is None:
        draft.complain(f"The running time {said.value[:40]!r} cannot be read.", said.unit.first)
    else:
        draft.offer("runtime_minutes", said.unit.fact(minutes, said.unit.text), said.rank)
        draft.evidence.add("running time")
    _leftovers(draft, said.value, said.unit, said.rank)


def _content(draft: Draft, said: Said) -> None:
    rated = phrases.content_rating(said.value, labelled=True)
    if rated is None and said.field.name.casefold() == "rated":
        _rating(draft, said)
        return
    rated = rated or certificate_under(said.field.name, said.value)
    if rated is None:
        draft.complain(f"The content rating {said.value[:40]!r} is not one we know.", said.unit.first)
        return
    draft.offer("content_rating", said.unit.fact(rated, said.unit.text), said.rank)
    draft.evidence.add("content rating")
    if (minutes := phrases.minutes(said.value)) is not None:
        draft.offer("runtime_minutes", said.unit.fact(minutes, said.unit.text), said.rank)


_FSK = regex(r"(?:FSK\s*)?(?:ab\s+)?(\d{1,2})\b", re.IGNORECASE)
_LONGEST_CERTIFICATE = 40


_BOARD = regex(r"(?:BBFC|MPAA?|IFCO|ACB|OFLC|UK|US|USA|cert(?:ificate)?\.?)[\s:]+", re.IGNORECASE)


def certificate_under(label: str, value: str) -> str | None:
    """What a label calls a certificate, as it is printed: of its country, or in words."""
    value = _BOARD.sub("", re.split(r"\s*[|;•·‧]\s*|\s[–-]\s|,\s", value)[0].strip(' ."“”'), count=1)
    if (rated := phrases.content_rating(value, labelled=True)) is not None or value in {"A", "H", "U", "X"}:
        return rated or value  # Britain's, of old
    if label.casefold().startswith("fsk") and (germany := _FSK.match(value)) is not None:
        return f"FSK {germany.group(1)}"
    if (known := nations.certificate(value)) is not None or certificates.is_symbol(value):
        return known or value  # a number alone, under its label
    worded = value[:1].isupper() and any(mark.islower() for mark in value) and ratings.stated(value) is None
    return value if worded and len(value) <= _LONGEST_CERTIFICATE else None


def _rating(draft: Draft, said: Said) -> None:
    if is_vote(said.value) or (said.field.name.casefold() in _REMARK and (len(said.value) > _LONGEST_MARK)):
        return
    rated = ratings.labelled(said.value, said.field.name)
    content = phrases.content_rating(said.value, labelled=True)
    whole = content is not None and (
        len(said.value) <= len(content) + 2
        or re.match(rf"{re.escape(content)}[\s,;.(]+(?:for|\d|min)", said.value)
    )
    if (
        content is not None
        and (rated is None or whole)
        and not re.match(r"^(?:grade|score|stars?|verdict|overall)", said.field.name, re.IGNORECASE)
    ):
        draft.offer("content_rating", said.unit.fact(content, said.unit.text), said.rank)
        draft.evidence.add("content rating")
        _leftovers(draft, said.value, said.unit, said.rank)
        return
    if rated is None and (names := critic_names(said.value)) and all(map(looks_like_name, names)):
        # "Kritik: Ann Lee", but "Kritik: Der Gletscherwirt" is the film's; "Kritik: Annie Hall" may be
        critics = [(GUESSED + 1, said.unit.fact(name, said.unit.text)) for name in names]
        draft.critics += [] if _ARTICLE.match(said.value) else critics
        draft.offer("published_on", dated(draft, said.value, said.unit), HEADER)
        return
    if rated is None:
        if len(said.value) <= 40:
            draft.complain(f"The rating {said.value!r} is in no form we know.", said.unit.first)
        return
    offer_rating(draft, said.unit.fact(rated, said.unit.text), said.rank)
    _leftovers(draft, said.value, said.unit, said.rank)


def offer_rating(draft: Draft, fact: Fact[Rating] | None, rank: int) -> None:
    """Offer a rating, which is also evidence that the page is a review."""
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


#: What names somebody on a line of facts without a colon: "dir. Ann Lee".
_CUE = regex(r"^(directed by|dir\.?|written by)\s+(?=(?-i:[^\W\d_a-z]))", re.IGNORECASE)


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
    if facts.content_rating is None:  # "114 Minuten, FSK 12, 2024"
        rated = next((part for part in facts.rest if len(part) > 1 and nations.certificate(part)), None)
        draft.offer("content_rating", unit.fact(rated, quote) if rated else None, rank)
    draft.add("genres", [unit.fact(genre) for genre in facts.genres])
    draft.add("countries", [unit.fact(part) for part in facts.rest if phrases.is_country(part)])
    for part in facts.rest:
        field = fields.leading_label(_CUE.sub(r"\1: ", part))
        if field is not None and field.label.field == jobs.JOB:
            apply_field(draft, field, unit, rank)


def _listed(name: str) -> Handler:
    def handler(draft: Draft, said: Said) -> None:
        """Put the parts of a listed said.value into the draft."""
        parts = [part.strip(" .") for part in _PARTS.split(said.value) if part.strip(" .")]
        draft.add(name, [said.unit.fact(part) for part in parts[:12] if len(part) <= 40])

    return handler


def _countries(draft: Draft, said: Said) -> None:
    """Put countries into the draft, and the year that stands beside them: "Norge, 2014"."""
    made = _MADE_IN.search(said.value)
    if made is not None:
        _year(draft, replace(said, value=made.group("year"), rank=said.rank + 1))
        said = replace(said, value=_MADE_IN.sub("", said.value).strip(" ,"))
    _listed("countries")(draft, said)


_MADE_IN = regex(r"[\s,(/]*\b(?P<year>(?:18[89]|19\d|20[0-4])\d)\b\)?")


def _facts(draft: Draft, said: Said) -> None:
    """Put the small facts of a label for several into the draft: "Land/Jahr: D/DK 2009"."""
    for part in re.split(r"\s*[,;|•·‧]\s*|\s+[/–-]\s+", said.value):
        small = small_facts.part_of(part.strip(" ."), beside=True)
        if small is None:
            draft.complain(f"Not understood under {said.field.name!r}: {part[:60]!r}.", said.unit.first)
            continue
        apply_small_facts(draft, small, said.unit, said.rank)


def apply_small_facts(draft: Draft, small: small_facts.SmallFacts, unit: Unit, rank: int) -> None:
    """Put what small print says of a film into the draft."""
    quote = unit.text if len(unit.text) <= 300 else None
    for name in ("runtime_minutes", "content_rating", "year"):
        value = small.minutes if name == "runtime_minutes" else getattr(small, name)
        if value is not None:
            draft.offer(name, unit.fact(value, quote), rank)
            draft.evidence.add(name)
    for name in ("languages", "genres", "countries"):
        draft.add(name, [unit.fact(value) for value in getattr(small, name)])


#: "The Usher (Ann Lee)": who writes under a name that is none.
_PEN_NAME = regex(r"[^()]{2,40} [(\[]([^()\[\]]{4,40})[)\]]")


def _critic(draft: Draft, said: Said) -> None:
    real = _PEN_NAME.fullmatch(said.value.strip())
    names = critic_names(real.group(1) if real is not None and looks_like_name(real.group(1)) else said.value)
    for name in names:
        draft.critics.append(
            (HEADER, said.unit.fact(name, said.unit.text if name != said.unit.text else None))
        )
    when = dated(draft, said.value, said.unit) if names else None
    if when is not None:
        draft.offer("published_on", when, HEADER)


def _publication(draft: Draft, said: Said) -> None:
    if len(said.value) <= 60:
        draft.offer("publication", said.unit.fact(said.value.strip(" .")), said.rank)


_LONGEST_CUE = 3
_ARTICLE = regex(r"(?:Der|Die|Das|Ein|Eine|The|A|An|Le|La|Les|Un|Une|El|Los|Il|Lo|Den|Det|De|Het) ")


def _published(draft: Draft, said: Said) -> None:
    cue = said.field.name.rsplit(" ", 1)[-1]  # "Veröffentlicht am": it says which is the day
    value = f"{cue} {said.value}" if len(cue) <= _LONGEST_CUE else said.value
    when = dated(draft, value, said.unit)
    if when is not None:
        updated = "updated" in said.field.name.casefold()
        draft.offer("published_on", when, said.rank + (3 if updated else 0))


def dated(draft: Draft, value: str, unit: Unit) -> Fact[date] | None:
    """The date in a value; an ambiguous one is a complaint and no date."""
    try:
        found = dates.week(value) or dates.find(value)
    except dates.AmbiguousDate as error:
        draft.complain(f"The date is ambiguous and was not taken: {error}.", unit.first)
        return None
    if found is not None and dates.is_of_a_change(
        value, found[1]
    ):  # "Updated 5 May 2001, published 4 May 2001"
        rest = value[value.find(found[1]) + len(found[1]) :]
        found = dates.sure(rest)
        found = None if found is not None and dates.is_of_a_change(rest, found[1]) else found
    if found is None:
        return None
    return unit.fact(found[0], unit.text if len(unit.text) <= 200 else None)


def _imdb(draft: Draft, said: Said) -> None:
    found = ids.imdb_title(said.value)
    draft.offer("imdb_id", said.unit.fact(found) if found else None, said.rank)


def _source_work(draft: Draft, said: Said) -> None:
    draft.complain(
        f"{said.field.name.strip()!r} names what the film is based on, no writer of it: {said.value[:60]}.",
        said.unit.first,
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
    jobs.COUNTRY: _countries,
    jobs.FACTS: _facts,
    jobs.LANGUAGE: _listed("languages"),
    jobs.CRITIC: _critic,
    jobs.PUBLICATION: _publication,
    jobs.PUBLISHED: _published,
    jobs.IMDB: _imdb,
    jobs.SOURCE_WORK: _source_work,
}
