"""Keys of front matter that are labels in another language: "avec", "realisation", "nota", "speelduur".

The words of front matter (:mod:`graph.sources.front.words`) are those that its writers use most; any other
key is looked up among the labels that pages print. Outside a mapping on the film a value has to bear it out.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.sources.facts import jobs, nations, people, phrases, ratings
from graph.sources.front import words
from graph.sources.front.matter import Entry, fold_key
from graph.sources.front.values import text_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.sources.facts.jobs import Label

#: What a field of a label is called among the keys of front matter.
_KEYS = {
    jobs.RATING: "rating", jobs.RUNTIME: "runtime", jobs.CONTENT_RATING: "certificate", jobs.GENRE: "genre",
    jobs.COUNTRY: "country", jobs.LANGUAGE: "languages", jobs.YEAR: "year", jobs.CRITIC: "author",
    jobs.ORIGINAL_TITLE: "originaltitle", jobs.PUBLICATION: "publication",
}  # fmt: skip
#: What bears a key out at the top of front matter, where "version" and "public" are the site's own.
_BORNE_OUT: dict[str, Callable[[str], bool]] = {
    jobs.RATING: lambda text: ratings.labelled(text) is not None,
    jobs.RUNTIME: lambda text: phrases.minutes(text, labelled=True) is not None,
    jobs.YEAR: lambda text: phrases.year(text) is not None,
    jobs.GENRE: bool,
    jobs.COUNTRY: lambda text: bool(phrases.countries(text) or nations.countries(text)),
    jobs.CONTENT_RATING: lambda text: phrases.content_rating(text, labelled=True) is not None,
}
_SETS = [value for value in vars(words).values() if isinstance(value, frozenset)]
_KNOWN = frozenset().union(*_SETS, words.CREW, words.FILM_MAPS, words.OTHER_WORKS)


@lru_cache(maxsize=1)
def _by_key() -> dict[str, Label]:
    """The labels, folded as keys are."""
    return {fold_key(name): label for name, label in (jobs.FOREIGN | jobs.LABELS).items()}


def job_of(entry: Entry, *, film: bool) -> Label | None:
    """The label of an entry whose key says what its people did on the film; None for any other."""
    label = _label(entry.key)
    if label is None or label.field != jobs.JOB:
        return None
    return label if film or all(map(_is_person, texts_of(entry.value))) else None


def renamed(entry: Entry, *, film: bool) -> Entry:
    """The entry under the key that front matter has for what its label says; as it is without a label."""
    label = _label(entry.key)
    key = _KEYS.get(label.field) if label is not None else None
    if label is None or key is None:
        return entry
    borne = _BORNE_OUT.get(label.field)
    if not film and (borne is None or not all(map(borne, texts_of(entry.value) or [""]))):
        return entry
    return Entry(key, entry.value, entry.first, entry.last)


def _label(key: str) -> Label | None:
    if key in _KNOWN:
        return None
    return jobs.label_of(key, beside=True) or _by_key().get(key)


def _is_person(text: str) -> bool:
    return people.looks_like_name(re.sub(r"\s*\(.*\)$", "", text_of(text)))
