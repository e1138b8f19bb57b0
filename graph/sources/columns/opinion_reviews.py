"""A review for each critic of an entry, out of the entry's record and the critics' lines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.records import Complaint, Fact
from graph.sources.columns.opinions import review_key
from graph.sources.prose.spoken_of import mentions_of, other_films

if TYPE_CHECKING:
    from graph.records import DocumentRecord, ReviewRecord
    from graph.sources.columns.opinions import Opinion
    from graph.sources.lines import Unit


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
                critics=(opinion.critic,) if opinion.critic is not None else base.critics,
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
            # The entry has one text and several ratings: each review has it, and the first what it names.
            first = reviews[0]
            reviews[0] = replace(first, mentions=base.mentions, films_named=base.films_named)
            reviews = [replace(review, text=base.text) for review in reviews]
            complaints.append(
                Complaint(
                    f"{len(opinions)} critics rate {film.title.value} and one text stands above them; it was "
                    "taken for each.",
                    base.text.first_line,
                )
            )
    return replace(record, reviews=tuple(reviews), complaints=tuple(complaints))


def _joined(paragraphs: list[Unit]) -> Fact[str] | None:
    text = "\n\n".join(unit.text for unit in paragraphs)
    if not text:
        return None
    return Fact(text, paragraphs[0].first, paragraphs[-1].last)
