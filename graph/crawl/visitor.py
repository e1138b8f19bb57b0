"""A polite visitor: asks a host no faster than it wants, keeps to its robots.txt, waits where it says to.

- At least ``delay`` seconds between the beginnings of two requests to a host, and at least its Crawl-delay.
- 429 and 503 are answered with waiting: as long as Retry-After says (RFC 9110, 10.2.3), else 5 seconds, and
  twice as long each time; a host that asks for more than LONGEST_WAIT is left alone, and the run ends.
- robots.txt as RFC 9309 says: none there means that all is allowed, one that cannot be had that nothing is.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from graph.crawl import robots
from graph.crawl.addresses import normalise
from graph.crawl.client import Answer, Client, Unusable
from graph.retrying import retry_after
from graph.store.outside import NotAllowed, NotAnswered, TooLate, address_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_TRIES = 5
_FIRST_WAIT = 5.0
#: What a delay or a Retry-After may be before a person has to decide.
LONGEST_WAIT = 300.0
_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (429, 503)


class KeepOff(Exception):
    """A host does not want us now, or not at all; the message says what it said."""


class TooBusy(KeepOff):
    """A host was too busy for one address, however often it was asked: for that one alone, perhaps."""


class Visitor:
    """Asks on behalf of one run.

    Args:
        client: sends the requests.
        robot: our product token, as robots.txt files call us.
        delay: seconds between two requests to a host, at least.
        sleep, clock: for tests.
    """

    def __init__(
        self,
        client: Client,
        robot: str,
        delay: float,
        sleep: Callable[[float], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._robot = robot
        self._delay = delay
        self._sleep = sleep or time.sleep
        self._clock = clock
        self._robots: dict[str, robots.Robots] = {}
        self._next: dict[str, float] = {}
        self._slower: dict[str, float] = {}
        self.requests = 0

    def allowed(self, url: str) -> bool:
        """Whether robots.txt lets us ask for an address.

        Raises:
            KeepOff: its robots.txt cannot be had, which means that nothing is allowed (RFC 9309, 2.3.1.4).
            NotAllowed: its host may not be asked.
        """
        return self.rules(url).allows(address_of(url).path)

    def rules(self, url: str) -> robots.Robots:
        """The robots.txt that holds for an address. Raises as ``allowed`` does."""
        address = address_of(url)
        origin = f"{address.scheme}://{address.netloc}"
        if origin not in self._robots:
            found = self._fetched(origin)
            if found.delay is not None and found.delay > LONGEST_WAIT:
                raise KeepOff(
                    f"{address.netloc} asks robots for {found.delay:g} seconds between two requests "
                    "(Crawl-delay), too long to wait for."
                )
            self._robots[origin] = found
            self._slower[address.host] = max(found.delay or 0.0, self._slower.get(address.host, 0.0))
        return self._robots[origin]

    def _fetched(self, origin: str) -> robots.Robots:
        url = f"{origin}/robots.txt"
        for _ in range(6):  # RFC 9309, 2.3.1.2: at least five redirects
            try:
                answer = self.ask(url, size=robots.MAX_BYTES * 8, wanted=lambda _: True)
            except Unusable:
                return robots.Robots()
            except NotAnswered as error:
                raise KeepOff(
                    f"{url} cannot be had ({error}), so nothing of the site is asked for."
                ) from error
            if answer.status == 200:
                return robots.parse(answer.content or b"", self._robot)
            if answer.status in _REDIRECTS:
                target = normalise(answer.headers.get("location", ""), url)
                if target is None:
                    break
                url = target
                try:
                    self._client.check(url)
                except NotAllowed:
                    break
                continue
            if answer.status >= 500:
                raise KeepOff(
                    f"{url} answers {answer.status}, which means that robots have to stay away for now."
                )
            break
        return robots.Robots()

    def ask(
        self,
        url: str,
        *,
        size: int,
        wanted: Callable[[str], bool],
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Asks for an address in good time, again where the host is busy or the connection failed.

        Raises:
            KeepOff: the host asks to be left alone for longer than we wait.
            TooBusy: it said time and again that it is busy.
            NotAllowed, TooLate, Unusable, NotAnswered: see :meth:`graph.crawl.client.Client.ask`.
        """
        host = address_of(url).netloc
        wait = _FIRST_WAIT
        failed = False
        for left in reversed(range(_TRIES)):
            self._take_turn(host, address_of(url).host)
            try:
                self.requests += 1
                answer = self._client.ask(url, size=size, wanted=wanted, headers=headers)
            except (TooLate, Unusable):
                raise
            except NotAnswered:
                if failed:
                    raise
                failed = True
                self._sleep(max(self._delay, 1.0))
                continue
            if answer.status in _BUSY:
                said = retry_after(answer.headers.get("retry-after"))
                if said is not None and said > LONGEST_WAIT:
                    raise KeepOff(f"{host} asks to be left alone for {said:,.0f} seconds.")
                if left:
                    self._sleep(said if said is not None else wait)
                wait = min(2 * wait, LONGEST_WAIT)
                continue
            if answer.status >= 500 and not failed:
                failed = True
                self._sleep(max(self._delay, 1.0))
                continue
            return answer
        raise TooBusy(f"{host} was too busy to answer {_TRIES} times in a row.")

    def _take_turn(self, netloc: str, host: str) -> None:
        left = self._next.get(netloc, 0.0) - self._clock()
        if left > 0:
            self._sleep(left)
        self._next[netloc] = self._clock() + max(self._delay, self._slower.get(host, 0.0))
