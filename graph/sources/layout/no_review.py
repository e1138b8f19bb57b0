"""Pages about films that review none: news of a film in the making, makers' synopses, obituaries.

They have what reviews have (a title, credits, prose), so that a page is judged by what only they have, and
only where nothing on it rates the film. A page that is one is set aside with its reason.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from graph.records import SetAside
from graph.sources.facts import fields
from graph.sources.lines import ends_sentence
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from graph.sources.draft import Draft
    from graph.sources.layout.segments import Layout
    from graph.sources.lines import Unit

#: What is said of a film that nobody can have seen; three such things make it news.
#: Each with words that the text has to have, for most texts have none of them.
_IN_THE_MAKING = tuple(
    (hints, regex(pattern))
    for hints, pattern in (
        (
            ("principal photography",),
            r"\bprincipal photography\b.{0,80}\b(?:begins?|starts?|is to|will|set|slated|wrapped|to begin)\b",
        ),
        (("camera",), r"\bcameras? (?:to|will|are to) roll\b"),
        ((" be ",), r"\b(?:to|will) be (?:directed|helmed|produced|adapted|written) by\b"),
        (
            ("set to", "signed to", "tapped to", "attached", "slated", "in talks"),
            r"\b(?:is|are|has been|have been) (?:set to|signed to|tapped to|attached|slated|in talks)\b",
        ),
        (
            ("star", "direct", "topline", "helm", "lens"),
            r"\b(?:will|is to|are to) (?:star|direct|topline|helm|co-star|lens)\b",
        ),
        (
            ("shooting", "production", "filming"),
            r"\b(?:shooting|production|filming) (?:is|will|is set|is slated) (?:to )?(?:begin|start)\b",
        ),
        (
            ("budget", "financing", "pre-production", "preproduction", "greenlit", "green-lit"),
            r"\b(?:budgeted at|with a budget of|financing (?:closed|is)|pre-?production|green-?lit)\b",
        ),
        (
            ("start date", "rights", "pre-sales", "presales"),
            r"\b(?:start date|distribution rights|worldwide rights|pre-?sales)\b",
        ),
        (
            ("delivery is", "release"),
            r"\b(?:delivery is|expected to be released|release is) (?:set|due|planned|expected|slated|in)\b",
        ),
        (
            ("announced", "confirmed", "said"),
            r"\b(?:announced|confirmed|said) (?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
        ),
        (
            ("casting", "crew list", "shooting", "open call"),
            r"\b(?:casting call|crew list|also shooting|now casting|open call)\b",
        ),
    )
)
_LEAST_NEWS = 3
#: The labels of a festival's or a distributor's sheet, which no review prints.
_SHEET = regex(
    r"^(?:print source|prints?|world sales|sales agent|international sales|screenings?|arrives from|"
    r"ships on to|technical check|premiere status|festival contact|contact|reels?|gauge|press contact|"
    r"publicist|kopie|weltvertrieb|ventes internationales|copia|running order|dcp|catalogue number|kontakt|"
    r"vorstellungen|contatto|contacto|kopia|visninger|visningar|vertoningen|séances|proiezioni|funciones)\s*[:\t]",
    re.IGNORECASE,
)
_LEAST_SHEET = 2
_SYNOPSIS = regex(
    r"^(?:(?:short |long |official |press )?(?:synopsis|logline)|press notes?|production notes|"
    r"inhaltsangabe|sinopsis|sinossi|sinopse|synopsis du film)\b[^.:]{0,60}:",
    re.IGNORECASE,
)
_SUPPLIED = regex(
    r"\b(?:supplied|provided|written) by the (?:producers?|distributors?|film-?makers?|festival|makers)\b"
)
#: "Otto Lind, Who Played Kings, Dies at 88", "Otto Lind, 88, is dead", "Obituary: Otto Lind".
_OBITUARY = regex(
    r"\b(?:dies|dead|died|passes away),? (?:at|aged|at age) (?:[3-9]\d|1[01]\d)\b|"
    r",\s*(?:[3-9]\d|1[01]\d),\s.{0,80}\b(?:dies|is dead|dead|has died)\b|"
    r"^(?:obituar(?:y|ies)|in memoriam|r\.?i\.?p\.?)\b\s*[:–—-]",
    re.IGNORECASE,
)
_HEADINGS, _LONGEST_HEADING = 8, 160
#: "A conversation with Ann Lee", above questions that stand alone: "What's next?", "Q: And then?".
_INTERVIEW = regex(
    r"\binterviews?\b|\bconversation with\b|\bq\s?&\s?a\b|\bquestions for\b|\btalks? (?:to|with) [A-Z]|"
    r"\b(?:entretien|entrevista|intervista|gespräch) (?:avec|con|mit)\b",
    re.IGNORECASE,
)
_ASKED = regex(r"(?:Q|F|[A-Z][\w ]{1,20}): .{3,300}|[^.!]{3,160}\?", re.DOTALL)
_EDITED = regex(
    r"\b(?:interview|conversation) (?:has been|was) (?:lightly )?(?:edited|condensed)\b", re.IGNORECASE
)
_LEAST_ASKED = 2
#: "GAIL ROSTOV: Mine, and ...", "GR: He learned to play one hymn.": who answers a question set apart.
_ANSWERED = regex(r"(?P<who>[A-Z]{1,3}|[A-ZÀ-Þ][A-ZÀ-Þ.’' -]{3,30}): \S")
_LEAST_ANSWERED = 3
#: "The 10 Best Films of 2013", "My Top Ten Movies", "Ten Great Kitchens in Film".
_LIST = regex(
    r"^(?:the |my |our |\S+['’]s )?(?:top )?(?:\d{1,3}|five|ten|twelve|twenty|fifty|hundred)\s+"
    r"(?:[\w-]+ ){0,2}?(?:best|worst|greatest|favou?rite|great|essential|unforgettable|must-see)\b.{0,40}"
    r"\b(?:films?|movies|pictures|performances|scenes|screen|cinema|year|decade)\b|"
    r"^(?:the |my |our )?(?:top (?:\d{1,3}|ten|five|twenty)|(?:best|worst) (?:films|movies|pictures))\b"
    r".{0,50}\b(?:of (?:the (?:year|decade|century|month)|(?:19|20)\d\d)|films|movies|pictures)\b",
    re.IGNORECASE,
)
#: "Solway Film Festival unveils 2016 line-up", "Programme announced for ...": news, whatever films it names.
_LINE_UP = regex(
    r"\b(?:unveils?|announces?|reveals?|sets?|names?|adds?|confirms?)\b.{0,60}"
    r"\b(?:line-?up|programme|program|slate|selection|schedule|jury|opening film|"
    r"closing film|competition|shortlist|nominees|winners)\b|"
    r"\b(?:line-?up|programme|slate|shortlist|jury|nominees|winners)\b.{0,40}\b(?:announced|unveiled|revealed|named)\b|"
    r"\bfest(?:ival)?\b.{0,40}\b(?:line-?up|programme|schedule|dates)\b",
    re.IGNORECASE,
)
#: News says so at its beginning.
_FIRST_UNITS, _BEGINNING = 30, 2_500


def refuse(draft: Draft, layout: Layout) -> None:
    """Raise SetAside where a page is one of these: no page that rates a film is news, or a sheet."""
    line = layout.units[0].first if layout.units else 1
    if _is_obituary(layout.units):  # it may say how the paper rated one of the films
        raise SetAside("An obituary, not a review of a film.", line)
    body = [layout.units[i] for i in layout.body]
    if _is_interview(layout.units, body):  # its data may have the stars of another page
        raise SetAside("An interview, not a review of a film.", line)
    if not draft.critics and _LINE_UP.search(_own_heading(draft, layout)):
        raise SetAside("A festival's programme or list of names, not a review of a film.", line)
    if draft.best("rating") is not None:
        return
    if _LIST.search(_own_heading(draft, layout)) and not draft.roles:
        raise SetAside("A list of films, not a review of one.", line)
    if _is_news(layout.units):
        raise SetAside("News of a film in the making, not a review of it.", line)
    if not draft.critics and _is_sheet(layout.units, body):
        raise SetAside("A film's data sheet or its makers' synopsis, not a review of it.", line)


def _own_heading(draft: Draft, layout: Layout) -> str:
    """The page's own heading: the line above the bar, else what the film's title was taken from."""
    if layout.piped_title is not None:
        return layout.units[layout.piped_title].text
    title = draft.best("title")
    return (title.quote or title.value) if title is not None else ""


def _answered(body: list[Unit]) -> bool:
    """Whether one person answers what stands alone, questions mostly: "What's next?", "GR: Sleep."."""
    said = [(before.text, found["who"]) for before, unit in itertools.pairwise(body)
            if (found := _ANSWERED.match(unit.text)) and not _ANSWERED.match(before.text)]  # fmt: skip
    people = {"".join(word[0] for word in who.split()) if " " in who else who for _, who in said}
    asked = sum(before[-1:] == "?" for before, _ in said)
    return len(said) >= _LEAST_ANSWERED and len(people) == 1 and asked > 1


def _is_obituary(units: list[Unit]) -> bool:
    heads = [
        unit.text for unit in units[:_HEADINGS]
        if len(unit.text) <= _LONGEST_HEADING and not ends_sentence(unit.text)
    ]  # fmt: skip
    return any(_OBITUARY.search(text) for text in heads)


def _is_interview(units: list[Unit], body: list[Unit]) -> bool:
    heads = [unit for unit in units[:_HEADINGS] if len(unit.text) <= _LONGEST_HEADING and unit not in body]
    if _answered(body):
        return True
    if not any(_INTERVIEW.search(unit.text) for unit in heads):
        return False
    asked = sum(1 for unit in body if unit.text[-1:] == "?" and _ASKED.fullmatch(unit.text) is not None)
    edited = any(_EDITED.search(unit.text) for unit in body[-2:])
    return asked > _LEAST_ASKED or (edited and asked > 0)


def _is_news(units: list[Unit]) -> bool:
    text = " ".join(unit.text for unit in units[:_FIRST_UNITS])[:_BEGINNING].casefold()
    told = 0
    for hints, cue in _IN_THE_MAKING:
        told += any(hint in text for hint in hints) and cue.search(text) is not None
    return told >= _LEAST_NEWS


def _is_sheet(units: list[Unit], body: list[Unit]) -> bool:
    told = sum(1 for unit in units if _SHEET.match(unit.text))
    first = body[0].text if body else ""
    synopsis = _SYNOPSIS.match(first) or _SUPPLIED.search(first[:120])
    labelled = bool(synopsis) and any(fields.leading_label(unit.text) for unit in units)
    return told >= _LEAST_SHEET or labelled
