"""What encoding a document says that it is in: an XML declaration, or a page's ``meta`` element."""

from __future__ import annotations

import codecs
import re

from graph.sources.patterns import regex

#: Such words stand within the first kilobyte (WHATWG HTML, 4.2.5.4); archives have them further down.
_HEAD_BYTES = 4_096
_XML = regex(rb"""^\s*<\?xml\s[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9_:.-]{1,40})["']""")
_META = regex(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
#: What pages mean by these names, where it is more than the name says (WHATWG Encoding Standard, 4.2).
_MEANT = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "latin-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030",
    "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932", "iso8859-11": "cp874", "tis-620": "cp874",
}  # fmt: skip
_NO_TEXT = frozenset({"utf-7", "idna", "punycode", "raw_unicode_escape", "unicode_escape", "undefined"})
#: Bytes below 128 alone, so that such a document looks like UTF-8.
_IN_ASCII = frozenset({"iso2022_jp", "hz"})


def declared(content: bytes) -> str | None:
    """What a document calls its own encoding; None where it says nothing."""
    head = content[:_HEAD_BYTES]
    found = _XML.match(head) or _META.search(head)
    return found.group(1).decode("ascii") if found else None


def text_in(content: bytes, name: str | None) -> tuple[str, str] | None:
    """A document in the encoding of that name, and what Python calls it.

    None where the name is none, or says UTF-8, or the bytes are UTF-8 whatever the name says, or not all of
    them are what it says.
    """
    try:
        known = codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        return None
    if known in {"", "utf-8"} or known in _NO_TEXT:
        return None
    if known not in _IN_ASCII:
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return None
    encoding = _MEANT.get(known, known)
    try:
        return content.decode(encoding), encoding
    except (UnicodeError, LookupError):
        return None
