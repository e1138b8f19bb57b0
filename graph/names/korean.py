"""Korean names in Latin letters, read back to the syllables they stand for.

Four habits are in use side by side: the Revised Romanization (2000: Jeong, Hyeon-u), McCune-
Reischauer without its breves and apostrophes (Chŏng, Hyŏn-u), English spelling by ear (Jung,
Hyun-woo, Soo, Young) and fixed family names (Lee, Park, Choi). A spelling is read as the
syllable that bearers of it most often mean, written in Revised Romanization; the others that it
may mean are kept for a second look (``alike``). Syllables that no name uses are not read, which
is what tells "Lee Marvin" from a Korean.

What is told apart on purpose, for they are different names: song/seong, seo/su, jae/je, dae/tae,
chae/jae, yeon/yun, soon/sun.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from graph.names.cutting import fewest

# Family names by their number of bearers (census of 2015), each with its spellings, Revised first.
_FAMILIES = """
gim kim | i lee yi rhee ri rhie ree | bak park pak bark | choe choi choy | jeong jung chung joung cheong
chong jeung | gang kang kahng | jo cho joh | yun yoon youn | jang chang | im lim rim yim | han hahn | o
oh | seo suh sur | sin shin | gwon kwon kweon | hwang whang | an ahn | song | ryu yoo yu you ryoo lyu
yoou | jeon jun chun | hong | go ko koh goh | mun moon | yang | son sohn | bae pae bai | baek paik baik
paek | heo hur huh her | nam nahm | sim shim | no noh roh ro | ha hah | gwak kwak kwack | seong sung | cha
tcha | ju joo | u woo wu | gu koo ku goo | min | na nah ra rah la | jin chin | ji jee chee | eom um uhm
| chae | won weon | cheon | bang pang | gong kong | hyeon hyun hyon | ham hahm | byeon byun pyun | yeom
yum youm | yeo yuh | chu choo | do doh | so | seok suk | seon sun | seol sul | ma mah | gil kil | yeon
youn | wi | pyo | myeong myung | gi ki kee | ban bahn | wang | geum keum | ok ock | yuk yook | in ihn |
maeng | je | mo moh | tak tahk | guk kook kuk | eun | pyeon | yong | bong | bu boo | gyeong kyung | tae
| hwangbo | namgung namkung namkoong namgoong | seonu sunwoo seonwoo sunu | jegal | dokgo dokko | sagong
"""

# Syllables that given names are made of.
_SYLLABLES = """
ga gang geon gyeol gyeong gye go gon gong gwan gwang gyo gu guk gun gwon gyu geun geum gi gil na nam nan
nyeo neul neung no da dal dan dae deok do dong du deuk deung ra rae ram ran rang ryang ryeo ryeong ro
rok rim rin ryul ri ryong ryeol ma man mae maeng myeong mo mok mun mi min mil mu muk ba ban bae baek
beom byeol byeong bo bok bong bu bun bi bin bit sa san sang sae saem seo seok seon seol seop seong se so
sol som song su suk sun seul seung sik sin sil sim si a ak an al ae ah ya yang eo eok eon eom ye yeo
yeon yeong yeop yeol yo yong o ok on ong wan wang u uk un ung won wol wi yu yuk yun yul yung eu eun eum
eul ui i in il im ik ja jang jae jeong jeon je jo jong ju juk jun jung jeung ji jin jip cha chan chang
chae cheol cheon cho chun chung chil tae taek tak ta pil pyo pyeong pung ha hak han hae haeng hyang heon
hyeok hyeon hyeong hye ho hong hwa hwan hwang hoe hyo hun hui heung heum hwi reum reun bam sem jan gam
gap gak dam dok tan hyeop yeok jeok hang myeon myo nang nae neu
"""

# What a spelling means where habit and the Revised Romanization disagree.
_USAGE = {
    "jung": "jeong", "sung": "seong", "chung": "jeong", "joung": "jeong", "chong": "jong", "chin": "jin",
    "chi": "ji", "chee": "ji", "sun": "seon", "suk": "seok", "gun": "geon", "kun": "geon", "yung": "yeong",
    "duk": "deok", "bum": "beom", "sub": "seop", "sup": "seop", "chul": "cheol", "sul": "seol", "kum": "geum",
    "gum": "geum", "hung": "heung", "choong": "chung", "yun": "yun", "youn": "yun", "chun": "chun",
    "hun": "hun", "un": "un", "jun": "jun", "sue": "su", "soung": "seong", "hey": "hye", "hie": "hui",
}  # fmt: skip
# Names of two syllables that are spelled like English ones.
_WHOLE_NAMES = {"gina": "jina", "eugene": "yujin"}

_ONSETS = {"g": ("g", "k"), "r": ("r", "l")}
_CODAS = {"k": ("k", "g", "ck"), "p": ("p", "b")}
# How a vowel is spelled at the end of a syllable, before a final consonant, and at a syllable's head.
_OPEN = {
    "a": "a ah", "ae": "ae ai ay", "ya": "ya", "eo": "eo uh", "e": "e eh ey", "yeo": "yeo yuh",
    "ye": "ye yeh yae", "o": "o oh", "wa": "wa", "oe": "oe oi", "yo": "yo", "u": "u oo", "wo": "wo weo",
    "wi": "wi wee", "yu": "yu yoo you", "eu": "eu", "ui": "ui eui", "i": "i ee ie",
}  # fmt: skip
_CLOSED = {
    "a": "a ah", "ae": "ae ai", "ya": "ya", "eo": "eo u o", "e": "e", "yeo": "yeo you yu yo", "ye": "ye",
    "o": "o", "wa": "wa", "oe": "oe oi", "yo": "yo", "u": "u oo", "wo": "wo weo", "wi": "wi", "yu": "yu yoo",
    "eu": "eu u", "ui": "ui eui", "i": "i ee",
}  # fmt: skip
_AT_HEAD = {"u": " woo wu", "i": " yi"}
_LONGEST_WORD = 16  # letters; no Korean given name is longer


def _split(syllable: str) -> tuple[str, str, str]:
    """Onset, vowel and coda of a syllable in Revised Romanization."""
    onset = ""
    for candidate in ("ch", "g", "n", "d", "r", "m", "b", "s", "j", "t", "p", "h"):
        if syllable.startswith(candidate):
            onset = candidate
            break
    rest = syllable[len(onset) :]
    for coda in ("ng", "n", "m", "l", "k", "p", "t", ""):
        if rest.endswith(coda) and rest[: len(rest) - len(coda)] in _OPEN:
            return onset, rest[: len(rest) - len(coda)], coda
    raise ValueError(syllable)


def _spellings(syllable: str) -> list[str]:
    """How a syllable is spelled, likeliest first; the first is the Revised Romanization itself."""
    onset, vowel, coda = _split(syllable)
    nuclei = (_CLOSED if coda else _OPEN)[vowel] + ("" if onset else _AT_HEAD.get(vowel, ""))
    if syllable == "hui":
        nuclei += " ee i"
    starts = _ONSETS.get(onset, (onset,)) + (("sh",) if onset == "s" and vowel == "i" else ())
    found = [start + nucleus for nucleus in nuclei.split() for start in starts]
    return [syllable, *(spelling + end for spelling in found for end in _CODAS.get(coda, (coda,)))]


def _tables() -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    syllables = _SYLLABLES.split()
    syllables.remove("ah")
    first: dict[str, str] = {syllable: syllable for syllable in syllables}
    every: dict[str, set[str]] = {}
    for syllable in syllables:
        for spelling in _spellings(syllable):
            first.setdefault(spelling, syllable)
            if "o" not in spelling or spelling == syllable or first[spelling] == syllable:
                # The o of McCune-Reischauer lost its breve: "song" may not be seong for that.
                every.setdefault(spelling, set()).add(syllable)
    for spelling, syllable in _USAGE.items():
        first[spelling] = syllable
        every.setdefault(spelling, set()).add(syllable)
    return first, {spelling: frozenset(readings) for spelling, readings in every.items()}


_READING, _READINGS = _tables()
# A family name's spelling, with its Revised Romanization and its rank.
_FAMILY: dict[str, tuple[str, int]] = {}
for _rank, _group in enumerate(_FAMILIES.split("|")):
    _spelled = _group.split()
    for _one in _spelled:
        _FAMILY.setdefault(_one, (_spelled[0], _rank))
_LONGEST = max(map(len, _READING))


class Reading(NamedTuple):
    """A Korean name as read: the family name and the given name's syllables in Revised Romanization."""

    family: str
    given: str
    family_at: int
    spelled: tuple[str, ...]


@lru_cache(maxsize=32768)
def syllables(word: str) -> tuple[str, ...] | None:
    """The spelled syllables of a folded word ("sujin" -> "su", "jin"), or None if it is no Korean word.

    The fewest syllables win; at a tie the longer onset ("ha-na", not "han-a"). A hyphen always parts.
    """
    if len(word) > _LONGEST_WORD:
        return None
    word = _WHOLE_NAMES.get(word, word)
    found: tuple[str, ...] = ()
    for piece in word.split("-"):
        part = fewest(piece, _READING, _LONGEST, short_first=True)
        if part is None:
            return None
        found += part
    return found or None


def given_reading(spelled: tuple[str, ...]) -> str:
    """The syllables in Revised Romanization, run together."""
    return "".join([_READING[syllable] for syllable in spelled])


def family_reading(word: str) -> str | None:
    """A family name in Revised Romanization ("lee" -> "i"), or None if no Korean family has it."""
    known = _FAMILY.get(word.replace("-", ""))
    return known[0] if known else None


def read(tokens: list[str]) -> Reading | None:
    """A name's folded words as a Korean name, or None where it cannot plausibly be one.

    That takes a known family name, first or last, and one or two syllables of given name (more
    where hyphens or spaces show each). With a family name at both ends, the hyphenated or longer rest is
    the given name, else the family with more bearers is the family name: so "Min Kim" is "Kim Min".
    """
    if not 2 <= len(tokens) <= 4:
        return None
    options: list[tuple[tuple[int, int], Reading]] = []
    for at, rest in ((0, tokens[1:]), (len(tokens) - 1, tokens[:-1])):
        family = _FAMILY.get(tokens[at].replace("-", ""))
        if family is None:
            continue
        spelled: tuple[str, ...] = ()
        for word in rest:
            part = syllables(word)
            if part is None:
                break
            spelled += part
        else:
            pieces = sum(word.count("-") + 1 for word in rest)
            # A hyphen stands between syllables: "I-mou" with its two is no Korean name.
            if len(spelled) == pieces or (len(spelled) == 2 and pieces == 1):
                rank = (-len(spelled), family[1])
                options.append((rank, Reading(family[0], given_reading(spelled), at, spelled)))
    return min(options, key=lambda option: option[0])[1] if options else None


def alike(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Whether two given names' spelled syllables can stand for the same: Byung-hun and Byeong-heon."""
    if len(first) != len(second):
        return False
    return all(_READINGS[one] & _READINGS[other] for one, other in zip(first, second, strict=True))
