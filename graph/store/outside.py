"""Which addresses outside may be asked, and the one client that asks them.

SERVICE and LOAD are requests that somebody else has this machine send. Three things keep them from
reaching where they should not (a neighbour behind the firewall, a cloud's metadata address):

- Every address asked, the targets of redirects included, is on a list of whoever runs the service.
- A name is resolved once, all that it stands for is checked, and the connection goes to the checked
  address; so a name that stands for another address a moment later (DNS rebinding) gains nothing.
- An address that is not public is asked only where the list says ``private:`` or names it in digits.

No proxy of the environment is used, nothing of the asker's is sent along, and the answer is bounded in
size. Time is bounded by whoever runs this: see :mod:`graph.store.fetching`.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
from contextlib import closing
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = (301, 302, 303, 307, 308)
_BLOCK = 64 * 1024
_PRIVATE = "private:"
_HOST = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?\Z")
#: 64:ff9b::/96 carries an IPv4 address in its last four bytes (RFC 6052), which is where it leads.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class NotAllowed(Exception):
    """An address that may not be asked; the message says which and why."""


class NotAnswered(Exception):
    """An address that gave no usable answer; the message says why."""


class TooLate(NotAnswered):
    """An address that said nothing for too long."""


@dataclass(frozen=True, slots=True)
class Address:
    """An http(s) address in its parts: host in lower case, the port always said."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def netloc(self) -> str:
        """Host and port as a Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the list: a host (each of the two schemes where none is said), and where on it.

    ``private``: it may stand for an address that is not public.
    """

    scheme: str | None
    host: str
    port: int | None
    path: str
    private: bool

    def allows(self, address: Address) -> bool:
        """Whether this entry names ``address``."""
        if self.scheme not in (None, address.scheme) or self.host != address.host:
            return False
        if address.port != (self.port or _PORTS[address.scheme]):
            return False
        if not self.path:
            return True
        path = address.path.partition("?")[0]
        # Neither the server nor a proxy may take a part of the path for a way up and out of it.
        if any(part in (".", "..") for part in re.split(r"[/\\;]", unquote(unquote(path)))):
            return False
        return path == self.path or path.startswith(self.path.rstrip("/") + "/")


def read_places(text: str) -> tuple[Place, ...]:
    """The list of places in ``text``, separated by commas or space.

    An entry is a host (``query.wikidata.org``), a host and port, or the beginning of an address
    (``https://query.wikidata.org/sparql``); ``private:`` before it lets it stand for an address that is
    not public. Without a port it means the usual one of the scheme. Raises ValueError for anything else.
    """
    return tuple(_place(entry) for entry in text.replace(",", " ").split())


def _place(entry: str) -> Place:
    named = entry.lower().startswith(_PRIVATE)
    rest = entry[len(_PRIVATE) :] if named else entry
    schemed = "://" in rest
    try:
        read = address_of(rest if schemed else f"http://{rest}")
    except NotAllowed as error:
        raise ValueError(f"“{entry}” names no host and no http(s) address") from error
    path = "" if read.path == "/" else read.path
    if "?" in path or (path and not schemed):
        raise ValueError(f"“{entry}” is neither a host nor the beginning of an address")
    said = urlsplit(rest if schemed else f"http://{rest}").port
    return Place(
        scheme=read.scheme if schemed else None,
        host=read.host,
        port=said,
        path=path,
        private=named or _literal(read.host) is not None,
    )


def address_of(url: str) -> Address:
    """An http(s) address in its parts. Raises NotAllowed for what is none, or carries a password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotAllowed(f"{url[:200]} is no address") from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise NotAllowed(f"{url[:200]} is no http or https address")
    if parts.username is not None or parts.password is not None:
        raise NotAllowed(f"{url[:200]} carries a user's name")
    host = parts.hostname.rstrip(".").lower()
    if _literal(host) is None:
        try:
            host = host.encode("idna").decode("ascii") if not host.isascii() else host
        except UnicodeError as error:
            raise NotAllowed(f"{url[:200]} names no host") from error
        if not _HOST.match(host):
            raise NotAllowed(f"{url[:200]} names no host")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not target.isascii() or re.search(r"[\x00-\x20\x7f]", target):
        raise NotAllowed(f"{url[:200]} has signs that an address may not have")
    return Address(parts.scheme, host, port if port is not None else _PORTS[parts.scheme], target)


def place_of(address: Address, places: tuple[Place, ...]) -> Place:
    """The entry that allows ``address``, one that lets it be private first. Raises NotAllowed for none."""
    found = [place for place in places if place.allows(address)]
    if not found:
        raise NotAllowed(
            f"{address.scheme}://{address.netloc}{address.path[:200]} is not on this server's list"
        )
    return max(found, key=lambda place: place.private)


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, wherever it hides another inside."""
    read = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(read, ipaddress.IPv6Address):
        inner = read.ipv4_mapped or read.sixtofour
        if inner is None and read in _NAT64:
            inner = ipaddress.IPv4Address(int(read) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if read.teredo is not None or read.is_site_local:
            return False
    return read.is_global and not (
        read.is_multicast or read.is_reserved or read.is_unspecified or read.is_link_local or read.is_loopback
    )


def check_resolved(address: Address, place: Place, resolved: list[str]) -> None:
    """Raises NotAllowed unless everything that a name resolves to may be asked under ``place``."""
    if not resolved:
        raise NotAnswered(f"{address.host} resolves to no address")
    for found in resolved:
        if is_public(found):
            continue
        read = ipaddress.ip_address(found.partition("%")[0])
        # 169.254.169.254 and the like are never what somebody means by a name, nor is "any address".
        never = read.is_link_local or read.is_unspecified or read.is_multicast
        if not place.private or (never and _literal(address.host) is None):
            raise NotAllowed(f"{address.host} resolves to {found}, which is not a public address")


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: its media type in lower case, without parameters, and where it came from in the end."""

    media_type: str
    url: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may take: seconds of silence, bytes of the answer, redirects."""

    seconds: float
    size: int
    redirects: int


def fetch(
    url: str,
    places: tuple[Place, ...],
    limits: Limits,
    out: IO[bytes],
    *,
    headers: Mapping[str, str],
    body: bytes | None = None,
) -> Fetched:
    """GET (or POST ``body`` to) an address, and write the answer to ``out``.

    A redirect is followed with the same body, save a 303, which says to GET (RFC 9110, 15.4).

    Raises:
        NotAllowed: the address, one it resolves to, or a redirect's, may not be asked.
        TooLate: no answer in time.
        NotAnswered: no answer, one that is no 200, one too large, or too many redirects.
    """
    for _ in range(limits.redirects + 1):
        address = address_of(url)
        place = place_of(address, places)
        with closing(Connection(address, resolve(address, place), limits.seconds)) as connection:
            try:
                connection.request("GET" if body is None else "POST", address.path, body, dict(headers))
                response = connection.getresponse()
                if response.status in _REDIRECTS:
                    url = urljoin(url, response.headers.get("Location") or "")
                    body = None if response.status == 303 else body
                    continue
                if response.status != 200:
                    raise NotAnswered(f"{address.netloc} answered with status {response.status}")
                return _received(response, url, limits, out)
            except TimeoutError as error:
                raise TooLate(f"{address.netloc} said nothing for {limits.seconds:g} seconds") from error
            except (OSError, http.client.HTTPException) as error:
                raise NotAnswered(f"{address.netloc}: {words(error)}") from error
    raise NotAnswered(f"more than {limits.redirects} redirects")


def _received(response: http.client.HTTPResponse, url: str, limits: Limits, out: IO[bytes]) -> Fetched:
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("", "identity"):  # it was asked for as it is; a compressed one could be of any size
        raise NotAnswered(f"the answer is compressed ({coding[:40]}), which was not asked for")
    size = 0
    while block := response.read(_BLOCK):
        size += len(block)
        if size > limits.size:
            raise NotAnswered(f"the answer is larger than {limits.size:,} bytes")
        out.write(block)
    if response.length:  # what Content-Length promised and did not come
        raise NotAnswered("the answer broke off")
    return Fetched(response.headers.get_content_type().lower(), url)


def resolve(address: Address, place: Place) -> list[str]:
    """What a name stands for, all of it checked. Raises NotAllowed, and NotAnswered for a name of nothing."""
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotAnswered(f"{address.host} cannot be resolved") from error
    resolved = [str(item[4][0]) for item in found]
    check_resolved(address, place, resolved)
    return resolved


class Connection(http.client.HTTPConnection):
    """A connection to one of the addresses that a name was found to stand for, and to no other."""

    def __init__(self, address: Address, resolved: list[str], seconds: float) -> None:
        super().__init__(address.host, address.port, timeout=seconds)
        self.default_port = _PORTS[address.scheme]  # the Host header names any other
        self._address = address
        self._resolved = resolved

    def connect(self) -> None:
        """Connects to the first of the addresses that answers."""
        failed: OSError = OSError("no address")
        for resolved in self._resolved:
            try:
                self.sock = socket.create_connection((resolved, self._address.port), self.timeout)
            except OSError as error:
                failed = error
                continue
            if self._address.scheme == "https":
                # The handshake apart from the wrapping: whoever watches the time can end it by its socket.
                self.sock = ssl.create_default_context().wrap_socket(
                    self.sock, server_hostname=self._address.host, do_handshake_on_connect=False
                )
                self.sock.do_handshake()
            return
        raise failed


def words(error: Exception) -> str:
    """What went wrong with a connection, in words for a sentence."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not to be trusted ({error.verify_message.rstrip('.')})"
    if isinstance(error, ssl.SSLError):
        return f"no safe connection ({(error.reason or 'TLS').replace('_', ' ').lower()})"
    if isinstance(error, OSError):
        return (error.strerror or "the connection failed").lower()
    return "its answer is not HTTP"


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None
