"""Characters and roles in prose, tied to the credits: by name, by part of it, by another word."""

from __future__ import annotations

import pytest

from graph.sources.alignment import Credit
from tests.graph.sources.aligned import character, found

CASES = [
    pytest.param(
        (
            "Rick (Humphrey Bogart) runs a café. Then Ilsa’s back, and Rick drinks. Captain Renault "
            "watches; Renault is amused."
        ),
        [
            Credit("Humphrey Bogart", "actor", "Rick Blaine"),
            Credit("Ingrid Bergman", "actor", "Ilsa Lund"),
            Credit("Paul Henreid", "actor", "Victor Laszlo"),
            Credit("Claude Rains", "actor", "Captain Louis Renault"),
            Credit("Michael Curtiz", "director"),
        ],
        [
            ("Rick", character("Rick Blaine")),
            ("Humphrey Bogart", "Humphrey Bogart"),
            ("Ilsa", character("Ilsa Lund")),
            ("Rick", character("Rick Blaine")),
            ("Captain Renault", character("Captain Louis Renault")),
            ("Renault", character("Captain Louis Renault")),
        ],
        id="first_and_family_names_of_characters_stand_for_them",
    ),
    pytest.param(
        (
            "Ellie (Laura Dern) digs. Dr. Sattler runs, Sattler hides; Dr. Alan Grant and Grant's hat. "
            "Grant money was lost."
        ),
        [
            Credit("Laura Dern", "actor", "Dr. Ellie Sattler"),
            Credit("Sam Neill", "actor", "Dr. Alan Grant"),
        ],
        [
            ("Ellie", character("Dr. Ellie Sattler")),
            ("Laura Dern", "Laura Dern"),
            ("Dr. Sattler", character("Dr. Ellie Sattler")),
            ("Sattler", character("Dr. Ellie Sattler")),
            ("Dr. Alan Grant", character("Dr. Alan Grant")),
            ("Grant", character("Dr. Alan Grant")),
        ],
        id="titles_belong_to_the_mention_if_the_credit_has_them",
    ),
    pytest.param(
        (
            "Bruce Wayne broods. Batman flies and Bruce sleeps; Wayne Manor burns. The Joker (Heath "
            "Ledger) laughs; Joker's grin."
        ),
        [
            Credit("Christian Bale", "actor", "Bruce Wayne / Batman"),
            Credit("Heath Ledger", "actor", "The Joker"),
        ],
        [
            ("Bruce Wayne", character("Bruce Wayne / Batman")),
            ("Batman", character("Bruce Wayne / Batman")),
            ("Bruce", character("Bruce Wayne / Batman")),
            ("Joker", character("The Joker")),
            ("Heath Ledger", "Heath Ledger"),
            ("Joker", character("The Joker")),
        ],
        id="both_names_of_a_double_character",
    ),
    pytest.param(
        "Chuck is loud; Stretch is tall. Sitarski sulks. Cpl. Sitarski salutes.",
        [
            Credit("Treat Williams", "actor", "Cpl. Chuck 'Stretch' Sitarski"),
        ],
        [
            ("Chuck", character("Cpl. Chuck 'Stretch' Sitarski")),
            ("Stretch", character("Cpl. Chuck 'Stretch' Sitarski")),
            ("Sitarski", character("Cpl. Chuck 'Stretch' Sitarski")),
            ("Cpl. Sitarski", character("Cpl. Chuck 'Stretch' Sitarski")),
        ],
        id="a_nickname_in_the_credit_is_a_name",
    ),
    pytest.param(
        "Ward and Joan quarrel while Betty sleeps. Mr. Douglas shouts. The Douglas house.",
        [
            Credit("Ned Beatty", "actor", "Ward Douglas"),
            Credit("Lorraine Gary", "actor", "Joan Douglas"),
            Credit("Dianne Kay", "actor", "Betty Douglas"),
        ],
        [
            ("Ward", character("Ward Douglas")),
            ("Joan", character("Joan Douglas")),
            ("Betty", character("Betty Douglas")),
        ],
        id="a_family_name_of_several_characters_is_left_out",
    ),
    pytest.param(
        (
            "Adèle (Adèle Exarchopoulos) meets Emma (Léa Seydoux). Adele eats. Exarchopoulos is superb, "
            "and Kechiche watches."
        ),
        [
            Credit("Adèle Exarchopoulos", "actor", "Adèle"),
            Credit("Léa Seydoux", "actor", "Emma"),
            Credit("Abdellatif Kechiche", "director"),
        ],
        [
            ("Adèle", character("Adèle")),
            ("Adèle Exarchopoulos", "Adèle Exarchopoulos"),
            ("Emma", character("Emma")),
            ("Léa Seydoux", "Léa Seydoux"),
            ("Adele", character("Adèle")),
            ("Exarchopoulos", "Adèle Exarchopoulos"),
            ("Kechiche", "Abdellatif Kechiche"),
        ],
        id="a_first_name_of_actor_and_character_is_the_characters",
    ),
    pytest.param(
        (
            "Her father sleeps. Father Karras prays. The Father of the bride. A lawyer named Jeong? The "
            "team leader shouts. Neighbours wave."
        ),
        [
            Credit("P J", "actor", "Father"),
            Credit("K H", "actor", "Team Leader"),
            Credit("K M", "actor", "Neighbour"),
        ],
        [],
        id="ordinary_words_for_roles_are_no_names",
    ),
    pytest.param(
        "The Bride wakes. A bride is dead; Bride of Frankenstein. Then the Bride kills.",
        [
            Credit("Uma Thurman", "actor", "The Bride"),
        ],
        [
            ("Bride", character("The Bride")),
            ("Bride", character("The Bride")),
        ],
        id="an_article_and_a_capital_make_a_role_a_name",
    ),
    pytest.param(
        "Sujin (Kim Hannah) smiles.",
        [
            Credit("Kim Hae-na", "actor", "Team Leader"),
            Credit("Jeong Da-eun", "actor", "Soo-jin"),
        ],
        [
            ("Sujin", character("Soo-jin")),
        ],
        id="a_name_beside_another_actors_character_is_not_matched_by_likeness",
    ),
    pytest.param(
        "It was directed by Joon Kowalsky-Smyth and shot by Roger Deekins.",
        [
            Credit("Joon Kowalski-Smith", "director"),
            Credit("Roger Deakins", "cinematographer"),
        ],
        [
            ("Joon Kowalsky-Smyth", "Joon Kowalski-Smith"),
            ("Roger Deekins", "Roger Deakins"),
        ],
        id="likeness_with_the_job_beside_it",
    ),
    pytest.param(
        "It recalls Joan Smith and Park Chan-woo.",
        [
            Credit("John Smith", "director"),
            Credit("Park Chan-wook", "writer"),
        ],
        [],
        id="likeness_alone_is_silent",
    ),
    pytest.param(
        "Anook (Hyun Bin) waits. Anook sighs.",
        [
            Credit("Hyun Bin", "actor", "Anouk"),
        ],
        [
            ("Anook", character("Anouk")),
            ("Hyun Bin", "Hyun Bin"),
            ("Anook", character("Anouk")),
        ],
        id="a_character_spelled_another_way_before_its_actor",
    ),
    pytest.param(
        "Rick Dalton is another man. Uncle Rick and Slick Rick. McRick and Rickie.",
        [
            Credit("Humphrey Bogart", "actor", "Rick Blaine"),
            Credit("Ingrid Bergman", "actor", "Ilsa Lund"),
            Credit("Paul Henreid", "actor", "Victor Laszlo"),
            Credit("Claude Rains", "actor", "Captain Louis Renault"),
            Credit("Michael Curtiz", "director"),
        ],
        [
            ("Rick", character("Rick Blaine")),
        ],
        id="a_first_name_in_somebody_elses_full_name_is_not_the_character",
    ),
    pytest.param(
        "Jane Doe (Jane Doe) and director John Roe, John Roe in the film.",
        [
            Credit("Jane Doe", "actor", "Jane Doe"),
        ],
        [
            ("Jane Doe", character("Jane Doe")),
            ("Jane Doe", "Jane Doe"),
        ],
        id="a_namesake_is_the_character_outside_brackets_and_the_person_inside",
    ),
    pytest.param(
        "“I never liked you, Rick,” says Ilsa. “Rick is gone,” he said.",
        [
            Credit("Humphrey Bogart", "actor", "Rick Blaine"),
            Credit("Ingrid Bergman", "actor", "Ilsa Lund"),
            Credit("Paul Henreid", "actor", "Victor Laszlo"),
            Credit("Claude Rains", "actor", "Captain Louis Renault"),
            Credit("Michael Curtiz", "director"),
        ],
        [
            ("Rick", character("Rick Blaine")),
            ("Ilsa", character("Ilsa Lund")),
            ("Rick", character("Rick Blaine")),
        ],
        id="names_in_dialogue",
    ),
    pytest.param(
        "Juror 8 (Henry Fonda) doubts. Fonda is calm.",
        [
            Credit("Henry Fonda", "actor", "Juror 8"),
        ],
        [
            ("Henry Fonda", "Henry Fonda"),
            ("Fonda", "Henry Fonda"),
        ],
        id="a_numbered_role_is_no_name",
    ),
    pytest.param(
        "Young Rick (Bob Roe) cries. Old Rick laughs.",
        [
            Credit("Bob Roe", "actor", "Young Rick"),
            Credit("Ed Poe", "actor", "Rick"),
        ],
        [
            ("Young Rick", character("Young Rick")),
            ("Bob Roe", "Bob Roe"),
            ("Rick", character("Rick")),
        ],
        id="a_qualified_character_and_the_plain_one",
    ),
    pytest.param(
        "Her mom (Kim Miseon) scolds her. A cop (Lee Minkee) yawns.",
        [Credit("Kim Mi-sun", "actor", "Mother"), Credit("Lee Min-gi", "actor", "Policeman")],
        [("Kim Miseon", "Kim Mi-sun"), ("Lee Minkee", "Lee Min-gi")],
        id="roles_by_another_word",
    ),
    pytest.param(
        "Kim Hannah, playing the boss, is fine.",
        [Credit("Kim Hae-na", "actor", "Team Leader")],
        [("Kim Hannah", "Kim Hae-na")],
        id="likeness_with_the_role_behind_it",
    ),
    pytest.param(
        "HAL 9000 sings; HAL dies. Seven of Nine waits.",
        [Credit("Douglas Rain", "actor", "HAL 9000"), Credit("Jeri Ryan", "actor", "Seven of Nine")],
        [
            ("HAL 9000", character("HAL 9000")),
            ("HAL", character("HAL 9000")),
            ("Seven of Nine", character("Seven of Nine")),
        ],
        id="numbers_in_a_characters_name",
    ),
    pytest.param(
        "Lorenzo Semple, Jr. wrote it. Ryu’s sister is ill; Ryu works. The Creature roars at creatures.",
        [
            Credit("Lorenzo Semple, Jr.", "writer"),
            Credit("Shin Ha-kyun", "actor", "Ryu"),
            Credit("Lim Ji-eun", "actor", "Ryu’s Sister"),
            Credit("Oh Dal-su", "actor", "The Creature"),
        ],
        [
            ("Lorenzo Semple, Jr.", "Lorenzo Semple, Jr."),
            ("Ryu", character("Ryu")),
            ("Ryu", character("Ryu")),
            ("Creature", character("The Creature")),
        ],
        id="relations_of_a_character_are_not_the_character",
    ),
]


@pytest.mark.parametrize(("text", "credited", "expected"), CASES)
def test_finds(text: str, credited: list[Credit], expected: list[tuple[str, str]]) -> None:
    assert found(text, credited) == expected
