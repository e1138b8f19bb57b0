"""Which serialisation of RDF a document is in, by its content; JSON-LD made ready to be parsed offline."""

from __future__ import annotations

import json
import re
from typing import Any

from graph.records import SetAside
from graph.sources.patterns import regex

TURTLE, N_QUADS, RDF_XML, JSON_LD = "Turtle", "N-Quads", "RDF/XML", "JSON-LD"

#: The media type under which each is parsed. TriG has Turtle in it, and N-Quads have N-Triples.
MEDIA_TYPES = {
    TURTLE: "application/trig",
    N_QUADS: "application/n-quads",
    RDF_XML: "application/rdf+xml",
    JSON_LD: "application/ld+json",
}

#: How much of a document is looked at.
HEAD_BYTES = 65_536
#: JSON is read whole before it is parsed as RDF, so that no context is fetched.
MAX_JSON = 50_000_000

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#: What feeds in RDF/XML declare (RSS 0.9 and 1.0), which have a reader of their own.
_FEEDS = ("http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/")
_COMMENT = regex(r"(?:\s+|#[^\n]*(?:\n|\Z))+")
_DIRECTIVE = regex(
    r"@prefix\s+[\w.-]*:\s*<|@base\s*<|@version\s|prefix\s+[\w.-]*:\s*<[^>\n]*>|base\s+<[^>\n]*>",
    re.IGNORECASE,
)
_TERM = r"(?:<[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\s]*>|_:[^\s]+)"
_TRIPLE = regex(rf"{_TERM}[ \t]*<[A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*>[ \t]*(?:{_TERM}|\").*\.\s*(?:#.*)?$")
_SUBJECT = regex(
    r"(?:graph\s+)?<[A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*>\s*(?:\{|a\s|<[A-Za-z][A-Za-z0-9+.-]*:)", re.IGNORECASE
)
_NAMELESS = regex(r"\[\s*(?:a\s+)?<[A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*>\s")
_XML = regex(
    r"(?:<\?xml[^>]*\?>)?(?>\s|<!--.*?-->|<\?.*?\?>)*+(<!DOCTYPE\b[^>\[]*(?:\[.*?\]\s*)?>)?", re.DOTALL
)
_DECLARED = regex(rb"(\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"'])([\w.:-]{1,40})")
_ROOT = regex(r"\s*(?><!--.*?-->\s*)*+<([\w.-]+:)?RDF[\s>]", re.DOTALL)
_KEYS = regex(r'"@(?:context|graph|id|type)"\s*:')
_SCHEMA = regex(
    r"https?://(?:www\.)?schema\.org(?:/(?:docs/)?(?:jsonldcontext\.(?:json|jsonld))?)?", re.IGNORECASE
)

#: What stands for schema.org's context, which is never fetched: its vocabulary, and its addresses as IRIs.
_CONTEXT: dict[str, Any] = {
    "@vocab": "https://schema.org/",
    "schema": "https://schema.org/",
    "id": "@id",
    "type": "@type",
    **{name: {"@id": f"https://schema.org/{name}", "@type": "@id"}
       for name in ("sameAs", "url", "image", "contentUrl", "thumbnailUrl", "mainEntityOfPage")},
}  # fmt: skip


def recognise(head: bytes) -> str | None:  # noqa: PLR0911 - one a serialisation
    """The serialisation that a document is in, by its first bytes (HEAD_BYTES do); None for no RDF."""
    if b"\0" in head[:200]:
        return None
    text = head.decode("utf-8", "ignore").lstrip("\ufeff")
    start = text.lstrip()
    if start.startswith(("{", "[")):
        # JSON, TriG's own brackets, or a blank node.
        if _KEYS.search(text):
            return JSON_LD
        return TURTLE if _NAMELESS.match(start) else None
    if start.startswith("<?xml") or _is_rdf_xml(start):
        return RDF_XML if _is_rdf_xml(start) else None
    comment = _COMMENT.match(text)
    body = text[comment.end() :] if comment else text
    if _DIRECTIVE.match(body):
        return TURTLE
    lines = body.split("\n", 1)
    if _TRIPLE.match(lines[0].rstrip("\r")):
        return N_QUADS
    return TURTLE if _SUBJECT.match(body) else None


def _is_rdf_xml(text: str) -> bool:
    prolog = _XML.match(text)
    rest = text[prolog.end() :] if prolog else text
    if _ROOT.match(rest) is None or any(feed in text for feed in _FEEDS):
        return False
    return _RDF in text or "<!DOCTYPE" in text[:2000]


def refuse_doctype(content: bytes) -> None:
    """Raises SetAside for RDF/XML that declares entities, or is in an encoding where that cannot be seen."""
    if b"<!DOCTYPE" in content:
        line = content[: content.index(b"<!DOCTYPE")].count(b"\n") + 1
        raise SetAside(
            "The RDF/XML has a DOCTYPE, whose entities are never expanded: save it without one.", line
        )
    if b"\0" in content[:200]:
        raise SetAside("The RDF/XML is not in UTF-8.", 1)


def in_utf8(content: bytes) -> bytes | None:
    """RDF/XML in UTF-8, the only encoding that its parser reads; None for what is in it already.

    Raises:
        SetAside: it is not in the encoding that its first line declares.
    """
    found = _DECLARED.match(content)
    name = found.group(2).decode() if found is not None else "utf-8"
    if found is None or name.casefold() in {"utf-8", "utf8", "us-ascii", "ascii"}:
        return None
    try:
        text = content[found.end() :].decode(name)
    except (LookupError, UnicodeError):
        raise SetAside(f"The RDF/XML declares the encoding {name}, and is not in it.", 1) from None
    return found.group(1) + b"utf-8" + text.encode()


def offline(content: bytes) -> bytes:
    """JSON-LD with schema.org's context written out, wherever it is named; raises SetAside for any other."""
    if len(content) > MAX_JSON:
        raise SetAside(
            f"The JSON-LD has {len(content):,} bytes, more than the {MAX_JSON:,} that are read; "
            "turn it into N-Triples, which are read piece by piece."
        )
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SetAside("The JSON-LD is not in UTF-8.") from error
    except RecursionError as error:
        raise SetAside("The JSON-LD is nested too deeply to be read.") from error
    except ValueError as error:
        line = getattr(error, "lineno", None)
        raise SetAside(f"The JSON-LD is no JSON: {getattr(error, 'msg', error)}.", line) from error
    try:
        document = _offline(document)
    except RecursionError as error:
        raise SetAside("The JSON-LD is nested too deeply to be read.") from error
    if not _KEYS.search(content.decode("utf-8-sig")[: HEAD_BYTES * 16]):
        raise SetAside("The document is JSON data, and no JSON-LD.", 1)
    if b'"@context"' not in content:
        graph = document if isinstance(document, list) else [document]
        document = {"@context": _CONTEXT, "@graph": graph}
    return json.dumps(document).encode()


def _offline(value: Any, *, context: bool = False) -> Any:  # noqa: ANN401 - whatever JSON holds
    """The value with the contexts in it made local; ``context`` says that it stands in one's place."""
    if isinstance(value, list):
        return [_offline(one, context=context) for one in value]
    if isinstance(value, dict):
        if context and "@import" in value:
            raise SetAside(
                f"The JSON-LD imports the context {_said(value['@import'])}, and nothing is fetched."
            )
        return {key: _offline(one, context=key == "@context") for key, one in value.items()}
    if context and isinstance(value, str):
        if _SCHEMA.fullmatch(value.strip()):
            return _CONTEXT
        raise SetAside(
            f"The JSON-LD names the context {_said(value)}, and nothing is fetched: "
            "put the context itself in its place."
        )
    return value


def _said(value: object) -> str:
    return f"<{str(value)[:100]}>"
