"""Several critics of one film on a guide page: "Ann Lee ***", and the lines that are theirs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.records import Complaint, DocumentRecord, Fact, Rating, ReviewRecord
from graph.sources import ratings
from graph.sources.draft import LEAST_WORDS
from graph.sources.people import looks_like_name
from graph.sources.spoken_of import mentions_of, other_films

if TYPE_CHECKING:
    from graph.sources.lines import Unit

_STARS = r"(?:(?:1/2|½)\s?\*|\*(?:\s?\*){0,4}(?:\s?(?:1/2|½))?|[★⭐✭☆✩⯪⯨½]{1,10}(?:\s?1/2)?)"
_RATED = (
    rf"(?:{_STARS}|\(?{_STARS}\)|[A-F][+\-−–]?|\d(?:\.\d)?\s*(?:½\s*)?/\s*\d{{1,3}}|"
    r"thumbs? (?:up|down)|DUD|dud|BOMB|no stars|zero stars|\d{1,3})"
)
#: A name as a critic's line prints it: one to four words.
NAME = r"[^\W\d_a-z][\w.’‘'-]*(?:\s+(?:[a-z]{1,3}\s+){0,2}[^\W\d_a-z][\w.’‘'-]*){0,3}"
#: "Ann Lee ***", "Ann Lee, Herald: B+", "Ann Lee (Herald) *** Prose goes on."
_CRITIC = re.compile(
    rf"^(?:By\s+|Reviewed by\s+)?(?P<name>{NAME})"
    rf"(?:\s*\((?P<outlet>[^()]{{2,40}})\)|,\s+(?P<paper>[A-Z][^,:*★]{{1,40}}?))?"
    rf"\s*(?P<mark>[:,|]|\s[–—-]+|\.{{2,}})?\s*(?P<rating>{_RATED})(?:[.:,]?\s*(?:[–—]\s*|-+\s+)?(?P<text>\S.{{15,}})|\.)?$"
)
#: "*** Ann Lee", "*** (Ann Lee)".
_CRITIC_LAST = re.compile(rf"^(?P<rating>{_STARS})\s*(?:[–—-]+\s*)?\(?(?P<name>{NAME})\)?$")


@dataclass(slots=True)
class Opinion:
    """One critic's line in a guide: who, how many stars, and what follows."""

    critic: Fact[str]
    rating: Fact[Rating] | None
    outlet: Fact[str] | None
    paragraphs: list[Unit]


def review_key(number: int) -> str:
    """Name the reviews of a page: review, review-2 ..."""
    return "review" if number == 1 else f"review-{number}"


def opinion_of(unit: Unit, *, guide: bool) -> Opinion | None:  # noqa: PLR0911 (a line may fail in many ways)
    """A critic's line: "Ann Lee ***". Outside guides only a whole name and stars are one."""
    text = re.sub(r"(?<=\*) (?=\*)", "", unit.text)
    found = _CRITIC.match(text)
    if found is None:
        last = _CRITIC_LAST.match(text)
        if last is None or not looks_like_name(last.group("name")):
            return None
        rating = ratings.alone(last.group("rating"))
        return Opinion(unit.fact(last.group("name"), unit.text), _rated(unit, rating), None, [])
    name, said = found.group("name"), found.group("rating")
    starred = said[0] in "*★⭐☆½(✭✩"
    if not looks_like_name(name) and not (guide and starred and len(name) > 2):
        return None
    if not starred and found.group("mark") is None and (len(said) == 1 or found.group("text")):
        return None  # "Ann Lee B" may be a name with an initial, "Vitamin C ..." prose
    if said.isdigit() and found.group("mark") in {None, ","}:
        return None
    rating = ratings.alone(said) or (ratings.labelled(said) if guide or not said.isdigit() else None)
    if rating is None and not guide:
        return None
    outlet = found.group("outlet") or found.group("paper")
    opinion = Opinion(
        unit.fact(name, unit.text[:300]),
        _rated(unit, rating),
        unit.fact(outlet, unit.text[:300]) if outlet else None,
        [],
    )
    if found.group("text"):
        opinion.paragraphs.append(unit.with_text(found.group("text").strip()))
    return opinion


def _rated(unit: Unit, rating: Rating | None) -> Fact[Rating] | None:
    return unit.fact(rating, unit.text[:300]) if rating is not None else None


def whose_text(opinions: list[Opinion], body: list[Unit]) -> list[Unit]:
    """Whose text is whose. One critic's is all of it; prose above each name is the name's below it.

    Gives what belongs to nobody in particular: the synopsis above several critics' lines.
    """
    if len(opinions) == 1:
        opinions[0].paragraphs[:0] = body
        return opinions[0].paragraphs
    below = [bool(opinion.paragraphs) for opinion in opinions]
    if body and not below[-1] and all(below[:-1]):
        own = [body, *[opinion.paragraphs for opinion in opinions[:-1]]]
        for opinion, paragraphs in zip(opinions, own, strict=True):
            opinion.paragraphs = paragraphs
        return []
    return body


def with_opinions(record: DocumentRecord, opinions: list[Opinion], before: int) -> DocumentRecord:
    """The record with a review for each critic. The film's facts and people are all of theirs."""
    (film,) = record.films
    base = record.reviews[0]
    complaints = list(record.complaints)
    reviews: list[ReviewRecord] = []
    for number, opinion in enumerate(opinions, start=before + 1):
        text = base.text if len(opinions) == 1 else _joined(opinion.paragraphs)
        rating = opinion.rating or (base.rating if len(opinions) == 1 else None)
        reviews.append(
            replace(
                base,
                key=review_key(number),
                critics=(opinion.critic,),
                publication=opinion.outlet or base.publication,
                publication_homepage=None if opinion.outlet else base.publication_homepage,
                rating=rating,
                text=text,
                mentions=mentions_of(text.value, film.title.value, record.roles) if text else (),
                films_named=base.films_named if text is base.text else other_films(text, film, record.roles),
            )
        )
    if len(opinions) > 1 and base.text is not None:
        if any(review.text is not None for review in reviews):
            complaints.append(
                Complaint(
                    f"The text above the critics' lines on {film.title.value} is no critic's own; it was "
                    "left out.",
                    base.text.first_line,
                )
            )
        else:
            # The entry has one text and several ratings: it stands with the first.
            first = reviews[0]
            reviews[0] = replace(first, text=base.text, mentions=base.mentions, films_named=base.films_named)
            complaints.append(
                Complaint(
                    f"{len(opinions)} critics rate {film.title.value} and one text stands above them; it was "
                    f"taken for {opinions[0].critic.value}'s.",
                    base.text.first_line,
                )
            )
    return replace(record, reviews=tuple(reviews), complaints=tuple(complaints))


def _joined(paragraphs: list[Unit]) -> Fact[str] | None:
    text = "\n\n".join(unit.text for unit in paragraphs)
    if len(text.split()) < LEAST_WORDS // 2:
        return None
    return Fact(text, paragraphs[0].first, paragraphs[-1].last)
