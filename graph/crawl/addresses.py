"""Addresses as a crawl compares them: one spelling for each page, and what cannot be a page at all.

The spelling follows RFC 3986, 6.2 (syntax-based normalisation): scheme and host in lower case, no usual
port, percent-encoding only where it is needed, no dot segments. The fragment goes, and so do parameters
that count visitors and never choose a page. Pure.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from graph.store.outside import NotAllowed, address_of

#: Longer addresses are no page's, but what a loop of a site's templates made.
MAX_LENGTH = 2_000
_MAX_SEGMENTS, _MAX_REPEATS = 16, 3
_BLANKS = re.compile(r"[\t\n\r]")
_ENCODED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
#: What may stand in a path or a query as it is: RFC 3986's pchar, "/" and "?", and "%" of what is encoded.
_PLAIN = re.compile(r"[^A-Za-z0-9._~:/?@!$&'()*+,;=%-]")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?;]*", re.IGNORECASE)
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|mc_[ce]id|_ga|_gl|phpsessid|jsessionid|"
    r"replytocom",
    re.IGNORECASE,
)
_NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|tiff?|css|js|mjs|map|json|pdf|docx?|xlsx?|pptx?|odt|epub|mobi|zip|"
    r"gz|bz2|xz|7z|rar|tar|tgz|exe|dmg|apk|iso|mp3|m4a|ogg|oga|wav|flac|mp4|m4v|webm|mov|avi|mkv|mpe?g|wmv|"
    r"woff2?|ttf|otf|eot|swf|torrent|ics|vcf)\Z",
    re.IGNORECASE,
)


def normalise(url: str, base: str | None = None) -> str | None:
    """The one spelling of an http(s) address, which may be relative to ``base``.

    None for what is no such address, carries a user's name, or is longer than MAX_LENGTH.
    """
    text = _BLANKS.sub("", url.strip("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x1b\x1f "))
    if len(text) > MAX_LENGTH:
        return None
    try:
        parts = urlsplit(urljoin(base, text) if base else text)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            return None
        path = without_dots(encoded(_SESSION.sub("", parts.path))) or "/"
        query = encoded("&".join(item for item in parts.query.split("&") if item and not _counts(item)))
        address = address_of(f"{parts.scheme}://{parts.netloc}{path}" + (f"?{query}" if query else ""))
    except (NotAllowed, ValueError, UnicodeError):
        return None
    made = f"{address.scheme}://{address.netloc}{address.path}"
    return made if len(made) <= MAX_LENGTH else None


def encoded(text: str) -> str:
    """A path or query with percent-encoding where it is needed and nowhere else (RFC 3986, 6.2.2)."""
    text = _STRAY_PERCENT.sub("%25", text)
    text = _PLAIN.sub(lambda sign: "".join(f"%{byte:02X}" for byte in sign.group().encode("utf-8")), text)
    return _ENCODED.sub(_decoded, text)


def _decoded(found: re.Match[str]) -> str:
    byte = int(found.group(1), 16)
    return chr(byte) if byte in _UNRESERVED else found.group().upper()


def without_dots(path: str) -> str:
    """A path without the segments ``.`` and ``..`` (RFC 3986, 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _counts(item: str) -> bool:
    return _TRACKING.fullmatch(item.partition("=")[0]) is not None


def may_be_page(address: str) -> bool:
    """Whether a normalised address can lead to a page, as far as its form says.

    False for pictures, scripts and other files by their ending, and for paths that a site's relative links
    make longer and longer (``/a/b/a/b/a/b``).
    """
    path = urlsplit(address).path
    segments = [segment for segment in path.split("/") if segment]
    if len(segments) > _MAX_SEGMENTS:
        return False
    if any(segments.count(segment) > _MAX_REPEATS for segment in set(segments)):
        return False
    return _NO_PAGE.search(path) is None


def shape(address: str) -> str:
    """What addresses of one template have in common: the folder, figures as 0, and whether a query follows.

    ``/calendar/2031/07`` is ``/calendar/0/*``, ``/?p=12`` is ``/*?``.
    """
    parts = urlsplit(address)
    folder = parts.path.rstrip("/").rpartition("/")[0]
    return f"{parts.netloc}{re.sub('[0-9]+', '0', folder)}/*" + ("?" if parts.query else "")
