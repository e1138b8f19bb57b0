"""IMDb's files that are not what they should be: set aside with a sentence, or read but for some rows."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from graph.intake.set_aside import set_aside
from graph.records import SetAside
from graph.reference import kind_of_file
from graph.reference.catalogue import Catalogue
from graph.reference.files import plain
from graph.reference.tables import known_kinds, load
from tests.graph.reference.imdb_set import HEADERS, small, taken

if TYPE_CHECKING:
    from pathlib import Path

    from graph.records import Complaint


def loaded(kind: str, file: Path, folder: Path, titles: tuple[str, ...] = ()) -> tuple[list[Complaint], int]:
    """What is wrong with one file, and how many rows of it were taken."""
    with Catalogue(folder / "reference.duckdb", write=True) as catalogue:
        catalogue.run("SET VARIABLE types = ['movie']")
        known_kinds(catalogue)
        catalogue.enter("title", ("tt",), ((tt,) for tt in titles))
        complaints = load(catalogue, kind, plain(file, folder))
        table = {"title_basics": "title", "title_ratings": "rating", "title_principals": "principal"}[kind]
        return complaints, catalogue.number(f"SELECT count(*) FROM {table}")


def ratings(*lines: bytes) -> bytes:
    return b"\n".join([HEADERS["title.ratings"].replace(" ", "\t").encode(), *lines, b""])


def test_a_file_is_told_by_its_header(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_bytes(ratings(b"tt0000001\t7.0\t12"))
    assert kind_of_file(file) == "title_ratings"
    file.write_bytes(gzip.compress(ratings(b"tt0000001\t7.0\t12")))
    assert kind_of_file(file) == "title_ratings"


@pytest.mark.parametrize(
    "content",
    [
        b"tconst\taverageRating\n", b"tconst averageRating numVotes\n", b"", b"\x1f\x8b", b"\xff\xfe\x00",
        b"\x1f\x8b" + b"\0" * 40, b"# tconst\taverageRating\tnumVotes\n",
    ],
)  # fmt: skip
def test_what_has_another_header_is_none_of_them(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "title.ratings.tsv.gz"
    file.write_bytes(content)
    assert kind_of_file(file) is None


def test_rows_that_are_none_are_left_out_and_counted(tmp_path: Path) -> None:
    file = tmp_path / "file"
    good = [b"tt%07d\t7.1\t%d" % (number, number) for number in range(10, 30)]
    file.write_bytes(
        ratings(b"tt0000001\t7.0", b"tt0000002\t7.0\t12\t13", b"tt0000003\t\xff\xfe\t1", b"nm0000001\t1.0\t1",
                *good, b"tt0000011\t9.9\t9", b'tt0000005\t"3\t\'1')
    )  # fmt: skip
    titles = tuple(f"tt{number:07d}" for number in range(50))
    complaints, taken_rows = loaded("title_ratings", file, tmp_path, titles)
    assert taken_rows == 20
    assert [complaint.message for complaint in complaints] == [
        "1 row with too few cells left out; the first is line 2",
        "1 row with too many cells left out; the first is line 3",
        "1 row with bytes that are no UTF-8 left out; the first is line 4",
        "1 row with no title's id left out; the first is line 5",
        "1 row whose tconst stood there before left out; the first is line 26",
    ]


def test_a_title_that_stands_twice_is_the_first(tmp_path: Path) -> None:
    files = small()
    files.title(11, "Another Lantern", "1999")
    found, summary = taken(files.write(tmp_path / "files"), tmp_path / "data")
    assert [message for _, message, _ in summary.complaints] == [
        "1 row whose tconst stood there before left out; the first is line 6"
    ]
    assert summary.complained == 1
    assert len(found.version().manifest["summary"]["counts"]) > 0
    assert summary.counts["Film"] == 3


def test_lines_that_end_as_windows_has_them_are_read(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(ratings(b"tt0000001\t7.0\t12", b"tt0000002\t7.5\t13").replace(b"\n", b"\r\n"))
    assert loaded("title_ratings", file, tmp_path, ("tt0000001", "tt0000002")) == ([], 2)


def test_characters_that_are_no_list_cost_the_characters_alone(tmp_path: Path) -> None:
    file = tmp_path / "file"
    rows = [HEADERS["title.principals"].replace(" ", "\t"), 'tt0000001\t1\tnm0000001\tactor\t\\N\t["A', ""]
    file.write_text("\n".join(rows), encoding="utf-8")
    complaints, taken_rows = loaded("title_principals", file, tmp_path, ("tt0000001",))
    assert taken_rows == 1
    assert [complaint.message for complaint in complaints] == [
        "1 row with characters that are no JSON list; the credits stay"
    ]


_RATED = ratings(b"tt0000001\t7.0\t12")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (gzip.compress(_RATED, mtime=0)[:-9], "it is cut short: the packed file has no end."),
        (gzip.compress(_RATED, mtime=0)[:-8] + b"\0" * 8, "it is damaged: what is packed"),
        (gzip.compress(ratings(*[b"\0" * 1_000_000] * 80)), "it unpacks to more than 64,000,000 bytes"),
        (ratings(b"tt" + b"0" * 3_000_000), "it has a line of more than 1,000,000 bytes"),
        (ratings(*[b"no row"] * 20, b"tt0000001\t7.0\t12"), "most of its rows (20 of 21) are none"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_tables_are_set_aside(content: bytes, reason: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    with pytest.raises(SetAside) as raised:
        loaded("title_ratings", file, tmp_path)
    assert raised.value.reason.startswith(reason)


def test_what_lacks_the_file_that_it_needs_is_set_aside_and_the_rest_is_read(tmp_path: Path) -> None:
    files = small().write(tmp_path / "files", only=("title.basics", "title.principals", "title.ratings"))
    found, summary = taken(files, tmp_path / "data")
    assert [document.reason for document in summary.set_aside] == [
        "it speaks of titles and people by their ids; give IMDb's name.basics with it."
    ]
    assert (summary.read, summary.counts["Film"], summary.counts["Role"]) == (2, 3, 0)
    (listed,) = set_aside(found)
    assert listed.reason == summary.set_aside[0].reason
    # Once they are there together, all is read.
    _, summary = taken(small().write(tmp_path / "files"), tmp_path / "data")
    assert (summary.set_aside, set_aside(found)) == ([], [])
    assert summary.counts["Role"] == 9
    assert found.current_number() == 2


def test_a_damaged_newer_file_leaves_what_the_older_one_said(tmp_path: Path) -> None:
    files = small().write(tmp_path / "files", packed=True)
    found, before = taken(files, tmp_path / "data")
    whole = (files / "download-1").read_bytes()
    (files / "download-1").write_bytes(whole[: len(whole) // 2])
    _, summary = taken(files, tmp_path / "data")
    assert [document.name for document in summary.set_aside] == ["download-1"]
    assert summary.version is not None
    assert summary.counts == before.counts
    assert found.current_number() == 2
