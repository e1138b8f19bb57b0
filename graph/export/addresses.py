"""Which review a page's address means, liberal in what sites vary and never guessing between two. Pure.

Sites answer the same page under several addresses: with http and https, with www and without, with a
slash or ``index.html`` at the end, with the parameters that newsletters and advertisements add, with a
fragment. Two addresses that differ in nothing else count as the same one.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

#: No address that a page has is longer.
LONGEST = 8_000

#: Parameters that say where a visitor came from and never which page this is.
_TRACKING = re.compile(
    r"(?:utm_\w+|at_(?:medium|campaign|custom\d)|mc_[ce]id|mkt_tok|pk_\w+|mtm_\w+|_hs\w+|hsa_\w+|"
    r"fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid?|li_fat_id|vero_id|"
    r"oly_(?:anon|enc)_id|_openstat|_ga|_gl|wickedid|s_cid|cmpid|amp)",
    re.IGNORECASE,
)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_SAFE_IN_PATH = "/:@!$&'()*+,;=~-._"
_SAFE_IN_QUERY = "/:@!$'()*,;~-._?"
_DEFAULT_PORTS = {("http", 80), ("https", 443)}


def normal_form(address: str) -> str | None:
    """What all addresses of the same page have in common; None for what is no web address."""
    text = address.strip()
    if len(text) > LONGEST:
        return None
    try:
        parts = urlsplit(text)
        port, host = parts.port, parts.hostname
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https") or not host:
        return None
    host = _host(host)
    if not host:  # nothing but the root's dot
        return None
    if port is not None and (scheme, port) not in _DEFAULT_PORTS:
        host += f":{port}"
    query = _query(parts.query)
    return host + _path(parts.path) + (f"?{query}" if query else "")


class AddressBook:
    """The reviews by the addresses of their pages.

    Args:
        pairs: addresses, each with the IRI of a review that was read there.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._exact: dict[str, tuple[str, ...]] = {}
        self._normal: dict[str, tuple[str, ...]] = {}
        for address, review in pairs:
            _add(self._exact, address.strip(), review)
            normal = normal_form(address)
            if normal is not None:
                _add(self._normal, normal, review)

    def __len__(self) -> int:
        return len(self._exact)

    def find(self, address: str) -> tuple[str, ...]:
        """The reviews that an address may mean: none, one, or several that nobody should choose from.

        An address as it was read comes before all that are merely the same page's.
        """
        found = self._exact.get(address.strip())
        if found:
            return found
        normal = normal_form(address)
        return self._normal.get(normal, ()) if normal is not None else ()


def _add(book: dict[str, tuple[str, ...]], address: str, review: str) -> None:
    known = book.get(address, ())
    if review not in known:
        book[address] = (*known, review)


def _host(host: str) -> str:
    found = host.lower().rstrip(".")
    if not found.isascii():
        try:
            found = found.encode("idna").decode("ascii")
        except UnicodeError:
            found = quote(found)
    while found.startswith("www."):
        found = found.removeprefix("www.")
    return found


def _path(path: str) -> str:
    decoded = unquote_to_bytes(path)
    with suppress(UnicodeDecodeError):  # some systems write é as one sign, some as two
        decoded = unicodedata.normalize("NFC", decoded.decode()).encode()
    found = quote(decoded, safe=_SAFE_IN_PATH)
    if "/." in found:
        found = posixpath.normpath(found)
    return _INDEX.sub("", found).rstrip("/")


def _query(query: str) -> str:
    kept = []
    for pair in query.split("&"):
        name, equals, value = (
            quote(unquote_to_bytes(part), safe=_SAFE_IN_QUERY) for part in pair.partition("=")
        )
        if name and not _TRACKING.fullmatch(name):
            kept.append(name + ("=" if equals else "") + value)
    return "&".join(sorted(kept))
