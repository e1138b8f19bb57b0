"""Credit tables: whatever wrote them, each row comes out as the credit that it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph.nodes import to_quads
from graph.records import SetAside
from graph.sources import Wanted, read
from tests.conftest import SHARED, missing
from tests.graph.sources.credits import (
    FIRST,
    HEADER,
    SECOND,
    credits_of,
    messages,
    nodes_of,
    reason,
    table,
)
from tests.graph.sources.pages import PROSE, value

if TYPE_CHECKING:
    from graph.nodes import Nodes


# ---- What a header may say -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Film Title\tYear\tJob\tPerson\tCharacter\nLow Tide\t2019\tActress\tEdda Holm\tMara\n",
        "movie;release_year;credit;full name;character name\nLow Tide;2019;cast;Edda Holm;Mara\n",
        "primaryTitle,startYear,category,primaryName,characters\nLow Tide,2019,actor,Edda Holm,Mara\n",
        "Title,Year,Actor,Role\nLow Tide,2019,Edda Holm,Mara\n",
        "film,year,name,role,job\nLow Tide,(2019),Edda Holm,Mara,starring\n",
        "film,year,name,character,role\nLow Tide,2019.0,Edda Holm,Mara,Actor\n",
        "film,year,name,character\nLow Tide,2019-05-01,Edda Holm,Mara\n",
        'sep=;\n"film";"year";"name";"character"\n"Low Tide";"2019";"Edda Holm";"Mara"\n',
        "film|year|name|character\nLow Tide|2019|Edda Holm|Mara\n",
        "film | year | name | character\n------+---+---+----\nLow Tide | 2019 | Edda Holm | Mara\n",
        "| Film | Year | Actor | Role |\n|:---|---|---:|---|\n| Low Tide | 2019 | Edda Holm | Mara |\n",
    ],
)
def test_other_peoples_headers_are_understood(text: str) -> None:
    (credit,) = credits_of(table(text, name="x.txt"))
    assert credit[1:] == ("Low Tide", 2019, "actor", None, "Mara", "Edda Holm", None)


def test_cells_between_pipes_or_semicolons_may_hold_every_other_mark() -> None:
    piped = 'film|year|name|job|character\n"Salt; or, Low|Tide"|2019|Holm, Edda|actor|"Mara ""M"""\n'
    (credit,) = credits_of(table(piped, name="x"))
    assert credit[1:] == ("Salt; or, Low|Tide", 2019, "actor", None, 'Mara "M"', "Holm, Edda", None)
    apart = "film;year;name;job\nHeat, Dust | Salt;2019;Edda Holm;Director, Writer\n"
    assert [role.job for role in table(apart).roles] == ["director", "writer"]


def test_links_between_pipes_over_a_page_make_no_table_of_it() -> None:
    page = f"Movies | Actors | Directors | Contact\n\nLow Tide (2019)\n\nby Edda Holm\n\n***\n\n{PROSE}\n"
    assert read(page.encode()).kind == "review_text"


def test_a_lone_column_role_is_told_by_what_stands_in_it() -> None:
    jobs = table("film,name,role\nLow Tide,Ilse Brandt,Director\nLow Tide,Edda Holm,Writer\n")
    assert [role.job for role in jobs.roles] == ["director", "writer"]
    characters = table("film,name,role\nLow Tide,Edda Holm,Mara\nLow Tide,Bo Li,The Clerk\n")
    assert [value(role.character) for role in characters.roles] == ["Mara", "The Clerk"]
    mixed = "film,name,role\n" + "Low Tide,Edda Holm,Mara\nLow Tide,Bo Li,Director\n" * 4
    assert "--map role=job or --map role=character" in reason(mixed)


@pytest.mark.parametrize(
    ("printed", "jobs", "note"),
    [
        ("Actor", ["actor"], None),
        ("actress", ["actor"], None),
        ("Cast", ["actor"], None),
        ("Screenplay", ["writer"], None),
        ("Director of Photography", ["cinematographer"], None),
        ("cinematography", ["cinematographer"], None),
        ("Original Music Composer", ["composer"], None),
        ("writer/director", ["director", "writer"], None),
        ("Director; Producer", ["director", "producer"], None),
        ("story", ["writer"], "story"),
        ("archive_footage", ["actor"], "archive footage"),
        ("voice", ["actor"], "voice"),
    ],
)
def test_job_words_become_our_jobs(printed: str, jobs: list[str], note: str | None) -> None:
    record = table(f"film_title,name,job\nLow Tide,Edda Holm,{printed}\n")
    assert [role.job for role in record.roles] == jobs
    assert {value(role.note) for role in record.roles} == {note}


def test_one_row_with_two_jobs_is_one_mention_in_two_roles() -> None:
    nodes = nodes_of(table(HEADER + "r1,Low Tide,2019,writer/director,,,Ilse Brandt,\n"))
    kinds = [node["type"][0] for node in nodes.values()]
    assert (kinds.count("Mention"), kinds.count("Role"), kinds.count("Person")) == (1, 2, 1)
    (mention,) = (node for node in nodes.values() if node["type"] == ["Mention"])
    assert {nodes[role]["job"][0].rpartition("/")[2] for role in mention["inRole"]} == {"writer", "director"}


def test_ids_are_read_from_columns_of_their_own_and_by_their_form() -> None:
    text = (
        "title,name,job,tconst,person_id,person_tmdb_id,film_wikidata_id\n"
        "Low Tide,Edda Holm,actor,tt0000001,nm0000002,77,https://www.wikidata.org/wiki/Q5\n"
        "Low Tide,Bo Li,actor,tt0000001,Q42,seven,Q5\n"
    )
    record = table(text)
    (film,) = record.films
    assert (value(film.imdb_id), value(film.wikidata_id)) == ("tt0000001", "Q5")
    assert [(value(r.imdb_id), value(r.wikidata_id), value(r.tmdb_id)) for r in record.roles] == [
        ("nm0000002", None, "77"),
        (None, "Q42", None),
    ]
    assert any("“person_tmdb_id seven” on line 3" in message for message in messages(record))
    ignored = table(text, ignored=("person_id",))
    assert [value(role.imdb_id) for role in ignored.roles] == [None, None]


def test_a_mapping_outranks_what_a_column_is_called() -> None:
    text = "name,star,job,title\nLow Tide,Edda Holm,actor,The Boat\n"
    record = table(text, columns={"name": "film_title", "Star": "name"})
    assert [
        (film.title.value, role.name.value) for film, role in zip(record.films, record.roles, strict=True)
    ] == [("Low Tide", "Edda Holm")]
    assert any("“title” is not read" in message for message in messages(record))


def test_names_of_columns_that_a_table_lacks_are_complained_of() -> None:
    record = table(HEADER + SECOND, columns={"Flim": "film_title"}, ignored=("persn_id",))
    assert [re.findall(r"“(\w+)”", message)[0] for message in messages(record)] == ["persn_id", "Flim"]
    assert credits_of(record)


# ---- What stays apart and what stays as it is ------------------------------------------------------


def test_one_name_in_two_films_is_two_nodes_and_in_two_jobs_of_a_film_one() -> None:
    text = HEADER + (
        "r1,Low Tide,2019,director,,,Bo Li,\nr2,Low Tide,2019,actor,1,Mara,Bo Li,\n"
        "r3,High Tide,2021,actor,1,Joe,Bo Li,\nr4,Low Tide,2021,actor,1,Jim,Bo Li,\n"
    )
    people = [iri for iri, node in nodes_of(table(text)).items() if node["type"] == ["Person"]]
    assert len(people) == 3


def test_one_name_twice_in_a_cast_is_two_nodes_for_linking_to_decide() -> None:
    text = HEADER + "r1,Low Tide,2019,actor,1,Mara,Bo Li,\nr2,Low Tide,2019,actor,2,Joe,Bo Li,\n"
    assert [node["name"] for node in nodes_of(table(text)).values() if node["type"] == ["Person"]] == [
        ["Bo Li"]
    ] * 2


def test_other_ids_make_another_person_of_the_same_name() -> None:
    text = "film,name,job,nconst\n" + "".join(
        f"A,Bo Li,{job},nm000000{number}\n" for job, number in (("director", 1), ("writer", 2), ("editor", 1))
    )
    people = [node for node in nodes_of(table(text)).values() if node["type"] == ["Person"]]
    assert [node["imdbId"] for node in people] == [["nm0000001"], ["nm0000002"]]


def test_titles_that_are_written_alike_stay_apart() -> None:
    titles = ["Solaris", "SOLARIS", "Solaris!", "Sólaris", "Solaris 2002", "Солярис"]
    text = HEADER + "".join(f"r{n},{title},,actor,,,Bo Li,\n" for n, title in enumerate(titles))
    text += "r9,Solaris,2002,actor,,,Bo Li,\n"
    record = table(text)
    assert len({film.key for film in record.films}) == len(titles) + 1
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+", film.key) for film in record.films)


def test_an_edit_of_one_row_leaves_the_names_of_all_other_nodes() -> None:
    rows = [f"r{n},Film {n // 3},19{n:02},actor,{n},Part {n},Person Number {n % 4},\n" for n in range(10, 40)]
    before = nodes_of(table(HEADER + "".join(rows)))
    rows[3:5] = [rows[4].replace("Part", "Other")]
    after = nodes_of(table(HEADER + "\n\n" + "".join(rows)))
    places = {"firstLine", "lastLine"}

    def said(nodes: Nodes) -> dict[str, dict[str, list[str]]]:
        return {iri: {k: v for k, v in node.items() if k not in places} for iri, node in nodes.items()}

    changed = {
        iri for iri in said(before).keys() | said(after) if said(before).get(iri) != said(after).get(iri)
    }
    assert changed
    assert {re.split(r"[#/]", iri)[-1] for iri in changed} <= {
        "row-r13", "role-r13", "fact-role-r13", "role-r14",
        "film-film-4_1913", "fact-film-film-4_1913", "person-film-4_1913_person-number-1",
    }  # fmt: skip


def test_each_role_knows_its_lines() -> None:
    record = table(
        HEADER + '"r1","Low\nTide",2019,actor,1,Mara,Edda Holm,\n' + SECOND.replace("Low Tide", "X")
    )
    assert [(role.name.first_line, role.name.last_line) for role in record.roles] == [(2, 3), (4, 4)]
    facts = [
        node
        for node in nodes_of(record).values()
        if node["type"] == ["Fact"] and "#role-" in node["about"][0]
    ]
    assert [(node["firstLine"], node["lastLine"]) for node in facts] == [(["2"], ["3"]), (["4"], ["4"])]


def test_rows_without_an_id_are_known_by_their_lines_and_that_is_said() -> None:
    record = table("film_title,name,job\nLow Tide,Edda Holm,actor\n")
    assert [role.row.identifier for role in record.roles if role.row] == ["2"]
    assert messages(record) == [
        "The table has no column row_id, so its rows are known by their line numbers."
    ]


def test_quotes_that_enclose_nothing_are_characters() -> None:
    record = table(HEADER.replace(",", "\t") + 'r1\tLow Tide\t2019\tactor\t1\t"Big" Al\t"Weird Al" Yank\t\n')
    assert credits_of(record)[0][5:7] == ('"Big" Al', '"Weird Al" Yank')


# ---- Recognising -----------------------------------------------------------------------------------


def test_a_table_is_known_by_its_content_and_not_by_its_name() -> None:
    for name in ("credits.csv", "credits.txt", "page.html", ""):
        assert table(HEADER + FIRST, name).kind == "credit_table"
    page = f"Low Tide (2019)\n\nDirector: Ilse Brandt\n\n{PROSE}\n"
    assert table(page, "review.csv").kind == "review_text"


def test_a_table_of_something_else_says_what_it_lacks() -> None:
    said = reason("Flim,Persn,Job\nLow Tide,Edda Holm,actor\nLow Tide,Bo Li,actor\n", "table.txt")
    assert "lacks film_title and name" in said
    assert "“Flim”, “Persn” and “Job”" not in said or "--map 'Flim=film_title'" in said
    assert "“Flim”" in said


# ---- Faults and hostile tables ---------------------------------------------------------------------

SOME = HEADER + FIRST + SECOND


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The document is empty."),
        (HEADER, "The table has a header and no rows."),
        ("," * 1_000_000 + "\n", "The header has 1,000,001 cells"),
        ("film_title,name,job,name\nA,Bo Li,actor,Bo\n", "2 columns are called “name”"),
        ("film,movie,name,job\nA,A,Bo Li,actor\n", "may be film_title; say which with --map"),
        ("title,director,actor\nA,Bo Li,Ann Lee\nB,Bo Li,Ann Lee\n", "a column for each job"),
        ("title,year,name\nA,2000,Bo Li\n", "lacks a column job"),
        (HEADER + ",,,,,,,\n", "The table has a header and no rows."),
        (HEADER + "r1,A,19x4,actor,1,,Bo Li,\n", "No row of the table can be read: 1 row was left out"),
        (SOME + "r3,A,2000,actor,1,,Bo\0Li,\n", "The document is binary"),
    ],
)
def test_a_table_that_cannot_be_read_gets_one_sentence(text: str, said: str) -> None:
    found = reason(text)
    assert said in found
    assert found.endswith(".")
    assert len(found) < 400


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("r3,Low Tide,2019,actor,2,Jo,,\n", "1 row was left out, because it has no name (line 4)."),
        ("r3,,2019,actor,2,Jo,Bo Li,\n", "1 row was left out, because it has no film_title (line 4)."),
        ("r3,Low Tide,19x4,actor,2,Jo,Bo Li,\n", "no year of a film (“19x4” on line 4)."),
        ("r3,Low Tide,2019,,2,,Bo Li,\n", "it says neither a job nor a character (line 4)."),
        ("r3,Low Tide,2019,gaffer,2,,Bo Li,\n", "its job is none of actor,"),
        ("r3,Low Tide,2019,actor,2,Jo,=HYPERLINK(A1),\n", "it holds a formula"),
        ('r3,"=1+1",2019,actor,2,Jo,Bo Li,\n', "it holds a formula"),
        (f"r3,Low Tide,2019,actor,2,Jo,{'x' * 10_000_000},\n", "“name of 10,000,000 characters” on line 4"),
        ("," * 1_000_000 + "x\n", "more cells than the header (“1000001 instead of 8” on line 4)."),
        ("r1,Low Tide,2019,director,1,,Ilse Brandt,\n", "it repeats another row word for word"),
    ],
)
def test_a_row_that_cannot_be_read_gets_one_sentence_and_the_rest_is_read(row: str, said: str) -> None:
    text = SOME + row + "r9,Low Tide,2019,writer,,,Ida Penn,\n"
    record = read(text.encode(), name="credits.csv", max_bytes=20_000_000)
    (message,) = messages(record)
    assert said in message
    assert len(message) < 400
    assert record.complaints[0].line == 4
    assert [role.name.value for role in record.roles] == ["Ilse Brandt", "Edda Holm", "Ida Penn"]


def test_a_row_id_that_stands_twice_keeps_both_rows_and_is_complained_of() -> None:
    record = table(SOME + SECOND.replace("Mara", "Lena"))
    assert messages(record) == ["1 row has the row_id of another row (“r2” on line 4)."]
    assert [role.row.identifier for role in record.roles if role.row] == ["r1", "r2", "r2"]
    assert sum(node["type"] == ["Mention"] for node in nodes_of(record).values()) == 3


@pytest.mark.parametrize("slip", ['"Bo Li', '"Bo "Li', '"'])
def test_a_quote_that_is_never_closed_costs_its_own_line_at_most(slip: str) -> None:
    rest = "".join(f"s{n},Low Tide,2019,actor,{n},Part {n},Name {n},\n" for n in range(2, 300))
    record = table(SOME + f"r3,Low Tide,2019,actor,1,Jo,{slip},\n" + rest)
    assert len(record.roles) >= 2 + 298
    assert {"Name 2", "Name 299"} <= {role.name.value for role in record.roles}


def test_a_quote_closed_by_chance_further_down_swallows_no_row() -> None:
    text = (
        SOME
        + 'r3,Low Tide,2019,actor,1,Jo,"Bo Li,\nr4,Low Tide,2019,actor,2,Al,Ann Lee",\n'
        + SECOND.replace("r2", "r5")
    )
    assert [role.row.identifier for role in table(text).roles if role.row] == ["r1", "r2", "r3", "r4", "r5"]


def test_line_ends_of_all_kinds_may_stand_in_one_table() -> None:
    text = HEADER.replace("\n", "\r\n") + FIRST.replace("\n", "\r") + SECOND
    assert [role.name.first_line for role in table(text).roles] == [2, 3]


def test_sixty_thousand_faults_are_a_few_sentences() -> None:
    rows = "".join(f"r{n},Low Tide,2019,job {n % 5000},,,Bo Li {n},\n" for n in range(60_000))
    record = table(SOME + rows)
    (message,) = messages(record)
    assert message.startswith("60,000 rows were left out")
    assert len(message) < 600


@pytest.mark.parametrize("line", ['"a""\n', '"a,"\n', '"""\n', '"",', '"\n""\n', '"a"b,"\n'])
def test_a_table_of_quotes_comes_to_an_end(line: str) -> None:
    with pytest.raises(SetAside):
        table(HEADER + line * (200_000 // len(line)) + "\n")


def test_the_large_table_is_read_whole() -> None:
    path = SHARED / "data" / "credits-dev.tsv"
    if not path.is_file():
        missing(f"The credit table is not at {path}.")
    record = read(path.read_bytes(), name="credits-dev.tsv", wanted=Wanted(ignored=("person_id",)))
    assert (len(record.films), len(record.roles), record.complaints) == (1_919, 61_710, ())
    assert not any(role.imdb_id for role in record.roles)


def test_evidence_of_a_table_holds_four_nodes_a_row_and_no_more() -> None:
    rows = "".join(f"r{n},Film {n // 20},2000,actor,{n % 20 + 1},Part,Name {n},\n" for n in range(2_000))
    nodes = nodes_of(table(HEADER + rows))
    assert len(nodes) <= 4 * 2_000 + 2 * 100 + 1
    store = ox.Store()
    store.bulk_extend(to_quads(nodes, "http://127.0.0.1:8000/source/t"))
    assert len(store) == sum(len(values) for node in nodes.values() for values in node.values())
