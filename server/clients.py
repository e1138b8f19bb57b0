"""How many queries one client may have under way at the same time.

A client is an address. Behind a proxy all requests come from the proxy's; ``trusted_proxies`` says how
many proxies stand in front, each of which adds the address that it saw to X-Forwarded-For. A client
could write anything into the rest of that header, which is therefore not looked at.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from server.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


def client_of(environ: Mapping[str, str], trusted_proxies: int) -> str:
    """The client's address; of an IPv6 address its network (/64), which is what one customer gets."""
    address = environ.get("REMOTE_ADDR", "")
    if trusted_proxies:
        forwarded = [
            part.strip() for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
        ]
        if len(forwarded) >= trusted_proxies:
            address = forwarded[-trusted_proxies]
    return _customer(address)


@lru_cache(maxsize=10_000)
def _customer(address: str) -> str:
    """An address, or the network that it stands for."""
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(read, ipaddress.IPv6Address):
        if read.ipv4_mapped:
            return str(read.ipv4_mapped)
        return str(ipaddress.ip_network((read, 64), strict=False).network_address)
    return address


class Turns:
    """Seats for the queries of each client. One query too many waits for its turn, though not for ever.

    Args:
        most: queries of one client at the same time; 0 is no limit.
        seconds: how long one more waits before it is refused.
    """

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._taken: dict[str, int] = {}
        self._changed = threading.Condition()

    def take(self, client: str) -> bool:
        """Takes a seat if there is one at once, for somebody who cannot wait and will :meth:`leave` it."""
        if not self._most:
            return True
        with self._changed:
            if self._taken.get(client, 0) >= self._most:
                return False
            self._taken[client] = self._taken.get(client, 0) + 1
        return True

    def leave(self, client: str) -> None:
        """Frees a seat."""
        if not self._most:
            return
        with self._changed:
            self._taken[client] -= 1
            if not self._taken[client]:
                del self._taken[client]
            self._changed.notify_all()

    @contextmanager
    def seat(
        self, client: str, gone: Callable[[], bool] | None = None, *, held: bool = False
    ) -> Iterator[None]:
        """A seat for one query, freed at the end. Raises Problem 429 when none comes free in time.

        ``held``: the client has one already, which becomes this one.
        """
        if not self._most:
            yield
            return
        end = time.monotonic() + self._seconds
        with self._changed:
            while not held and self._taken.get(client, 0) >= self._most:
                left = end - time.monotonic()
                if left <= 0 or (gone is not None and gone()):
                    raise Problem(
                        429,
                        f"This address has {self._most} queries under way, which is as many as one may have; "
                        "wait for one of them.",
                        headers={"Retry-After": str(max(1, round(self._seconds)))},
                        setting="queries_per_client",
                    )
                self._changed.wait(min(left, 0.5))
            if not held:
                self._taken[client] = self._taken.get(client, 0) + 1
        try:
            yield
        finally:
            self.leave(client)
