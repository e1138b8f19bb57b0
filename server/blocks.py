"""The JSON-LD that the service's own pages carry: what each page is about, and the way to it.

A page marks up what it shows. A review that lacks what search engines require has no Review block, and no
other in its place. A film's page has the average of the site's own reviews, never of other sites'.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from graph.export.aggregates import own_publication
from graph.export.grades import read_grades
from graph.export.lists import breadcrumbs
from graph.export.schema_org import Options, film_json_ld, person_json_ld, review_json_ld
from server import look_up
from server.citing import service
from server.queries import Query

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.export.schema_org import JsonLd
    from server.published import Published
    from server.things import FilmPage, Page, ReviewPage

_HOMEPAGES = Query(
    "SELECT ?publication ?homepage { ?publication a reel:Publication "
    "OPTIONAL { ?publication reel:homepage ?homepage } }"
)


def block_options() -> Options:
    """How this service writes blocks: as its settings say."""
    return _options(service().settings.text("grades"))


@cache
def _options(grades: str) -> Options:
    return Options(grades=read_grades(grades) if grades else None)


def film_blocks(version: Published, page: FilmPage) -> list[JsonLd]:
    """The blocks of a film's page."""
    roles = look_up.roles(version, page.iri)
    block = film_json_ld(
        _view(version), page.iri, roles, block_options(),
        publication=_own(version), reviews=[line.iri for line in page.reviews],
    )  # fmt: skip
    return _with_trail(version, page, "film", "Films", block)


def person_blocks(version: Published, page: Page) -> list[JsonLd]:
    """The blocks of a person's page."""
    return _with_trail(version, page, "person", "People", person_json_ld(_view(version), page.iri))


def review_blocks(version: Published, page: ReviewPage) -> list[JsonLd]:
    """The blocks of a review's page."""
    roles = look_up.roles(version, page.line.film.iri) if page.line else []
    block = review_json_ld(_view(version), page.iri, roles, block_options())
    return _with_trail(version, page, "review", "Reviews", block)


def _with_trail(
    version: Published, page: Page, kind: str, heading: str, block: JsonLd | None
) -> list[JsonLd]:
    trail = breadcrumbs([(heading, f"{version.base}/{kind}/"), (page.label, page.iri)])
    return [one for one in (block, trail) if one is not None]


def _view(version: Published) -> Callable[[str], dict[str, list[str]]]:
    """The look-up of the view's nodes that the JSON-LD is built from; empty for what is not there."""
    return cache(lambda iri: look_up.values(version, iri) if iri else {})


def _own(version: Published) -> str | None:
    """The publication whose own site this is."""

    def found() -> str | None:
        rows = look_up.rows(version, _HOMEPAGES)
        return own_publication(version.base, {row["publication"]: row.get("homepage") for row in rows})

    return service().once(version, "own publication", found)
