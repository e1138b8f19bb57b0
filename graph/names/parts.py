"""A name in its parts: titles, given names, particles, family name, suffix.

Which part is the family name is a guess by custom: Korean and Chinese names put it first (or last,
written the Western way; a hyphenated given name tells), all others last, with its particles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from graph.names import chinese, korean
from graph.names.folding import fold, to_latin

_TITLE_WORDS = """
sir dame lord lady dr doctor prof professor mr mister mrs ms miss mme madame mlle monsieur herr frau
fraulein senor senora senorita don dona signor signora rev reverend hon capt captain lt lieutenant sgt
sergeant cpl corporal pvt private maj major gen general col colonel cmdr commander adm admiral det
detective insp inspector officer agent sheriff deputy marshal constable judge justice senator sen
governor gov president king queen prince princess duke duchess count countess baron baroness emperor
empress father fr sister brother mother saint st uncle aunt auntie cousin grandpa grandma coach chief
nurse lawyer attorney secretary minister ambassador mayor pope cardinal bishop rabbi imam master
"""
TITLES = frozenset(_TITLE_WORDS.split())
_SUFFIXES = {
    "jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv",
    "2nd": "ii", "3rd": "iii", "esq": "esq", "phd": "phd", "md": "md", "obe": "obe", "cbe": "cbe",
}  # fmt: skip
_PARTICLE_WORDS = """
de del della dello dei degli di da das do dos du des la le les lo van von vom vander der den ter ten te
zu zum zur af av al el ap bin ibn ben abu st mac mc san santa
"""
PARTICLES = frozenset(_PARTICLE_WORDS.split())
# Titles in front of a person's name in credits; the rest of TITLES is met only in characters' names.
_CREDITED_TITLE_WORDS = """
sir dame lord lady dr prof professor mr mrs ms miss mme rev capt col lt sgt
"""
_CREDITED_TITLES = frozenset(_CREDITED_TITLE_WORDS.split())

_NICKNAMES = """
alexander alex alec sasha | alexandra alex sandra sasha | andrew andy drew | anthony tony | antonio tony
| arthur art artie | barbara barb | benjamin ben benny | bernard bernie | catherine cathy kate katie |
katherine kathy kate katie kat | charles charlie chuck | christopher chris kit | christine chris
christie tina | daniel dan danny | david dave | deborah debbie deb | dolores lola | donald don donnie |
dorothy dot dottie | edward ed eddie ted ned | edwin ed | elizabeth liz beth betty lizzie eliza | eugene
gene | florence flo | francis frank | frances fran | frederick fred freddie | gerald gerry jerry |
gregory greg | harold hal harry | henry hank harry | jacob jake | jacqueline jackie | james jim jimmy
jamie | jeffrey jeff | jennifer jen jenny | jessica jess | john jack johnny | jonathan jon | joseph joe
joey | joshua josh | judith judy | kenneth ken kenny | kimberly kim | lawrence larry | leonard len lenny
leo | leopold leo | lewis lew | louis lou | margaret maggie meg peggy | martin marty | matthew matt |
maxwell max | maximilian max | melvin mel | michael mike mick mickey | nathan nate | nathaniel nat nate
| nicholas nick nicky | norman norm | oliver ollie | pamela pam | patricia pat patty trish | patrick pat
paddy | peter pete | philip phil | phillip phil | raymond ray | rebecca becky | richard dick rick richie
rich | robert bob bobby rob robbie | roger rog | ronald ron ronnie | rosemary rosie | russell russ |
samuel sam sammy | samantha sam | sidney sid | stanley stan | stephen steve | steven steve | stuart stu
| susan sue susie | suzanne sue | theodore ted teddy theo | terence terry | thomas tom tommy | timothy
tim | valentine val | victor vic | victoria vicky | vincent vince vinnie | virginia ginny | walter walt
| william bill billy will willie | zachary zach zack
"""


def _nickname_table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for group in _NICKNAMES.split("|"):
        full, *short = group.split()
        table.setdefault(full, set()).update(short)
        for name in short:
            table.setdefault(name, set()).add(full)
    return {name: frozenset(others) for name, others in table.items()}


#: A given name and what it is called by (and the other way round), folded. English custom.
NICKNAMES = _nickname_table()

_COMMA = re.compile(r"^([^,]+), *([^,]+)$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in folded parts. ``tokens`` are its words in the order printed, without title and suffix.

    ``family`` has its particles ("del toro"); it is empty for a name of one word. ``culture`` is
    "korean", "chinese" or "" (all others), as far as the spelling lets one say; ``reading`` is what such
    a name is read as, family name first, whatever the spelling (not for a Cantonese one).
    """

    text: str
    tokens: tuple[str, ...]
    given: tuple[str, ...]
    family: tuple[str, ...]
    titles: tuple[str, ...] = ()
    suffix: str = ""
    culture: str = ""
    reading: str = ""
    family_first: bool = False

    @property
    def initials(self) -> str:
        """The first letters of the words, in the order printed: "sm" for Su-jin Moon."""
        return "".join(token[0] for token in self.tokens)


@lru_cache(maxsize=65536)
def parse(text: str) -> Name:
    """A printed name in its parts. "Downey, Robert, Jr." and "Robert Downey Jr." come out alike."""
    turned, tokens, titles, suffix = _bare(text)
    if not text.isascii():
        tokens = to_latin(" ".join(tokens)).split()
    if len(tokens) < 2:
        return Name(text, tuple(tokens), tuple(tokens), (), titles, suffix)
    culture, reading, at = _read(tokens)
    if at == 1 and len(tokens) > 2 and not reading:
        given = (tokens[0], *tokens[2:])
        return Name(text, tuple(tokens), given, (tokens[1],), titles, suffix, culture)
    if at == 0 and not turned:
        return Name(
            text,
            tuple(tokens),
            tuple(tokens[1:]),
            (tokens[0],),
            titles,
            suffix,
            culture,
            reading,
            family_first=True,
        )
    cut = len(tokens) - 1
    while cut > 1 and tokens[cut - 1] in PARTICLES:
        cut -= 1
    return Name(
        text, tuple(tokens), tuple(tokens[:cut]), tuple(tokens[cut:]), titles, suffix, culture, reading
    )


def _read(tokens: list[str]) -> tuple[str, str, int]:
    """Culture, reading and the place of the family name, as far as the spelling tells."""
    read_korean = korean.read(tokens)
    if read_korean is not None:
        return "korean", f"{read_korean.family} {read_korean.given}", read_korean.family_at
    read_chinese = chinese.read(tokens)
    if read_chinese is not None:
        return "chinese", f"{read_chinese.family} {read_chinese.given}", read_chinese.family_at
    at = chinese.hong_kong_family(tokens)
    return ("chinese", "", at) if at >= 0 else ("", "", -1)


def _bare(text: str) -> tuple[bool, list[str], tuple[str, ...], str]:
    """Whether a comma turned the name round, its words, its titles and its suffix, folded."""
    suffix = ""
    if "," in text:
        pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
        kept: list[str] = []
        for piece in pieces:
            known = _SUFFIXES.get(fold(piece))
            if known and kept:
                suffix = known
            else:
                kept.append(piece)
        text = ", ".join(kept)
    inverted = _COMMA.match(text) if "," in text else None
    if inverted:
        text = f"{inverted[2]} {inverted[1]}"
    tokens = fold(text).split()
    while len(tokens) > 1 and tokens[-1] in _SUFFIXES:
        suffix = suffix or _SUFFIXES[tokens[-1]]
        tokens.pop()
    titles: list[str] = []
    while len(tokens) > 2 and tokens[0] in _CREDITED_TITLES:  # "Dr. Dre" is a name, not a title
        titles.append(tokens.pop(0))
    return inverted is not None, tokens, tuple(titles), suffix


def bare_tokens(text: str) -> tuple[list[str], str]:
    """The folded words of a name without titles, and its suffix ("jr", "iii" or "")."""
    _, tokens, _, suffix = _bare(text)
    return tokens, suffix
