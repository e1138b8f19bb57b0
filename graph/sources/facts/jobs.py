"""The words that pages print before a fact: labels ("Running time:"), headings and phrases.

One table for every reader: a label, folded, to what it introduces. A key that is a job of the
ontology comes as a tuple of jobs; everything else as the name of a field.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from graph.records import ACTOR, CINEMATOGRAPHER, COMPOSER, DIRECTOR, EDITOR, JOBS, PRODUCER, WRITER
from graph.sources.facts import label_words
from graph.sources.patterns import regex

TITLE, ORIGINAL_TITLE, YEAR, RELEASED = "title", "original_title", "year", "released"
RUNTIME, CONTENT_RATING, RATING, GENRE = "runtime", "content_rating", "rating", "genre"
COUNTRY, LANGUAGE, CRITIC, PUBLICATION = "country", "language", "critic", "publication"
PUBLISHED, IMDB, OTHER, SOURCE_WORK, JOB = "published", "imdb", "other", "source_work", "job"
#: Several small facts under one label: "Land/Jahr", "Country, year".
FACTS = "facts"
_SMALL_FACTS = frozenset({YEAR, RELEASED, RUNTIME, CONTENT_RATING, GENRE, COUNTRY, LANGUAGE})


@dataclass(frozen=True, slots=True)
class Label:
    """What a label introduces: ``field``, and for a job its ``jobs`` and the ``note`` that it adds."""

    field: str
    jobs: tuple[str, ...] = ()
    note: str | None = None


_TABLE: dict[Label, str] = {
    Label(JOB, (DIRECTOR,)): (
        "director|directors|director(s)|directed by|co-directed by|co-director|co-directors|dir|"
        "a film by|film by|direction|direction by|réalisateur|regie|regisseur|réalisation"
    ),
    Label(JOB, (WRITER,)): (
        "writer|writers|writer(s)|scr|wri|written by|co-written by|screenwriter|screenwriters|"
        "screenwriter(s)|screenplay|screenplay by|screen play|screen play by|script|script by|scriptwriter|"
        "scenario|"
        "story and screenplay|adapted by|adapted for the screen by|scripted by|screenplay written by|"
        "writing|writing credits|drehbuch|scénario|penned by|screen story and screenplay|"
        "written for the screen by|co-writer|co-writers|writer (screenplay)|writer (screenplay by)|"
        "screenwriting"
    ),
    Label(JOB, (WRITER,), "story"): (
        "story|story by|screen story|screen story by|writer (story)|writer (story by)|original story|"
        "original story by"
    ),
    Label(JOB, (DIRECTOR, WRITER)): (
        "writer/director|director/writer|written and directed by|directed and written by|"
        "writer-director|director-writer|writer and director|director and writer|writers/directors|"
        "directors/writers|writer / director|director / writer|written/directed by|"
        "written, directed by|writers and directors|directors and writers|written-directed by|"
        "directed/written by|directed and co-written by|co-written and directed by|"
        "direction and screenplay|writer, director|director, writer|screenplay and direction|"
        "written by and directed by|scripted and directed by"
    ),
    Label(JOB, (CINEMATOGRAPHER,)): (
        "director of photography|directors of photography|dir. of photography|dir of photography|d.o.p|"
        "cinematographer|cinematographers|"
        "cinematography|cinematography by|ph|phot|phot.|photography|photography by|photographed by|dp|dop|"
        "d.p|"
        "shot by|camera|director of cinematography|cinematographer(s)|lensed by"
    ),
    Label(JOB, (COMPOSER,)): (
        "original music composer|original music composers|composer|composers|composer(s)|mus|music|"
        "music by|score|score by|original score|original score by|original music|original music by|"
        "music composer|music score by|musical score|musical score by|music composed by|film score|"
        "composed by|scored by"
    ),
    Label(
        JOB, (EDITOR,)
    ): "editor|editors|ed|edited by|film editor|film editors|editing|editing by|editor(s)|film editing",
    Label(JOB, (PRODUCER,)): "producer|producers|prod|produced by|producer(s)|co-producer|co-producers",
    Label(JOB, (ACTOR,)): (
        "starring|stars|cast|featuring|with|actors|actor|main cast|cast list|lead cast|cast members|"
        "principal cast|leading players|principal players|leading cast|artistes|key cast|the cast|leads|"
        "players|top cast|cast includes|co-starring|full cast|"
        "with performances by|cast and characters|lead actors|featured cast|selected cast|star"
    ),
    Label(JOB, (ACTOR,), "voice"): (
        "voices|voices of|voice cast|with the voices of|featuring the voices of|"
        "starring the voices of|voices by|voiced by|voice talent|voice talents of|"
        "with the voice talents of|english voices"
    ),
    Label(TITLE): (
        "title|film|movie|film title|movie title|title of film|name of film|the film|the movie|"
        "film name|movie name|film reviewed|movie reviewed|picture"
    ),
    Label(ORIGINAL_TITLE): "original title|original name|native title|titre original|originaltitel",
    Label(YEAR): "year|release year|year of release|year released|film year|production year",
    Label(RELEASED): (
        "release date|released|release|opens|opening date|theatrical release|us release|u.s. release|"
        "in theaters|in theatres|premiere|opening|uk release|theatrical release date|us release date|"
        "release date (us)|release date (theaters)|in cinemas|opened|date of release"
    ),
    Label(RUNTIME): (
        "runtime|running time|run time|length|duration|runtime (in minutes)|"
        "running time (in minutes)|run time (in minutes)|minutes|runtime (minutes)|time|"
        "runtime in minutes|runtime (min)|runtime (mins)|length (in minutes)|duration (minutes)|"
        "duration (in minutes)|running-time|run-time|running length|film length|playing time"
    ),
    Label(CONTENT_RATING): (
        "mpaa rating|mpaa|rated|certificate|cert|classification|bbfc|content rating|age rating|"
        "mpa rating|film rating|uk certificate|bbfc certificate|mpaa classification|bbfc rating|"
        "rating (mpaa)|parental rating|certification|rating reason|age certificate|mpaa rated|"
        "age restriction|age limit|film classification|ifco|fpb|fpb rating|consumer advice|"
        "age recommendation|cbfc|cbfc rating|censor rating|censor certificate|oflc|acb|mtrcb|lpf|nfvcb"
    ),
    Label(RATING): (
        "grade|rating|our rating|our verdict|my rating|score|star rating|verdict|overall|overall rating|"
        "critic rating|critics rating|critic's rating|final grade|review score|overall grade|"
        "final rating|final score|final verdict|reviewer rating|reviewer's rating|my grade|our grade|"
        "movie grade|film grade|letter grade|overall score|stars out of 4|our score|my score|"
        "review rating|rating out of 5|rating out of 10|rating out of 4|stars given|"
        "film rating (stars)|the verdict|bottom line|my verdict|rating (out of 4)|rating (out of 5)|"
        "rating (out of 10)|out of 4|number of stars|out of 5|out of 10|personal rating|"
        "overall verdict|reviewer grade|quality rating|critical rating|kritik|recommendation|"
        "stars (out of 4)|stars (out of 5)|score (out of 10)|score (out of 100)|thumbs|author rating|"
        "author's rating|mark"
    ),
    Label(GENRE): "genre|genres|genre(s)|category",
    Label(COUNTRY): (
        "country|countries|country of origin|origin|nationality|countries of origin|country/countries"
    ),
    Label(LANGUAGE): "language|languages|language(s)|spoken language|original language",
    Label(CRITIC): (
        "critic|reviewer|reviewed by|review by|author|by|film critic|movie critic|review author|"
        "our critic|reviewer name|words|words by|text by|posted by|submitted by|published by|"
        "a review by|a film review by|film review by|movie review by|a movie review by|"
        "author of review|reviewed for us by"
    ),
    Label(PUBLICATION): (
        "publication|published in|originally published in|outlet|first published in|appeared in|"
        "originally appeared in|newspaper|website|magazine|newsgroups|newsgroup"
    ),
    Label(PUBLISHED): (
        "date|review date|published|posted|posted on|published on|reviewed on|date reviewed|reviewed|"
        "publication date|date published|date of review|date posted|review published|last updated|"
        "updated|review posted"
    ),
    Label(IMDB): "imdb|imdb id|imdb link|imdb page|imdb url",
    Label(SOURCE_WORK): (
        "novel|based on|based upon|book|based on the novel by|source material|characters|"
        "characters by|writer (novel)|writer (book)|original novel|based on the book by|"
        "based on the play by|play|book by|novel by|based on the novel|based on the book|"
        "writer (characters)|writer (play)|writer (based on the novel by)|"
        "writer (based on the book by)|writer (based on the play by)|"
        "writer (based on the short story by)|writer (based on the comic by)|based on characters by|"
        "based on characters created by|from the novel by|adapted from|"
        "writer (based on characters created by)|writer (memoir)|based on the memoir by|source|"
        "writer (original screenplay)|writer (article)|writer (short story)|writer (comic book)|"
        "writer (manga)|from the book by|from a novel by|from the play by|inspired by|"
        "based on the short story by|comic book|from a play by|from a story by|from the story by|"
        "from a short story by|from the short story by|from the play by|original play|"
        "writer (novel by)|writer (graphic novel)"
    ),
    Label(OTHER): (
        "playing|where|opens at|now playing at|at|venue|venues|showing at|screening at|showtimes|show times|"
        "times|cinemas|theaters|theatres|screenings|"
        "art dir|art dir.|prod co|prod. co|dist|prod des|des|costume des|asst dir|asst. dir|exec prod|"
        "assoc prod|"
        "executive producer|executive producers|executive produced by|production designer|"
        "production design|costume designer|costume design|costumes|distributor|distributed by|"
        "studio|studios|released by|production company|production companies|casting|casting by|"
        "casting director|sound|sound design|sound designer|visual effects|special effects|"
        "art director|art direction|makeup|associate producer|associate producers|set decorator|"
        "awards|budget|box office|format|aspect ratio|tags|filed under|posted in|share|website|"
        "official site|trailer|color|narrator|choreographer|choreography|stunts|line producer|"
        "line producers|co-executive producer|lyrics|songs|costume designers|tagline|synopsis|plot|"
        "summary|subtitles|available on|where to watch|watch|seen|viewed|dvd|original language title|"
        "domestic distributor|home video|availability|viewing|note|music supervisor|sets|"
        "supervising sound editor|songs by|title design|colorist|location|locations|stream on|"
        "streaming on|platform|reel time|crew|principal crew|key crew|content warning|"
        "content advisory|advisory|parents guide|rating explanation|rating details"
    ),
}

LABELS: dict[str, Label] = {
    spelling: label for label, spellings in _TABLE.items() for spelling in spellings.split("|")
}

#: The same in other languages; where a word is one in English as well, that is what it means.
FOREIGN: dict[str, Label] = {
    spelling: Label(JOB, (field,)) if field in JOBS else Label(field)
    for spelling, field in label_words.foreign().items()
    if spelling not in LABELS or spelling in label_words.RATINGS
}
_LEAST_HEADING = 4

_AND = regex(r"\s*&\s*|\s+\+\s+")
_SLASH = regex(r"\s*/\s*")
#: What parts two jobs in one label: "Director, screenplay", "Buch und Regie", "Réalisation et scénario".
_SEVERAL = regex(r"\s*[,/+]\s*(?:and\s+)?|\s+(?:and|et|und|y|e|og|och|en)\s+")
#: "Norman's marks: 8/10"
_OWN_MARK = regex(r"^[^\W\d_][\w.-]*'s? (?:marks?|rating|grade|score|stars?)$")
_SCALED = regex(r"^(.{3,20}?)\s*\((?:0|out of|of|1|min|in|on)\b.{0,20}\)$")
#: 'Writer (based on the story "Story of Your Life" written by)': the film's source, whoever wrote it.
_SOURCE_NOTE = regex(r"^(?:writers?|screenplay)\s*\((?:based|adapted|inspired|from)\b[^()]+\)$")
_PLURAL_NOTE = regex(r"^(?:writer|screenplay|writers)\s*\((.+)\)$")


def fold(label: str) -> str:
    """A label as the table spells it: case, white space and "&" made one."""
    text = label.casefold().replace("’", "'").strip(" :：.*_#–—-\t")
    if "&" in text or "+" in text:
        text = _AND.sub(" and ", text)
    text = " ".join(text.split())
    return _SLASH.sub("/", text) if "/" in text else text


def _noted_writer(heading: str, note: str) -> Label:
    """What "Writer (...)" introduces: who wrote the film, its story, or only what it is based on."""
    if not _SOURCE_NOTE.match(heading):
        if "story" in note and "short story" not in note:
            return Label(JOB, (WRITER,), "story")
        if "screen" in note or "script" in note:
            return Label(JOB, (WRITER,))
    return Label(SOURCE_WORK)


def _joined(labels: list[str]) -> Label | None:
    """One label of several jobs, or of several small facts: "Director, screenplay", "Country/Year"."""
    found = [_known(label, beside=True) for label in labels]
    if all(label is not None and label.field in _SMALL_FACTS for label in found):
        return Label(FACTS)
    if not all(label is not None and label.field == JOB and ACTOR not in label.jobs for label in found):
        return None
    return Label(JOB, tuple(dict.fromkeys(job for label in found if label is not None for job in label.jobs)))


def _known(folded: str, *, beside: bool) -> Label | None:
    """What a folded word means; ``beside`` a value some words are labels that are no headings."""
    found = LABELS.get(folded)
    if found is None or (beside and folded in label_words.RATINGS):
        weak = folded in label_words.ROW_ONLY or len(folded) < _LEAST_HEADING
        found = found if weak and not beside else FOREIGN.get(folded, found)
    return found


@lru_cache(maxsize=4_096)
def label_of(text: str, *, beside: bool = False) -> Label | None:
    """What a whole text introduces, if it is a label or a credits heading; None otherwise.

    ``beside``: a value stands in its row, or behind its colon.
    """
    if len(text) > 48:
        return Label(SOURCE_WORK) if len(text) <= 120 and _SOURCE_NOTE.match(fold(text)) else None
    folded = fold(text)
    found = _known(folded, beside=beside)
    if found is None and (noted := _PLURAL_NOTE.match(folded)):
        return _noted_writer(folded, noted.group(1))
    if found is None and folded.startswith(("camera", "photography")) and folded.endswith(")"):
        return LABELS.get(folded[: folded.find("(")].strip())  # "Camera (color, widescreen)"
    if found is None and _SEVERAL.search(folded):
        return _joined(_SEVERAL.split(folded))
    if found is None and (scaled := _SCALED.match(folded)):
        found = LABELS.get(scaled.group(1))
        return found if found is not None and found.field in {RATING, RUNTIME} else None
    return found if found is not None or not _OWN_MARK.match(folded) else Label(RATING)
