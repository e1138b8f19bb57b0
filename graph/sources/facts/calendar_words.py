"""The months and the days of the week, in the languages that pages print a date in: data, and how they show.

The commonest languages of Europe; a month is printed whole or cut short, with its stop or without.
"""

from __future__ import annotations

import re

from graph.sources.patterns import regex

#: The months that are not the English ones, each whole and cut short.
MONTH_WORDS = {
    word: number
    for number, words in enumerate(
        (
            (
                "januar jänner janvier enero gennaio janeiro januari janúar stycznia ledna január tammikuuta "
                "jän janv ene genn gen jan"
            ),
            (
                "februar february február fevrier février febrero febbraio fevereiro februari lutego února "
                "helmikuuta feb febr fevr févr febb fev"
            ),
            "märz maerz mars marzo março marts maart marca března március maaliskuuta mrz mzo mrt",
            "april avril abril aprile apríl kwietnia dubna április huhtikuuta apr avr abr",
            "mai mayo maggio maio mei maj maí maja května május toukokuuta magg mag",
            "juni juin junio giugno junho júní czerwca června június kesäkuuta jun giu giugn",
            "juli juillet julio luglio julho júlí lipca července július heinäkuuta jul juil lugl lug",
            "august août aout agosto augustus augusti ágúst sierpnia srpna augusztus elokuuta aug ago ag",
            (
                "september septembre septiembre settembre setembro września září szeptember syyskuuta "
                "sept sep sett set"
            ),
            "oktober octobre octubre ottobre outubro október października října lokakuuta okt oct ott out",
            "november novembre noviembre novembro nóvember listopada listopadu marraskuuta nov",
            (
                "dezember décembre decembre diciembre dicembre dezembro december desember grudnia prosince "
                "joulukuuta dez déc dec dic des"
            ),
        ),
        start=1,
    )
    for word in words.split()
}
#: The days of the week from Monday on, whole and cut short.
_DAYS = (
    "monday mon montag mo lundi lun lunes lunedì maandag ma mandag man måndag mån segunda-feira seg",
    "tuesday tue tues dienstag di mardi mar martes martedì dinsdag tirsdag tir tisdag tis terça-feira ter",
    (
        "wednesday wed weds mittwoch mi mercredi mer miércoles mié mercoledì woensdag wo onsdag ons "
        "quarta-feira qua"
    ),
    (
        "thursday thu thur thurs donnerstag do jeudi jeu jueves jue giovedì gio donderdag torsdag tor tors "
        "quinta-feira qui"
    ),
    "friday fri freitag fr vendredi ven viernes vie venerdì vrijdag vr fredag fre sexta-feira sex",
    "saturday sat samstag sonnabend sa samedi sam sábado sáb sabato sab zaterdag za lørdag lør lördag lör",
    "sunday sun sonntag so dimanche dim domingo dom domenica zondag zo søndag søn söndag sön",
)
_DAY_OF = {word: number for number, words in enumerate(_DAYS) for word in words.split()}
#: The days of the week as they are cut short: no words of their own, where nothing but a day is printed.
SHORT_WEEKDAYS = "|".join(word for word in _DAY_OF if len(word) <= 4)
#: The last two words before a day in figures.
_BEFORE = regex(r"(?:(?<!\w)(?P<cue>[^\W\d_]{2,3})\s+)?(?:(?P<word>[^\W\d_]{2,10}(?:-feira)?)\.?,?\s+)?$")
#: Where one of these stands before figures, the day is the first: "le 12/11/2015", "am 3.5.2011".
_DAY_FIRST = frozenset({"am", "vom", "den", "le", "du", "el", "del", "il", "dal", "op", "em", "dia", "dne"})


def weekday_before(text: str) -> int | None:
    """The day of the week, from Monday's 0 on, that a text ends with; None where it ends with none."""
    found = _BEFORE.search(text[-24:])
    return _DAY_OF.get((found["word"] or found["cue"] or "").casefold()) if found is not None else None


def is_day_first(text: str) -> bool:
    """Whether a text ends with what some languages say before a day, with the day of the week or without."""
    found = _BEFORE.search(text[-24:])
    if found is None or re.search(r"\d\s?am\s$", text[-5:]):  # "at 9:15 am 3/4/2011"
        return False
    weekday = (found["word"] or "").casefold()
    cue = found["cue"] if found["cue"] and (not weekday or weekday in _DAY_OF) else found["word"]
    return (cue or "").casefold() in _DAY_FIRST
