"""Names in prose tied to credits: a whole review, the reasons given, and what is left alone."""

from __future__ import annotations

import pytest

from graph.sources.alignment import Credit, align
from tests.graph.sources.aligned import character, found

ALONERS = [
    Credit("Gong Seung-yeon", "actor", "Ji-na"),
    Credit("Jeong Da-eun", "actor", "Soo-jin"),
    Credit("Seo Hyun-woo", "actor", "Seong-hoon"),
    Credit("Kim Hae-na", "actor", "Team Leader"),
    Credit("Kim Mo-beom", "actor", "Neighbour"),
    Credit("Park Jeong-hak", "actor", "Father"),
    Credit("Ju Seok-tae", "actor", "Lawyer Jeong"),
    Credit("Ahn Jeong-bin", "actor", "Plainclothes Police Officer"),
    Credit("Kwak Min-kyu", "actor", "Time Machine Man", "voice"),
    Credit("Hong Seong-eun", "director"),
    Credit("Hong Seong-eun", "writer"),
]
REVIEW = (
    "“Aloners” follows Jina (Gong Seung-yeon), who answers telephones. Jina’s dry, tired boss (Kim Hannah) "
    "makes her train Sujin (Jung Da-eun). At home there are her father (Park Jeong-hak) and a neighbor (Kim "
    "Mo-beom).\n\nSujin's patience runs out; her father calls. Writer/director Hong Seong-eun keeps still, "
    "and Hong’s camera stays on Jina. It recalls Park Chan-wook’s quieter work, and Kim Ki-duk's."
)


def test_one_review_with_five_actors_two_characters_and_the_director() -> None:
    assert found(REVIEW, ALONERS) == [
        ("Jina", character("Ji-na")),
        ("Gong Seung-yeon", "Gong Seung-yeon"),
        ("Jina", character("Ji-na")),
        ("Kim Hannah", "Kim Hae-na"),
        ("Sujin", character("Soo-jin")),
        ("Jung Da-eun", "Jeong Da-eun"),
        ("Park Jeong-hak", "Park Jeong-hak"),
        ("Kim Mo-beom", "Kim Mo-beom"),
        ("Sujin", character("Soo-jin")),
        ("Hong Seong-eun", "Hong Seong-eun"),
        ("Hong", "Hong Seong-eun"),
        ("Jina", character("Ji-na")),
    ]


def test_every_match_says_why_in_plain_words() -> None:
    said = {mention.exact_text: mention.match for mention in align(REVIEW, ALONERS)}
    assert said["Jung Da-eun"].method == "romanisation key"
    assert said["Jung Da-eun"].evidence == (
        "romanisation key: 'Jung Da-eun' and 'Jeong Da-eun' read alike; "
        "printed in parentheses after Sujin, the character Soo-jin"
    )
    assert said["Kim Hannah"].method == "fuzzy"
    assert "after “boss”, and the credit says Team Leader" in said["Kim Hannah"].evidence
    assert said["Kim Hannah"].score == pytest.approx(0.9)
    assert said["Hong"].evidence == "surname: the family name of 'Hong Seong-eun', named in full before"
    assert said["Gong Seung-yeon"].score == 1.0


def test_below_the_threshold_it_is_silent() -> None:
    texts = {mention.exact_text for mention in align(REVIEW, ALONERS, threshold=0.93)}
    assert "Kim Hannah" not in texts
    assert "Jung Da-eun" in texts


def test_two_people_of_the_prose_are_never_one_credit_by_likeness() -> None:
    text = "Her boss (Kim Hannah) and her manager (Kim Haenam) quarrel."
    assert len(found(text, [Credit("Kim Hae-na", "actor", "Team Leader")])) == 1


def test_a_likeness_with_a_credit_that_is_named_already_is_nobody() -> None:
    text = "Kim Hae-na is the boss. Her manager (Kim Hannah) quarrels."
    assert found(text, [Credit("Kim Hae-na", "actor", "Team Leader")]) == [("Kim Hae-na", "Kim Hae-na")]


def test_two_credits_that_read_alike_are_told_apart_by_the_place() -> None:
    credited = [Credit("Kim Sung-su", "director"), Credit("Kim Seong-su", "actor", "Min-ho")]
    assert found("Minho (Kim Sung-soo) runs.", credited) == [
        ("Minho", character("Min-ho")),
        ("Kim Sung-soo", "Kim Seong-su"),
    ]
    assert found("Here comes Kim Sung-soo.", credited[1:]) == [("Kim Sung-soo", "Kim Seong-su")]


def test_the_films_own_title_in_full_names_the_film() -> None:
    credited = [Credit("Alexander Gould", "actor", "Nemo")]
    text = "Finding Nemo is about Nemo."
    assert found(text, credited, title="Finding Nemo") == [("Nemo", character("Nemo"))]


def test_a_title_that_is_a_characters_name_does_not_hide_the_character() -> None:
    credited = [Credit("Mia Wasikowska", "actor", "Jane Eyre")]
    text = "Jane Eyre is plain. “Jane Eyre” is not. Jane Eyre (1943) was older."
    assert found(text, credited, title="Jane Eyre") == [("Jane Eyre", character("Jane Eyre"))]


@pytest.mark.parametrize("text", ["", " ", "Rick", "(", "“", "\n\n", "’s", "\u0301"])
def test_nothing_to_find(text: str) -> None:
    assert align(text, []) == ()
    assert align(text, [Credit("", "actor", ""), Credit("?", "actor", "(voice)")]) == ()
