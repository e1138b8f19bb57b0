"""Names of other languages in prose, tied to credits that spell them otherwise."""

from __future__ import annotations

import pytest

from graph.sources.alignment import Credit
from tests.graph.sources.aligned import character, found

CASES = [
    pytest.param(
        (
            "Detective Park (Song Kang-ho) beats suspects. Doo-man is no thinker; Du-man guesses. Seo "
            "Tae-yun (Kim Sang-gyeong) reads files. Bong Joon Ho directs; Bong loves mud. Park’s shoes. "
            "It recalls Park Chan-wook's films."
        ),
        [
            Credit("Song Kang-ho", "actor", "Park Doo-man"),
            Credit("Kim Sang-kyung", "actor", "Seo Tae-yoon"),
            Credit("Bong Joon-ho", "director"),
            Credit("Bong Joon-ho", "writer"),
        ],
        [
            ("Park", character("Park Doo-man")),
            ("Song Kang-ho", "Song Kang-ho"),
            ("Doo-man", character("Park Doo-man")),
            ("Du-man", character("Park Doo-man")),
            ("Seo Tae-yun", character("Seo Tae-yoon")),
            ("Kim Sang-gyeong", "Kim Sang-kyung"),
            ("Bong Joon Ho", "Bong Joon-ho"),
            ("Bong", "Bong Joon-ho"),
            ("Park", character("Park Doo-man")),
        ],
        id="korean_names_in_other_romanisations",
    ),
    pytest.param(
        (
            "Yun-Fat Chow plays Li Mu-bai. Chang Tzu-yi flies. Yeoh fights. Lee’s direction is calm, and "
            "Ang Lee knows it. Bruce Lee would too. Lee died young."
        ),
        [
            Credit("Chow Yun-Fat", "actor", "Li Mu Bai"),
            Credit("Zhang Ziyi", "actor", "Jen Yu"),
            Credit("Michelle Yeoh", "actor", "Yu Shu Lien"),
            Credit("Ang Lee", "director"),
        ],
        [
            ("Yun-Fat Chow", "Chow Yun-Fat"),
            ("Li Mu-bai", character("Li Mu Bai")),
            ("Chang Tzu-yi", "Zhang Ziyi"),
            ("Lee", "Ang Lee"),
            ("Ang Lee", "Ang Lee"),
        ],
        id="chinese_names_in_either_order_and_in_wade_giles",
    ),
    pytest.param(
        (
            "Toshirou Mifune is Sanjuro. Kurosawa Akira directs; Kurosawa's wind. Jun'ichi waits, Junichi"
            " runs."
        ),
        [
            Credit("Toshirô Mifune", "actor", "Sanjūrō"),
            Credit("Akira Kurosawa", "director"),
            Credit("A B", "actor", "Jun'ichi"),
        ],
        [
            ("Toshirou Mifune", "Toshirô Mifune"),
            ("Sanjuro", character("Sanjūrō")),
            ("Kurosawa Akira", "Akira Kurosawa"),
            ("Kurosawa", "Akira Kurosawa"),
            ("Jun'ichi", character("Jun'ichi")),
            ("Junichi", character("Jun'ichi")),
        ],
        id="japanese_long_vowels_and_order",
    ),
    pytest.param(
        (
            "Andrey Tarkovskiy filmed it. Tarkovskiy's rain. Andrei walks. Anatoly Solonitsyn plays "
            "Andrei Rublyov, and Rublev prays."
        ),
        [
            Credit("Andrei Tarkovsky", "director"),
            Credit("Anatoliy Solonitsyn", "actor", "Andrei Rublev"),
        ],
        [
            ("Andrey Tarkovskiy", "Andrei Tarkovsky"),
            ("Tarkovskiy", "Andrei Tarkovsky"),
            ("Andrei", character("Andrei Rublev")),
            ("Anatoly Solonitsyn", "Anatoliy Solonitsyn"),
            ("Andrei Rublyov", character("Andrei Rublev")),
            ("Rublev", character("Andrei Rublev")),
        ],
        id="russian_transliterations",
    ),
    pytest.param(
        (
            "Guillermo del Toro dreams; Del Toro's monsters, and del Toro’s faun. Ofelia reads to Captain"
            " Vidal. Vidal kills. Sergi López and Lopez again."
        ),
        [
            Credit("Guillermo del Toro", "director"),
            Credit("Ivana Baquero", "actor", "Ofelia"),
            Credit("Sergi López", "actor", "Captain Vidal"),
        ],
        [
            ("Guillermo del Toro", "Guillermo del Toro"),
            ("Del Toro", "Guillermo del Toro"),
            ("del Toro", "Guillermo del Toro"),
            ("Ofelia", character("Ofelia")),
            ("Captain Vidal", character("Captain Vidal")),
            ("Vidal", character("Captain Vidal")),
            ("Sergi López", "Sergi López"),
            ("Lopez", "Sergi López"),
        ],
        id="spanish_particles_and_accents",
    ),
    pytest.param(
        (
            "Jean-Pierre Léaud is Antoine Doinel. Jean-Luc Godard is absent. Léaud runs, Antoine smokes; "
            "Antoine's mother (Claire Maurier) lies. Truffaut, François, knows."
        ),
        [
            Credit("Jean-Pierre Léaud", "actor", "Antoine Doinel"),
            Credit("Claire Maurier", "actor", "Gilberte Doinel"),
            Credit("François Truffaut", "director"),
        ],
        [
            ("Jean-Pierre Léaud", "Jean-Pierre Léaud"),
            ("Antoine Doinel", character("Antoine Doinel")),
            ("Léaud", "Jean-Pierre Léaud"),
            ("Antoine", character("Antoine Doinel")),
            ("Antoine", character("Antoine Doinel")),
            ("Claire Maurier", "Claire Maurier"),
        ],
        id="french_compounds_are_not_their_first_half",
    ),
    pytest.param(
        "Bob Mitchum drawls. Sam Jackson shouts; Samuel Jackson too.",
        [
            Credit("Robert Mitchum", "actor", "Max Cady"),
            Credit("Samuel L. Jackson", "actor", "Jules"),
        ],
        [
            ("Bob Mitchum", "Robert Mitchum"),
            ("Sam Jackson", "Samuel L. Jackson"),
            ("Samuel Jackson", "Samuel L. Jackson"),
        ],
        id="nicknames_and_missing_middle_names",
    ),
    pytest.param(
        "A turn by Cristopher Plummer surprises.",
        [
            Credit("Christopher Plummer", "actor", "Georg"),
        ],
        [
            ("Cristopher Plummer", "Christopher Plummer"),
        ],
        id="one_wrong_letter_in_a_long_name",
    ),
    pytest.param(
        "Conan O’Brien’s hair; O'Brien jokes. D'Artagnan (Michael York) fences; d’Artagnan’s sword.",
        [
            Credit("Conan O'Brien", "actor", "Himself"),
            Credit("Michael York", "actor", "D'Artagnan"),
        ],
        [
            ("Conan O’Brien", "Conan O'Brien"),
            ("O'Brien", "Conan O'Brien"),
            ("D'Artagnan", character("D'Artagnan")),
            ("Michael York", "Michael York"),
            ("d’Artagnan", character("D'Artagnan")),
        ],
        id="apostrophes_inside_names",
    ),
    pytest.param(
        "Robert Downey Jr. quips. Downey grins. Robert Downey too.",
        [
            Credit("Robert Downey Jr.", "actor", "Tony Stark"),
        ],
        [
            ("Robert Downey Jr.", "Robert Downey Jr."),
            ("Downey", "Robert Downey Jr."),
            ("Robert Downey", "Robert Downey Jr."),
        ],
        id="suffixes",
    ),
    pytest.param(
        "Андрей Тарковский снял фильм.",
        [
            Credit("Андрей Тарковский", "director"),
        ],
        [
            ("Андрей Тарковский", "Андрей Тарковский"),
        ],
        id="cyrillic_text_and_credits",
    ),
    pytest.param(
        "Ade\u0301le and Adéle.",
        [
            Credit("X Y", "actor", "Adéle"),
        ],
        [
            ("Ade\u0301le", character("Adéle")),
            ("Adéle", character("Adéle")),
        ],
        id="decomposed_accents",
    ),
    pytest.param(
        "Robert De Niro glares, De Niro’s jaw; Robert DeNiro, and de Palma smiles. Leonardo Di Caprio.",
        [
            Credit("Robert De Niro", "actor", "Al"),
            Credit("Brian De Palma", "director"),
            Credit("Leonardo DiCaprio", "actor", "Jim"),
        ],
        [
            ("Robert De Niro", "Robert De Niro"),
            ("De Niro", "Robert De Niro"),
            ("Robert DeNiro", "Robert De Niro"),
            ("de Palma", "Brian De Palma"),
            ("Leonardo Di Caprio", "Leonardo DiCaprio"),
        ],
        id="particles_written_together_and_apart",
    ),
    pytest.param(
        "Karl-Heinz Böhm, or Karlheinz Boehm. Mcavoy? James McAvoy.",
        [Credit("Karlheinz Böhm", "actor", "Mark"), Credit("James McAvoy", "actor", "Bruce")],
        [
            ("Karl-Heinz Böhm", "Karlheinz Böhm"),
            ("Karlheinz Boehm", "Karlheinz Böhm"),
            ("James McAvoy", "James McAvoy"),
        ],
        id="umlauts_written_out",
    ),
    pytest.param(
        "Tony Leung is Chow (not Tony Curtis). Leung smokes. Wong Kar-wai waits; Wong's clocks. "
        "Shu Lien fights.",
        [
            Credit("Tony Leung Chiu-wai", "actor", "Chow Mo-wan"),
            Credit("Michelle Yeoh", "actor", "Yu Shu Lien"),
            Credit("Wong Kar-wai", "director"),
        ],
        [
            ("Tony Leung", "Tony Leung Chiu-wai"),
            ("Chow", character("Chow Mo-wan")),
            ("Leung", "Tony Leung Chiu-wai"),
            ("Wong Kar-wai", "Wong Kar-wai"),
            ("Wong", "Wong Kar-wai"),
            ("Shu Lien", character("Yu Shu Lien")),
        ],
        id="hong_kong_names",
    ),
]


@pytest.mark.parametrize(("text", "credited", "expected"), CASES)
def test_finds(text: str, credited: list[Credit], expected: list[tuple[str, str]]) -> None:
    assert found(text, credited) == expected
