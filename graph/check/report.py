"""What a check found, as plain values. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.check.shapes import Fault

#: Reviews that a fix names as examples.
_EXAMPLES = 5
#: Rule -> what to do about it, once for all pages of a publication.
_REPAIRS = {
    "review-author": "name the critic on the page",
    "author-name": "name the critic on the page",
    "author-length": "give the critic's name alone, under 100 characters",
    "author-alone": "give the critic's name alone, without “by” or a job title",
    "review-item": "say which one film the review is about",
    "item-name": "give the film's title",
    "review-rating": "print a rating, in numbers and out of how many",
    "rating-value": "print the rating in numbers, or say what the grades are in numbers (--grades)",
    "rating-scale": "print out of how many it rates, or say so (reelgraph ingest --best N)",
    "rating-ends": "give the scale of its ratings in numbers",
    "rating-range": "correct the rating, or its scale",
    "rating-best": "say the best of its scale (reelgraph ingest --best N)",
    "rating-worst": "say the worst of its scale",
    "review-date": "print the date",
    "review-date-form": "write the date like 2024-05-24",
    "text": "let the page hold the review's text",
}
#: Faults of one page each; the others are a whole publication's habit.
_SINGLE = frozenset({"author-length", "item-name", "review-item", "rating-range", "rating-ends"})


@dataclass(frozen=True, slots=True)
class ReviewFinding:
    """What one review lacks. ``blocking`` keeps it from a review snippet, ``wanting`` does not.

    ``rules`` are the rules broken, those of ``blocking`` first; ``publication`` is the name of the
    publication, empty where nothing names it.
    """

    review: str
    label: str
    sources: tuple[str, ...]
    blocking: tuple[str, ...]
    wanting: tuple[str, ...]
    rules: tuple[str, ...] = ()
    publication: str = ""

    @property
    def sentence(self) -> str:
        """One sentence for the editor."""
        lacks = listed([*self.blocking, *self.wanting])
        if self.blocking:
            return f"this review lacks {lacks}, and therefore cannot have a review snippet"
        if self.wanting:
            return f"this review lacks {lacks}; it can have a review snippet without"
        return "this review can have a review snippet"


@dataclass(frozen=True, slots=True)
class Fix:
    """One thing to do, and what it repairs.

    ``pages`` is how many pages lack it, ``count`` how many reviews these pages hold that do, ``frees`` how
    many of the reviews lack nothing else that keeps them from a review snippet. ``reviews`` are the first.
    """

    rule: str
    what: str
    where: str
    blocking: bool
    pages: int
    count: int
    frees: int
    reviews: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements about one thing that cannot both hold."""

    about: str
    label: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: each review with what it lacks, faults against the shapes, what to do first,
    and what contradicts.
    """  # noqa: D205 - one sentence

    reviews: tuple[ReviewFinding, ...]
    faults: tuple[Fault, ...]
    fixes: tuple[Fix, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def eligible(self) -> int:
        """How many reviews can have a review snippet."""
        return sum(1 for finding in self.reviews if not finding.blocking)

    def as_object(self) -> dict[str, Any]:
        """The report as JSON."""
        reviews = [
            {**asdict(finding), "eligible": not finding.blocking, "sentence": finding.sentence}
            for finding in self.reviews
        ]
        return {
            "summary": {"reviews": len(self.reviews), "eligible": self.eligible},
            "fixes": [asdict(fix) for fix in self.fixes],
            "contradictions": [asdict(one) for one in self.contradictions],
            "reviews": reviews,
            "faults": [asdict(fault) for fault in self.faults],
        }


def fixes(found: Iterable[ReviewFinding]) -> list[Fix]:
    """What to do, by how many pages it repairs: one habit of a publication is one fix."""
    groups: dict[tuple[str, str], list[ReviewFinding]] = defaultdict(list)
    for finding in found:
        for rule in finding.rules:
            where = finding.label if rule in _SINGLE else finding.publication or "pages of no publication"
            groups[rule, where].append(finding)
    return sorted(
        _fixes(groups), key=lambda fix: (-fix.pages, -fix.frees, not fix.blocking, fix.where, fix.what)
    )


def _fixes(groups: dict[tuple[str, str], list[ReviewFinding]]) -> Iterator[Fix]:
    for (rule, where), findings in groups.items():
        place = [finding.rules.index(rule) < len(finding.blocking) for finding in findings]
        yield Fix(
            rule=rule,
            what=_REPAIRS.get(rule, rule),
            where=where,
            blocking=any(place),
            pages=len({finding.sources[0] if finding.sources else finding.review for finding in findings}),
            count=len(findings),
            frees=sum(
                1
                for finding, blocks in zip(findings, place, strict=True)
                if blocks and len(finding.blocking) == 1
            ),
            reviews=tuple(finding.review for finding in findings[:_EXAMPLES]),
        )


def listed(words: list[str]) -> str:
    """Words as a sentence lists them: ``a rating, a date and its text``."""
    if len(words) < 2:
        return words[0] if words else "nothing"
    return ", ".join(words[:-1]) + " and " + words[-1]
