"""The block that we put into a page, when the page is read again: it fills in what the page does not say.

What a visitor sees goes before: an editor who changes the stars of a page means those, and not what our block
of last week says they were. And what the block merely repeats is no second statement of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.records import Rating
from graph.sources.draft import GUESSED

if TYPE_CHECKING:
    from graph.sources.draft import Draft


def before(draft: Draft, said: Draft) -> None:
    """Tell a draft the title that our block gives, as the weakest of all that may name it."""
    draft.offer("title", said.best("title"), GUESSED)


def after(draft: Draft, said: Draft) -> None:
    """Fill in what our block says and the page, now read, does not."""
    for name, offers in said.offers.items():
        if name == "rating":
            _rating(draft, said)
        elif name not in draft.offers:
            draft.offers[name] = list(offers)
    for name, facts in said.lists.items():
        if not draft.lists.get(name):
            draft.lists[name] = list(facts)
    draft.critics = draft.critics or list(said.critics)
    known = draft.jobs_known()
    draft.roles.extend(role for role in said.roles if role.job not in known)
    names = {(role.job, role.name.value.casefold()): role for role in said.roles}
    for role in draft.roles:
        same = names.get((role.job, role.name.value.casefold()))
        if same is not None:
            role.imdb_id = role.imdb_id or same.imdb_id
            role.wikidata_id = role.wikidata_id or same.wikidata_id
    draft.evidence |= said.evidence


def _rating(draft: Draft, said: Draft) -> None:
    """The rating of our block where the page prints none; its scale where the page prints the same."""
    printed, ours = draft.best("rating"), said.best("rating")
    if ours is None:
        return
    if printed is None:
        draft.offer("rating", ours, GUESSED)
    elif (both := scaled(printed.value, ours.value)) != printed.value:
        draft.offer("rating", replace(ours, value=both, quote=None), GUESSED)


def scaled(printed: Rating, stated: Rating) -> Rating:
    """A rating as printed, on the scale of the data where the page gives none and the number may be of it."""
    if printed.best is not None or not _is_within(printed.value, stated.best):
        return printed
    return Rating(printed.value, stated.best, printed.worst or stated.worst)


def _is_within(value: str, best: str | None) -> bool:
    """Whether a number may be of a scale."""
    try:
        return best is not None and float(value) <= float(best)
    except ValueError:
        return False
