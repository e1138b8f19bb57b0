"""Who wrote the review, when and for whom, from the lines that say so in passing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.sources.facts import dates
from graph.sources.facts.people import could_be_name, looks_like_name
from graph.sources.lines import sentences
from graph.sources.origin.paper_words import HOUSE, RUBRIC
from graph.sources.patterns import regex

if TYPE_CHECKING:
    from datetime import date

_BY = regex(
    r"^(?:[|•·–—-]+\s*)?(?:a\s+)?(?:(?:film|movie)\s+)?(?:(?:reviewed|reviews?|capsules?|posted|published|"
    r"submitted|written|words|story|text|reported|blogged|typed|penned|filed|"
    r"words and \w+)(?:\s+on\s+[\w, /.'’-]{6,30}?)?)?\s*\bby\b:?\s+(.+)$",
    re.IGNORECASE,
)
#: What somebody has done with a review, before "by" in other languages: "Eingereicht von", "Soumis par".
_DONE_ELSEWHERE = (
    r"(?:(?:Ein|Vor)?[Gg]e(?:schrieben|stellt|postet|reicht|sehen|tippt)|Verfasst|Veröffentlicht|Erstellt|"
    r"Rezensiert|Besprochen|Bewertet|Notiert|Hinzugefügt|Aufgezeichnet|"
    r"(?:Article |Texte |Critique )?(?:Écrit|Ecrit|Rédigé|Publié|Posté|Soumis|Signé|Proposé|Critiqué|"
    r"Mis en ligne)e?|"
    r"Scritto|Pubblicato|Postato|Inviato|Inserito|Recensito|Redatto|Firmato|A cura|"
    r"Escrit[oa]|Publicad[oa]|Enviad[oa]|Redactad[oa]|Reseñad[oa]|Firmad[oa]|Postad[oa]|Redigid[oa]|Subid[oa]|"
    r"Geschreven|Geplaatst|Gepost|Ingezonden|Besproken|Gerecenseerd|"
    r"Inlagt|Publicer(?:ad|at)|Skriven|Skrivet|Postat|Recenserad|Lagt inn|Skrevet|Publisert|Anmeldt|"
    r"Indsendt|Udgivet|Postet|Lagt ud)"
)
#: The same in other languages; their words are short, so that a strict name has to follow.
_BY_ELSEWHERE = regex(
    r"^(?:(?:Eine|Une|Una|Uma|Een) )?(?:(?:Von|Par|De|Da|Dal|Van|Door|Por) (?:unser\w*|notre|nuestr[oa]|"
    r"nostr[oa]|onze) "
    r"(?:[\w-]+ ){0,2}?[\w-]+|"
    rf"(?i:{_DONE_ELSEWHERE}) (?:von|par|por|da|di|dal|door|van|av|af)|Von|Par|Por|Di|Door|Av|Af|"
    r"VON|PAR|POR|TEXTE?|TEXTO|TEKST|"
    r"(?:Tekst(?: av)?|Text(?: von| av)?|Texto(?: de)?|Testo(?: di)?|Texte(?: de)?|Paroles de|"
    r"Ord(?: av)?|Autor(?:in)?|Auteur(?:e)?|Autora?|Autore|Autrice|Rédaction|Redaktion|Redacción|Redazione)"
    r"(?: ?:)?|Kirjoittanut:?|"
    r"(?:Film|Kino)?-?[Kk]ritik(?:en)?(?: von)?:?|(?:Film|Kino)?-?(?:[Bb]esprechung|"
    r"[Rr]ezension)"
    r"(?: von)?:?|(?:Notre |La )?[Cc]ritique (?:ciné(?:ma)? )?(?:de|par):?|Critique ?:|"
    r"Crítica(?: de| por)?:?|Recensione(?: di| a cura di)?:?|"
    r"(?:Film)?-?[Rr]ecensie(?: door| van)?:?|Reseña(?: de| por)?:?|Resenha(?: de| por)?:?|"
    r"(?:Film)?[Aa]nmeld(?:else|er)(?: a[vf])?:?|"
    r"(?:Film)?[Rr]ecension(?: av)?:?|Recensent:?|Recenzja:?|Recenze:?|Arvostelu:?|"
    r"(?:por|par|von|di|door|av|af)(?=\s+[^\W\d_a-z][\w’'-]+\s+[^\W\d_a-z]))\s+"
    r"(?P<name>[^\W\d_].{2,80})$"
)
#: "From: ann@hekla.example (Ann Lee)", as a news group's posts begin.
_POSTED_FROM = regex(
    r"^From:\s+(?:\S+@\S+\s+\((?P<behind>[^()]{3,50})\)|"
    r"[\"“]?(?P<before>[^<>()@\"”]{3,50}?)[\"”]?\s+<[^<>\s]+@[^<>\s]+>)$"
)
#: "Capsules by staff writer Bo Lindquist.", "Stars and notes by our critic Ann Lee unless signed."
_ALL_BY = regex(
    r"\b(?:[Cc]apsules?|[Rr]eviews?|[Cc]omments|[Nn]otes|[Rr]atings|[Ss]tars|[Dd]igests?|[Bb]riefs|"
    r"[Ss]ummaries|[Cc]ompiled|"
    r"[Rr]eviewed|[Ww]ritten|[Rr]ated)\b(?: and \w+)?(?: \w+){0,2}? by (?:(?:the|our|"
    r"its) )?(?:[A-Z][\w-]+['’]s )?"
    r"(?:(?:[A-Z][\w’'-]+ )?(?:staff|film|movie|senior|chief|guest|resident|arts|entertainment|writer|critic|"
    r"reviewer|editor|"
    r"columnist|"
    r"correspondent|contributor),? )*(?P<name>[^\W\d_a-z].{3,60}?)(?=[.,;:|(]|\s(?:unless|except|and are|"
    r"for|of|—|–|-)|$)"
)
#: "posted May 4 by your host, Ann Lee": whoever keeps the page, above its entries.
_HOST = regex(
    r"\b(?:[Bb]y|[Ww]ith) (?:your|our|the) (?:[\w-]+ ){0,3}?(?:host(?:ess)?|editor|critic|reviewer|guide|"
    r"columnist|webmaster|projectionist|correspondent|writer),? "
    r"(?P<name>[^\W\d_a-z].{3,50}?)(?=[.,;:|(]|\s[–—-]|$)"
)
#: "by our man in the stalls, Len Hobday"
_OURS = regex(r"\b[Bb]y (?:our|your) [^,.:;]{3,40}, (?P<name>[^\W\d_a-z][^,.;:|()]{3,40})(?=[.,;:|(]|$)")
#: "FLICKS with Bronwyn Tranter", "Ann Lee's film log": whose column it is.
_COLUMN = regex(
    r"^(?:[^.:?]{3,40}?(?:\s+with|,\s+by|\s+[–—-]+\s+by)\s+(?P<name>[^\W\d_a-z].{3,50})|"
    r"(?P<whose>[^\W\d_a-z][\w.’'-]* .{2,40}?)['’]s?\s+(?:[\w-]+ ){0,3}(?:[Ll]og|[Dd]iary|"
    r"[Rr]eviews?|[Cc]apsules|[Tt]akes|[Ff]ilms|[Mm]ovies|[Pp]icks|[Nn]otebook|"
    r"[Jj]ournal|[Cc]olumn|[Dd]igest|[Rr]oundup|[Bb]log|[Gg]uide|[Mm]inute)\b.{0,40})$"
)
#: "This week it is my turn. -- Hal Orr": who signs what the page says above its entries.
_SIGNS = regex(r"(?<=[.!?”\")])\s*(?:[–—]|--?)\s*(?P<name>[^\W\d_a-z][^.!?–—]{3,40}?)\.?$")
_SIGNED = regex(r"^\s*(?:[–—]|--?)\s*(.+)$")
_CUT = regex(
    r"\s*(?:[|\t•·‧–—/]|::|\s-\s|\bon\b|\bfor\b|\bin\b|@|,|\(|;|\bat\b|\bunless\b|\bexcept\b|\bposted\b|"
    r"\b(?:am|vom|le|el|il|den|op|em|d\.|dnia)(?=\s+(?:[\d|]|[^\W\d_]{2,13}[.,]*\s+[\d|]))|"
    r"\.\s+(?=(?:Publi|Post|Veröff|[FfPp]h?oto|Bild|Illustr)\w*)|"
    r"\bpublished\b|\b(?:Posted|Published|Updated)\b|\s(?:a|à|à las|alle|às|um|om|kl\.?|klokken)\s+(?=\d)|\d)"
)
_ONE_NAME = regex(
    r"(?i:posted|published|reviewed|submitted|written)(?i: on)? .{6,40}?[,|]? (?i:by) "
    r"(?P<behind>[A-Z][a-z]{2,15})\.?|"
    r"(?i:(?:posted|published|reviewed|submitted|written|review) )?(?i:by) (?P<before>[A-Z][a-z]{2,15})"
    r"(?i: on|,| [|·•–—-]) .{6,40}"
)
_NOBODY = frozenset(
    {
        "admin",
        "administrator",
        "staff",
        "editor",
        "editors",
        "guest",
        "webmaster",
        "anonymous",
        "user",
        "the",
        "our",
    }
)
_FOR = regex(r"\b(?:for|in)\s+(?:the\s+)?((?:The\s+)?[A-Z][\w.&’' -]{2,50}?)\s*(?=$|[|•·,(–—]|\son\s)")
_SITE = regex(r"^(.{2,60}?)\s*(?:\||-|–|—|»|:|\s)\s*home(?:\s?page)?$", re.IGNORECASE)
_WELCOME = regex(r"^welcome to\s+(.{2,60}?)[.!]?$", re.IGNORECASE)


_TIME = regex(
    r"^[\s@,|•·–—-]*(?:at )?(?:\d{1,2}:\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?)?[\s|,•·–—-]*(?:by )?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Byline:
    """The critics a byline names, and the date and the publication beside them."""

    names: tuple[str, ...]
    published: date | None = None
    publication: str | None = None


@lru_cache(maxsize=2_048)  # as many parts of the reader ask about a line
def byline(text: str) -> Byline | None:
    """A line such as "By Ann Lee and Bo Park | May 3, 2019"; None for any other line."""
    if len(text) > 160:
        return None
    for cell in (text, *text.split("\t")) if "\t" in text else (text,):
        found = _BY.match(cell)
        read = _read(found.group(1)) if found is not None else None
        if read is not None:
            return read
    other = _BY_ELSEWHERE.match(text) or _POSTED_FROM.match(text)
    names = [part for part in other.groups() if part] if other is not None else []
    return _read(names[0]) if names else _one_name_and_day(text)


def _one_name_and_day(text: str) -> Byline | None:
    """Read whom a site knows by one name, beside the day: "Posted 10/27/2002 by Gomez"."""
    found = _ONE_NAME.fullmatch(text)
    name = (found["behind"] or found["before"]) if found is not None else ""
    when = dates.sure(text) if name and name.casefold() not in _NOBODY else None
    return Byline((name,), when[0]) if when is not None else None


def page_critic(text: str, *, heading: bool = False) -> str | None:
    """Who a line or sentence above the entries of a page says wrote them all; None where it says nobody."""
    found = (
        _ALL_BY.search(text[:400]) or _HOST.search(text[:400]) or (_COLUMN.match(text) if heading else None)
    )
    found = found or _OURS.search(text[:400]) or _SIGNS.search(text, max(0, len(text) - 60))
    named = next((part.strip() for part in found.groups() if part), "") if found is not None else ""
    if looks_like_name(named):
        return named
    parts = [part.strip() for part in re.split(r"\s+[|•·–—/-]\s+|\t", text)] if len(text) <= 160 else []
    names = [part for part in parts if looks_like_name(part) and not _PERIODICAL.search(part)]
    return names[0] if len(names) == 1 and any(map(dates.is_date_line, parts)) else None


def signed(text: str) -> Byline | None:
    """A signature under the review: "— Ann Lee", "Ann Lee, May 3, 2019"."""
    found = _SIGNED.match(text)
    if (
        found is None
        and (elsewhere := _BY_ELSEWHERE.match(text)) is not None
        and looks_like_name(elsewhere.group("name"))
    ):
        return Byline((elsewhere.group("name"),))
    return _read(found.group(1)) if found is not None and len(text) <= 80 else None


def signed_behind(text: str) -> Byline | None:
    """A signature behind a closing sentence: "Off to bed. -- Ann Lee"."""
    found = _SIGNS.search(text) if len(text) <= 80 else None
    return Byline((found["name"],)) if found is not None and looks_like_name(found["name"]) else None


_LEADS_NAME = regex(r"^(?:by|reviewed by|review by|written by)\s+", re.IGNORECASE)


def without_cue(text: str) -> str:
    """A signature without "by" and its like, in any language here."""
    elsewhere = _BY_ELSEWHERE.match(text)
    if elsewhere is not None:
        return elsewhere.group("name")
    return _LEADS_NAME.sub("", text)


_EITHER_DAY = regex(r"(?P<name>[^\W\d_a-z][^\d,|/]{3,40}?)\s*[,|·–—-]\s*\d\d?([/.-])\d\d?\2(?:\d\d)?\d\d")


def name_and_date(text: str) -> Byline | None:
    """Read a strict name and then a date: "Ann Lee | May 3, 2019"."""
    if len(text) > 120:
        return None
    when = dates.sure(text)
    if when is None:
        either = _EITHER_DAY.fullmatch(text)  # "Ann Lee, 03/05/2012" signs, whichever day that is
        return Byline((either["name"],)) if either is not None and looks_like_name(either["name"]) else None
    head = text[: text.find(when[1])].strip(" |,•·–—-‧/\t")
    head = re.sub(r"\s*(?:[|•·–—]|\bon\b)\s*(?:posted|published)?$", "", head, flags=re.IGNORECASE).strip(
        " |,•·–—-"
    )
    head = re.sub(r"^(?:by|posted by|reviewed by|review by)\s+", "", head, flags=re.IGNORECASE)
    if (elsewhere := _BY_ELSEWHERE.match(head)) is not None:
        head = elsewhere.group("name")
    head = _CLOCK_END.sub("", head)
    if not head:  # "July 30, 2020 @ 6:15 pm Ann Lee"
        tail = text[text.find(when[1]) + len(when[1]) :]
        head = _TIME.sub("", tail)
    # "Ames Weekly Record, Aug. 14, 1997", "El Heraldo de Mérida, 9 de abril de 1999"
    words = head.count(" ")
    if words > 1 and (HOUSE.search(head.rsplit(" ", 1)[1]) or _ARTICLE.match(head)):
        return None
    if words == 1 and _PERIODICAL.search(head):  # "Fen Weekly, 11 Mar 2015", but "Emily Post, 11 Mar 2015"
        return None
    parts = [part.strip() for part in _BARS.split(text)]
    paper = parts[2] if len(parts) == _THREE and parts[0] == head else ""
    paper = paper if _PAPER.fullmatch(paper) and not RUBRIC.fullmatch(paper) else ""
    return Byline((head,), when[0], paper or None) if looks_like_name(head) else None


def is_periodical(name: str) -> bool:
    """Whether what could be a person's name ends as papers' names do, and hardly anybody's: "Fen Weekly"."""
    return _PERIODICAL.search(name) is not None


#: "Ann Lee · 3 May 2019 · Northern Reels": critic, day and paper.
_ARTICLE = regex(r"(?:The|El|Le|Les|Der|Das|Il|Het)\s")
_PERIODICAL = regex(
    r"\b(?:weekly|daily|monthly|quarterly|gazette|tribune|chronicle|courier|observer|journal|times|dispatch|"
    r"bulletin|sentinel|ledger|telegraph|magazine|news|gaceta|semanario|\w*(?:zeitung|bote|anzeiger|kurier|tageblatt|"
    r"rundschau|dagblad|bladet|posten|tidende|tidning)|herald|mercury|argus|examiner|advertiser|heraldo|presse)$",
    re.IGNORECASE,
)
_BARS, _THREE = regex(r"\s+[|·•]\s+"), 3
_PAPER = regex(r"[A-Z][\w.’'&-]*(?: (?:[A-Z&][\w.’'-]*|of|the|and|de|la|du|der|des)){1,4}")
#: "Ann Lee, 6:00am Friday" before a date.
_CLOCK_END = regex(
    r"(?:[\s,|•·–—@-]+(?:at )?\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?)?(?:[\s,|•·–—-]+\w{3,6}day)?$",
    re.IGNORECASE,
)
#: What people call themselves in a forum.
HANDLE = regex(r"[A-Za-z][A-Za-z0-9]*[_.-]?[A-Za-z0-9]{1,20}")


def handle(text: str) -> Byline | None:
    """Read a forum's line: "by reelgirl_dee » Sun Jan 13, 2008"."""
    found = re.match(rf"^by\s+({HANDLE.pattern})\s+(?:»|\||·|on)\s+(.{{6,60}})$", text)
    when = dates.sure(found.group(2)) if found is not None else None
    return Byline((found.group(1),), when[0]) if found is not None and when is not None else None


_BY_CUE = regex(r"^(?:reviewed |review |posted |written )?by:?\s+", re.IGNORECASE)
_BETWEEN_NAMES = regex(r"\s+(?:and|&)\s+|\s*;\s*|,\s+and\s+")
_NO_PERSON = regex(r"https?:|\.com$|^(?:admin|staff|editor)$", re.IGNORECASE)


def critic_names(text: str) -> tuple[str, ...]:
    """The names in what a page calls the critic: no "by", no job title, several separately."""
    text = _BY_CUE.sub("", text.strip())
    begin, end = sentences(text)[0] if text else (0, 0)
    text = text[begin:end]  # "Words: Ann Lee. From the May issue."
    names = []
    for part in _BETWEEN_NAMES.split(text):
        name = _trimmed(_CUT.split(part.strip(), maxsplit=1)[0])
        if name and could_be_name(name) and not _NO_PERSON.search(name):
            names.append(name)
    return tuple(names)


def site_name(text: str) -> str | None:
    """The publication of a site line: "Roger Ebert Home", "The Daily | Home", "Welcome to The Daily"."""
    found = _SITE.match(text) or _WELCOME.match(text)
    if found is None:
        return None
    name = found.group(1).strip(" |–—-:»")
    if not name or name.casefold() in {
        "back",
        "return",
        "go",
        "nursing",
        "the",
        "way",
        "movies",
        "film",
        "reviews",
        "at",
    }:
        return None
    return name if name[0].isupper() or name[0].isdigit() else None


def _read(rest: str) -> Byline | None:
    names: list[str] = []
    found = dates.sure(rest)
    said = rest.replace(found[1], "|", 1) if found is not None else rest  # "By ANN LEE  MAY 1, 2014"
    for part in re.split(r"\s+(?:and|&)\s+", said):
        name = _trimmed(_CUT.split(part, maxsplit=1)[0])
        if looks_like_name(name) or (name.isupper() and could_be_name(name) and " " in name):
            names.append(name.title() if name.isupper() and len(name) > 5 else name)
        elif not names:
            return None
    outlet = _FOR.search(rest)
    if outlet is not None and outlet.group().startswith("in ") and not HOUSE.search(outlet.group(1)):
        outlet = None  # "by Ann Lee in Russia, Trains": the rubrics of a blog
    publication = outlet.group(1).strip() if outlet is not None and _dates_free(outlet.group(1)) else None
    return Byline(tuple(names), found[0] if found is not None else None, publication) if names else None


def _trimmed(name: str) -> str:
    """A name without what stands around it; the stop behind an initial is its own: "Pooja M."."""
    bare = name.strip(" ,.|–—-")
    return f"{bare}." if _INITIAL_LAST.search(name) is not None else bare


_INITIAL_LAST = regex(r"\w \w\.[\s,|–—-]*$")


def _dates_free(text: str) -> bool:
    """Whether a text holds no year."""
    return not re.search(r"\d{4}", text)
