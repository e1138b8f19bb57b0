"""One document to the reader of its kind: as it is recognised, or as somebody says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.records import DocumentRecord, SetAside
from graph.sources import credit_table, feed, markdown, no_document, rdf, review_html, review_text
from graph.sources.credit_table import Wanted
from graph.sources.decoding import DEFAULT_MAX_BYTES, Decoded, decode
from graph.sources.kinds import KINDS
from graph.sources.rdf import Asked
from graph.sources.recognise import kind_of
from graph.sources.tables.files import read_binary

if TYPE_CHECKING:
    from collections.abc import Callable

_READ: dict[str, Callable[[Decoded], DocumentRecord]] = {
    review_text.KIND: review_text.read_text,
    review_html.KIND: review_html.read_html,
    feed.KIND: feed.read_feed,
}


def read(
    content: bytes,
    *,
    name: str = "",
    kind: str | None = None,
    max_bytes: int = DEFAULT_MAX_BYTES,
    wanted: Wanted | None = None,
    asked: Asked | None = None,
) -> DocumentRecord:
    """Read one document.

    ``name`` (a file's name, with its folders) only settles what the content leaves open; ``kind``, one of
    KINDS, overrides recognition; ``wanted`` says which columns of a credit table are which, ``asked`` how RDF
    is read. Raises SetAside with a sentence and, where one is to blame, the line: empty, binary,
    undecodable or oversized documents, lists, stubs, pages of no film, tables without names. Raises
    ValueError for an unknown ``kind``.
    """
    if kind is not None and kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}: one of {', '.join(KINDS)}")
    wanted = wanted or Wanted()
    if len(content) > max_bytes:
        raise SetAside(f"The document has {len(content):,} bytes, more than the limit of {max_bytes:,}.")
    no_document.refuse_bytes(content[: no_document.HEAD_BYTES], name)
    if kind in rdf.KINDS or (
        kind is None
        and rdf.recognise_bytes(content[: rdf.HEAD_BYTES])
        and not feed.recognise_bytes(content[: rdf.HEAD_BYTES])
    ):
        return rdf.read_bytes(content, asked or Asked(), kind or rdf.KIND)
    table = read_binary(content, wanted) if kind in {None, credit_table.KIND} else None
    if table is not None:
        return credit_table.read_rows(table, wanted)
    decoded = decode(content, max_bytes)
    chosen = kind or (
        credit_table.KIND
        if credit_table.recognise(decoded.text, name, wanted)
        else kind_of(decoded.text, name)
    )
    if chosen == credit_table.KIND:
        return credit_table.read_table(decoded, wanted)
    try:
        if chosen == markdown.KIND:
            return markdown.read_markdown(decoded, name)
        return _READ[chosen](decoded)
    except RecursionError:
        raise SetAside("The document is nested too deeply to be read.") from None
