"""From the units of any page to a draft: header, body, critic, credits, what only the prose says.

The one place where the parts meet. The readers of text, HTML and Markdown differ in how they make
units and in the data they find beside them; from there on a page is a page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph.records import CINEMATOGRAPHER, COMPOSER, DIRECTOR, EDITOR, WRITER, Fact, SetAside
from graph.sources import bylines, credits_block, fields, phrases, prose_crew, ratings, segments
from graph.sources.draft import CREDITS, GUESSED, HEADER, HEADING, Draft
from graph.sources.labelled import apply_fact_line, apply_field, dated, offer_rating
from graph.sources.lines import Unit, sentences
from graph.sources.people import Credited, looks_like_name
from graph.sources.segments import Layout
from graph.sources.titles import same_title, title_and_year, undress

_NAV = re.compile(
    r"^(?:home|reviews?|movies?|films?|movie reviews?|film reviews?|great movies|interviews|features|far flungers|chaz.s journal|"
    r"blogs?|tv|news|about|contact|search|menu|arts|culture|entertainment|criticism|the reviews|new reviews|cinema|film|"
    r"screen|festivals?|at the movies|film review|movie review|streaming|archives?|a film review|the arts)$",
    re.I,
)
_NO_REVIEW = re.compile(r"^(?:interview|q\s?&\s?a|podcast|trailer|news|obituary|in memoriam|box office|awards?|press release)\b\s*[:|–—-]", re.I)
_TRAILING = re.compile(
    r"[\s\u2003]*(?:[—–-]\s*)?[(\[]?\b(?:(?:my |final |overall |our )?(?:grade|rating|score|verdict|stars)\s*[:=–—-]\s*)([^()\[\]:]{1,30}?)[)\]]?\s*\.?$", re.I
)
_TRAILING_BARE = re.compile(r"(?<=[.!?”\")])\s+[(\[]?((?:\*{1,5}|[★⭐☆½]{1,10})\s*(?:½|1/2)?(?:\s*(?:out of|/)\s*\S{1,6})?|\d(?:\.\d)?\s*/\s*(?:4|5|10)(?:\s*stars)?)[)\]]?\.?$")


def read_units(draft: Draft, units: Sequence[Unit]) -> Layout:
    """Read a page's units into the draft. Offers already there (structured data) are taken into account."""
    known = draft.best("title")
    layout = segments.lay_out(units, known.value if known else None)
    if known is None and (credited := _credited_title(layout)) is not None:
        layout = segments.lay_out(units, credited)
    _refuse_many(layout)
    _header(draft, layout)
    _after_body(draft, layout)
    _critic(draft, layout)
    _text(draft, layout)
    _title(draft, layout)
    _crew_in_prose(draft, layout)
    return layout


def _credited_title(layout: Layout) -> str | None:
    for unit, kind, section in zip(layout.units, layout.kinds, layout.section, strict=True):
        if section == segments.CREDITS and kind == "titleyear":
            found = title_and_year(unit.text)
            return found[0] if found else None
    return None


def _refuse_many(layout: Layout) -> None:
    """Several reviews on one page, or a list: no reader here may mix their facts into one film."""
    starred: list[Unit] = []
    guides: list[Unit] = []
    titled: list[Unit] = []
    for index, (unit, kind) in enumerate(zip(layout.units, layout.kinds, strict=True)):
        if layout.section[index] in {segments.TEASERS, segments.COMMENTS} or len(unit.text) > 400:
            continue
        if kind in {"short", "sentence"} and (heading := undress(unit.text)) and heading.rating is not None:
            starred.append(unit)
        elif kind == "rating" and index and layout.kinds[index - 1] == "short":
            starred.append(unit)
        if re.match(r"^Directors?: [^.]{3,60}\. With ", unit.text):
            guides.append(unit)
        if kind == "titleyear" or unit.is_heading and title_and_year(unit.text):
            titled.append(unit)
    titles = {unit.text.casefold() for unit in titled}
    for found, what in ((starred, "starred titles"), (guides, "guide entries")):
        if len(found) >= 3 or (len(found) == 2 and found is guides):
            raise SetAside(f"Several reviews on one page ({len(found)} {what}): such pages are not read yet.", found[1].first)
    if len(titles) >= 4 and _prose_between(layout, titled):
        raise SetAside(f"A list of {len(titles)} films, not a review of one.", titled[1].first)


def _prose_between(layout: Layout, titled: list[Unit]) -> bool:
    spans = [unit.first for unit in titled]
    prose = [unit.first for unit, kind in zip(layout.units, layout.kinds, strict=True) if kind in {"prose", "sentence"}]
    return sum(1 for one, other in zip(spans, spans[1:], strict=False) if any(one < line < other for line in prose)) >= 3


def _header(draft: Draft, layout: Layout) -> None:
    """Everything above the body."""
    index = 0
    while index < layout.start:
        unit, kind = layout.units[index], layout.kinds[index]
        section = layout.section[index]
        index += 1
        if section in {segments.TEASERS, segments.COMMENTS} and kind not in {"label", "credits"}:
            continue
        if index == 1 and (site := bylines.site_name(unit.text)) is not None:
            draft.offer("publication", unit.fact(site, unit.text), HEADER)
            continue
        if kind in {"label", "heading", "credits", "cast", "cells"}:
            stop = _run_end(layout, index - 1)
            _labelled_run(draft, layout, index - 1, stop)
            index = stop
        else:
            _loose(draft, layout, unit, kind, HEADER)


def _run_end(layout: Layout, index: int) -> int:
    """The end of a run of labels and the lines that continue them."""
    end = index + 1
    while end < layout.start and (
        layout.kinds[end] in {"label", "heading", "credits", "cast", "facts", "cells"}
        or (layout.kinds[end - 1] in {"label", "heading"} and layout.kinds[end] in {"short", "sentence"} and layout.units[end].gap <= 1)
    ):
        end += 1
    return end


def _labelled_run(draft: Draft, layout: Layout, start: int, end: int) -> None:
    units, kinds = _continued(layout.units[start:end], layout.kinds[start:end])
    writer_is_critic = _written_by_is_byline(layout, units)
    kept_units, kept_kinds = [], []
    for unit, kind in zip(units, kinds, strict=True):
        byline = bylines.byline(unit.text) if writer_is_critic and re.match(r"^written", unit.text, re.I) else None
        if byline is not None and kind in {"label", "credits"}:
            _take_byline(draft, unit, byline)
            continue
        kept_units.append(unit)
        kept_kinds.append(kind)
    _credits(draft, layout, kept_units, kept_kinds)


def _credits(draft: Draft, layout: Layout, units: Sequence[Unit], kinds: Sequence[str]) -> None:
    """A run of credits; the dates, ratings and bylines that stand among them are no credits."""
    kept_units: list[Unit] = []
    kept_kinds: list[str] = []
    for unit, kind in zip(units, kinds, strict=True):
        if kind in {"date", "rating"}:
            _loose(draft, layout, unit, kind, HEADER)
        elif kind in {"short", "sentence", "cells"} and (byline := bylines.byline(unit.text)) is not None:
            _take_byline(draft, unit, byline)
        else:
            kept_units.append(unit)
            kept_kinds.append(kind)
    credits_block.read_block(draft, kept_units, kept_kinds)


def _written_by_is_byline(layout: Layout, units: list[Unit]) -> bool:
    """"Written by X" is the critic where nothing else credits the film and a date stands beside it."""
    text = "\n".join(unit.text for unit in layout.units[: layout.start])
    return not re.search(r"\b(?:direct(?:ed|or)|starring|cast|screenplay)\b", text, re.I) and any(
        kind == "date" for kind in layout.kinds[: layout.start]
    )


def _continued(units: Sequence[Unit], kinds: Sequence[str]) -> tuple[list[Unit], list[str]]:
    """Join a label's value that runs on to the next line ("Starring: A, B," / "C")."""
    joined: list[Unit] = []
    marks: list[str] = []
    for unit, kind in zip(units, kinds, strict=True):
        runs_on = joined and marks[-1] == "label" and unit.gap == 0 and kind in {"short", "sentence", "cast"}
        if runs_on and re.search(r"(?:,|&|\band)$", joined[-1].text):
            before = joined[-1]
            joined[-1] = Unit(f"{before.text} {unit.text}", before.first, unit.last, before.gap, before.tag, before.main)
            continue
        joined.append(unit)
        marks.append(kind)
    return joined, marks


def _loose(draft: Draft, layout: Layout, unit: Unit, kind: str, rank: int) -> None:
    """A line of the header, or one after the body, that has no label."""
    if kind == "facts":
        facts = phrases.fact_line(unit.text)
        if facts is not None:
            apply_fact_line(draft, facts, unit, rank)
        elif (rated := phrases.content_rating(unit.text)) is not None:
            draft.offer("content_rating", unit.fact(rated, unit.text), rank)
            draft.evidence.add("content rating")
    elif kind == "rating":
        rating = ratings.alone(unit.text)
        offer_rating(draft, unit.fact(rating, unit.text) if rating else None, rank)
    elif kind == "date":
        when = dated(draft, unit.text, unit)
        draft.offer("published_on", when, rank)
    elif (byline := bylines.byline(unit.text) or bylines.name_and_date(unit.text)) is not None:
        _take_byline(draft, unit, byline)
    elif kind == "short" and (found := re.match(r"^(\*{1,4}(?:\s?1/2|½)?|[★☆½]{1,6})\s*\(([^()]{0,12})\)$", unit.text)):
        rating = ratings.alone(found.group(1))
        offer_rating(draft, unit.fact(rating, unit.text) if rating else None, rank)
        content = phrases.content_rating(found.group(2))
        draft.offer("content_rating", unit.fact(content, unit.text) if content else None, rank)


def _take_byline(draft: Draft, unit: Unit, byline: bylines.Byline) -> None:
    quote = unit.text
    for name in byline.names:
        draft.critics.append((HEADER, unit.fact(name, quote if quote != name else None)))
    if byline.published is not None:
        draft.offer("published_on", unit.fact(byline.published, quote), HEADER)
    elif any(mark.isdigit() for mark in unit.text):
        dated(draft, unit.text, unit)
    if byline.publication is not None:
        draft.offer("publication", unit.fact(byline.publication, quote), HEADER)


def _after_body(draft: Draft, layout: Layout) -> None:
    """Credits, ratings and bylines under (or between) the paragraphs of the body."""
    block: list[int] = []
    body = set(layout.body)
    for index in range(layout.start, len(layout.units)):
        unit, kind, section = layout.units[index], layout.kinds[index], layout.section[index]
        if index in body or section in {segments.COMMENTS, segments.TEASERS} or (layout.critic and unit.first == layout.critic.first):
            _flush(draft, layout, block)
            continue
        if section == segments.CREDITS or kind in {"label", "heading", "credits", "cast", "cells"}:
            block.append(index)
        elif block and kind in {"short", "sentence", "titleyear", "facts", "poster"} and layout.kinds[block[-1]] in {
            "label", "heading", "cast", "titleyear", "facts", "credits", "cells",
        } and unit.gap <= 1 and kind != "sentence":
            block.append(index)
        else:
            _flush(draft, layout, block)
            inside = body and index < layout.body[-1]
            if kind == "titleyear" and not inside and section == "":
                continue
            if not (inside and kind == "rating" and re.fullmatch(r"[*\s]+", unit.text)):
                _loose(draft, layout, unit, kind, HEADER)
            if kind == "short" and not inside and (signed := bylines.signed(unit.text)) is not None:
                _take_byline(draft, unit, signed)
            elif inside and kind == "short":
                draft.complain(f"Left out of the review's text: {unit.text[:80]!r}.", unit.first)
    _flush(draft, layout, block)


def _flush(draft: Draft, layout: Layout, block: list[int]) -> None:
    if block:
        units, kinds = _continued([layout.units[i] for i in block], [layout.kinds[i] for i in block])
        _credits(draft, layout, units, kinds)
        block.clear()


def _critic(draft: Draft, layout: Layout) -> None:
    if layout.critic is not None and layout.critic_name is not None:
        draft.critics.append((HEADER, layout.critic.fact(layout.critic_name, _more(layout.critic.text, layout.critic_name))))
    elif not draft.critics:
        _about_author(draft, layout)
    if not draft.critics:
        for index in range(1, layout.start - 1):  # a name, then a date, above the body
            unit = layout.units[index]
            text = unit.text.strip(" |")
            if looks_like_name(text) and layout.kinds[index] == "short" and not unit.is_heading and layout.kinds[index + 1] == "date":
                draft.critics.append((HEADER, unit.fact(text)))
                return


def _more(text: str, value: str) -> str | None:
    return text[:300] if text != value else None


def _about_author(draft: Draft, layout: Layout) -> None:
    for index, unit in enumerate(layout.units):
        if layout.section[index] == segments.ABOUT and layout.kinds[index] in {"prose", "sentence", "short"}:
            found = re.match(r"^((?:[^\W\d_a-z][\w.’'-]*\s+){1,4}?[^\W\d_a-z][\w.’'-]*)(?:$|\s+(?:is|was|has|writes|lives|covers)\b)", unit.text)
            if found and looks_like_name(found.group(1)):
                draft.critics.append((HEADER, unit.fact(found.group(1), _more(unit.text, found.group(1)))))
                return


def _text(draft: Draft, layout: Layout) -> None:
    """The review's own text: its paragraphs with an empty line between; credits and a rating at its end are cut."""
    paragraphs = [layout.units[i] for i in layout.body]
    if not paragraphs:
        return
    last = paragraphs[-1]
    for position in range(max(0, len(paragraphs) - 2), len(paragraphs)):
        cut = fields.split_tail(paragraphs[position].text)
        if cut is not None:
            unit = paragraphs[position]
            for found in fields.all_fields(cut[0]):
                apply_field(draft, found, unit.with_text(cut[0]))
            _small_print(draft, unit.with_text(cut[0]))
            paragraphs[position] = unit.with_text(unit.text[: cut[1]].rstrip())
    last = paragraphs[-1]
    for pattern, labelled in ((_TRAILING, True), (_TRAILING_BARE, False)):
        found_rating = pattern.search(last.text, max(0, len(last.text) - 80))
        if found_rating is not None and found_rating.start() > 0:
            value = found_rating.group(1).strip()
            rating = ratings.labelled(value) if labelled else ratings.alone(value)
            if rating is not None:
                offer_rating(draft, last.fact(rating, found_rating.group().strip()), HEADER)
                paragraphs[-1] = last = last.with_text(last.text[: found_rating.start()].rstrip())
    paragraphs = [unit for unit in paragraphs if unit.text]
    if paragraphs:
        draft.text = Fact("\n\n".join(unit.text for unit in paragraphs), paragraphs[0].first, paragraphs[-1].last)


def _small_print(draft: Draft, unit: Unit) -> None:
    """Running time and rating that close credits in running text: "Rated R. 120 min." """
    lead = fields.title_lead(unit.text)
    if lead is not None:
        draft.offer("title", unit.fact(lead[0], unit.text), CREDITS)
        draft.offer("year", unit.fact(lead[1], unit.text), CREDITS)
        draft.evidence.add("year")
    rated = phrases.rated_phrase(unit.text)
    if rated is not None:
        draft.offer("content_rating", unit.fact(rated[0], unit.text), CREDITS)
        draft.evidence.add("content rating")
    for start, end in sentences(unit.text):
        sentence = unit.text[start:end].strip(" ()")
        if (minutes := phrases.minutes(sentence)) is not None:
            draft.offer("runtime_minutes", unit.fact(minutes, unit.text), CREDITS)
            draft.evidence.add("running time")
        content = phrases.content_rating(sentence) if rated is None and len(sentence) <= 24 else None
        if content is not None and not content.casefold().endswith("rated"):  # "Not rated." says that it has none
            draft.offer("content_rating", unit.fact(content, unit.text), CREDITS)
        made = re.fullmatch(r"(?:((?:[A-Z][A-Za-z. ]+(?:/|, | and )?){1,4}),? )?\(?((?:18[89]|19\d|20[0-4])\d)\)?\.?", sentence)
        if made is not None:
            draft.offer("year", unit.fact(int(made.group(2)), unit.text), CREDITS)
            draft.add("countries", [unit.fact(part) for part in re.split(r"\s*[/,]\s*| and ", made.group(1) or "") if part])
            draft.evidence.add("year")
    spoken = re.search(r"\bIn ((?:[A-Z][a-z]+(?:, | and |, and )?){1,4})(?: dialogue)?,? with (?:English )?subtitles", unit.text)
    if spoken is not None:
        draft.add("languages", [unit.fact(part) for part in re.split(r", and |, | and ", spoken.group(1)) if part])


def _title(draft: Draft, layout: Layout) -> None:
    """The film of the page's heading lines, judged by form and by what the body calls the film."""
    for index in range(layout.start, len(layout.units)):
        if layout.kinds[index] == "credits":
            _small_print(draft, layout.units[index])
    for index in range(layout.start):
        if layout.kinds[index] == "credits":
            _small_print(draft, layout.units[index])
    body = draft.text.value if draft.text is not None else ""
    folded = body.casefold()
    best: tuple[float, int] | None = None
    names = {fact.value.casefold() for _, fact in draft.critics}
    for index in range(min(layout.start, 80)):
        score = _heading_score(draft, layout, index, folded, names)
        if score is not None and (best is None or score > best[0]):
            best = (score, index)
    if best is not None:
        _offer_heading(draft, layout.units[best[1]], body)
        _masthead(draft, layout, best[1])
    chosen = draft.best("title")
    if chosen is not None and chosen.value.isupper() and len(chosen.value) > 3:
        _recase(draft, chosen, body)


def _masthead(draft: Draft, layout: Layout, chosen: int) -> None:
    """The lines around the title: the publication's name on the first line, the headline on one of its own."""
    first = layout.units[0]
    named = draft.best("publication")
    if chosen > 0 and named is None and layout.kinds[0] == "short" and _is_masthead(first.text):
        shouted = first.text.isupper() and " " in first.text
        draft.offer("publication", unit_name(first, first.text.title() if shouted else first.text), HEADING)
        named = draft.best("publication")
    if draft.best("headline") is not None:
        return
    for index in range(min(layout.start, 40)):
        unit = layout.units[index]
        beside_masthead = index == 1 and unit.gap == 0 and named is not None and named.first_line == first.first
        plain = layout.kinds[index] == "short" and not unit.is_heading or unit.tag in {"h1", "h2"}
        if index == chosen or not plain or beside_masthead or layout.section[index] or unit.words < 4 or len(unit.text) > 150:
            continue
        if any(word.islower() and len(word) > 2 for word in unit.text.split()[1:]) and bylines.byline(unit.text) is None:
            draft.offer("headline", unit.fact(unit.text), GUESSED)
            return


def unit_name(unit: Unit, name: str) -> Fact[str]:
    return unit.fact(name, unit.text if unit.text != name else None)


def _is_masthead(text: str) -> bool:
    """A name of up to five capitalised words, not a rubric ("Movies", "Film Review")."""
    words = text.split()
    return (
        1 <= len(words) <= 5
        and all(word[0].isupper() or word in {"of", "the", "and", "&", "in", "for", "on", "at"} for word in words)
        and not _NAV.match(text)
        and not re.search(r"\d|[!?:;()\"“”]|\breviews?\b|\bmovies?$|\bfilms?$", text, re.I)
        and title_and_year(text) is None
    )


def without_stars(text: str) -> str:
    return re.sub(r"\s+(?:\*{1,5}|[★☆½]{1,8})\s*(?:1/2|½)?$", "", text)


def _heading_score(draft: Draft, layout: Layout, index: int, body: str, critics: set[str]) -> float | None:
    unit, kind = layout.units[index], layout.kinds[index]
    if kind not in {"short", "titleyear", "sentence", "prose"} or len(unit.text) > 200 or (kind == "prose" and not unit.is_heading):
        return None
    if layout.section[index] in {segments.TEASERS, segments.COMMENTS} or _NAV.match(unit.text.strip(" :|")):
        return None
    if unit.text.casefold() in critics or bylines.site_name(unit.text) and index == 0 or bylines.byline(unit.text):
        return None
    if bylines.name_and_date(unit.text) is not None:
        return None
    heading = undress(unit.text)
    if heading is None or (_NO_REVIEW.match(unit.text) and not heading.review):
        return None
    score = 0.0
    known = draft.best("title")
    if known is not None and same_title(known.value, heading.title):
        score += 5
    if len(heading.title) > 2 and heading.title.casefold() in body:
        score += 3
    score += 2 if heading.year or heading.review or heading.rating else 0
    score += 3 if unit.tag == "h1" else 1 if unit.is_heading else 0
    score += 2 if layout.piped_title == index else 0
    score -= 1.5 if kind == "sentence" else 0
    following = index + 1 < len(layout.units) and layout.kinds[index + 1] in {"label", "facts"}
    score += 1.5 if following and layout.units[index + 1].gap == 0 and not unit.is_heading else 0
    score -= 0.05 * index
    if any(unit.text == fact.value for _, fact in draft.offers.get("publication", ())):
        score -= 4
    return score


def _offer_heading(draft: Draft, unit: Unit, body: str) -> None:
    heading = undress(unit.text)
    if heading is None:
        return
    known = draft.best("title")
    quote = unit.text if unit.text != heading.title else None
    told = heading.year is not None or heading.review or heading.title.casefold() in body.casefold()
    if known is None or same_title(known.value, heading.title):
        draft.offer("title", unit.fact(heading.title, quote), HEADING if told else GUESSED)
    elif told and heading.year is not None:
        draft.offer("title", unit.fact(heading.title, quote), GUESSED)
    if heading.year is not None and (known is None or same_title(known.value, heading.title)):
        draft.offer("year", unit.fact(heading.year, unit.text), HEADING)
        draft.evidence.add("year")
    if heading.review:
        draft.evidence.add("called a review")
    if heading.content_rating:
        draft.offer("content_rating", unit.fact(heading.content_rating, unit.text), HEADING)
        draft.evidence.add("content rating")
    if heading.rating is not None:
        offer_rating(draft, unit.fact(heading.rating, unit.text), HEADING)
    if heading.site is not None:
        draft.offer("publication", unit.fact(heading.site, unit.text), HEADING)
    if heading.tagline or (known is not None and not same_title(known.value, heading.title)):
        draft.offer("headline", unit.fact(without_stars(unit.text)), HEADING)


def _recase(draft: Draft, chosen: Fact[str], body: str) -> None:
    """A title shouted in a heading, as the body spells it."""
    position = body.casefold().find(chosen.value.casefold())
    if position >= 0 and len(body.casefold()) == len(body):
        printed = body[position : position + len(chosen.value)]
        if not printed.isupper() and printed[0].isupper():
            draft.offers["title"] = [
                (rank, Fact(printed, fact.first_line, fact.last_line, fact.value) if fact is chosen else fact)
                for rank, fact in draft.offers["title"]
            ]


def _crew_in_prose(draft: Draft, layout: Layout) -> None:
    known = draft.jobs_known()
    wanted = [job for job in (DIRECTOR, WRITER, CINEMATOGRAPHER, COMPOSER, EDITOR) if job not in known]
    title = draft.best("title")
    if not wanted or title is None:
        return
    year = draft.best("year")
    critics = [fact.value for _, fact in draft.critics]
    body = [layout.units[i] for i in layout.body]
    credits, complaints = prose_crew.find_crew(body, title.value, year.value if year else None, wanted, critics)
    for credit in credits:
        fact = credit.name
        draft.credit((credit.job,), Credited(fact.value), fact, GUESSED)
    draft.complaints.extend(complaints)

