"""When a form is a habit of a page: what stands at few entries may be chance, or a word of a review."""

from __future__ import annotations


def is_habit(count: int, entries: int) -> bool:
    """Whether ``count`` of a page's ``entries`` are most of them: seven of ten."""
    return count * 10 >= 7 * entries
