"""Facts that a page introduces by a word: a label ("Director: X") or a phrase ("Directed by X.").

One scanner for labelled headers (a label and a colon, any order, one or several a line) and for
credits in running text (phrases without a colon). A paragraph of prose that happens to begin with
"Directed by" is not taken for credits: in credits every introduced value reads as what it should be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.records import ACTOR, DIRECTOR, PRODUCER, WRITER
from graph.sources import jobs, people, phrases
from graph.sources.jobs import LABELS, Label, label_of
from graph.sources.lines import sentences

_CUES = sorted(
    (
        spelling
        for spelling, label in LABELS.items()
        if (label.field in {jobs.JOB, jobs.SOURCE_WORK} and spelling.endswith((" by", " of")))
        or spelling in {"starring", "stars", "featuring", "with", "co-starring", "based on", "based upon"}
        or spelling
        in {"distributed by", "released by", "executive produced by", "adapted from", "inspired by"}
        or spelling in {"reviewed by", "review by", "executive producer", "executive producers", "rated"}
    ),
    key=len,
    reverse=True,
)
_BARE = {
    "words",
    "time",
    "by",
    "with",
    "star",
    "play",
    "book",
    "mark",
    "sets",
    "note",
    "source",
    "dp",
    "d.o.p",
    "seen",
}


def _spelled(spelling: str) -> str:
    text = re.escape(spelling).replace(r"\ ", r"\s+").replace("/", r"\s*/\s*")
    return text.replace(r"\s+and\s+", r"\s+(?:and|&)\s+").replace(r"\(", r"\s*\(")


#: Jobs that small print parts from the name by a comma: "director of photography, Bo Li; ...".
_COMMA_JOBS = (
    "directors of photography",
    "director of photography",
    "cinematographer",
    "film editor",
    "screenplay",
    "producers",
    "producer",
    "composer",
    "director",
    "editor",
    "writer",
)
_LABEL_WORDS = sorted((key for key in LABELS if key not in _BARE), key=len, reverse=True)
_INLINE = re.compile(
    r"(?<![\w’'-])(?:(?P<label>" + "|".join(map(_spelled, _LABEL_WORDS)) + r")\s*[:：]"
    r"|(?P<job>" + "|".join(map(_spelled, _COMMA_JOBS)) + r"),(?-i:(?=\s+[^\W\d_a-z]))"
    r"|(?P<cue>" + "|".join(map(_spelled, _CUES)) + r")(?:\s*:(?=\s))?(?=\s+\S|(?-i:[A-Z])))",
    re.IGNORECASE,
)
_START = re.compile(
    r"^[\s>#•(\[–—-]*(\*{1,3}|_{1,2})?([^\s:：*_][^:：\n]{0,46}?)[\s*_]*[:：](?(1)\s*(?:\*{1,3}|_{1,2})?)\s*"
)
_DASH = re.compile(r"[–—\t-]")
_DASHED = re.compile(r"^([^\s–—-][^:–—]{1,40}?)(?:\s+[–—-]\s+|\t\s*)(?=\S)")
_JOINER = re.compile(r"(?:[\s,;|•·‧/–—(\[-]+|\s+(?:and|&|from|from an?|based|then|is|was)(?:\s+original)?)+$")
#: Labels that a full stop shortens, and that need no colon: "Dir. Rosa Diaz".
_SHORT = re.compile(r"^(Dir|Scr|Wri|Prod|Ph|Ed|Mus)\.\s+(\S.{2,120})$")
_LONG = 1500


@dataclass(frozen=True, slots=True)
class Field:
    """A label or phrase found in a text, what it introduces and where it begins."""

    label: Label
    name: str
    value: str
    start: int
    colon: bool


def leading_label(text: str) -> Field | None:
    """The known label at the head of a line ("Director:", "Cast –", "Runtime<tab>"), with the rest."""
    found = _START.match(text) if ":" in text or "：" in text else None
    if found is not None:
        label = label_of(found.group(2))
        if label is not None:
            return Field(label, found.group(2).strip(), text[found.end() :].strip(" _"), 0, colon=True)
    found = _SHORT.match(text)
    if found is not None and people.looks_like_name(people.split_list(found.group(2))[0].split(" and ")[0]):
        return Field(LABELS[found.group(1).casefold()], found.group(1), found.group(2), 0, colon=True)
    found = _DASHED.match(text) if len(text) < 300 and _DASH.search(text) else None
    if found is not None:
        label = label_of(found.group(1))
        if label is not None and label.field not in {jobs.OTHER, jobs.TITLE, jobs.CRITIC, jobs.SOURCE_WORK}:
            return Field(label, found.group(1).strip(), text[found.end() :].strip(), 0, colon=True)
    return None


def all_fields(text: str) -> list[Field]:
    """Every label and phrase in a text of credits, in order, each value ending where the next begins."""
    text = _CREDITS_LABEL.sub("", text[:_LONG])
    head = leading_label(text)
    marks: list[tuple[int, int, str, bool]] = []
    if head is not None:
        end = text.find(":") + 1 if ":" in text[:60] else len(text) - len(head.value)
        marks.append((0, max(end, 1), head.name, True))
    begins = credits_start(text)
    for found in _INLINE.finditer(text):
        if marks and found.start() < marks[-1][1]:
            continue
        colon = found.group("label") is not None
        name = found.group("label") or found.group("cue") or found.group("job")
        if found.group("job") and not (found.start() == 0 or text[: found.start()].rstrip()[-1:] in ".;"):
            continue
        if found.start() == begins or _may_begin(text, found.start(), name, colon=colon, inside=bool(marks)):
            marks.append((found.start(), found.end(), name, colon))
    fields: list[Field] = []
    for index, (start, end, name, colon) in enumerate(marks):
        label = label_of(name)
        if label is None:
            continue
        stop = marks[index + 1][0] if index + 1 < len(marks) else len(text)
        value = text[end:stop].strip(" _\t")
        if index + 1 < len(marks):
            value = _JOINER.sub("", value)
        fields.append(Field(label, name, _first_sentence(label, value), start, colon))
    return fields


def _may_begin(text: str, start: int, name: str, *, colon: bool, inside: bool) -> bool:
    before = text[:start].rstrip(" *_(")
    if not before:
        return True
    if colon:
        return (inside and name[0].isupper()) or before[-1] in ".;|•·‧,\t–—/)-!?"
    if name.casefold() in {"with", "stars", "rated", "featuring"}:
        return before[-1] in '.;|•·‧\t)!?”"' and name[0].isupper()
    if before[-1] in '.;|•·‧\t)!?–—”"':
        return True
    return inside and (
        before[-1] == "," or re.search(r"(?:,|\band|\bfrom|\bfrom an?|\band is)$", before) is not None
    )


def _first_sentence(label: Label, value: str) -> str:
    """People are listed in one sentence; what follows it is said of something else."""
    if label.field == jobs.JOB:
        value = _LAST_MINUTES.sub("", value)
    if label.field == jobs.JOB and re.search(r"(?<!\.)\. ", value):  # "Ann Lee ... Mary" goes on
        for start, end in sentences(value):
            if not _RANK.search(value[start:end]):
                return value[:end]
    return value


_LAST_MINUTES = re.compile(r"\s*\(\d{1,3} min[^()]*\)\s*$")
#: What a character's name begins with: "as Lieut. Mays". No sentence ends there.
_RANK = re.compile(r"(?:\bas |\()(?:[A-Z]\w*\. ?)?[A-Z]\w{1,6}\.$")


#: "Ethan and Joel Coen", and nothing else: one family name for both.
_SHARED = re.compile(r"^([^\W\d_a-z][\w’'-]+) ((?:and|&) [^\W\d_a-z][\w’'-]+) ([^\W\d_a-z][\w’'-]+)\.?$")


def people_of(field: Field) -> tuple[list[people.Credited], list[str]]:
    """The people that a job field names, and its items that are no names."""
    if ACTOR in field.label.jobs:
        return people.cast(field.value)
    value = re.sub(r"^(?:by|from)\s+", "", field.value)
    if field.label.jobs and set(field.label.jobs) <= {DIRECTOR, WRITER, PRODUCER}:
        value = _SHARED.sub(r"\1 \3 \2 \3", value)
    return people.crew(value)


def is_credits(text: str) -> bool:
    """Whether a paragraph without a leading label is credits: phrases whose values all read as names."""
    if len(text) > _LONG:
        return False
    text = _CREDITS_LABEL.sub("", text[credits_start(text) :])
    if _INLINE.match(text.lstrip("( ")) is None:
        return False
    found = [field for field in all_fields(text) if field.label.field == jobs.JOB]
    if not found or found[0].start > 3:
        return bool(phrases.fact_line(text))
    refused = 0
    named = 0
    for field in found:
        credited, bad = people_of(field)
        named += len(credited)
        refused += len(bad) + (0 if credited else 1)
    if refused or not named:
        return refused * 4 <= named and len(found) >= 3
    spans = sentences(text) if len(found) == 1 else []
    return len(spans) < 2 or (len(text) < 300 and _small_print(text[spans[0][1] :]))


_CREDITS_LABEL = re.compile(r"^Credits?:\s+(?=[A-Z])")
_LEAD = re.compile(
    r"^[\"“]?([^\"“”]{1,100}?)[,.]?[\"”]?\s*"
    r"\((?:[A-Z][A-Za-z. /]{1,40},\s)?((?:18[89]|19\d|20[0-4])\d)\)[.,:]?\s+"
    r"(?=(?:Directed|Written|Starring|With|Director|A film|Screenplay|Cast|Produced)\b)"
)
_STARS = r"(?:\*{1,5}|[★☆]{1,5})\s*(?:½|1/2)?"
_LEADING = ("Directed", "Written", "Starring", "Screenplay", "Produced")
_LEAD_ALONE = re.compile(
    rf"^(?:({_STARS})\s+)?(?:[\"“]([^\"“”]{{1,100}}?)[,.]?[\"”][,.:]?|([^\Wa-z_][^a-z*★☆½]{{0,60}}?)[.,:]?)"
    rf"(?:\s+({_STARS})[.,]?(?:\s+\([^()]{{1,12}}\))?)?"
    r"\s+(?=(?:Directed|Written|Starring|Screenplay|Produced) (?:and [\w-]+ )?by\b|Starring\b)"
)


@dataclass(frozen=True, slots=True)
class Lead:
    """What heads credits in running text: the title, the year or stars beside it, where it ends."""

    title: str
    year: int | None
    stars: str | None
    end: int


def title_lead(text: str) -> Lead | None:
    """Find what heads credits: "“2046” (2004). Directed by", "“Fargo.” Directed by", "FARGO ***"."""
    found = _LEAD.match(text) if "(" in text else None
    if found is not None:
        return Lead(found.group(1).strip(), int(found.group(2)), None, found.end())
    found = _LEAD_ALONE.match(text) if any(word in text for word in _LEADING) else None
    if found is None:
        return None
    stars = found.group(1) or found.group(4)
    if found.group(2) is None and stars is None:
        return None  # capitals alone are no title: "BY ANN LEE Directed by"
    return Lead((found.group(2) or found.group(3)).strip(), None, stars, found.end())


def credits_start(text: str) -> int:
    """Find where credits begin, past a title or a sentence of news; 0 if nothing precedes."""
    lead = title_lead(text)
    if lead is not None:
        return lead.end
    facts = _FACTS_FIRST.match(text)
    if facts is not None:
        return facts.end()
    news = _NEWS.match(text)
    return news.end() if news is not None else 0


#: "Not rated. Running time: 1 hour 32 minutes. Directed by": the facts before the people.
_FACTS_FIRST = re.compile(
    r"^(?:(?:(?:MPAA )?Rated [A-Z][A-Z0-9-]{0,5}(?:[ ,][^.]{1,120})?|Not rated|Unrated|No rating|"
    r"(?:U|PG|12A?|15|18|R|PG-13)(?: cert(?:ificate)?)?, \d{2,3} min(?:ute)?s?|"
    r"Running time:? [^.]{3,40}|\d{2,3} min(?:ute)?s?)\.\s+){1,3}"
    r"(?=(?:Directed|Written|Starring|Director|Dir:|Screenplay|Cast|Produced)(?:\b|(?<=:)))",
    re.IGNORECASE,
)
_NEWS = re.compile(
    r"^[\"“][^\"“”]{1,100}[\"”],?\s[^.]{0,100}?\b(?:rated|opens|opened|minutes|playing|available|"
    r"streaming)\b[^.]{0,100}\.\s+"
    r"(?=(?:Directed|Written|Starring|With|Director|A film|Screenplay|Cast|Produced)\b)",
    re.IGNORECASE,
)


def _small_print(text: str) -> bool:
    """Whether what follows credits is more of the kind ("Rated R. 104 min."), not a story."""
    return (
        bool(phrases.minutes(text) or phrases.rated_phrase(text) or _INLINE.search(text))
        or len(text.split()) <= 6
    )


_TAIL = re.compile(
    r"(?<=[.!?”\")\]*] )(?=(?:Directed|Written and directed|Written by|Starring|With|Screenplay by|"
    r"Director|A film by|"
    r"Cast|Credits|Produced by|Written & directed)\b)"
)


def split_tail(text: str) -> tuple[str, int] | None:
    """Where credits in running text begin at the end of a paragraph of prose; (credits, offset) or None."""
    for found in _TAIL.finditer(text):
        tail = text[found.start() :]
        if len(tail) < _LONG and len(all_fields(tail)) >= 2 and is_credits(tail):
            return tail, found.start()
    return None
