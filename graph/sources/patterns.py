"""The readers' patterns, each compiled when it is first asked.

There are a thousand of them, and compiling them all takes a third of a second, most of what it takes to start
a reader. A page asks a third of them: the rest are for other kinds of page. So who adds one page waits for
that third alone, and readers of an archive compile what they need while they read its first pages.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any, AnyStr, cast

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")


class _Pattern:
    """What may be asked of a compiled pattern, and its text; compiled the first time that it is asked.

    From then on the methods are the compiled pattern's own, in slots: asking costs what it costs there. (A
    ``__getattr__`` would make each of a page's two thousand questions slower.)
    """

    __slots__ = (*_METHODS, "_compiled", "_flags", "pattern")

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags
        self._compiled: re.Pattern[Any] | None = None
        for method in _METHODS:
            setattr(self, method, partial(self._first, method))

    def _first(self, asked: str, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - as re.Pattern takes
        if self._compiled is None:
            self._compiled = re.compile(self.pattern, self._flags)
            for method in _METHODS:
                setattr(self, method, getattr(self._compiled, method))
        return getattr(self._compiled, asked)(*arguments, **named)


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern as ``re.compile`` gives it, but that it is compiled when it is first asked.

    For a module's own patterns. It has a pattern's methods and its ``pattern``, and nothing else of it.

    Raises:
        re.error: when it is first asked, where the pattern is none.
    """
    return cast("re.Pattern[AnyStr]", _Pattern(pattern, flags))
