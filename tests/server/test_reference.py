"""The reference in docs/ is what the code says: commands from click, addresses from OpenAPI."""

from __future__ import annotations

import pytest

from server import reference
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("commands.md", reference.commands),
        ("http.md", reference.addresses),
        ("ontology.md", reference.vocabulary),
    ],
)
def test_the_page_is_what_the_code_says(name: str, made: object) -> None:
    assert callable(made)
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == made(), f"docs/{name} is out of date: run `python -m server.reference`"
