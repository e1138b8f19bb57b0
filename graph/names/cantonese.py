"""Cantonese names beside Mandarin ones: the same characters, read in two languages.

"Lau Chun-fai" and "Liu Chun-hui" are one man's name, written as Hong Kong speaks it and as Peking does.
What a Cantonese syllable is in Mandarin cannot be told for sure, since each stands for several
characters; so a name is read to the set of what it may be, and two names may be one where every
syllable's sets meet. That proves something only beside other evidence, and less the shorter the name.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from graph.names import chinese

if TYPE_CHECKING:
    from collections.abc import Callable

# Hong Kong's spelling of a syllable, and what the characters so read in names are in pinyin.
_READINGS_TEXT = """
a ah: ya a | an: an | au: ou qu | bik pik: bi | bing: bing | biu piu: biao | bo: bao bo | bun: bin ben |
chai tsai: cai chai qi zai ji | chak: ze zhai | cham: zhan cen | chan: chen zhan can | chau chow: zhou
qiu chou | cheng: zheng cheng | cheong cheung: zhang chang xiang | cheuk: zhuo | chi tze tsz che: zhi zi
ci chi qi | chik: zhi | chim: zhan | chin: qian zhan qin | ching tsing: zheng cheng qing jing zhen |
chit: zhe jie | chiu: zhao chao | cho: cao zuo chu | choi choy tsoi: cai | chong: zhuang cang chuang |
chor: chu cuo zuo | chu: zhu chu | chuen chuan tsuen: quan chuan cun | chui tsui: xu cui | chuk: zhu |
chun: zhen jun qin chun zun | chung: zhong cong song | fa: hua | fai: hui kuai | fan: fan fen xun hun |
fat: fa | fei fay: fei | fo: huo ke | fong: fang huang kuang | fook fuk: fu | foo fu: fu hu ku | fun:
huan kuan | fung: feng hong | ga ka kar: jia | ging: jing qing | chok: zuo | gam kam: jin gan jian | gei
kei: ji qi | gin kin: jian | git kit: jie | giu kiu: qiao jiao | gwai kwai: gui | gwan kwan: guan kun
jun | gwok kwok: guo | gwong kwong: guang kuang | ha har: xia ha | hak: ke hei | hang: heng xing | hau:
hou hao xiao | hei hay: xi qi | heung: xiang | him: qian xian | hin: xian | hing: xing qing | ho: he hao
ke | hoi: hai kai | hok: xue he | hon: han kan | hong: hang kang xiang | huen: xuan | hui: xu hui |
hung: hong xiong kong | hwa: hua | ip yip: ye | kai kay: ji qi jie kai jia | kan: jin qin jian gan |
kat: ji | kau: qiu jiu gou | keung keong: qiang jiang | ki: qi ji | kim: jian qian | king: jing qiong |
ko: gao ge guo | kong: jiang gang guang | koon kun: guan | kui: ju | kuen: quan juan | kuk: ju | kung:
gong | kwun: guan | lai: li lai | lam: lin lan nan | lan: lan nian | lap: li | lau: liu lou | law: luo
lu | lee lei: li | leung leong: liang | lik: li | lim: lian | lin: lian nian | ling: ling ning | lit:
lie | liu: liao | lo loh: luo lu lao | loi: lai | lok: le luo | long: lang | lui: lu lei | luk: lu |
lun: lun | lung: long nong | ma mar: ma | mak: mai mo | man: wen man min wan | mang: meng | mau: mao
miao | mei may: mei wei | min: mian min | ming: ming | miu: miao | mo: wu mao mo | mok: mo mu | mong:
wang mang | mui: mei | muk: mu | mung: meng | na: na | nam: nan | ng: wu | nga: ya | ngai: ni wei yi |
ngan: yan yin | ngok: yue | nin: nian | ning: ning | oi: ai | on: an | or: ke | pak bak: bai bo | pang:
peng | pau pao: bao | pin: bian | ping: ping bing | po: bao bo bu pu | poon pun: pan | pui: pei bei |
sai: xi shi | sam sum: sen shen xin san cen | san: xin shan shen | sang: sheng | sau: xiu shou | se seh:
she | seung sheung: shuang chang xiang shang | sek shek: shi | sham shum: cen shen | shan: shan | shing:
cheng sheng | shiu siu: shao xiao zhao | shu: shu | shuk suk: shu | shun: shun xin | si sze see: shi si
| sik: xi shi | sin: xian shan qian | sing: xing cheng sheng | sit: xue jie | so: su | suen: sun xuan |
sui shui: shui xu rui | sun: xin shun | sung shung: song chong | ta: da | tai: da dai ti di tai | tak:
de | tam: tan | tang: deng teng | tat: da | tau: dou | tik: di | tim: tian | tin: tian dian | ting: ding
ting | tip: die | tit: tie | to: du tao tu duo dao | toi: tai dai cai | tong: tang dang | tsan: can zan
| tsang: zeng | tse: xie | tso: cao zuo | tsun: jun qin | tuen: duan tuan | tung: dong tong | wa wah:
hua | wai: wei hui huai | wan: yun wen yin hun wan huan | wang: hong wang | wing: yong rong ying | wo:
he | wong: wang huang | woo: hu | woon: yuan huan | wu: hu | wui: hui | yam: ren yin | yan: ren yin en
xin | yat: yi ri | yau: you qiu | yee yi: yi er | yeung: yang rang | yik: yi | yim: yan | yin: yan xian
| ying: ying xing | yiu: yao rao | yu yue: yu ru | yuen: yuan ruan | yuet: yue | yui: rui | yuk: yu |
yun: run yun yin yuan | yung: rong yong
"""


def _table() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for entry in _READINGS_TEXT.split("|"):
        spellings, _, readings = entry.partition(":")
        coarse = {chinese.given_reading(reading) or reading for reading in readings.split()}
        for spelling in spellings.split():
            table[spelling] = table.get(spelling, frozenset()) | coarse
    return table


_READINGS = _table()
_LONGEST = 3  # syllables of a given name, a Western-style second one counted


class Possible(NamedTuple):
    """What a name may be: readings of the family name, and of each syllable of the given name."""

    family: frozenset[str]
    given: tuple[frozenset[str], ...]


def _mandarin(word: str) -> frozenset[str]:
    reading = chinese.syllable_reading(word)
    return frozenset((reading,)) if reading else frozenset()


def _cantonese(word: str) -> frozenset[str]:
    return _READINGS.get(word, frozenset())


def is_syllable(word: str) -> bool:
    """Whether a folded word is one syllable of Mandarin or Cantonese as names are spelled."""
    return bool(_mandarin(word) or _cantonese(word))


@lru_cache(maxsize=16384)
def _syllables(word: str, read: Callable[[str], frozenset[str]]) -> tuple[frozenset[str], ...]:
    pieces = [read(piece) for piece in word.split("-")]
    if all(pieces):
        return tuple(pieces)
    # Run together: "kuangyu" is cut into Mandarin syllables only.
    run = chinese.cut(word) if read is _mandarin and "-" not in word else None
    return tuple(frozenset((one,)) for one in run) if run and len(run) <= _LONGEST else ()


@lru_cache(maxsize=65536)
def possible(tokens: tuple[str, ...]) -> tuple[Possible, ...]:
    """All that a name's folded words may be as a Chinese name; mostly nothing.

    The family name stands first or last, and the whole name is spelled as one of the two languages: "Chang"
    beside "Chih-hung" is Mandarin and so not the Cantonese "Chi".
    """
    if not 2 <= len(tokens) <= 3 or min(map(len, tokens)) < 2:
        return ()
    found = []
    for read in (_mandarin, _cantonese):
        for at, rest in ((0, tokens[1:]), (len(tokens) - 1, tokens[:-1])):
            family = chinese.families(read(tokens[at]))
            given: list[frozenset[str]] = []
            for word in rest if family else ():
                pieces = _syllables(word, read)
                if not pieces:
                    given = []
                    break
                given += pieces
            if 0 < len(given) <= _LONGEST:
                found.append(Possible(family, tuple(given)))
    return tuple(dict.fromkeys(found))


def may_be_one(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many syllables of given name two names may read from the same characters; 0 if they cannot."""
    best = 0
    for a, b in product(possible(one), possible(other)):
        if len(a.given) != len(b.given) or a.family.isdisjoint(b.family):
            continue
        if all(first & second for first, second in zip(a.given, b.given, strict=True)):
            best = max(best, len(a.given))
    return best


def bare(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """A name's words without a Western name in front of a Chinese one: "Peter Chan Lung" is "Chan Lung"."""
    return tokens[1:] if len(tokens) == 3 and not is_syllable(tokens[0]) and "-" not in tokens[0] else tokens


def keys(tokens: tuple[str, ...]) -> set[str]:
    """Keys that two names share if they may be one: a family name and the given name's last syllable."""
    return {
        f"{family}{len(name.given)}{last}"
        for name in possible(tokens)
        for family in name.family
        for last in name.given[-1]
    }
