"""HTML to units: what a visitor reads, block by block, with the line each block begins on.

lxml keeps the source line of every start tag (exact where the parser is given the decoded text).
The tree is walked, never recursed into, so depth costs nothing. Navigation, related articles,
comments and forms are left out by tag and class; the main content is the deepest element that holds
most of the paragraphs. Measured against trafilatura 2.3 (one core, our own HTML samples and a page of
40 kB): 2.6 to 3.6 times as many pages a second, and it keeps the lines, which trafilatura drops.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree, html

from graph.records import Rating, SetAside
from graph.sources import ids, ratings, section_words
from graph.sources.html_main import ABOUT, JUNK, main_element
from graph.sources.jobs import label_of
from graph.sources.lines import MAX_UNITS, Unit, ends_sentence, squeeze, too_many
from graph.sources.words import word_set

_BLOCKS = word_set(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol p pre section "
    "summary table tbody tfoot thead tr ul"
)


_SKIPPED = word_set(
    "script style noscript template svg math iframe object embed form nav button select textarea "
    "input audio video canvas head dialog map picture source link meta"
)


_CELLS = frozenset({"li", "div", "tr", "dd", "section", "header", "span"})


_FACTS = re.compile(
    r"cast|credit|crew|film-?(?:info|facts|data|detail|meta)|movie-?(?:info|facts|data|detail|meta)|"
    r"info-?box|facts|details|rating|score|review-(?:info|meta|box|summary)",
    re.IGNORECASE,
)


_BYLINE = re.compile(r"(?:^|[\s_-])(?:byline|author|critic|reviewer|reviewed-by)(?=$|[\s_-])", re.IGNORECASE)


_CAST = re.compile(
    r"(?:^|[\s_-])(?:cast|actors?|starring|players|character|performer)(?=$|[\s_-])", re.IGNORECASE
)


_GENRE = re.compile(r"(?:^|[\s_-])genres?(?=$|[\s_-])", re.IGNORECASE)


_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


_ICON = re.compile(
    r"(?:^|\s)(?:icon|fa|glyphicon|star)?-?star-?(full|half|empty|o|half-o|half-alt)?(?=$|\s)", re.IGNORECASE
)


MAX_ELEMENTS = 200_000


@dataclass(slots=True)
class Page:
    """The tree, its units, and what classes and attributes say beside the text."""

    tree: html.HtmlElement
    units: list[Unit] = field(default_factory=list)
    ratings: list[tuple[Rating, int, str]] = field(default_factory=list)
    critics: list[tuple[str, int]] = field(default_factory=list)
    times: list[tuple[str, int, bool]] = field(default_factory=list)
    links: list[tuple[str, str, int]] = field(default_factory=list)


def parse(text: str) -> html.HtmlElement:
    """Parse decoded HTML; raises SetAside where nothing can be made of it."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", lambda found: "\n" * found.group().count("\n"), text)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise SetAside(f"The HTML cannot be read: {str(error)[:120] or 'no element in it'}.") from None
    return tree


def read_page(tree: html.HtmlElement) -> Page:
    """The units of a page, in reading order, with what stands in classes and attributes."""
    page = Page(tree)
    _Walk(page).run()
    return page


class _Walk:
    """One pass over the tree; ``skip`` is the element being left out, if any."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.body = page.tree.find("body") if page.tree.find("body") is not None else page.tree
        self.main = main_element(self.body)
        self.in_main = 0
        self.parts: list[tuple[int, str]] = []
        self.inline: list[html.HtmlElement] = []
        self.child = 0
        self.blocks: list[html.HtmlElement] = []
        self.hints: list[str] = []
        self.starts: list[int] = []
        self.section_parent: html.HtmlElement | None = None
        self.icons: list[tuple[str, int]] = []
        self.broken = False

    def run(self) -> None:
        walker = etree.iterwalk(self.body, events=("start", "end"))
        for count, (event, element) in enumerate(walker):
            if count > 2 * MAX_ELEMENTS or len(self.page.units) > MAX_UNITS:
                raise too_many()
            if event == "start":
                if self._left_out(element):
                    walker.skip_subtree()
                    element.set("data-skipped-here", "1")
                    continue
                self._enter(element)
            else:
                self._leave(element)
                if element is not self.body and element.tail:
                    self._text(element.tail)
        self._flush()
        self._icon_rating()

    def _left_out(self, element: html.HtmlElement) -> bool:  # noqa: PLR0911 (one a reason)
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            return True
        if element is self.main or tag in {"body", "html", "main", "br"}:
            return False
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            return True
        if tag in {"article", "header", "h1"}:
            return False
        if tag == "aside":
            return not _FACTS.search(names)
        if tag == "footer":
            return not self.in_main
        return bool(names.strip()) and bool(JUNK.search(names)) and not self._holds_main(element)

    def _holds_main(self, element: html.HtmlElement) -> bool:
        """A wrapper called "widget" or "has-sidebar" that holds the main content is no junk."""
        node = self.main
        for _ in range(60):
            if node is None:
                return False
            if node is element:
                return True
            node = node.getparent()
        return False

    def _enter(self, element: html.HtmlElement) -> None:
        tag = element.tag
        if element is self.main:
            self.in_main += 1
        names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
        self._attributes(element, names)
        if tag == "br":
            if self.blocks and self.blocks[-1].tag in {"tr", "dd", "dt"}:
                self.parts.append((self.child if self.inline else -1, ", "))
            else:
                self._flush("br")
        elif tag in _BLOCKS:
            self._flush()
            self.blocks.append(element)
            self.starts.append(len(self.page.units))
            self.hints.append(names if names.strip() else "")
            if ABOUT.search(names) and tag in {"div", "section", "aside", "footer"}:
                self._emit("About the author", element, "h3", element)
        elif tag in {"td", "th"}:
            if self.parts:
                self.parts.append((-2, "\t"))
        elif tag == "img":
            self._image(element)
        else:
            if not self.inline:
                self.child += 1
            self.inline.append(element)
        if element.text and tag != "br":
            self._text(element.text)

    def _leave(self, element: html.HtmlElement) -> None:
        tag = element.tag
        if element.get("data-skipped-here"):
            del element.attrib["data-skipped-here"]
            return
        if not isinstance(tag, str) or tag in _SKIPPED:
            return
        if tag in _BLOCKS and self.blocks and self.blocks[-1] is element:
            self._flush()
            self.blocks.pop()
            self.hints.pop()
            self._pair(self.starts.pop(), element)
            if self.section_parent is not None and element is self.section_parent:
                self.page.units.append(
                    Unit("", element.sourceline or 1, element.sourceline or 1, 0, "end", main=False)
                )
                self.section_parent = None
        elif self.inline and self.inline[-1] is element:
            self.inline.pop()
            if tag in {"b", "strong", "span", "em", "label", "i"} and not self.inline:
                said = squeeze("".join(text for _, text in self.parts))
                if said and ":" not in said and label_of(said) is not None:
                    self.parts.append((-2, "\t"))
        if element is self.main:
            self.in_main -= 1

    def _text(self, text: str) -> None:
        if text.strip() or (self.parts and text):
            self.parts.append((self.child if self.inline else -1, text))

    def _flush(self, tag: str = "") -> None:
        parts, self.parts, self.child = self.parts, [], 0
        self.inline = [] if tag != "br" else self.inline
        broken, self.broken = self.broken, tag == "br"
        block = self.blocks[-1] if self.blocks else self.body
        text = _joined(parts, block.tag)
        if text:
            self._emit(text, block, "br" if broken else block.tag, block.getparent())

    def _pair(self, start: int, element: html.HtmlElement) -> None:
        """Make a row of two blocks (actor and character, job and name) one row of a table."""
        units = self.page.units
        if len(units) - start != 2 or element.tag in {"p", "tr", "dl", "table", "tbody", "thead"}:
            return
        first, second = units[start], units[start + 1]
        if any(
            "\t" in unit.text
            or " as " in unit.text
            or len(unit.text) > 90
            or unit.is_heading
            or unit.tag in {"dl", "end"}
            for unit in (first, second)
        ):
            return
        labelled = (
            label_of(first.text) is not None and label_of(second.text) is None and ":" not in second.text
        )
        if labelled or (_CAST.search(first.hints) and not is_byline(first)):
            swapped = (
                bool(re.search(r"\b(?:character|role)\b", first.hints.split(" | ")[-1])) and not labelled
            )
            one, other = (second, first) if swapped else (first, second)
            units[start:] = [
                Unit(
                    f"{one.text.rstrip(': ')}\t{other.text}",
                    first.first,
                    second.last,
                    1,
                    "row",
                    first.main,
                    first.hints,
                )
            ]

    def _emit(self, text: str, block: html.HtmlElement, tag: str, parent: html.HtmlElement | None) -> None:
        units = self.page.units
        line = block.sourceline or (units[-1].last if units else 1)
        line = max(line, units[-1].last) if units and tag == "br" else line
        if tag == "br" and units and _runs_on(units[-1], text):
            units[-1] = units[-1].with_text(f"{units[-1].text} {text}")
            return
        tag = block.tag if tag == "br" else tag
        last = line if block.tag in {"div", "body"} else line + _breaks(block)
        hints = " | ".join(hint for hint in self.hints[-3:] if hint)
        named = tag == "dd" and "\t" in text and label_of(text.split("\t", maxsplit=1)[0]) is not None
        if named:  # "<dd><b>Director</b> Ann Lee": the term above is the film
            tag = "row"
        if tag == "dd" and units and units[-1].tag == "dt":
            units[-1] = Unit(
                f"{units[-1].text.rstrip(': ')}\t{text}",
                units[-1].first,
                max(last, line),
                0,
                "dl",
                bool(self.in_main),
                hints,
            )
            return
        if tag == "dd" and units and units[-1].tag == "dl":
            label = units[-1].text.split("\t")[0]
            units.append(Unit(f"{label}\t{text}", line, last, 0, "dl", bool(self.in_main), hints))
            return
        unit = Unit(text, line, max(last, line), 1, tag, bool(self.in_main), hints)
        if (
            unit.is_heading
            and section_words.section_of(text)
            and parent is not None
            and parent not in (self.body, self.main)
        ):
            self.section_parent = parent
        units.append(unit)

    def _attributes(self, element: html.HtmlElement, names: str) -> None:
        line = element.sourceline or 1
        if "star" in names or "rating" in names:
            rated = ratings.from_class(names)
            if rated is not None:
                self.page.ratings.append((rated, line, names.strip()))
            elif element.tag in {"i", "span", "svg", "li"} and (
                icon := _ICON.search(element.get("class") or "")
            ):
                self.icons.append(((icon.group(1) or "full").casefold(), line))
        for name in ("aria-label", "title", "data-rating", "data-score", "alt"):
            value = element.get(name)
            if (
                value
                and len(value) < 60
                and element.tag != "a"
                and (
                    name.startswith(("aria", "alt")) or "star" in names or "rat" in names or "score" in names
                )
            ):
                told = ratings.labelled(value) if name.startswith("data") else ratings.alone(value)
                if told is not None:
                    self.page.ratings.append((told, line, value))
        if (
            element.tag == "a"
            and (address := element.get("href"))
            and (
                "imdb.com/title" in address or "wikidata.org" in address or "themoviedb.org/movie" in address
            )
        ):
            for name, found in (
                ("imdb_id", ids.imdb_title(address)),
                ("wikidata_id", ids.wikidata(address)),
                ("tmdb_id", ids.tmdb_film(address)),
            ):
                if found is not None:
                    self.page.links.append((name, found, line))
        if element.get("rel") == "author" or "author" in (element.get("itemprop") or "").split():
            self.page.critics.append((squeeze(element.text_content())[:80], line))
        if element.tag == "time":
            stated = element.get("datetime") or element.text_content()
            self.page.times.append(
                (
                    squeeze(stated)[:60],
                    line,
                    bool(re.search(r"publish|date|entry", names)) and "updated" not in names,
                )
            )

    def _image(self, element: html.HtmlElement) -> None:
        source = (element.get("src") or "").rsplit("/", 1)[-1]
        found = re.match(
            r"^(?:.*[-_])?stars?[-_]?(\d)[-_.]?([05])?\.(?:png|gif|svg|jpe?g|webp)", source, re.IGNORECASE
        )
        if found is not None:
            value = found.group(1) if found.group(2) in {None, "0"} else f"{found.group(1)}.5"
            self.page.ratings.append((Rating(value), element.sourceline or 1, source))

    def _icon_rating(self) -> None:
        """Stars drawn as icons, one element a star: a run of them is one rating."""
        full = sum(1 for kind, _ in self.icons if kind == "full")
        half = sum(1 for kind, _ in self.icons if kind.startswith("half"))
        empty = sum(1 for kind, _ in self.icons if kind in {"empty", "o"})
        if 0 < full + half <= 5 and len(self.icons) <= 10 and (full + half + empty) <= 10:
            best = str(full + half + empty) if empty else None
            value = f"{full}.5" if half else str(full)
            self.page.ratings.append((Rating(value, best), self.icons[0][1], "star icons"))


def is_byline(unit: Unit) -> bool:
    """Whether class names call a unit a byline."""
    return bool(_BYLINE.search(unit.hints)) and not ABOUT.search(unit.hints)


def is_genre(unit: Unit) -> bool:
    """Whether class names call a unit a list of genres."""
    return bool(_GENRE.search(unit.hints)) and len(unit.text) <= 120


def _joined(parts: list[tuple[int, str]], tag: str) -> str:
    """The text of one block. Cells, and elements with nothing but space between them, are parted by tabs."""
    if not parts:
        return ""
    children = {child for child, text in parts if child >= 0 and text.strip()}
    direct = any(child == -1 and text.strip(" \t\r\n\u00a0") for child, text in parts)
    if tag in _CELLS and len(children) >= 2 and not direct and not any(child == -2 for child, _ in parts):
        cells: dict[int, str] = {}
        for child, text in parts:
            if child >= 0:
                cells[child] = cells.get(child, "") + text
        return "\t".join(cell for cell in map(squeeze, cells.values()) if cell)
    if any(child == -2 for child, _ in parts):
        whole = "".join("\x00" if child == -2 else text for child, text in parts)
        return "\t".join(cell for cell in map(squeeze, whole.split("\x00")) if cell)
    return squeeze("".join(text for _, text in parts))


def _runs_on(before: Unit, text: str) -> bool:
    return (
        before.tag == "p"
        and len(before.text) > 60
        and not ends_sentence(before.text)
        and ":" not in before.text[:40]
        and len(text) > 30
    )


def _breaks(block: html.HtmlElement) -> int:
    """Line ends inside a block, to tell where it ends."""
    return (
        sum(part.count("\n") for part in block.itertext())
        if block.tag in {"p", "li", "h1", "h2", "h3", "blockquote", "dd", "tr"}
        else 0
    )
