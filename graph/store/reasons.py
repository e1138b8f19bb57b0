"""How a process that works for us says why it did not: a word for programs, and a sentence."""

from __future__ import annotations


class WithReason(Exception):
    """What came to nothing. ``reason`` is one of the constants of the class, ``message`` may be empty."""

    def __init__(self, reason: str, message: str = "") -> None:
        super().__init__(message or reason)
        self.reason = reason
        self.message = message
