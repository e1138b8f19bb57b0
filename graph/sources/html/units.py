"""HTML to units: what a visitor reads, block by block, with the line each block begins on.

lxml keeps the source line of every start tag (exact where the parser is given the decoded text).
The tree is walked, never recursed into, so depth costs nothing. Navigation, related articles,
comments and forms are left out by tag and class; the main content is the deepest element that holds
most of the paragraphs. Measured against trafilatura 2.3 (one core, our own HTML samples and a page of
40 kB): 2.6 to 3.6 times as many pages a second, and it keeps the lines, which trafilatura drops.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import islice

from lxml import etree, html

from graph.records import Rating, SetAside
from graph.sources.facts.jobs import label_of
from graph.sources.html import marks, rows, stars
from graph.sources.html import text as html_text
from graph.sources.html.main import ABOUT, BESIDE, JUNK, holds_credits, main_element, menu_links
from graph.sources.layout import section_words
from graph.sources.lines import MAX_UNITS, RULED, Unit, squeeze, too_many
from graph.sources.patterns import regex
from graph.sources.prose.films import MOST_SET_OFF, SetOff, set_off
from graph.sources.text.units import units_of
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


_FACTS = regex(
    r"cast|credit|crew|film-?(?:info|facts|data|detail|meta)|movie-?(?:info|facts|data|detail|meta)|"
    r"info-?box|facts|details|rating|score|review-(?:info|meta|box|summary)",
    re.IGNORECASE,
)


#: The foot of an entry, where blogs say who posted it and when.
_ENTRY_FOOT = regex(r"(?:^|\s)(?:entry|post)-(?:meta|footer|info)(?=$|\s)")
_HIDDEN = regex(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


_ENDS = regex(r"</(?:body|html)\s*+>", re.IGNORECASE)


MAX_ELEMENTS = 200_000
#: What is looked at of an element's class and id.
_LONGEST_NAMES = 1_000
#: Elements that titles are set in, how long they are at most, and in how many pieces.
_SET_OFF, _LONGEST_SET_OFF, _PARTS_SET_OFF = frozenset({"em", "i", "cite", "a"}), 200, 4
#: Elements that set off what a line begins with.
_LEADING, _LONGEST_LEAD = word_set("b strong em i cite u a big font"), 120


@dataclass(slots=True)
class Page:
    """The tree, its units, and what classes and attributes say beside the text."""

    tree: html.HtmlElement
    units: list[Unit] = field(default_factory=list)
    ratings: list[tuple[Rating, int, str]] = field(default_factory=list)
    critics: list[tuple[str, int]] = field(default_factory=list)
    times: list[tuple[str, int, bool]] = field(default_factory=list)
    links: list[tuple[str, str, int]] = field(default_factory=list)
    set_off: list[SetOff] = field(default_factory=list)
    genres: list[tuple[str, int]] = field(default_factory=list)
    sites: list[tuple[str, int]] = field(default_factory=list)
    bylines: list[tuple[str, int]] = field(default_factory=list)
    icons: list[tuple[str, int]] = field(default_factory=list)


_XML = regex(r"^\s*<\?xml[^>]*\?>")


def parse(text: str) -> html.HtmlElement:
    """Parse decoded HTML; raises SetAside where nothing can be made of it."""
    text = _XML.sub(lambda found: "\n" * found.group().count("\n"), text)
    # A page may end, and go on: what follows is of its body (HTML, 13.2.6.4.19), and libxml2 2.14 drops it.
    text = _ENDS.sub(lambda found: "\n" * found.group().count("\n"), text)
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
        self.opened: list[int] = []  # how many parts there were when each of these began
        self.lead = ""  # what the markup sets off at the beginning of the line
        self.child = 0
        self.blocks: list[html.HtmlElement] = []
        self.hints: list[str] = []
        self.starts: list[int] = []
        self.section_parent: html.HtmlElement | None = None
        self.broken = False
        self.ruled = False  # nothing but a rule stands between the last line and the next
        self.counted: tuple[html.HtmlElement, int] | None = None
        self.layout_cells: dict[html.HtmlElement, bool] = {}
        self.menus = menu_links(self.body)

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
        marks.icon_rating(self.page)

    def _left_out(self, element: html.HtmlElement) -> bool:  # noqa: PLR0911 (one a reason)
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            return True
        if element is self.main or tag in {"body", "html", "main", "br"}:
            return False
        if tag == "a" and element in self.menus:
            return True
        names = f"{element.get('class') or ''} {element.get('id') or ''}"[:_LONGEST_NAMES]
        if "tag" in names:
            marks.genres(self.page, element)
        if marks.SITE_NAME.search(names) and not self._holds_main(element) and marks.site(self.page, element):
            return True
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            return True
        if tag in {"h1", "h2"} and marks.leads_home(element) and marks.site(self.page, element):
            return True
        if tag in {"article", "header", "h1"}:
            return False
        if tag == "aside":
            return not (_FACTS.search(names) or holds_credits(element, self._titles()))
        if tag == "footer":
            return not self.in_main and not _ENTRY_FOOT.search(names)
        if not names.strip() or not JUNK.search(names) or self._holds_main(element):
            return False
        return not (BESIDE.search(names) and holds_credits(element, self._titles()))

    def _titles(self) -> str:
        """What the page calls itself: the head's title and its first headings."""
        heads = [*self.page.tree.xpath("//head/title")[:1], *islice(self.body.iter("h1", "h2"), 3)]
        return " | ".join(squeeze(head.text_content()) for head in heads)

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
        names = names[:_LONGEST_NAMES]
        marks.attributes(self.page, element, names)
        if tag == "br":
            if self.blocks and self.blocks[-1].tag in {"tr", "dd", "dt"} and not self._lays_out(element):
                self.parts.append((self.child if self.inline else -1, ", "))
            else:
                self._flush("br")
        elif tag in _BLOCKS:
            self._flush()
            self.ruled = self.ruled or tag == "hr"
            self.blocks.append(element)
            self.starts.append(len(self.page.units))
            self.hints.append(names if names.strip() else "")
            if ABOUT.search(names) and tag in {"div", "section", "aside", "footer"}:
                self._emit("About the author", element, "h3", element)
        elif tag in {"td", "th"}:
            self._cell(element)
        elif tag == "img":
            self._picture(element)
        else:
            if not self.inline:
                self.child += 1
            self.inline.append(element)
            self.opened.append(len(self.parts))
        if element.text and tag != "br":
            self._text(element.text)

    def _picture(self, element: html.HtmlElement) -> None:
        if star := stars.glyph_of(element):
            self._text(star)
        else:
            marks.image(self.page, element)

    def _breaks(self, block: html.HtmlElement) -> int:
        """Line ends inside a block, counted once for all its lines."""
        if self.counted is None or self.counted[0] is not block:
            self.counted = (block, html_text.breaks(block))
        return self.counted[1]

    def _cell(self, element: html.HtmlElement) -> None:
        if self.parts and self._lays_out(element):
            self._flush()
        if self.parts:
            self.parts.append((-2, "\t"))

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
            rows.pair(self.page.units, self.starts.pop(), element, self.hints)
            if self.section_parent is not None and element is self.section_parent:
                self.page.units.append(_end(element))
                self.section_parent = None
        elif tag == "td" and html_text.has_blocks(element):  # what one column heads is not the next one's
            self._flush()
            self.page.units.append(_end(element))
        elif self.inline and self.inline[-1] is element:
            self.inline.pop()
            opened = self.opened.pop()
            if tag in _SET_OFF and opened < len(self.parts) <= opened + _PARTS_SET_OFF:
                self._set_off(element, opened)
            if opened <= _PARTS_SET_OFF and len(self.parts) <= 2 * _PARTS_SET_OFF:
                self._leads(element, opened)
            if (
                tag in {"b", "strong", "span", "em", "label", "i"}
                and not self.inline
                and len(self.parts) <= 2 * _PARTS_SET_OFF  # no label has more, and a page may have a million
            ):
                said = squeeze("".join(text for _, text in self.parts))
                if said and ":" not in said and label_of(said) is not None:
                    self.parts.append((-2, "\t"))
        if element is self.main:
            self.in_main -= 1

    def _lays_out(self, element: html.HtmlElement) -> bool:
        """Whether an element is, or stands in, a cell that lays out a page: it holds blocks of its own."""
        cell = element
        while cell is not None and cell.tag not in {"td", "th", "dd", "dt", "tr", "body"}:
            cell = cell.getparent()
        if cell is None or cell.tag not in {"td", "th", "dd"}:
            return False
        known = self.layout_cells.get(cell)
        if known is None:
            known = self.layout_cells[cell] = html_text.lays_out(cell)
        return known

    def _set_off(self, element: html.HtmlElement, opened: int) -> None:
        """Keep what is in italics, cited, or a link, with the text around it: ``opened`` parts before."""
        address = element.get("href") if element.tag == "a" else None
        inner = "".join(text for _, text in self.parts[opened:])
        if len(inner) < _LONGEST_SET_OFF and (element.tag != "a" or address):
            before = "".join(text[-_LONGEST_SET_OFF:] for _, text in self.parts[max(0, opened - 3) : opened])
            tail = (element.tail or "")[:_LONGEST_SET_OFF]
            found = set_off(before + inner + tail, len(before), len(before) + len(inner), address)
            if found is not None and len(self.page.set_off) < MOST_SET_OFF:
                self.page.set_off.append(found)

    def _leads(self, element: html.HtmlElement, opened: int) -> None:
        """Keep what an element sets off where nothing stands before it."""
        if element.tag in _LEADING or element.get("class"):
            said = squeeze("".join(text for _, text in self.parts))
            if len(said) <= _LONGEST_LEAD and not any(text.strip() for _, text in self.parts[:opened]):
                self.lead = said

    def _text(self, text: str) -> None:
        if text.strip() or (self.parts and text):
            self.parts.append((self.child if self.inline else -1, text))

    def _flush(self, tag: str = "") -> None:
        parts, self.parts, self.child = self.parts, [], 0
        self.inline = [] if tag != "br" else self.inline
        lead, self.lead = self.lead, ""
        for element, opened in zip(self.inline, self.opened, strict=False):  # the break stands in it
            if element.tag in _LEADING and not any(said.strip() for _, said in parts[:opened]):
                lead = squeeze("".join(said for _, said in parts))
        self.opened = [0] * len(self.inline)
        broken, self.broken = self.broken, tag == "br"
        block = self.blocks[-1] if self.blocks else self.body
        if block.tag == "pre" and not broken:
            self._lines("".join(said for _, said in parts), block)
            return
        text = html_text.joined(parts, block.tag)
        if text:
            self._emit(text, block, "br" if broken else block.tag, block.getparent(), lead)

    def _lines(self, text: str, block: html.HtmlElement) -> None:
        """Read preformatted text as a text dump is read: line by line."""
        start = (block.sourceline or 1) - 1
        self.page.units += [replace(unit, main=bool(self.in_main)) for unit in units_of(text, start)]

    def _emit(
        self, text: str, block: html.HtmlElement, tag: str, parent: html.HtmlElement | None, lead: str = ""
    ) -> None:
        units = self.page.units
        line = block.sourceline or (units[-1].last if units else 1)
        line = max(line, units[-1].last) if units and tag == "br" else line
        if tag == "br" and units and html_text.runs_on(units[-1], text):
            units[-1] = units[-1].with_text(f"{units[-1].text} {text}")
            return
        tag = block.tag if tag == "br" else tag
        last = line if block.tag in {"div", "body"} else line + self._breaks(block)
        hints = " | ".join(hint for hint in self.hints[-3:] if hint)
        named = tag == "dd" and "\t" in text and label_of(text.split("\t", maxsplit=1)[0]) is not None
        if named:  # "<dd><b>Director</b> Ann Lee": the term above is the film
            tag = "row"
        if tag == "dd" and units and units[-1].tag == "dt" and not html_text.is_entry(units[-1].text, text):
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
        set_off = len(lead) if lead and text.startswith(lead) else 0
        if len(text) > _LONGEST_LEAD and html_text.is_all_set_off(block):
            set_off = len(text)
        gap, self.ruled = RULED if self.ruled else 1, False
        unit = Unit(text, line, max(last, line), gap, tag, bool(self.in_main), hints, set_off)
        if (
            unit.is_heading
            and section_words.section_of(text)
            and parent is not None
            and parent not in (self.body, self.main)
        ):
            self.section_parent = parent
        units.append(unit)


def _end(element: html.HtmlElement) -> Unit:
    """The end of a section, where its element ends."""
    return Unit("", element.sourceline or 1, element.sourceline or 1, 0, "end", main=False)
