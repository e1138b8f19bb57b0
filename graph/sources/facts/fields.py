"""Facts that a page introduces by a word: a label ("Director: X") or a phrase ("Directed by X.").

One scanner for labelled headers (a label and a colon, any order, one or several a line) and for
credits in running text (phrases without a colon). A paragraph of prose that happens to begin with
"Directed by" is not taken for credits: in credits every introduced value reads as what it should be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.records import ACTOR, DIRECTOR, PRODUCER, WRITER
from graph.sources.facts import credit_lists, cues, jobs, people, phrases, small_facts
from graph.sources.facts.jobs import LABELS, Label, label_of
from graph.sources.lines import sentences
from graph.sources.patterns import regex

_START = regex(
    r"^[\s>#•(\[–—-]*(\*{1,3}|_{1,2})?([^\s:：*_][^:：\n]{0,46}?)[\s*_]*[:：](?(1)\s*(?:\*{1,3}|_{1,2})?)\s*"
)
_OWNED = regex(r"[^\W_a-z].* (?:movie|film) (?P<label>(?:star )?[a-z]+)")
_DASH = regex(r"[–—\t-]")
_DASHED = regex(r"^([^\s–—-][^:–—]{1,40}?)(?:\s+[–—-]\s+|\t\s*)(?=\S)")
_JOINER = regex(
    r"(?:[\s,;|•·‧/–—(\[-]+|\s+(?:and|&|from|from (?:an?|the|his|her|their)|based|then|is|was|"
    r"et|y|und|e|og|och)(?:\s+original)?)+$"
)
#: Labels that a full stop shortens, and that need no colon: "Dir. Rosa Diaz".
_SHORT = regex(r"^(Dir|Scr|Wri|Prod|Ph|Ed|Mus)\.\s+(\S.{2,120})$")
_SHORTENED = ("Dir.", "Scr.", "Wri.", "Prod.", "Ph.", "Ed.", "Mus.")
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
    colon = ":" in text and "\t" not in text[: text.find(":")]  # in a column "1:52" is a value
    found = _START.match(text) if colon or "：" in text else None
    if found is not None:
        name = found.group(2).strip()
        owned = _OWNED.fullmatch(name)  # "Salt Road movie director: Ann Lee", as papers of India print it
        name = owned["label"] if owned is not None and label_of(name, beside=True) is None else name
        label = label_of(name, beside=True)
        if label is not None:
            return Field(label, name, text[found.end() :].strip(" _"), 0, colon=True)
    found = _SHORT.match(text) if text.startswith(_SHORTENED) else None
    first = credit_lists.split_list(found.group(2))[0].split(" and ")[0] if found is not None else ""
    if found is not None and people.looks_like_name(first):
        return Field(LABELS[found.group(1).casefold()], found.group(1), found.group(2), 0, colon=True)
    found = _DASHED.match(text) if len(text) < 300 and _DASH.search(text) else None
    if found is not None:
        label = label_of(found.group(1), beside="\t" in found.group())
        column = label is not None and label.field == jobs.TITLE and text.count("\t") == 1
        if label is not None and (
            column or label.field not in {jobs.OTHER, jobs.TITLE, jobs.CRITIC, jobs.SOURCE_WORK}
        ):
            return Field(label, found.group(1).strip(), text[found.end() :].strip(), 0, colon=True)
    return None


def all_fields(text: str) -> list[Field]:
    """Every label and phrase in a text of credits, in order, each value ending where the next begins."""
    text = _CREDITS_LABEL.sub("", text[:_LONG])
    text = _SPACED_DOTS.sub(" ... ", text) if " . . " in text else text
    head = leading_label(text)
    marks: list[tuple[int, int, str, bool]] = []
    if head is not None:
        colon_first = ":" in text[:60] and "\t" not in text[: text.find(":")]
        end = text.find(":") + 1 if colon_first else len(text) - len(head.value)
        marks.append((0, max(end, 1), head.name, True))
    begins = credits_start(text)
    for start, end, name, kind in cues.introduced(text):
        if marks and start < marks[-1][1]:
            continue
        colon = kind in {"label", "letter"}
        if kind == "job" and not (start == 0 or text[:start].rstrip()[-1:] in ".;"):
            continue
        if (
            start == begins
            or kind == "letter"
            or _may_begin(text, start, name, colon=colon, inside=bool(marks))
        ):
            marks.append((start, end, name, colon))
    fields = _names_before(text, marks[0][0]) if marks and head is None else []
    between = _between([text[:start] for start, _, _, _ in marks[1:]])
    for index, (start, end, name, colon) in enumerate(marks):
        label = label_of(name, beside=colon) or cues.with_others(name)
        if label is None:
            continue
        stop = marks[index + 1][0] if index + 1 < len(marks) else len(text)
        value = text[end:stop].strip(" _\t")
        if index + 1 < len(marks):
            value = _JOINER.sub("", value)
        if name.casefold() == "crew" and cues.INLINE.match(value):  # "Crew: Directed and written by Ann Lee"
            fields += all_fields(value)
            continue
        value, *facts = value.split(between) if between else [value]
        fields.append(Field(label, name, _first_sentence(label, value), start, colon))
        fields += [Field(Label(jobs.FACTS), name, fact.strip(), start, colon) for fact in facts]
    return fields


#: "The Marshal . . . Ty Rolf", as typewriters fill a line.
_SPACED_DOTS = regex(r"(?: \.){3,} ")


def _names_before(text: str, end: int) -> list[Field]:
    """The cast that stands before credits without a word: "Ann Lee, Bo Li. Directed by ..."."""
    names = [name.strip() for name in text[:end].strip().rstrip(".").split(",")]
    whole = len(names) > 1 and all(people.looks_like_name(name) for name in names)
    return [Field(LABELS["cast"], "", ", ".join(names), 0, colon=False)] if whole else []


def _between(before: list[str]) -> str | None:
    """The mark that parts the fields of a text, where one stands before each: "A: B / C: D / 88 min."."""
    marks = {text.rstrip()[-1:] for text in before}
    mark = marks.pop() if len(marks) == 1 and len(before) > 1 else ""
    return f" {mark} " if mark and mark in "/|•·‧–—-" else None


def _may_begin(text: str, start: int, name: str, *, colon: bool, inside: bool) -> bool:
    before = text[:start].rstrip(" *_(")
    if not before:
        return True
    if colon:
        return (inside and name[0].isupper()) or before[-1] in ".;|•·‧,\t–—/)-!?"
    if name.casefold() in cues.WITH and not inside:
        return False
    if name.casefold() in {"with", "stars", "rated", "featuring", *cues.WITH}:
        return before[-1] in '.;|•·‧\t)!?”"' and name[0].isupper()
    if before[-1] in '.;|•·‧\t)!?–—”"':
        return True
    return inside and (
        before[-1] == ","
        or re.search(r"(?:\band|\bfrom|\bfrom (?:an?|the|his|her|their)|\band is)$", before) is not None
    )


_STOP, _BY_FIRST = regex(r"(?<!\.)\. "), regex(r"^(?:by|from)\s+")


def _first_sentence(label: Label, value: str) -> str:
    """People are listed in one sentence; what follows it is said of something else."""
    if label.field == jobs.JOB:
        value = credit_lists.without_others(_LAST_MINUTES.sub("", value))
    if label.field == jobs.JOB and _STOP.search(value):  # "Ann Lee ... Mary" goes on
        for start, end in sentences(value):
            if not _RANK.search(value[start:end]):
                return value[:end]
    return value


_LAST_MINUTES = regex(r"\s*\(\d{1,3} min[^()]*\)\s*$")
#: What a character's name begins with: "as Lieut. Mays". No sentence ends there.
_RANK = regex(r"(?:\bas |\()(?:[A-Z]\w*\. ?)?[A-Z]\w{1,6}\.$")


#: "Ethan and Joel Coen", and nothing else: one family name for both.
_SHARED = regex(r"^([^\W\d_a-z][\w’'-]+) ((?:and|&) [^\W\d_a-z][\w’'-]+) ([^\W\d_a-z][\w’'-]+)\.?$")


def people_of(field: Field) -> tuple[list[credit_lists.Credited], list[str]]:
    """The people that a job field names, and its items that are no names."""
    if ACTOR in field.label.jobs:
        return credit_lists.cast(_without_facts(field.value))
    value = _BY_FIRST.sub("", field.value)
    if field.label.jobs and set(field.label.jobs) <= {DIRECTOR, WRITER, PRODUCER}:
        value = _SHARED.sub(r"\1 \3 \2 \3", value)
    return credit_lists.crew(value)


def _without_facts(value: str) -> str:
    """A cast without the facts that follow it behind semicolons: "Ann Lee, Bo Li; 96 min.; rated PG-13."."""
    parts = value.split(";")
    while len(parts) > 1 and _is_fact(parts[-1].strip(" .")):
        parts.pop()
    return ";".join(parts)


def _is_fact(part: str) -> bool:
    return (
        not part
        or small_facts.part_of(part, beside=True) is not None
        or phrases.rated_phrase(part) is not None
    )


#: So many words that introduce people are credits, though some of the people are bands or firms.
_SURE = 4


def is_credits(text: str) -> bool:
    """Whether a paragraph without a leading label is credits: phrases whose values all read as names."""
    if len(text) > _LONG:
        return False
    text = _CREDITS_LABEL.sub("", text[credits_start(text) :])
    bare = text.lstrip("( ")
    colon = bare.find(":", 0, cues.LONGEST_LABEL)
    begins = cues.INLINE.match(bare) is not None or cues.begins_with_letter(bare)
    if not begins and (colon < 0 or cues.label_before(bare, len(bare[:colon].rstrip())) != 0):
        return False
    found = [field for field in all_fields(text) if field.label.field == jobs.JOB]
    if not found or (found[0].start > 3 and not cues.begins_with_letter(bare)):
        return bool(phrases.fact_line(text))
    refused = 0
    named = 0
    for field in found:
        credited, bad = people_of(field)
        named += len(credited)
        refused += len(bad) + (0 if credited else 1)
    if refused or not named:
        few = 2 if len(found) >= _SURE else 4
        return refused * few <= named and len(found) >= _SURE - 1
    spans = sentences(text) if len(found) == 1 else []
    return len(spans) < 2 or (len(text) < 300 and _small_print(text[spans[0][1] :]))


_CREDITS_LABEL = regex(
    r"^(?:Credits?|Cast and crew|Fiche technique|Ficha técnica|Stab|Credits und Cast)[:.]\s+(?=[^\W\d_a-z])"
)
_LEAD = regex(
    r"^[\"“]?([^\"“”]{1,100}?)[,.]?[\"”]?\s*"
    r"\((?:[A-Z][A-Za-z. /]{1,40},\s)?((?:18[89]|19\d|20[0-4])\d)\)[.,:]?\s+"
    r"(?=(?:Directed|Written|Starring|With|Director|A film|Screenplay|Cast|Produced)\b)"
)
_STARS = r"(?:\*{1,5}|[★☆]{1,5})\s*(?:½|1/2)?"
_LEADING = regex(r"Directed|Written|S(?:tarring|creenplay)|Produced")
_LEAD_ALONE = regex(
    rf"^(?:({_STARS})\s+)?(?:[\"“]([^\"“”]{{1,100}}?)[,.]?[\"”][,.:]?|([^\Wa-z_][^a-z*★☆½]{{0,60}}?)[.,:]?)"
    rf"(?:\s+({_STARS})[.,]?(?:\s+\([^()]{{1,12}}\))?)?"
    r"\s+(?=(?:Directed|Written|Starring|Screenplay|Produced) (?:and [\w-]+ )?by\b|Starring\b)"
)


#: "SALT ROAD, directed by Ann Lee; written by": what small letters go on from is no byline.
_LEAD_SHOUTED = regex(
    r"^[\"“]?([A-ZÀ-Þ0-9][^a-zß-ÿ.;*★☆]{1,60}?)[\"”]?,[\"”]?\s+"
    r"(?=(?:directed|written|produced) (?:and [\w-]+ )?by\b|"
    r"(?:a film|réalisé|dirigida|screenplay|starring)\b)"
)
_LONGEST_TITLE = 80


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
    shouted = _LEAD_SHOUTED.match(text) if ", " in text[:_LONGEST_TITLE] else None
    if shouted is not None:
        return Lead(shouted.group(1), None, None, shouted.end())
    found = _LEAD_ALONE.match(text) if _LEADING.search(text) is not None else None
    if found is None:
        return None
    stars = found.group(1) or found.group(4)
    if found.group(2) is None and stars is None:
        return None  # capitals alone are no title: "BY ANN LEE Directed by"
    return Lead((found.group(2) or found.group(3)).strip(), None, stars, found.end())


def credits_start(text: str) -> int:
    """Find where credits begin, past a title or a sentence of news; 0 if nothing precedes."""
    lead = title_lead(text)
    facts = _FACTS_FIRST.match(text) if lead is None else None
    if lead is not None or facts is not None:
        return lead.end if lead is not None else facts.end() if facts is not None else 0
    if text.startswith(('"', "“", "«")):
        if (news := _NEWS.match(text)) is not None:
            return news.end()
        quoted = _QUOTED.match(text)
        if quoted is not None and _may_introduce(text, quoted.end()):
            return quoted.end() * _is_sure(text[quoted.end() :], _SURE - 1)
    named = _NAMED.match(text) if ":" in text or " by " in text else None
    where = _SENTENCE.match(text, named.end()) if named is not None else None
    if where is not None and small_facts.nothing_but(where.group()) is not None:
        return where.end() if _is_sure(text[where.end() :], _SURE - 1) else 0  # "Salt. Italien 1985. R: ..."
    if named is None or not _may_introduce(text, named.end()):
        return 0
    least = 1 if _is_cast_or_facts(text[: named.end()]) else _SURE - 1
    return named.end() if _is_sure(text[named.end() :], least) else 0


def _may_introduce(text: str, start: int) -> bool:
    """Whether a word that introduces people may begin at a place."""
    return cues.INLINE.match(text, start) is not None or ":" in text[start : start + cues.LONGEST_LABEL]


def _is_cast_or_facts(text: str) -> bool:
    """Whether a sentence before credits is nothing but names, or facts: "Ann Lee, Bo Li.", "Polen 1988."."""
    return bool(_names_before(text, len(text))) or small_facts.nothing_but(text) is not None


_SENTENCE = regex(r"[^.:]{4,60}\.\s+")
#: '"SALT ROAD" (Hindi, with songs). Carrow Films. Produced by ...': who lends the film stands between.
_QUOTED = regex(
    r"[\"“«][^\"“”«»]{1,100}[\"”»](?:\s?\([^()]{1,60}\))?[.,;:]?\s+"
    r"(?:(?:[A-ZÀ-Þ][\w’'&-]*\s?){1,5}\.\s+)?(?=[A-ZÀ-Þ])"
)
#: "Las llaves. Dirección: Irene Sosa. Guion: ...": a title alone before credits, however it is set.
_NAMED = regex(r"^[\"“«‘']?[^\W_a-z][^.!?:;]{0,78}[\"”»’']?[.!?]\s+(?=[^\W\d_a-z])")


def _is_sure(text: str, least: int) -> bool:
    """Whether a text begins with a word that introduces people, and has so many such words."""
    introduced = [
        one
        for one in cues.introduced(text[:_LONG])
        if one[3] == "letter" or (one[3] != "job" and one[2][:1].isupper())
    ]
    labels = [label_of(name, beside=True) or cues.with_others(name) for _, _, name, _ in introduced]
    jobs_named = sum(1 for label in labels if label is not None and label.field == jobs.JOB)
    return bool(introduced) and introduced[0][0] == 0 and jobs_named >= least


#: "Not rated. Running time: 1 hour 32 minutes. Directed by": the facts before the people.
_FACTS_FIRST = regex(
    r"^(?:(?:(?:MPAA )?Rated [A-Z][A-Z0-9-]{0,5}(?:[ ,][^.]{1,120})?|Not rated|Unrated|No rating|"
    r"(?:U|PG|12A?|15|18|R|PG-13)(?: cert(?:ificate)?)?, \d{2,3} min(?:ute)?s?|"
    r"Running time:? [^.]{3,40}|\d{2,3} min(?:ute)?s?)\.\s+){1,3}"
    r"(?=(?:Directed|Written|Starring|Director|Dir:|Screenplay|Cast|Produced)(?:\b|(?<=:)))",
    re.IGNORECASE,
)
_NEWS = regex(
    r"^[\"“][^\"“”]{1,100}[\"”],?\s[^.]{0,100}?\b(?:rated|opens|opened|minutes|playing|available|"
    r"streaming)\b[^.]{0,100}\.\s+"
    r"(?=(?:Directed|Written|Starring|With|Director|A film|Screenplay|Cast|Produced)\b)",
    re.IGNORECASE,
)


def _small_print(text: str) -> bool:
    """Whether what follows credits is more of the kind ("Rated R. 104 min."), not a story.

    A story has such words, too ("told with the patience of a fisherman"), but no names behind them.
    """
    return (
        bool(phrases.minutes(text) or phrases.rated_phrase(text))
        or len(text.split()) <= 6
        or any(people_of(field)[0] for field in all_fields(text) if field.label.field == jobs.JOB)
    )


_SENTENCE_END = regex(r"[.!?”\")\]*…] ?$")
_LEAST_PROSE = 3


def split_tail(text: str) -> tuple[str, int] | None:
    """Where credits in running text begin at the end of a paragraph of prose; (credits, offset) or None.

    They begin at a sentence, with a word that introduces people, and nothing but credits and facts follows.
    """
    if _TAIL_HINT.search(text) is None:
        return None
    for start, _, name, kind in cues.introduced(text):
        bare = not name[:1].isupper() or kind == "job"
        if start < _LEAST_PROSE or bare or not _SENTENCE_END.search(text[max(0, start - 2) : start]):
            continue
        label = label_of(name, beside=True) or cues.with_others(name)
        if label is None or label.field not in {jobs.JOB, jobs.TITLE, jobs.OTHER}:
            continue
        begin = _credits_word(text, start)
        tail = text[begin:]
        if len(tail) < _LONG and len(all_fields(text[start:])) >= 2 and is_credits(text[start:]):
            return tail, begin
    return None


def _credits_word(text: str, start: int) -> int:
    """Where "Credits." stands before credits, it is the first of them."""
    found = re.search(r"(?:^|(?<=[.!?”\")\]] ))Credits?[:.]\s+$", text[:start])
    return found.start() if found is not None else start


#: Where credits may begin behind a sentence: "Directed by", "Dirección:", "Avec".
_TAIL_HINT = regex(
    r"[.!?”\")\]*…] ?(?:Credits?[.:] |Starring |Stars |With |Avec |Mit |Con |(?:Written|Directed|Produced)\b|"
    r"[A-ZÀ-Þ][^.:!?]{1,34}?(?::|：| (?:by|par|por|di|da|de|von|av|af|door|van) )|[RBK]: )"
)
