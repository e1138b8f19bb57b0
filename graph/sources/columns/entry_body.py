"""The text of an entry, without the small print that it begins and ends with, which is read as facts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.records import DIRECTOR
from graph.sources.columns.opinions import NAME
from graph.sources.draft import CREDITS, GUESSED, HEADER
from graph.sources.facts import credit_line, fields
from graph.sources.facts.credit_lists import Credited
from graph.sources.facts.labelled import apply_field
from graph.sources.facts.people import looks_like_name
from graph.sources.facts.small_facts import closing, spoken
from graph.sources.layout import body_text, page
from graph.sources.layout.segments import Layout
from graph.sources.lines import sentences
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from graph.sources.columns.entries import Entry
    from graph.sources.draft import Draft
    from graph.sources.lines import Unit

#: How much of a paragraph is looked at for a name in passing; capsules are shorter.
_LONGEST, _LONGEST_END = 2_000, 400
#: Where a page gives a film a paragraph, a name before "'s film" is its director's.
_DIRECTS = regex(
    rf"(?<![\w.’'-])(?P<name>{NAME})(?:[’']s?(?:\s+[a-z][\w-]*){{0,3}}?\s+(?:film|movie|picture|comedy|drama|"
    r"thriller|melodrama|documentary|debut|feature|musical|western|fable|romance|masterpiece|satire|farce|"
    r"epic|chiller|weepie|tearjerker|biopic|cartoon|remake|caper|noir|fantasy)\b|,\s+in (?:his|her|their) "
    r"(?:[a-z]+ ){0,2}(?:film|feature|debut|picture|job)(?: as (?:a )?director)?\b|"
    r"\s+(?:films|directs|shoots)\s|"
    r"\s+directed(?:[,;.]|\s(?:it|this|the (?:film|movie|picture)|with|from)\b))"
)
#: "El director, Luis Paz, tiene ...", "Regisseur Max Orr": in the words of other languages.
_DIRECTS_ELSEWHERE = regex(
    r"(?<![\w.’'-])(?:[Ee]l director|[Ll]a directora|(?:[Dd]er |[Dd]ie )?Regisseur(?:in)?|[Ll]e réalisateur|"
    r"[Ll]a réalisatrice|[Ii]l regista|[Ll]a regista|[Oo] (?:diretor|realizador)|"
    r"[Aa] (?:diretora|realizadora)|[Rr]egissør(?:en)?|"
    rf"[Rr]egissör(?:en)?|[Ii]nstruktør(?:en)?|[Rr]egisseur),?\s+(?P<name>{NAME})"
)
#: "... and regrets one. Dir: Ann Lee."
_LABELLED_END = regex(r"(?<=[.!?”\")\]])\s+((?:Dir\.?|Director|Directors|D):\s+[^:]{3,80}?)\.?$")
#: "... and a recipe. Directed by Ann Lee, 1956."
_MADE_IN = regex(r"(?:^|[.!?] )Directed by [^.\d]{3,60}, ((?:18[89]|19\d|20[0-4])\d)\.?$")
#: "... of the decade. Original title Perché no?"
_ORIGINAL_END = regex(
    r"(?<=[.!?”\")\]])\s+\(?(?:Orig(?:inal|\.) title|Titre original|T[ií]t(?:ulo|olo) originale?|"
    r"Originaltitel):?\s+"
    r"(?P<title>[^\s.!?][^.!?()]{1,60}[!?]?)[.)]*$"
)
_SIGNED_END = regex(
    rf"(?<=[.!?”\")\]])(?:\s*(?:[–—]|--?)\s*(?P<name>{NAME})(?:, [A-Z][a-z]{{2,20}})?\.?|"
    rf"\s+[(\[](?P<inside>{NAME})[)\]])$"
)


def read_body(draft: Draft, entry: Entry, body: list[Unit]) -> None:
    """The entry's text: what closes it (facts in brackets, a grade, a signature) is cut off and read."""
    body = _without_beginning(draft, body) if body else body
    if body:
        last = body[-1]
        original = _ORIGINAL_END.search(last.text, max(0, len(last.text) - 120))
        if original is not None:
            draft.offer(
                "original_title", last.fact(original.group("title"), original.group().strip()), CREDITS
            )
            last = last.with_text(last.text[: original.start()].rstrip())
        signed = _SIGNED_END.search(last.text)
        name = (signed.group("name") or signed.group("inside")) if signed is not None else ""
        if signed is not None and looks_like_name(name):
            draft.critics.append((HEADER, last.fact(name, last.text[signed.start() :].strip())))
            last = last.with_text(last.text[: signed.start()].rstrip())
        told = credit_line.ending(last.text)
        bracketed = told is not None and last.text[told[1] :].lstrip()[:1] in {"(", "["}
        if told is not None:
            credit_line.apply(draft, told[0], last.with_text(last.text[told[1] :].strip()))
            last = last.with_text(last.text[: told[1]].rstrip())
        found = closing(last.text)
        if found is not None:
            facts, start = found
            small = last.with_text(last.text[start:].strip())
            credit_line.apply_facts(draft, facts, small, CREDITS)
            bracketed = small.text[:1] in "(["
            last = last.with_text(last.text[:start].rstrip())
        for begin, end in sentences(last.text[-_LONGEST_END:]):
            heard = spoken(last.text[-_LONGEST_END:][begin:end])
            draft.add("languages", [last.fact(name) for name in heard])
        begin = sentences(last.text)[-1][0] if len(last.text) < _LONGEST else 0
        if (
            begin and not bracketed and spoken(last.text[begin:])
        ):  # small print; before brackets it is the text's
            last = last.with_text(last.text[:begin].rstrip())
        labelled = _LABELLED_END.search(last.text, max(0, len(last.text) - 120))
        if labelled is not None and (said := fields.leading_label(labelled.group(1))) is not None:
            apply_field(draft, said, last.with_text(labelled.group(1)))
            last = last.with_text(last.text[: labelled.start()].rstrip())
        made = _MADE_IN.search(last.text, max(0, len(last.text) - 120))
        if made is not None:
            draft.offer("year", last.fact(int(made.group(1)), made.group().strip()), CREDITS)
        body = [*body[:-1], last] if last.text else body[:-1]
    units = body or [entry.unit]
    layout = Layout(units, ["prose"] * len(units), [""] * len(units), list(range(len(body))))
    body_text.read_text(draft, layout)
    page.crew_in_prose(draft, layout)
    if DIRECTOR not in draft.jobs_known():
        _director(draft, units)


def _without_beginning(draft: Draft, body: list[Unit]) -> list[Unit]:
    """Read the facts that the first paragraph begins with; the paragraphs without them."""
    first, *others = body
    found = credit_line.beginning(first.text)
    if found is None or not found[0].telling or found[1] >= len(first.text):
        return body
    credit_line.apply(draft, found[0], first.with_text(first.text[: found[1]]))
    return [first.with_text(first.text[found[1] :].lstrip(" .,:;–—-")), *others]


def _director(draft: Draft, units: list[Unit]) -> None:
    """The director whom a capsule names in passing; nobody where it names two so."""
    critics = {fact.value for _, fact in draft.critics}
    found = [
        (_without_opening(match.group("name")), unit)
        for unit in units
        for pattern in (_DIRECTS, _DIRECTS_ELSEWHERE)
        for match in pattern.finditer(unit.text[:_LONGEST])
    ]
    named = {name: unit for name, unit in found if looks_like_name(name) and name not in critics}
    if len(named) == 1:
        ((name, unit),) = named.items()
        draft.credit((DIRECTOR,), Credited(name), unit.fact("", unit.text[:300]), GUESSED)


def _without_opening(name: str) -> str:
    """A name without the word that begins its sentence: "With Ann Lee"."""
    return re.sub(r"^(?:The|In|With|As|For|And|But|Director|Here|Like|From)\s+", "", name)
