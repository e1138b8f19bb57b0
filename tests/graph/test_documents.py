"""What sources are called."""

from __future__ import annotations

from graph.intake.documents import FreeIris


def test_a_name_that_many_documents_would_have_is_given_once_with_a_number_each() -> None:
    free = FreeIris({"s/index-3", "s/other"}.__contains__)
    proposals = ("s/index", "s/index-2", "s/index", "s/index", "s/other", "s/index")
    given = ["s/index", "s/index-2", "s/index-4", "s/index-5", "s/other-2", "s/index-6"]
    assert [free.like(one) for one in proposals] == given


def test_a_name_is_not_looked_for_from_the_first_number_on_for_each_of_many_documents() -> None:
    """All pages of a site made of folders are called index.html."""
    asked: list[str] = []

    def is_taken(iri: str) -> bool:
        asked.append(iri)
        return False

    free = FreeIris(is_taken)
    assert len({free.like("s/index") for _ in range(500)}) == 500
    assert len(asked) == 500
