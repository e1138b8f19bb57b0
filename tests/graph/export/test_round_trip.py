"""A page that carries our block, read again, yields the facts that the block was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.build import ingest
from graph.export.reviews import review_blocks
from graph.export.text import embed
from graph.intake.outcome import Options
from graph.sources.decoding import decode
from graph.sources.review_html import read_html
from graph.store import Dataset
from tests.graph.export.blocks import RATING, REVIEW

if TYPE_CHECKING:
    from pathlib import Path

_FACTS = (
    "name", "dateCreated", "duration", "contentRating", "genre", "director", "author", "musicBy", "editor",
    "producer",
)  # fmt: skip


PROSE = (
    "It rains for the first hour and nobody remarks on it. The camera stays where it was put and lets people "
    "come and go, and by the time that somebody raises a voice we have learned to listen. There is a scene "
    "on a roof that I would not give away for a trilogy, and another in a kitchen that says more about money."
)


def page(block: dict[str, Any]) -> str:
    """A page with prose that names nobody, and with the block: the facts stand nowhere else."""
    return (
        '<!doctype html><html><head><meta charset="utf-8"><title>Page</title>'
        f'<script type="application/ld+json">{embed(block)}</script></head>'
        f"<body><article><p>{PROSE}</p><p>{PROSE}</p></article></body></html>"
    )


def facts(block: dict[str, Any]) -> dict[str, Any]:
    """What a block says, IRIs and order aside."""
    film = block["itemReviewed"]
    said: dict[str, Any] = {key: names(film[key]) for key in _FACTS if key in film}
    said["actors"] = sorted(
        (one.get("characterName", ""), one.get("actor", one)["name"]) for one in film.get("actor", ())
    )
    said["critics"] = names(block["author"])
    said["published"] = block.get("datePublished")
    said["publisher"] = block.get("publisher", {}).get("name")
    rating = block["reviewRating"]
    said["rating"] = (rating["ratingValue"], rating.get("bestRating"), rating.get("worstRating"))
    return said


def names(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return sorted(one["name"] if isinstance(one, dict) else one for one in values)


def test_the_samples_blocks_say_the_same_when_read_again(samples: Path, tmp_path: Path) -> None:
    first = Dataset(tmp_path / "first")
    ingest(first, [samples], Options(best="4"))
    blocks = [one.block for one in review_blocks(first.version().store) if one.block is not None]
    assert len(blocks) > 15
    (tmp_path / "pages").mkdir()
    for number, block in enumerate(blocks):
        # Without its address the page is known by its file; without its text nothing else can be read.
        bare = {key: value for key, value in block.items() if key not in {"url", "reviewBody", "mentions"}}
        (tmp_path / "pages" / f"{number:03d}.html").write_text(page(bare), encoding="utf-8")
    again = Dataset(tmp_path / "again")
    summary = ingest(again, [tmp_path / "pages"])
    assert summary.set_aside == []
    read = [one.block for one in review_blocks(again.version().store)]
    assert all(block is not None for block in read)
    lost = [repr(facts(block)) for block in blocks]
    for one in read:
        assert one is not None
        said = repr(facts(one))
        assert said in lost, said
        lost.remove(said)
    assert lost == []


@pytest.mark.parametrize(
    ("name", "read"),
    [("B+", "B+"), ("A", "A"), ("DUD", "DUD"), ("two thumbs up", "two thumbs up"), ("5 stars", "3.5"),
     ("Ida's", "3.5")],
)  # fmt: skip
def test_a_grade_that_a_block_has_in_numbers_is_read_as_the_grade(name: str, read: str) -> None:
    block = {"@context": "https://schema.org", **REVIEW, "reviewRating": {**RATING, "name": name}}
    record = read_html(decode(page(block).encode()))
    rating = record.reviews[0].rating
    assert rating is not None
    assert rating.value.value == read


_NAME = st.sampled_from(["Ida Penhallow", "Gong Seung-yeon", "José Álvarez", "Mary O'Neil", "Ana de Armas"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    title=st.sampled_from(["Low Tide", "M & N", "The <Third> Man", "괴물", "12 Years"]),
    year=st.integers(1920, 2025),
    minutes=st.integers(41, 239),
    critics=st.lists(_NAME, min_size=1, max_size=2, unique=True),
    cast=st.lists(
        st.tuples(_NAME, st.sampled_from(["Mara", "Ji-na", ""])), max_size=4, unique_by=lambda c: c[0]
    ),
    half_stars=st.integers(0, 8),
)
def test_whatever_the_block_says_is_read(
    title: str, year: int, minutes: int, critics: list[str], cast: list[tuple[str, str]], half_stars: int
) -> None:
    people = [{"@type": "Person", "name": name} for name in critics]
    block = {
        "@context": "https://schema.org", "@type": "Review", "author": people, "datePublished": "2020-05-01",
        "reviewRating": {"@type": "Rating", "ratingValue": half_stars / 2, "bestRating": 4, "worstRating": 0},
        "itemReviewed": {
            "@type": "Movie", "name": title, "dateCreated": str(year), "duration": f"PT{minutes}M",
            "actor": [
                {"@type": "PerformanceRole", "actor": person, "characterName": plays} if plays else person
                for name, plays in cast
                for person in [{"@type": "Person", "name": name}]
            ],
        },
    }  # fmt: skip
    record = read_html(decode(page(block).encode()))
    (film,), (review,) = record.films, record.reviews
    assert (film.title.value, film.year and film.year.value) == (title, year)
    assert film.runtime_minutes is not None
    assert film.runtime_minutes.value == minutes
    assert {fact.value for fact in review.critics} == set(critics)
    assert review.published_on is not None
    assert review.published_on.value.isoformat() == "2020-05-01"
    assert review.rating is not None
    assert float(review.rating.value.value) == half_stars / 2
    assert (review.rating.value.best, review.rating.value.worst) == ("4", "0")
    roles = {(role.name.value, role.character.value if role.character else "") for role in record.roles}
    assert roles == set(cast)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"@type": "Review"}'])
def test_a_block_that_says_nothing_yields_nothing(text: str, tmp_path: Path) -> None:
    page_ = f'<html><head><script type="application/ld+json">{text}</script></head><body></body></html>'
    (tmp_path / "page.html").write_text(page_, encoding="utf-8")
    summary = ingest(Dataset(tmp_path / "data"), [tmp_path / "page.html"])
    assert summary.version is None
