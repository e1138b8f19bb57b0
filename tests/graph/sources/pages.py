"""Prose for pages that tests make: about no film that exists, by nobody who does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.sources import read

if TYPE_CHECKING:
    from graph.records import DocumentRecord, Fact

ONE = (
    "It is a slow, attentive picture about a woman who keeps bees and a bank that wants her field, and it "
    "earns its slowness by looking hard at everything. Nobody raises a voice until the last reel."
)
TWO = (
    "Maria Torres plays Ana with a stillness that passes for patience, and Joon Park, as the banker Lee, has "
    "never been so funny or so sad. Their scenes at the kitchen table are the best of the film."
)
THREE = (
    "What stays with me is the sound of the hives at night, a low note held under every scene, as if the "
    "land itself had an opinion."
)
PROSE = f"{ONE}\n\n{TWO}\n\n{THREE}"


def page(text: str, name: str = "page.txt", kind: str | None = None) -> DocumentRecord:
    """Read a page written as text."""
    return read(text.encode(), name=name, kind=kind)


def value(fact: Fact[Any] | None) -> Any:
    """The value of a fact, or None."""
    return fact.value if fact is not None else None


def crew(record: DocumentRecord) -> list[tuple[str, str]]:
    return [(role.job, role.name.value) for role in record.roles if role.job != "actor"]


def cast(record: DocumentRecord) -> list[tuple[str, str | None, str | None]]:
    return [
        (
            role.name.value,
            role.character.value if role.character else None,
            role.note.value if role.note else None,
        )
        for role in record.roles
        if role.job == "actor"
    ]


def text_of(record: DocumentRecord) -> str:
    text = record.reviews[0].text
    assert text is not None
    return text.value
