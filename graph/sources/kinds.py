"""The kinds of document that there are readers for, and the readers' versions. Imports no reader."""

from __future__ import annotations

from typing import Final

REVIEW_TEXT, REVIEW_HTML, MARKDOWN, FEED = "review_text", "review_html", "markdown", "feed"
CREDIT_TABLE, RDF, WIKIDATA = "credit_table", "rdf", "wikidata"

#: For each kind, the name and version of its reader, kept with what it read (reel:reader). A reader that says
#: anything else of a document than before has a new number: documents are then read again.
READERS: Final = {
    REVIEW_TEXT: "reelgraph review_text 4",
    REVIEW_HTML: "reelgraph review_html 4",
    MARKDOWN: "reelgraph markdown 4",
    FEED: "reelgraph feed 4",
    CREDIT_TABLE: "reelgraph credit_table 1",
    RDF: "reelgraph rdf 1",
    WIKIDATA: "reelgraph rdf 1",
}
#: The kinds of document, those of one reader beside each other.
KINDS: Final = tuple(READERS)
