"""What stands beside the pages of a site and is no document: pictures, style sheets, scripts, fonts ...

Told by the first bytes where they say it (each format's own signature), and for text by a name that no review
has, where nothing in the text says anything else. A PDF, a Word document or a database may hold a review, and
is none of these.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graph.records import NoDocument, SetAside
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from pathlib import Path

#: How much of a file says so.
HEAD_BYTES = 128
PICTURE, FONT, SOUND, VIDEO, PROGRAM = "picture", "font", "sound", "video", "program"
STYLE, SCRIPT, MAP, SETTINGS, SITEMAP = "style sheet", "script", "source map", "settings file", "sitemap"

#: What a file begins with, what it is called in a sentence, and what it is counted as. Where letters alone
#: would do, the zero that follows them in every such file is asked for, too: "OTTO" may be a title.
_BEGINNINGS = (
    (b"\x89PNG", "a PNG picture", PICTURE),
    (b"GIF8", "a GIF picture", PICTURE),
    (b"\xff\xd8\xff", "a JPEG picture", PICTURE),
    (b"\0\0\1\0", "an icon", PICTURE),
    (b"\0\0\2\0", "a cursor", PICTURE),
    (b"II*\0", "a TIFF picture", PICTURE),
    (b"MM\0*", "a TIFF picture", PICTURE),
    (b"8BPS\0", "a Photoshop picture", PICTURE),
    (b"\0\0\0\x0cJXL ", "a JPEG XL picture", PICTURE),
    (b"wOFF", "a font", FONT),
    (b"wOF2", "a font", FONT),
    (b"\0\1\0\0\0", "a font", FONT),
    (b"OTTO\0", "a font", FONT),
    (b"ttcf\0", "a font", FONT),
    (b"\xff\xfb", "a sound", SOUND),
    (b"\xff\xf3", "a sound", SOUND),
    (b"fLaC\0", "a sound", SOUND),
    (b"OggS\0", "a sound", SOUND),
    (b"MThd\0", "a sound", SOUND),
    (b"\x1aE\xdf\xa3", "a video", VIDEO),
    (b"\0\0\1\xba", "a video", VIDEO),
    (b"FLV\1", "a video", VIDEO),
    (b"\x7fELF", "a program", PROGRAM),
    (b"\0asm", "a program", PROGRAM),
    (b"\0\0\0\1Bud1", "what macOS notes of a folder", SETTINGS),
)
#: The same for containers of several formats: where the format's name stands, and its names.
_RIFF = {b"WEBP": ("a WebP picture", PICTURE), b"WAVE": ("a sound", SOUND), b"AVI ": ("a video", VIDEO)}
_STILL = (b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1")
#: What may hold a review, and is read in another form.
_MAY_HOLD = (
    (b"%PDF-", "a PDF file", "save it as text or HTML"),
    (b"{\\rtf", "an RTF document", "save it as HTML"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "save it as HTML, or a table as CSV"),
    (b"SQLite format 3", "a database", "write its tables as CSV"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it, or pack it as ZIP"),
    (b"Rar!", "a RAR archive", "unpack it, or pack it as ZIP"),
    (b"\x28\xb5\x2f\xfd", "a file packed with zstd", "unpack it, or pack it with gzip"),
    (b"\x04\x22\x4d\x18", "a file packed with lz4", "unpack it, or pack it with gzip"),
    (b"\x1f\x9d", "a file packed with compress", "unpack it, or pack it with gzip"),
    (b"WARC/", "a web archive (WARC)", "extract its pages as HTML"),
    (b"bplist00", "a web archive of Safari or other settings of a Mac", "save it as HTML"),
    (b"!BDN", "a mailbox of Outlook", "export it as mbox"),
    (b"BOOKMOBI", "a Mobipocket book", "save it as HTML"),  # behind its name, which has 60 bytes
    (b"AT&TFORM", "a DjVu book", "save it as text"),
    (b"Obj\1", "an Avro file", "write it as CSV or Parquet"),
    (b"ARROW1\0", "an Arrow file", "write it as CSV or Parquet"),
)
_OLD_OFFICE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
#: What tells apart the documents that are ZIP archives.
_OFFICE = (
    (b"word/", "a Word document"),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file"),
    (b"application/epub", "an EPUB book"),
    (b"ppt/", "a PowerPoint presentation"),
)

_BY_NAME = {
    "css": STYLE, "scss": STYLE, "less": STYLE, "xsl": STYLE, "js": SCRIPT, "mjs": SCRIPT, "cjs": SCRIPT,
    "ts": SCRIPT, "jsx": SCRIPT, "tsx": SCRIPT, "py": SCRIPT, "php": SCRIPT, "sh": SCRIPT, "rb": SCRIPT,
    "bat": SCRIPT, "map": MAP, "ini": SETTINGS, "lock": SETTINGS, "webmanifest": SETTINGS, "log": "log",
    "vtt": "subtitles", "srt": "subtitles",
}  # fmt: skip
#: Whole names of what programs want to know of a site. Other YAML, TOML and JSON may hold reviews.
_SETTINGS = regex(
    r"(?:_?config|hugo|netlify|theme|mkdocs|pyproject|cargo)\.(?:ya?ml|toml)|"
    r"(?:package(?:-lock)?|composer|bower|tsconfig|manifest|browserconfig|opensearch)\.(?:json|xml)|"
    r"robots\.txt|humans\.txt|ads\.txt|cname|makefile|gemfile",
    re.IGNORECASE,
)
#: The end of a name, behind which copies of sites keep the query of the address ("site.css?ver=5.2").
_ENDING = regex(r"\.([a-z]{2,11})(?:[?@].*)?$", re.IGNORECASE)
_ROOT = regex(
    r"(?>(?:<!--.{0,4000}?-->|<\?.{0,400}?\?>|<!DOCTYPE[^>\[]{0,2000}(?:>|\[.{0,4000}?\]\s*>))\s*)*+<(?:[\w-]+:)?(svg|urlset|sitemapindex|stylesheet|OpenSearchDescription|rsd|browserconfig|manifest)[\s>/]",
    re.DOTALL | re.IGNORECASE,
)
#: What oEmbed (oembed.com, 2.3.4) embeds.
_EMBEDDED = frozenset({"photo", "video", "link", "rich"})
_ROOTS = {
    "svg": ("an SVG picture", PICTURE),
    "urlset": ("a sitemap", SITEMAP),
    "sitemapindex": ("a sitemap", SITEMAP),
    "stylesheet": ("a style sheet", STYLE),
}
#: What browsers call the folder with what belongs to a page that they save, in some of their languages.
_SAVED_BESIDE = regex(
    r"(.+)(?:_files|-Dateien|_fichiers|_archivos|_file|_bestanden|_arquivos|-filer|_tiedostot|_pliki|_soubory)",
    re.IGNORECASE,
)


def refuse_bytes(head: bytes, name: str = "") -> None:
    """Raises NoDocument for a file that is none by its first bytes, SetAside for one that is no text."""
    found = next(((what, kind) for start, what, kind in _BEGINNINGS if head.startswith(start)), None)
    found = found or _in_container(head)
    if head.startswith(_OLD_OFFICE) and name.casefold().rpartition("/")[2] == "thumbs.db":
        found = "what Windows notes of a folder's pictures", SETTINGS
    if found is not None:
        raise NoDocument(f"The document is {found[0]}, not text.", found[1])
    begin = head.lstrip(b"\r\n ")  # a PDF may have blank lines above its mark
    for start, what, instead in _MAY_HOLD:
        if begin.startswith(start) or head[60:68] == start:
            raise SetAside(f"The document is {what}, which may hold a review and is not read; {instead}.", 1)


def refuse_office(content: bytes) -> None:
    """Raises SetAside for a ZIP archive, which a document of some office program is."""
    if content.startswith(_ZIP):
        what = next(
            (what for mark, what in _OFFICE if mark in content), "a ZIP archive (or an office document)"
        )
        raise SetAside(
            f"The document is {what}, which may hold a review and is not read; save it as HTML.", 1
        )


def _in_container(head: bytes) -> tuple[str, str] | None:
    """What a file is whose first letters alone do not say it."""
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp" and head[:2] == b"\0\0":  # ISO/IEC 14496-12
        brand = head[8:12]
        still = ("a picture", PICTURE) if brand in _STILL else None
        return still or (("a sound", SOUND) if brand.startswith(b"M4A") else ("a video", VIDEO))
    font = head[34:36] == b"LP" and head[8:12] in {b"\0\0\1\0", b"\1\0\2\0", b"\2\0\2\0"}
    told = (
        (head.startswith(b"ID3") and head[3:4] < b"\x10", ("a sound", SOUND)),
        (head.startswith(b"BM") and head[6:10] == b"\0\0\0\0", ("a BMP picture", PICTURE)),
        (head.startswith(b"MZ") and b"\0\0" in head[:64], ("a program", PROGRAM)),
        (font, ("a font", FONT)),  # Embedded OpenType
    )
    return next((found for is_one, found in told if is_one), None)


def refuse_root(head: str) -> None:
    """Raises NoDocument for XML that sites keep for machines, and for pictures in it, by the root element."""
    found = _ROOT.match(head)
    if found is not None:
        what, kind = _ROOTS.get(found.group(1).casefold(), ("a description for programs", SETTINGS))
        raise NoDocument(f"The document is {what}, not a review page.", kind, 1)


def refuse_json(said: Any) -> None:  # noqa: ANN401 - whatever JSON holds
    """Raises NoDocument for JSON by which pages are embedded elsewhere, or a site's interface described."""
    if isinstance(said, dict) and (
        (str(said.get("type")) in _EMBEDDED and str(said.get("version")) == "1.0" and "provider_name" in said)
        or {"namespaces", "routes"} <= said.keys()  # WordPress' own
    ):
        raise NoDocument("The document is a description for programs, not a review page.", SETTINGS, 1)


def refuse_name(name: str, head: str = "") -> None:
    """Raises NoDocument for what is called as no review is. For what nothing in the text says otherwise of.

    ``head`` is its beginning: what begins with a tag may be a page, whatever it is called.
    """
    last = name.rpartition("/")[2]
    ending = _ENDING.search(last)
    kind = _BY_NAME.get(ending.group(1).casefold()) if ending else None
    if _SETTINGS.fullmatch(last):
        kind = SETTINGS
    if kind is not None and (not head.startswith("<") or head.startswith("<?php")):
        raise NoDocument(
            f"The document is {_one(kind)}, by its name, and nothing in it is a review.", kind, 1
        )


def is_beside_page(file: Path) -> bool:
    """Whether a file lies in the folder that a browser makes for a page that it saves, beside the page."""
    folder = file.parent
    found = _SAVED_BESIDE.fullmatch(folder.name)
    return found is not None and any(
        folder.with_name(found.group(1) + ending).exists() for ending in (".html", ".htm", ".xhtml", ".php")
    )


def _one(kind: str) -> str:
    return kind if kind.endswith("subtitles") else f"a {kind}"
