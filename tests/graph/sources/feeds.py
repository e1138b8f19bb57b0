"""Feeds that the tests read: RSS, Atom, and items to put into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.records import DocumentRecord

ONE = "A widow drives a truck of salt over a mountain because nobody else will, and the film asks no more."
TWO = "A comedy about a burglar who is afraid of cats, which is funny for as long as it takes to read this."
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/"'
)


def rss(*items: str, head: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {NAMESPACES}><channel>\n'
        f"<title>Reel &amp; Co</title><link>https://reel.example/</link>{head}\n{''.join(items)}</channel></rss>"
    ).encode()


def item(title: str, text: str, *, number: int = 1, more: str = "") -> str:
    return (
        f"<item>\n<title>{title}</title>\n<link>https://reel.example/{number}</link><guid>{number}</guid>\n"
        f"<pubDate>Fri, 03 May 2019 23:30:00 -0500</pubDate>"
        f"<dc:creator><![CDATA[Ann Lee]]></dc:creator>{more}\n"
        f"<content:encoded><![CDATA[{text}]]></content:encoded></item>\n"
    )


SALT = item(
    "Review: The Salt Road (2019)",
    f"<p>{ONE}</p>\n<p>Directed by Bo Li. Starring Al Roe as Jim. Rated PG. 104 minutes.</p>\n"
    "<p>Rating: 3/5</p>",
    more="<category>Drama</category><description>A short text [&#8230;]</description>",
)
OTTO = item("Otto", f"<p>{TWO}</p><p>Grade: B+</p>", number=2)
NEWS = item(
    "Our new comment policy", "<p>Please be kind to each other, and to the films, if you can.</p>", number=3
)


def atom(*entries: str, head: str = "", base: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom" {base}>'
        "<title>The Velvet Seat</title>"
        f"{head}{''.join(entries)}</feed>"
    ).encode()


def entry(title: str, more: str = "", content: str = "", number: int = 1) -> str:
    content = (
        content or f'<content type="html">&lt;p&gt;{ONE}&lt;/p&gt;&lt;p&gt;Grade: B+&lt;/p&gt;</content>'
    )
    return f"<entry><title>{title}</title><id>urn:{number}</id>{more}{content}</entry>"


def critics_of(record: DocumentRecord) -> list[str]:
    return [critic.value for review in record.reviews for critic in review.critics]
