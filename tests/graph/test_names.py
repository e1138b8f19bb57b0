"""What a name is: folding, parts, and which spellings are one name, and which are two."""

from __future__ import annotations

import csv
import time
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.names import (
    exact_key,
    fold,
    letters,
    likeness,
    normalise,
    order_key,
    parse,
    romanisation_key,
    similarity,
    slug,
    words,
)

CREDITS = Path(__file__).parents[3] / "shared/data/credits-dev.tsv"


# Folding


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("Zoë KRAVITZ", "zoe kravitz"),
        ("Jung Da‑eun", "jung da-eun"),  # non-breaking hyphen
        ("O’Brien", "obrien"),
        ("Jun'ichi  Satō", "junichi sato"),
        ("Samuel L. Jackson", "samuel l jackson"),
        ("Søren Łukasz Đorđe Þór", "soren lukasz dorde thor"),
        ("Mary\u200b Ann\u00ad e", "mary ann e"),
        ("Ade\u0301le", "adele"),
        ("İbrahim", "ibrahim"),
        ("ＡＢＣ", "abc"),
        ("Тарковский, Андрей", "тарковский андрей"),
        ("Фёдор", "федор"),
        ("ガメラ", "ガメラ"),
        ("정다은", "정다은"),
        ("- -", ""),
        ("", ""),
    ],
)
def test_fold(printed: str, folded: str) -> None:
    assert fold(printed) == folded


def test_normalise_keeps_case_and_diacritics() -> None:
    assert normalise(" Zoë\u00a0 O’Brien‑Smith\u200b ") == "Zoë O'Brien-Smith"


def test_words_keep_their_hyphens_and_letters_do_not() -> None:
    assert words("Jung Da-eun") == ["jung", "da-eun"]
    assert letters("Jung Da-eun") == "jungdaeun"


# Parts


@pytest.mark.parametrize(
    ("printed", "given_names", "family", "suffix"),
    [
        ("Simon Abrams", ("simon",), ("abrams",), ""),
        ("Guillermo del Toro", ("guillermo",), ("del", "toro"), ""),
        ("Ludwig van der Berg", ("ludwig",), ("van", "der", "berg"), ""),
        ("Downey, Robert, Jr.", ("robert",), ("downey",), "jr"),
        ("Robert Downey, Jr.", ("robert",), ("downey",), "jr"),
        ("Harold Perrineau III", ("harold",), ("perrineau",), "iii"),
        ("Sir Ben Kingsley", ("ben",), ("kingsley",), ""),
        ("Dr. Dre", ("dr",), ("dre",), ""),
        ("Park Chan-wook", ("chan-wook",), ("park",), ""),
        ("Chan-wook Park", ("chan-wook",), ("park",), ""),
        ("Bong Joon Ho", ("joon", "ho"), ("bong",), ""),
        ("Min Kim", ("min",), ("kim",), ""),
        ("Zhang Yimou", ("yimou",), ("zhang",), ""),
        ("Ziyi Zhang", ("ziyi",), ("zhang",), ""),
        ("Wong Kar-wai", ("kar-wai",), ("wong",), ""),
        ("Tony Leung Chiu-wai", ("tony", "chiu-wai"), ("leung",), ""),
        ("Lee Marvin", ("lee",), ("marvin",), ""),
        ("Kim Novak", ("kim",), ("novak",), ""),
        ("Lee Van Cleef", ("lee",), ("van", "cleef"), ""),
        ("Cher", ("cher",), (), ""),
    ],
)
def test_parts(printed: str, given_names: tuple[str, ...], family: tuple[str, ...], suffix: str) -> None:
    name = parse(printed)
    assert (name.given, name.family, name.suffix) == (given_names, family, suffix)


def test_initials() -> None:
    assert parse("Joel Coen").initials == "jc"


# Keys: each line is one name

ONE_NAME = [
    "Jung Da-eun|Jeong Da-eun|Da-Eun Jung|Chung Da-eun|JOUNG DAEUN|Jung Da Eun|정다은",
    "jung|jeong|chung|joung",
    "Sujin|Soo-jin|Su-jin|Soojin",
    "Ji-na|Jina|Gina",
    "Hae-na|Haena",
    "Lee|Yi|Rhee|I",
    "Park|Pak|Bak",
    "Choi|Choe",
    "Kim|Gim",
    "Woo|Wu|U",
    "Young|Yeong",
    "Hyun|Hyeon",
    "Kyung|Gyeong",
    "seong|sung",
    "Park Chan-wook|Bak Chan-uk|Pak Chan-uk|Chanwook Park",
    "Bong Joon-ho|Bong Jun-ho|Bong Junho|Joon-ho Bong",
    "Choi Min-sik|Choe Min-shik|Minsik Choi",
    "Jun Jong-seo|Jeon Jong-seo",
    "Yoon Jeong-hee|Yun Jung-hui",
    "Kim Hyung-koo|Kim Hyung-ku",
    "Zhang|Chang",
    "Xu|Hsu",
    "Zhou|Chou|Chow",
    "Qing|Ching",
    "Chow Yun-fat|Yun-Fat Chow|Chow, Yun Fat",
    "Zhang Yimou|Chang I-mou|Yimou Zhang|Chang Yi-mou",
    "Hou Hsiao-hsien|Hou Xiaoxian",
    "Tsai Ming-liang|Cai Mingliang",
    "Xu Feng|Hsu Feng",
    "Andrei|Andrey|Andrej",
    "Andrei Tarkovsky|Andrey Tarkovskiy|Andrei Tarkovskii|Andrej Tarkovskij|Андрей Тарковский",
    "Andrei Tarkovsky|Tarkovsky, Andrei|Tarkovskiy Andrey",
    "Sergei|Sergey",
    "Yuri|Iuri|Juri",
    "Fyodor|Fedor",
    "Anton Chekhov|Anton Tchekhov",
    "Mikhail Kalatozov|Mihail Kalatozov",
    "Lyudmila Gurchenko|Ludmila Gurchenko|Liudmila Gurchenko",
    "Aleksei German|Alexei German|Aleksey German",
    "Yelena Lyadova|Elena Lyadova",
    "Ryō|Ryo|Ryou",
    "Yuki|Yuuki",
    "Jun'ichi|Junichi|Jun-ichi",
    "Ohno|Ono",
    "Shintaro|Shintarō|Shintarou",
    "Toshiro Mifune|Toshirô Mifune|Toshirou Mifune|Mifune Toshiro",
    "Takashi Honma|Takashi Homma",
    "Mohammed Ali|Muhammad Ali",
]
TWO_NAMES = [
    ("Song", "Seong"),
    ("Kim Sung-su", "Kim Song-su"),
    ("Lee Je-hoon", "Lee Jae-hoon"),
    ("Kim Seo-yeon", "Kim Seo-yun"),
    ("Kim Su-jin", "Kim Seo-jin"),
    ("Kim Dae-woo", "Kim Tae-woo"),
    ("Kim Chae-won", "Kim Jae-won"),
    ("Kim Hae-na", "Kim Hannah"),
    ("Song Kang-ho", "Song Kang-hee"),
    ("Terry Jones", "Terri Jones"),
    ("Mary Smith", "Mari Smith"),
    ("Kay", "Kai"),
    ("May", "Mae"),
    ("Zhang Yimou", "Zhang Ziyi"),
    ("Robert Downey Jr.", "Robert Downey Sr."),
    ("Anna Ivanov", "Anna Ivanova"),
]


@pytest.mark.parametrize("line", ONE_NAME)
def test_spellings_of_one_name_share_the_romanisation_key(line: str) -> None:
    keys = {spelling: romanisation_key(spelling) for spelling in line.split("|")}
    assert len(set(keys.values())) == 1, keys


@pytest.mark.parametrize(("one", "other"), TWO_NAMES)
def test_two_names_have_two_keys(one: str, other: str) -> None:
    assert romanisation_key(one) != romanisation_key(other)


@pytest.mark.parametrize(
    "line", ["Chow Yun-fat|Yun-Fat Chow|Chow, Yun Fat|YUNFAT CHOW", "Rosemary De Camp|Rosemary DeCamp"]
)
def test_order_key_knows_no_order_spaces_or_hyphens(line: str) -> None:
    assert len({order_key(spelling) for spelling in line.split("|")}) == 1


def test_order_key_keeps_the_spelling_and_the_suffix() -> None:
    assert order_key("Jung Da-eun") != order_key("Jeong Da-eun")
    assert order_key("Robert Downey Jr.") != order_key("Robert Downey")


def test_exact_key_keeps_the_order() -> None:
    assert exact_key("ZOE Kravitz") == exact_key("Zoë Kravitz") != exact_key("Kravitz Zoë")


# Likeness


@pytest.mark.parametrize(
    ("one", "other", "method", "least", "most"),
    [
        ("Zoë Kravitz", "Zoe Kravitz", "exact", 1.0, 1.0),
        ("Chow Yun-fat", "Yun-Fat Chow", "name order and spacing", 0.98, 0.98),
        ("Jung Da-eun", "Jeong Da-eun", "romanisation key", 0.95, 0.95),
        ("Karlheinz Böhm", "Karlheinz Boehm", "romanisation key", 0.95, 0.95),
        ("Lee Byung-hun", "Lee Byeong-heon", "romanisation", 0.92, 0.92),
        ("Song Joong-ki", "Song Jung-gi", "romanisation", 0.92, 0.92),
        ("Bob Mitchum", "Robert Mitchum", "name parts", 0.91, 0.91),
        ("Samuel L. Jackson", "Samuel Jackson", "name parts", 0.91, 0.91),
        ("H.D. Stanton", "Harry Dean Stanton", "name parts", 0.91, 0.91),
        ("Elisha Cook Jr.", "Elisha Cook", "name parts", 0.91, 0.91),
        ("Kim Hannah", "Kim Hae-na", "fuzzy", 0.89, 0.9),
        ("Park Chan-wook", "Park Chan-woo", "fuzzy", 0.8, 0.9),
        ("Christopher Lee", "Cristopher Lee", "fuzzy", 0.93, 0.97),
        ("Diane Keaton", "Michael Keaton", "fuzzy", 0.0, 0.75),
        ("Kim Hae-na", "Kim Mo-beom", "fuzzy", 0.0, 0.75),
        ("Robert Downey Jr.", "Robert Downey Sr.", "fuzzy", 0.0, 0.75),
        ("", "Cher", "fuzzy", 0.0, 0.0),
    ],
)
def test_likeness(one: str, other: str, method: str, least: float, most: float) -> None:
    found = likeness(one, other)
    assert found.method == method
    assert least <= found.score <= most
    assert one in found.reason
    assert similarity(one, other) == similarity(other, one) == found.score


# Slugs


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Gong Seung-yeon", "gong-seung-yeon"),
        ("Conan O’Brien", "conan-obrien"),
        ("Søren Åkesson", "soren-akesson"),
        ("Андрей Тарковский", "andrey-tarkovskiy"),
        ("정다은", "jeong-da-eun"),
        ("周润发", "zhou-run-fa"),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_a_slug_is_never_empty_nor_long_nor_shared() -> None:
    assert slug("") != slug("?")
    assert slug("---").startswith("x-")
    assert len(slug("a" * 500)) <= 80
    assert slug("a" * 500) != slug("a" * 501)


@given(st.text(max_size=60))
def test_slugs_are_fit_for_an_address(name: str) -> None:
    made = slug(name)
    assert made
    assert made.isascii()
    assert all(part and part.isalnum() and part == part.lower() for part in made.split("-"))


@given(st.text(max_size=60), st.text(max_size=60))
def test_anything_can_be_compared(one: str, other: str) -> None:
    assert 0 <= similarity(one, other) <= 1
    assert similarity(one, other) == similarity(other, one)
    assert fold(fold(one)) == fold(one)
    assert exact_key(one) != exact_key(other) or romanisation_key(one) == romanisation_key(other)


def test_monstrous_names_take_no_time() -> None:
    begin = time.process_time()
    for name in ("na" * 20_000, "soo-" * 10_000, "Kim " + "a-" * 20_000, "sk" * 20_000 + "y", "정" * 20_000):
        order_key(name), romanisation_key(name), slug(name)
        similarity(name, name + "b")
    assert time.process_time() - begin < 2


@pytest.mark.skipif(not CREDITS.exists(), reason="needs ../shared/data/credits-dev.tsv")
def test_keys_join_few_different_people() -> None:
    """Of 42,212 names with the person's id: pairs of names that only the key makes equal."""
    people: dict[str, set[str]] = defaultdict(set)
    with CREDITS.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            people[row["name"]].add(row["person_id"])
    for key, least_right, most_wrong in ((order_key, 260, 35), (romanisation_key, 265, 42)):
        groups: dict[str, list[str]] = defaultdict(list)
        for name in people:
            groups[key(name)].append(name)
        pairs = [pair for group in groups.values() for pair in combinations(group, 2)]
        right = sum(bool(people[one] & people[other]) for one, other in pairs)
        assert right >= least_right
        assert len(pairs) - right <= most_wrong
