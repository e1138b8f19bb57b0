"""Feeds in XML (RSS 0.9 to 2.0, Atom, WordPress' export): a head, and items cut out of it by their tags.

The cut is made before any parser sees the file, and each item is parsed by itself, so that a feed of any
length takes the memory of one item, and what is wrong with one item costs no other. No entity is expanded.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree

from graph.records import Fact, SetAside
from graph.sources import encodings
from graph.sources.decoding import decode
from graph.sources.feeds.head import Head
from graph.sources.feeds.item import Item, item_of, text_of
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

HEAD_BYTES = 8_192

#: Atomic, here and wherever a root element is looked for: what one comment holds is no two comments.
_ROOT = regex(
    r"^\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?>(?:<!--.{0,4000}?-->|<\?.{0,400}?\?>|<!DOCTYPE[^>\[]{0,2000}(?:>|\[.{0,4000}?\]\s*>))\s*)*+"
    r"<(?P<root>(?:[\w-]+:)?(?:rss|feed|RDF))\b(?P<attributes>[^>]{0,4000})",
    re.DOTALL | re.IGNORECASE,
)
_ENTITY = regex(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z]\w{1,30});")
#: An ampersand that begins no reference, which XML does not allow and many feeds have; or where it may stand.
_AMPERSAND = regex(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!#?\w{1,31};)", re.DOTALL)
_XML_NOT = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: What an item begins and ends with, and what may hold such words and mean nothing by them.
_TOKEN = regex(rb"<!\[CDATA\[|<!--|<\?|<(/?)(?:[\w.-]{1,40}:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE)
_ENDS = {b"<![CDATA[": b"]]>", b"<!--": b"-->", b"<?": b"?>"}
_NAMESPACE = regex(r"""\sxmlns(?::[\w.-]+)?\s*=\s*(?:"[^"<]*"|'[^'<]*')""")


def recognise(text: str) -> bool:
    """Whether a document, or its beginning, is a feed by its root element; of RDF only RSS 1.0's is."""
    found = _ROOT.match(text[:HEAD_BYTES].lstrip("\ufeff"))
    if found is None:
        return False
    local = found.group("root").rpartition(":")[2].casefold()
    return local != "rdf" or "purl.org/rss/1.0" in found.group("attributes")


def items(content: bytes | mmap) -> Iterator[tuple[int, int, int]]:
    """Where a feed's items begin and end (0 for one that never does), each with its first line.

    The content is in UTF-8 or another encoding that has ASCII in it, and is looked at once.
    """
    at, counted, line = 0, 0, 1
    start: int | None = None
    while (token := _TOKEN.search(content, at)) is not None:
        at = token.end()
        closing = _ENDS.get(token.group().upper())
        if closing is not None:
            end = content.find(closing, at)
            if end < 0:
                break
            at = end + len(closing)
            continue
        end = content.find(b">", at)
        if end < 0:
            break
        alone = content[end - 1 : end] == b"/"
        if not token.group(1):
            if not alone and start is None:
                start = token.start()
                line += content[counted:start].count(b"\n")
                counted = start
        elif start is not None:
            yield start, end + 1, line
            start = None
        at = end + 1
    if start is not None:
        yield start, 0, line


# -- what a feed says of itself ----------------------------------------------------------------------


def about(content: bytes) -> Head:
    """What a feed says of itself, of which all before its items is given; what is broken is passed by.

    Raises:
        SetAside: it declares entities of its own.
    """
    said = encodings.declared(content)
    try:
        text = decode(content, len(content), encoding=said).text.lstrip("\ufeff")
    except SetAside:
        text = content.decode("utf-8", "replace").lstrip("\ufeff")
    root = _ROOT.match(text[:HEAD_BYTES])
    declares = text[: root.end() if root else len(text)].upper().find("<!ENTITY")
    if declares >= 0:
        line = 1 + text.count("\n", 0, declares)
        raise SetAside("The feed declares entities of its own, which are never expanded.", line)
    head = Head(encoding=said)
    if root is None:
        return head
    head.namespaces = "".join(_NAMESPACE.findall(" " + root.group("attributes")))
    tree = _parsed(_XML_NOT.sub(" ", _ENTITY.sub(_named, _without_encoding(text))))
    for element in tree.iter() if tree is not None else ():
        parent = element.getparent()
        if not isinstance(element.tag, str) or parent is None or _local(parent) not in {"channel", "feed"}:
            continue
        name, line = _local(element), element.sourceline or 1
        if name == "title" and head.title is None and (title := html.unescape(text_of(element))):
            head.call(Fact(title, line, line))
        elif name == "link" and head.link is None and element.get("rel") in {None, "alternate"}:
            address = urljoin(element.base or "", element.get("href") or text_of(element))
            if address.startswith(("http://", "https://")):
                head.link = Fact(address, line, line)
        elif name == "author":
            parts = {_local(child): text_of(child) for child in element if isinstance(child.tag, str)}
            if login := parts.get("author_login"):
                head.authors[login] = _shown(login, parts)
            elif head.author is None and _local(parent) == "feed" and (writer := parts.get("name")):
                head.author = Fact(writer, line, line)
    base = next((one.base for one in tree.iter() if one.base), None) if tree is not None else None
    head.base = base or (head.link.value if head.link else "")
    return head


def _shown(login: str, parts: dict[str, str]) -> str:
    """The name that an export's author goes by: the one displayed, unless it is the login once more."""
    shown = parts.get("author_display_name") or login
    own = " ".join(filter(None, (parts.get("author_first_name"), parts.get("author_last_name"))))
    return own if own and shown.casefold() == login.casefold() else shown


# -- an item -----------------------------------------------------------------------------------------


def parse(text: str, line: int, head: Head) -> Item:
    """What an item says, of which the first line is ``line``; raises SetAside where it cannot be parsed."""
    text = _AMPERSAND.sub(lambda one: "&amp;" if one.group() == "&" else one.group(), text)
    text = _XML_NOT.sub(" ", _ENTITY.sub(_named, text))
    tree = _parsed(f"<reelgraph{head.namespaces}>{text}</reelgraph>")
    element = next((one for one in tree if isinstance(one.tag, str)), None) if tree is not None else None
    if element is None:
        raise SetAside("its XML cannot be read.", line)
    return item_of(element, line - 1, head.base)


def _parsed(text: str) -> etree._Element | None:
    """The tree of some XML, as far as it can be told; None where nothing can."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def _without_encoding(text: str) -> str:
    return re.sub(r"^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*(?:\"[^\"]*\"|'[^']*')", r"\1", text)


def _named(found: re.Match[str]) -> str:
    """HTML's named characters, which XML does not know."""
    return (
        html.entities.html5.get(found.group(1) + ";", found.group())
        .replace("&", "&amp;")
        .replace("<", "&lt;")
    )


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
