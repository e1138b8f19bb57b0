"""Names in prose tied to credits: what is found, what is left alone, and why it is said to be so."""

from __future__ import annotations

import pytest

from graph.sources.alignment import Credit, align


def character(name: str) -> str:
    """A character as the expectations below write it."""
    return f"as {name}"


def found(text: str, credited: list[Credit], title: str | None = None) -> list[tuple[str, str]]:
    mentions = align(text, credited, title=title)
    for mention in mentions:
        assert text[mention.start : mention.end] == mention.exact_text
        assert (mention.match.person is None) != (mention.match.character is None)
        assert 0 < mention.match.score <= 1
        assert mention.match.evidence
    return [(one.exact_text, one.match.person or character(str(one.match.character))) for one in mentions]


CASABLANCA = [
    Credit("Humphrey Bogart", "actor", "Rick Blaine"),
    Credit("Ingrid Bergman", "actor", "Ilsa Lund"),
    Credit("Paul Henreid", "actor", "Victor Laszlo"),
    Credit("Claude Rains", "actor", "Captain Louis Renault"),
    Credit("Michael Curtiz", "director"),
]

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
