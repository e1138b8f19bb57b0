"""What kind of document a text is, by its content. A name is only a hint where the content is silent."""

from __future__ import annotations

import json
import re

from graph.records import SetAside
from graph.sources import feed
from graph.sources.front_matter import has_front_matter

_TAG = re.compile(
    r"<(?:!doctype\s+html|html|head|body|article|main|div|p|h1|h2|script|meta|title|section|table|span)\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"</(?:html|body|div|p|article|section|h1|h2|title|script|table|span|main)>", re.IGNORECASE
)
_MARKDOWN = re.compile(r"^(?:#{1,3} \S|\*\*[^*\n]{2,30}:?\*\*|!\[[^\]\n]*\]\()", re.MULTILINE)
#: What sites are made of besides pages, where nothing in a text says what it is.
_PARTS = {
    "css": "a style sheet", "scss": "a style sheet", "less": "a style sheet", "js": "a script",
    "mjs": "a script", "ts": "a script", "jsx": "a script", "py": "a script", "php": "a script",
    "sh": "a script", "rb": "a script", "map": "a source map", "yml": "YAML data", "yaml": "YAML data",
    "toml": "TOML data", "ini": "a settings file", "lock": "a lock file", "log": "a log", "vtt": "subtitles",
    "srt": "subtitles",
}  # fmt: skip


def kind_of(text: str, name: str = "") -> str:
    """Name the kind of a document by its content; raises SetAside for kinds that no reader here reads."""
    head = text[:4000].lstrip("\ufeff \t\n")
    if feed.recognise(text):
        return feed.KIND
    if re.match(
        r"(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b",
        head,
        re.IGNORECASE | re.DOTALL,
    ):
        return "review_html"
    if has_front_matter(text):
        return "markdown"
    if head.startswith("<svg"):
        raise SetAside("The document is an SVG picture, not a review page.", 1)
    if head.startswith(("{", "[")) and _is_json(text):
        if "jsonfeed.org/version" in head:
            raise SetAside("The document is a JSON Feed, which is not read: give the RSS or Atom feed.", 1)
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
    part = _PARTS.get(name.rpartition(".")[2].casefold()) if "." in name else None
    if part is not None:
        raise SetAside(f"The document is {part}, by its name, and nothing in it is a review.", 1)
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
