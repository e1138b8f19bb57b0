"""What feeds and exports put around what they mean: a section's title, trackers, shortcodes."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from graph.sources.patterns import regex

#: What a feed's title says besides the publication's name: "Movie Reviews – The Courier | Film".
_SECTION = regex(
    r"^(?:the\s+)?(?:latest\s+|new\s+|all\s+)?"
    r"(?:(?:movies?|films?|cinema|dvd|tv|television|arts|culture|entertainment|books?|music)"
    r"(?:\s*(?:and|&|\+|,)\s*(?:movies?|films?|cinema|dvd|tv|television|arts|culture|entertainment|books?|music))*)?"
    r"\s*(?:reviews?|critics?|news|blogs?|posts|articles|stories|features|home(?:\s*page)?|archives?|rss|feed|atom)?"
    r"(?:\s+(?:archives?|rss|feed|articles|posts|category|section))*$",
    re.IGNORECASE,
)
_PART = regex(r"(\s+[-–—|»>:·•]\s+|\s*\|\s*|:\s+)")
_FEED_WORD = regex(r"\s+(?:RSS(?:\s+feed)?|Atom\s+feed)$", re.IGNORECASE)
#: Parameters that say through what somebody came, and nothing of where.
_TRACKER = regex(r"^(?:utm_\w+|fbclid|gclid|mc_[ce]id)$", re.IGNORECASE)
#: WordPress' shortcodes; those about a picture go with what they enclose, as a figure's caption does.
_CAPTION = regex(
    r"\[(?:wp_)?caption\b[^\]]{0,2000}\](?:(?!\[(?:wp_)?caption\b).){0,5000}?\[/(?:wp_)?caption\]", re.DOTALL
)
_RATED = regex(
    r"\[(?:(?:star|review)[-_ ]?)?(?:rating|stars|usr)[-_\w]{0,20}[\s:=]+(?:(?:rating|stars|value|score)=)?"
    r"[\"']?(\d{1,3}(?:\.\d{1,2})?(?:/\d{1,3})?)[\"']?[^\]\[]{0,100}\]",
    re.IGNORECASE,
)
_SHORTCODE = regex(
    r"\[/?(?:gallery|embed|audio|video|playlist|youtube|vimeo|instagram|tweet|more|nextpage|contact-form)"
    r"(?:[\s=:][^\]\[]{0,2000})?/?\]"
    r"|\[[a-z][\w-]{1,60}(?:\s+[\w-]{1,40}=(?:\"[^\"\[\]]{0,2000}\"|'[^'\[\]]{0,2000}'|[^\s\]\[\"']{1,200})){1,60}\s*/?\]"
    r"|\[/[a-z][\w-]{1,60}\]|\[(?:vc|et_pb|fusion|su)_[a-z_]{1,60}\]",
)


def publication_of(title: str) -> str:
    """The publication that a feed's title names, without its section: "Film | The Courier"."""
    title = _FEED_WORD.sub("", title)
    if title.startswith("Letterboxd - "):
        return "Letterboxd"  # and whose diary this is
    pieces = _PART.split(title)
    parts, marks = pieces[::2], pieces[1::2]
    kept = [index for index, part in enumerate(parts) if part and not _SECTION.match(part)]
    if not kept or len(kept) == len(parts):
        return title
    name = parts[kept[0]]
    for index in kept[1:]:
        name += marks[index - 1] + parts[index]
    return name


def without_trackers(address: str) -> str:
    """An address without what only says by which feed somebody came."""
    parts = urlsplit(address)
    if not parts.query:
        return address
    asked = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in asked if not _TRACKER.match(name)]
    return address if len(kept) == len(asked) else urlunsplit(parts._replace(query=urlencode(kept)))


def without_shortcodes(content: str) -> str:
    """A post without WordPress' shortcodes, line for line; a rating's is what it shows ("Rating: 3.5/5")."""
    if "[" not in content:
        return content
    content = _CAPTION.sub(_lines_of, content)
    content = _RATED.sub(r"Rating: \1", content)
    return _SHORTCODE.sub(_lines_of, content)


def _lines_of(found: re.Match[str]) -> str:
    return "\n" * found.group().count("\n")
