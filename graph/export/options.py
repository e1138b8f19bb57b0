"""What an editor may choose about the blocks. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.export.grades import Grades


@dataclass(frozen=True, slots=True)
class Options:
    """How blocks are written.

    ``critic_review`` says CriticReview instead of Review: legal schema.org, but Review is the type that
    search engines document. ``plain_actors`` leaves out the PerformanceRole around an actor, and with it
    the character, for validators that do not know the pattern. ``body`` includes the review's text,
    ``mentions`` the people and films that it speaks of. ``grades`` says what grades are in numbers;
    without it a rating in letters or words is none. ``trail`` is the way to every review's page as the pages
    show it, names with their addresses: it becomes a BreadcrumbList beside the review.
    """

    critic_review: bool = False
    plain_actors: bool = False
    body: bool = True
    mentions: bool = True
    grades: Grades | None = None
    trail: tuple[tuple[str, str], ...] = ()


DEFAULT = Options()
