"""What aligning a text with credits finds, in the short form that the tests of alignment write down."""

from __future__ import annotations

from graph.sources.alignment import Credit, align


def character(name: str) -> str:
    """A character as the expectations below write it."""
    return f"as {name}"


def found(text: str, credited: list[Credit], title: str | None = None) -> list[tuple[str, str]]:
    mentions = align(text, credited, title=title)
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.exact_text
        assert (mention.match.person is None) != (mention.match.character is None)
        assert 0 < mention.match.score <= 1
        assert mention.match.evidence
    return [(one.exact_text, one.match.person or character(str(one.match.character))) for one in mentions]
