"""Asking again a service that is busy: how long to wait before another try, and when to give up.

Pauses double, and differ a little between those who were turned away together, so that they do not come back
together. Where the service says for how long (Retry-After, RFC 9110, 10.2.3), it is that long.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


class GivenUp(Exception):
    """No other try is worth it.

    Attributes:
        pause: for how long one would have to wait, which is longer than one may; None after the last try.
    """

    def __init__(self, pause: float | None = None) -> None:
        super().__init__("given up")
        self.pause = pause


@dataclass
class Tries:
    """The tries of one request.

    Args:
        tries: how often it is asked at most.
        first: about how long the first pause is, in seconds.
        altogether: how long all pauses may be together.
        longest: how long one may be.
    """

    tries: int
    first: float
    altogether: float
    longest: float = math.inf
    _asked: int = field(default=1, init=False)

    def pause(self, wished: float | None = None) -> float:
        """For how many seconds to wait before another try; they are taken as waited.

        Args:
            wished: what the service asks for.

        Raises:
            GivenUp: there is to be no other try.
        """
        if self._asked >= self.tries:
            raise GivenUp
        if wished is None:
            pause = self.first * 2.0 ** (self._asked - 1) * random.uniform(0.75, 1.25)  # noqa: S311 - no secret
        else:
            pause = wished + random.uniform(0, 0.25) * self.first  # noqa: S311
        if pause > min(self.longest, self.altogether):
            raise GivenUp(pause if wished is None else wished)
        self._asked += 1
        self.altogether -= pause
        return pause


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Seconds to wait by a Retry-After, which is a number or a moment; None where it is neither."""
    text = (value or "").strip()
    if text.isascii() and text.isdecimal():
        return float(text[:12])
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError, IndexError):  # whatever a server may write there
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())
