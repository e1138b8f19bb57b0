"""Words that are a name or none: family names, titles, quotations, addresses, lost spaces."""

from __future__ import annotations

import pytest

from graph.sources.alignment import Credit
from tests.graph.sources.aligned import character, found

CASABLANCA = [
    Credit("Humphrey Bogart", "actor", "Rick Blaine"),
    Credit("Ingrid Bergman", "actor", "Ilsa Lund"),
    Credit("Paul Henreid", "actor", "Victor Laszlo"),
    Credit("Claude Rains", "actor", "Captain Louis Renault"),
    Credit("Michael Curtiz", "director"),
]

CASES = [
    pytest.param(
        ("Michael Curtiz shoots fast. Later, Curtiz's camera glides and Bergman glows. Curtiz never rests."),
        [
            Credit("Humphrey Bogart", "actor", "Rick Blaine"),
            Credit("Ingrid Bergman", "actor", "Ilsa Lund"),
            Credit("Paul Henreid", "actor", "Victor Laszlo"),
            Credit("Claude Rains", "actor", "Captain Louis Renault"),
            Credit("Michael Curtiz", "director"),
        ],
        [
            ("Michael Curtiz", "Michael Curtiz"),
            ("Curtiz", "Michael Curtiz"),
            ("Bergman", "Ingrid Bergman"),
            ("Curtiz", "Michael Curtiz"),
        ],
        id="a_family_name_stands_for_a_person_after_the_full_name_or_inside_a_sentence",
    ),
    pytest.param(
        "It recalls Ingmar Bergman at his bleakest; Bergman would approve.",
        [
            Credit("Humphrey Bogart", "actor", "Rick Blaine"),
            Credit("Ingrid Bergman", "actor", "Ilsa Lund"),
            Credit("Paul Henreid", "actor", "Victor Laszlo"),
            Credit("Claude Rains", "actor", "Captain Louis Renault"),
            Credit("Michael Curtiz", "director"),
        ],
        [],
        id="a_family_name_after_a_stranger_of_that_name_is_the_strangers",
    ),
    pytest.param(
        "It is no “Rick's Place,” nor is it “Finding Rick Blaine” or Victor Laszlo (1951).",
        [
            Credit("Humphrey Bogart", "actor", "Rick Blaine"),
            Credit("Ingrid Bergman", "actor", "Ilsa Lund"),
            Credit("Paul Henreid", "actor", "Victor Laszlo"),
            Credit("Claude Rains", "actor", "Captain Louis Renault"),
            Credit("Michael Curtiz", "director"),
        ],
        [],
        id="a_name_inside_a_title_is_no_mention",
    ),
    pytest.param(
        (
            "Will he come? Will Turner (Orlando Bloom) does. Later Will fights, and Will’s sword breaks. "
            "“Will you go?” she asks."
        ),
        [
            Credit("Orlando Bloom", "actor", "Will Turner"),
        ],
        [
            ("Will Turner", character("Will Turner")),
            ("Orlando Bloom", "Orlando Bloom"),
            ("Will", character("Will Turner")),
            ("Will", character("Will Turner")),
        ],
        id="a_verb_at_the_head_of_a_sentence_is_no_character",
    ),
    pytest.param(
        "Rose petals fall. The ship is called hope. Then Rose jumps. Rose is brave. A rose is a rose.",
        [
            Credit("Kate Winslet", "actor", "Rose"),
            Credit("X Y", "actor", "Hope"),
        ],
        [
            ("Rose", character("Rose")),
            ("Rose", character("Rose")),
        ],
        id="a_flower_at_the_head_of_a_sentence_is_no_character",
    ),
    pytest.param(
        (
            "It opened in May. In May, nobody went. But then May Parker smiles and May's house burns. May"
            " 5 is the date."
        ),
        [
            Credit("Sally Field", "actor", "May Parker"),
        ],
        [
            ("May Parker", character("May Parker")),
            ("May", character("May Parker")),
        ],
        id="a_month_is_no_character",
    ),
    pytest.param(
        (
            '“Carrie” is scary. Carrie (Sissy Spacek) bleeds. In "Carrie," all bleed, and Carrie\'s mother'
            " prays."
        ),
        [
            Credit("Sissy Spacek", "actor", "Carrie"),
            Credit("Brian De Palma", "director"),
        ],
        [
            ("Carrie", character("Carrie")),
            ("Sissy Spacek", "Sissy Spacek"),
            ("Carrie", character("Carrie")),
        ],
        id="in_quotes_it_is_the_film_outside_the_character",
    ),
    pytest.param(
        (
            "Written byPaul Schrader, it stars ofWillem Dafoe. DirectorPaul Schrader and Paul "
            "SchraderWillem Dafoe. Willem Dafoeplays it."
        ),
        [
            Credit("Paul Schrader", "director"),
            Credit("Willem Dafoe", "actor", "John LeTour"),
        ],
        [
            ("Paul Schrader", "Paul Schrader"),
            ("Willem Dafoe", "Willem Dafoe"),
            ("Paul Schrader", "Paul Schrader"),
            ("Paul Schrader", "Paul Schrader"),
            ("Willem Dafoe", "Willem Dafoe"),
            ("Willem Dafoe", "Willem Dafoe"),
        ],
        id="lost_spaces_do_not_hide_a_name",
    ),
    pytest.param(
        "Kim Hae-na is stern and Kim Mo-beom is shy. Then Kim smiles.",
        [
            Credit("Kim Hae-na", "actor", "Boss"),
            Credit("Kim Mo-beom", "actor", "Neighbour"),
        ],
        [
            ("Kim Hae-na", "Kim Hae-na"),
            ("Kim Mo-beom", "Kim Mo-beom"),
        ],
        id="a_family_name_of_several_people_is_left_out",
    ),
    pytest.param(
        "Ethan Coen wrote it. Frances Coen stars. Director Coen is calm.",
        [
            Credit("Ethan Coen", "director"),
            Credit("Frances Coen", "actor", "Marge"),
        ],
        [
            ("Ethan Coen", "Ethan Coen"),
            ("Frances Coen", "Frances Coen"),
            ("Coen", "Ethan Coen"),
        ],
        id="a_shared_family_name_with_the_job_beside_it_is_that_persons",
    ),
    pytest.param(
        "The Hong-directed film has a Rose-colored view; a Jina-like girl. Kim Hae-na-esque.",
        [
            Credit("Hong Seong-eun", "director"),
            Credit("G", "actor", "Jina"),
            Credit("R", "actor", "Rose"),
        ],
        [
            ("Hong", "Hong Seong-eun"),
            ("Jina", character("Jina")),
        ],
        id="a_hyphenated_tail_is_not_the_names",
    ),
    pytest.param(
        "JINA’S life. KIM HAE-NA rules.",
        [
            Credit("Kim Hae-na", "actor", "Boss"),
            Credit("G", "actor", "Ji-na"),
        ],
        [
            ("JINA", character("Ji-na")),
            ("KIM HAE-NA", "Kim Hae-na"),
        ],
        id="capitals_throughout",
    ),
    pytest.param(
        "Hong Kong glitters. Hong Seong-eun never filmed in Hong Kong, but Hong's lens did.",
        [
            Credit("Hong Seong-eun", "director"),
        ],
        [
            ("Hong Seong-eun", "Hong Seong-eun"),
            ("Hong", "Hong Seong-eun"),
        ],
        id="a_place_is_no_person",
    ),
    pytest.param(
        "It stars Willem\nDafoe and\nPaul Schrader.",
        [
            Credit("Paul Schrader", "director"),
            Credit("Willem Dafoe", "actor", "X"),
        ],
        [
            ("Willem\nDafoe", "Willem Dafoe"),
            ("Paul Schrader", "Paul Schrader"),
        ],
        id="a_name_across_a_line_end",
    ),
    pytest.param(
        "J.J. Abrams directs. Abrams's lens flares. Abrams’ taste.",
        [
            Credit("J.J. Abrams", "director"),
        ],
        [
            ("J.J. Abrams", "J.J. Abrams"),
            ("Abrams", "J.J. Abrams"),
            ("Abrams", "J.J. Abrams"),
        ],
        id="possessives_of_names_in_s",
    ),
    pytest.param(
        "Rick (Bogart) meets Ilsa (Bergman). Mr. Curtiz and Ms. Bergman agreed.",
        CASABLANCA,
        [
            ("Rick", character("Rick Blaine")),
            ("Bogart", "Humphrey Bogart"),
            ("Ilsa", character("Ilsa Lund")),
            ("Bergman", "Ingrid Bergman"),
            ("Curtiz", "Michael Curtiz"),
            ("Bergman", "Ingrid Bergman"),
        ],
        id="family_names_in_brackets_and_behind_titles",
    ),
    pytest.param(
        "www.RickBlaine.com @RickBlaine Rick2 #Rick rick@Rick.com",
        CASABLANCA,
        [],
        id="addresses_and_handles_name_nobody",
    ),
    pytest.param(
        "He left.Rick stayed.Then Ilsa came,Rick cried.",
        CASABLANCA,
        [
            ("Rick", character("Rick Blaine")),
            ("Ilsa", character("Ilsa Lund")),
            ("Rick", character("Rick Blaine")),
        ],
        id="a_lost_space_behind_a_full_stop",
    ),
    pytest.param(
        "Rick—Bogart at his best—waits. An Ilsa–Rick romance, Rick/Ilsa.",
        CASABLANCA,
        [
            ("Rick", character("Rick Blaine")),
            ("Bogart", "Humphrey Bogart"),
            ("Ilsa", character("Ilsa Lund")),
            ("Rick", character("Rick Blaine")),
            ("Rick", character("Rick Blaine")),
        ],
        id="dashes_part_names",
    ),
]


@pytest.mark.parametrize(("text", "credited", "expected"), CASES)
def test_finds(text: str, credited: list[Credit], expected: list[tuple[str, str]]) -> None:
    assert found(text, credited) == expected
