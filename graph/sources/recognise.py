"""What kind of document a text is, by its content. A name is only a hint where the content is silent."""

from __future__ import annotations

import json
import re

from graph.records import SetAside
from graph.sources import feed, no_document
from graph.sources.front.matter import has_front_matter
from graph.sources.patterns import regex

_TAG = regex(
    r"<(?:!doctype\s+html|html|head|body|article|main|div|p|h1|h2|script|meta|title|section|table|span)\b",
    re.IGNORECASE,
)
_CLOSING = regex(r"</(?:html|body|div|p|article|section|h1|h2|title|script|table|span|main)>", re.IGNORECASE)
_MARKDOWN = regex(r"^(?:#{1,3} \S|\*\*[^*\n]{2,30}:?\*\*|!\[[^\]\n]*\]\()", re.MULTILINE)
#: Data, where nothing in a text says what it is.
_DATA = regex(r"\.(ya?ml|toml)$", re.IGNORECASE)


_HTML_BEGINS = regex(
    r"(?:<\?xml[^>]*>\s*)?(?><!--.{0,2000}?-->\s*)*+<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)


def kind_of(text: str, name: str = "") -> str:
    """Name the kind of a document by its content; raises SetAside for kinds that no reader here reads."""
    head = text[:4000].lstrip("\ufeff \t\n")
    if feed.recognise(text):
        return feed.KIND
    if _HTML_BEGINS.match(head):
        return "review_html"
    if has_front_matter(text):
        return "markdown"
    no_document.refuse_root(head)
    no_document.refuse_name(name, head)
    if head.startswith(("{", "[")) and _is_json(text):
        no_document.refuse_json(json.loads(text))
        raise SetAside("The document is JSON data, not a review page.", 1)
    if head.startswith("<?xml"):
        raise SetAside("The document is XML, not a review page.", 1)
    tags = len(_TAG.findall(text[:200_000]))
    if tags >= 2 and len(_CLOSING.findall(text[:200_000])) >= 2 and (head.startswith("<") or tags >= 6):
        return "review_html"
    if _MARKDOWN.search(text[:20_000]) and (
        name.casefold().endswith((".md", ".markdown", ".mdx")) or _looks_marked(text)
    ):
        return "markdown"
    data = _DATA.search(name)
    if data is not None:
        raise SetAside(
            f"The document is {data.group(1).upper()} data by its name, and not read as a review.", 1
        )
    return "review_text"


def _looks_marked(text: str) -> bool:
    """A Markdown heading at the head, or several bold labels: marks that a text dump does not have."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    return (
        bool(re.match(r"^#{1,2} \S", first))
        or len(re.findall(r"^\*\*[^*\n]{2,30}\*\*", text[:20_000], re.MULTILINE)) >= 2
    )


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
