"""What the keys of front matter mean, in the habits of Hugo, Jekyll, Astro and Eleventy.

Two vocabularies at the top: keys of the film and keys of the review. A mapping under "film" or
"movie" speaks of the film whatever its keys are called, one under "review" of the review.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.records import ACTOR, WRITER, Rating, SetAside
from graph.sources.draft import CREDITS, HEADER, STRUCTURED, Draft
from graph.sources.facts import dates, ids, phrases, ratings
from graph.sources.facts.labelled import certificate_under
from graph.sources.facts.titles import undress
from graph.sources.front import other_keys
from graph.sources.front.credits import PEOPLE, cast, crew, everybody
from graph.sources.front.matter import Entry, Value, fold_key
from graph.sources.front.values import by_key, stated, text_of, texts_of
from graph.sources.front.words import (
    BEST,
    BOOK,
    CAST,
    CONTENT,
    COUNTRIES,
    CREW,
    CRITIC,
    DATE,
    FILM_MAPS,
    FILM_TITLE,
    GENRES,
    IDS,
    IMAGE,
    KINDS,
    LANGUAGES,
    NO_REVIEWS,
    ORIGINAL,
    OTHER_WORKS,
    PAGE,
    POSTER,
    PUBLICATION,
    RATING,
    RELEASED,
    REVIEW_MAPS,
    RUNTIME,
    SECTIONS,
    TITLE,
    WORST,
    YEAR,
)
from graph.sources.origin.bylines import critic_names

if TYPE_CHECKING:
    from collections.abc import Sequence


#: A subtitle of fewer words may be part of the title.
_SHORT = 3


def apply_entries(draft: Draft, entries: Sequence[Entry], context: str = "") -> None:
    """Put front matter into the draft. ``context`` is "film" or "review" inside such a mapping.

    Raises SetAside where it says that the page is not published.
    """
    entries = [other_keys.renamed(entry, film=context == "film") for entry in entries]
    keys = {entry.key for entry in entries}
    for entry in entries if context != "film" else ():
        if _is_unpublished(entry.key, text_of(entry.value).casefold()):
            raise SetAside(
                f"The front matter says that it is not published ({entry.key}: {text_of(entry.value)}).",
                entry.first,
            )
    if not context and (other := _other_work(entries)) is not None:
        raise SetAside(f"The front matter says that this is about {other[0]}, no film.", other[1].first)
    best = next((text_of(entry.value) for entry in entries if entry.key in BEST), "")
    worst = next((text_of(entry.value) for entry in entries if entry.key in WORST), "")
    named = context != "film" and any(
        entry.key in FILM_TITLE and _film_name(entry.value) for entry in entries
    )
    for entry in entries:
        _apply(draft, entry, context, _Around(frozenset(keys), named, best, worst))


def _is_unpublished(key: str, value: str) -> bool:
    """Whether a key says of a page that no site shows it: a draft of Hugo's, Jekyll's "published: false"."""
    if key in {"draft", "isdraft"}:
        return value in {"true", "yes", "1"}
    if key in {"published", "publish", "ispublished"}:
        return value in {"false", "no"}
    return key == "status" and value in {"draft", "private", "pending", "unpublished"}


def _other_work(entries: Sequence[Entry]) -> tuple[str, Entry] | None:
    """What else than a film front matter is about, and the entry that says so; keys of films outweigh it."""
    films = FILM_TITLE | FILM_MAPS | IDS | RUNTIME | CREW.keys() - {"editor", "editors", "music"}
    if any(entry.key in films and entry.value for entry in entries):
        return None
    for entry in entries if not any(one.key in RATING for one in entries) else ():
        if entry.key in SECTIONS and fold_key(text_of(entry.value)) in NO_REVIEWS:
            return f"{text_of(entry.value).strip().casefold()[:40]}", entry
    for entry in entries:
        if entry.key in BOOK and entry.value:
            return "a book", entry
        what = OTHER_WORKS.get(fold_key(text_of(entry.value))) if entry.key in KINDS else None
        if what is not None:
            return what, entry
    return None


def _film_name(value: Value) -> str:
    if isinstance(value, dict):
        folded = by_key(value)
        return next((text_of(folded[key]) for key in ("title", "name") if folded.get(key)), "")
    return text_of(value) if not re.fullmatch(r"true|false", text_of(value)) else ""


@dataclass(frozen=True, slots=True)
class _Around:
    """What the other keys beside an entry say: whether one names the film, and the rating's scale."""

    keys: frozenset[str]
    named: bool
    best: str
    worst: str


def _apply(  # noqa: PLR0912 (one a kind of key)
    draft: Draft, entry: Entry, context: str, around: _Around
) -> None:
    key, value, keys, named = entry.key, entry.value, around.keys, around.named
    if isinstance(value, dict) and key in FILM_MAPS | REVIEW_MAPS:
        inside = [Entry(fold_key(name), item, entry.first, entry.last) for name, item in value.items()]
        apply_entries(draft, inside, "film" if key in FILM_MAPS else context or "review")
        return
    if value in ("", [], {}):
        return
    if key in CAST and not (key == "stars" and _is_rating(value)):
        cast(draft, entry)
    elif key in PEOPLE and isinstance(value, list):
        everybody(draft, entry, value)
    elif (jobs := _jobs_of(key, context, keys)) is not None:
        crew(draft, entry, jobs)
    elif (label := other_keys.job_of(entry, film=context == "film")) is not None:
        cast(draft, entry) if ACTOR in label.jobs else crew(draft, entry, label.jobs)
    elif key in CRITIC and context != "film":
        _critics(draft, entry)
    elif key in RATING and not isinstance(value, list) and (context != "film" or _rates(key, value)):
        _rating(draft, entry, around.best, around.worst)
    elif key == "subtitle" and _is_headline(value):
        draft.offer("headline", stated(entry, text_of(value)), STRUCTURED + 1)
    elif key == "headline" and "title" in keys:
        draft.offer("headline", stated(entry, text_of(value)), STRUCTURED - 1)
    elif key in TITLE and not (named and context != "film"):
        _title(draft, entry, text_of(value), CREDITS if context == "film" else STRUCTURED)
    elif key in FILM_TITLE and not isinstance(value, dict) and _film_name(value):
        _title(draft, entry, text_of(value), CREDITS)
        draft.evidence.add("film key")
    elif key in TITLE:
        draft.offer("headline", stated(entry, text_of(value)), STRUCTURED)
    else:
        _rest(draft, entry, context)


def _jobs_of(key: str, context: str, keys: frozenset[str]) -> tuple[str, ...] | None:
    """The jobs that a key names; who wrote a page is its critic, who wrote a film its writer."""
    signed = not keys.isdisjoint(CRITIC - {"writtenby"})
    if key == "writtenby" and (context == "film" or (signed and "directedby" in keys)):
        return (WRITER,)
    site = key == "editor" and context != "film" and "director" not in keys
    return CREW.get(key) if not site else None


def _is_headline(value: Value) -> bool:
    """Whether a subtitle says something: a headline has some words."""
    return isinstance(value, str) and len(value.split()) > _SHORT


def _is_rating(value: Value) -> bool:
    return not isinstance(value, (list, dict)) and ratings.labelled(text_of(value)) is not None


def _rates(key: str, value: Value) -> bool:
    """Whether a key among the film's is the critic's all the same: "stars = 2.5"; its "rating" is not."""
    return key in {"stars", "grade", "score", "verdict", "starrating", "myrating"} and _is_rating(value)


def _rest(draft: Draft, entry: Entry, context: str) -> None:
    """Keys whose value is one plain fact."""
    key, text = entry.key, text_of(entry.value)
    if key in DATE | RELEASED | YEAR:
        _when(draft, entry, context, text)
    elif key in RUNTIME:
        _runtime(draft, entry, text)
    elif key in CONTENT or (context == "film" and key == "rating"):
        rated = phrases.content_rating(text, labelled=True) or certificate_under(key, text)
        draft.offer("content_rating", stated(entry, rated, text) if rated else None, CREDITS)
        draft.evidence.add("content rating")
    elif key in IDS or key.endswith(("imdb", "imdbid")):
        _identifiers(draft, entry)
    elif key in {"language", "lang"} and re.fullmatch(r"[A-Za-z]{2}(?:[-_][A-Za-z]{2})?", text):
        return  # the page's language, not the film's
    elif (listed := next((name for name, keys in _LISTS if key in keys), None)) is not None:
        draft.add(listed, [stated(entry, item) for item in texts_of(entry.value)])
    elif key in IMAGE:
        draft.offer("image" if context == "film" else "review_image", stated(entry, text), STRUCTURED)
    elif key in PAGE and not text.startswith(("http://", "https://")):
        return  # a path on the site: no address
    elif (plain := next((name for name, keys in _PLAIN if key in keys), None)) is not None:
        draft.offer(plain, stated(entry, text), STRUCTURED)


_LISTS = (("genres", GENRES), ("countries", COUNTRIES), ("languages", LANGUAGES | {"language", "lang"}))
_PLAIN = (("image", POSTER), ("page", PAGE), ("publication", PUBLICATION), ("original_title", ORIGINAL))


def _when(draft: Draft, entry: Entry, context: str, text: str) -> None:
    """A date of the review or of the film; a bare year is the film's."""
    if entry.key in DATE and context != "film":
        _date(draft, entry, "published_on", HEADER + (1 if entry.key.startswith("created") else 0))
    elif entry.key in YEAR or re.fullmatch(r"\d{4}", text):
        if (found := phrases.year(text)) is not None:
            draft.offer("year", stated(entry, found), CREDITS)
            draft.evidence.add("year")
    else:
        _date(draft, entry, "release_date", CREDITS)


def _runtime(draft: Draft, entry: Entry, text: str) -> None:
    minutes = phrases.minutes(text, labelled=True)
    draft.offer("runtime_minutes", stated(entry, minutes, text) if minutes else None, CREDITS)
    draft.evidence.add("running time")
    if minutes is None:
        draft.complain(f"The running time {text[:40]!r} cannot be read.", entry.first)


def _title(draft: Draft, entry: Entry, text: str, rank: int) -> None:
    heading = undress(text)
    if heading is None:
        return
    draft.offer("title", stated(entry, heading.title, text), rank)
    if heading.year is not None:
        draft.offer("year", stated(entry, heading.year, text), rank + 1)
        draft.evidence.add("year")
    if heading.review:
        draft.evidence.add("called a review")
    if heading.rating is not None:
        draft.offer("rating", stated(entry, heading.rating, text), HEADER)
        draft.evidence.add("rating")
    if heading.tagline and rank != CREDITS:
        draft.offer("headline", stated(entry, text), STRUCTURED)


def _critics(draft: Draft, entry: Entry) -> None:
    for item in entry.value if isinstance(entry.value, list) else [entry.value]:
        name = text_of(item)
        for clean in critic_names(str(name)):
            draft.critics.append((STRUCTURED, stated(entry, clean)))


def _rating(draft: Draft, entry: Entry, best: str, worst: str) -> None:
    value = entry.value
    if isinstance(value, dict):
        value = by_key(value)
        best = next((text_of(item) for key, item in value.items() if key in BEST), best)
        worst = next((text_of(item) for key, item in value.items() if key in WORST), worst)
        value = next((item for key, item in value.items() if key in RATING), "")
    text = text_of(value)
    content = phrases.content_rating(text, labelled=False)
    if (
        content is not None
        and entry.key == "rating"
        and re.fullmatch(r"PG|PG-?13|R|NC-?17|NR|G|Not Rated|Unrated", text)
    ):
        draft.offer("content_rating", stated(entry, content), CREDITS)
        draft.evidence.add("content rating")
        return
    rated = ratings.labelled(text, "out of 5" if entry.key.endswith("outof5") else "")
    if rated is None:
        if text:
            draft.complain(f"The rating {text[:40]!r} is in no form we know.", entry.first)
        return
    if best or worst:
        rated = Rating(rated.value, rated.best or _number(best), rated.worst or _number(worst))
    draft.offer("rating", stated(entry, rated, text if text != rated.value else None), CREDITS)
    draft.evidence.add("rating")


def _number(text: str) -> str | None:
    found = re.search(r"\d+(?:\.\d+)?(?!.*\d)|[A-F][+-]?", text)
    return found.group() if found else None


def _identifiers(draft: Draft, entry: Entry) -> None:
    values = (
        by_key(entry.value).items()
        if isinstance(entry.value, dict)
        else [(entry.key, item) for item in texts_of(entry.value)]
    )
    for key, raw in values:
        text = text_of(raw)
        bare = re.fullmatch(r"\d{6,9}", text) if "imdb" in key else None
        found = f"tt{text.zfill(7)}" if bare else ids.imdb_title(text)
        draft.offer("imdb_id", stated(entry, found) if found else None, CREDITS)
        if "tmdb" in key or "themoviedb" in text:
            number = ids.tmdb_film(text) or (text if text.isdigit() else None)
            draft.offer("tmdb_id", stated(entry, number) if number else None, CREDITS)
        if "wikidata" in key or "wikidata" in text:
            item = ids.wikidata(text)
            draft.offer("wikidata_id", stated(entry, item) if item else None, CREDITS)


def _date(draft: Draft, entry: Entry, name: str, rank: int) -> None:
    text = text_of(entry.value)
    try:
        when = dates.parse(text)
        if when is None and text.casefold() in {"true", "false", "yes", "no"}:
            return  # Jekyll's "published: true"
    except dates.AmbiguousDate as error:
        draft.complain(f"The date is ambiguous and was not taken: {error}.", entry.first)
        return
    if when is None:
        draft.complain(f"The date {text[:40]!r} cannot be read.", entry.first)
        return
    draft.offer(name, stated(entry, when, text if text != when.isoformat() else None), rank)
    if name == "release_date":
        draft.offer("year", stated(entry, when.year, text), rank + 3)
