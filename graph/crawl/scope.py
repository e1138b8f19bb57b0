"""Which addresses belong to a crawl: the host it begins at, and those that somebody allowed besides. Pure."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from graph.crawl.addresses import normalise
from graph.store.outside import NotAllowed, Place, address_of, read_places

if TYPE_CHECKING:
    from collections.abc import Iterable


class BadAddress(Exception):
    """An address that no crawl can begin at, or a host that is none; the message says why."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The places of a crawl. ``start`` is the address it begins at."""

    start: str
    places: tuple[Place, ...]

    def holds(self, address: str) -> bool:
        """Whether a normalised address may be asked, as far as its host and port say."""
        try:
            read = address_of(address)
        except NotAllowed:
            return False
        return any(place.allows(read) for place in self.places)


def scope_of(start: str, hosts: Iterable[str] = (), *, private: bool = False) -> Scope:
    """The scope of a crawl that begins at ``start``.

    A host that was given in digits, or as ``localhost``, may be a private one: whoever writes that means it.
    A name that stands for a private address is refused (when it is resolved) unless ``private``.

    Raises:
        BadAddress: it is no http(s) address, or carries a user's name; or one of ``hosts`` is no host.
    """
    try:
        parts = urlsplit(start.strip())
        carries = "@" in parts.netloc
        port = parts.port
    except ValueError:
        raise BadAddress(f"{start[:200]} is no address.") from None
    if carries:
        raise BadAddress(
            f"The address of {parts.hostname or 'the site'} carries a user's name or a password, which would "
            "end up in the dataset; leave it out. Sites behind a login are not read."
        )
    made = normalise(start)
    if made is None:
        raise BadAddress(f"{start[:200]} is no http or https address that can be read.")
    host = address_of(made).host
    places = [
        Place(None, host, port if address_of(made).netloc != host else None, "", private or _meant(host))
    ]
    for given in hosts:
        try:
            places += read_places(given)
        except ValueError as error:
            raise BadAddress(f"--allow-host {given}: {error}.") from None
    if private:
        places = [replace(place, private=True) for place in places]
    return Scope(made, tuple(places))


def _meant(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
