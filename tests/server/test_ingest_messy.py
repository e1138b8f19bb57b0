"""Messy archives, through the command: data with broken characters, names that stand twice."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.graph.sources.pages import PROSE
from tests.server.ingesting import found, said, titles

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

Run = Callable[..., tuple[int, dict[str, Any]]]
_LONE = "\\ud83c"


@pytest.fixture
def ingest(reelgraph: Callable[..., Result]) -> Run:
    def run(*paths: Path) -> tuple[int, dict[str, Any]]:
        done = reelgraph("ingest", "--json", *paths)
        return done.exit_code, said(done)

    return run


def reasons(told: dict[str, Any]) -> dict[str, str]:
    return {one["document"]: one["reason"] for one in told["set_aside"]}


def markdown(title: str) -> bytes:
    return f"# Review: {title} (2005)\n\n{PROSE}".encode()


def test_lone_surrogates_in_the_data_of_pages_end_no_run_and_become_characters(
    ingest: Run, tmp_path: Path
) -> None:
    place = tmp_path / "in"
    place.mkdir()
    data = f'{{"@type":"Review","@context":"https://schema.org","author":{{"name":"Ann {_LONE} Lee"}},'
    data += f'"itemReviewed":{{"@type":"Movie","name":"Kite {_LONE}"}},"datePublished":"{_LONE}"}}'
    (place / "a.html").write_text(
        f'<!doctype html><html><head><script type="application/ld+json">{data}</script></head>'
        f"<body><h1>Kite</h1><p>{PROSE}</p></body></html>"
    )
    (place / "b.md").write_text(f'{{"title": "Otto {_LONE} (2001)", "rating": "{_LONE}"}}\n\n{PROSE}')
    code, told = ingest(place)
    assert (code, told["read"]) == (0, 2)
    assert titles(tmp_path) == ["Kite \ufffd", "Otto \ufffd"]
    assert [node["name"] for node in found(tmp_path, "Person")] == [["Ann \ufffd Lee"]]
    assert ingest(place)[1]["unchanged"] == 2


def test_of_files_that_an_archive_holds_twice_under_one_name_the_last_is_read(
    ingest: Run, tmp_path: Path
) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as tar:
        for title in ("Older", "Newer"):
            member = tarfile.TarInfo("../page.md")
            member.size = len(markdown(title))
            tar.addfile(member, io.BytesIO(markdown(title)))
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("page.md", markdown("Elder"))
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("page.md", markdown("Younger"))
    assert ingest(tmp_path / "a.tar", tmp_path / "b.zip")[0] == 0
    assert titles(tmp_path) == ["Newer", "Younger"]


def test_what_is_not_read_says_what_it_is_and_what_to_do(ingest: Run, tmp_path: Path) -> None:
    place = tmp_path / "odd"
    place.mkdir()
    files = {
        "a.zst": b"\x28\xb5\x2f\xfd\x9c\x8d", "a.lz4": b"\x04\x22\x4d\x18\x9c", "a.warc": b"WARC/1.0\r\n",
        "a.pst": b"!BDN\x9c\x8d", "a.mobi": b"x" * 60 + b"BOOKMOBI" + bytes(9), "a.avro": b"Obj\1\x9c",
        "a.pdf": b"\n\n%PDF-1.4\n\x9c", "a.webarchive": b"bplist00\x9c\x8d", "a.Z": b"\x1f\x9d\x90\x8d",
        "empty.zip": b"PK\x05\x06" + bytes(18), "trailing.md.gz": gzip.compress(markdown("Kite")) + b"rest",
    }  # fmt: skip
    for name, content in files.items():
        (place / name).write_bytes(content)
    code, told = ingest(place)
    sentences = {
        "a.zst": "zstd", "a.lz4": "lz4", "a.warc": "WARC", "a.pst": "mbox", "a.mobi": "Mobipocket",
        "a.avro": "CSV or Parquet", "a.pdf": "save it as text", "a.webarchive": "save it as HTML",
        "a.Z": "packed with compress", "empty.zip": "holds no file", "trailing.md.gz": "unpack it by hand",
    }  # fmt: skip
    assert code == 1
    assert set(reasons(told)) == set(sentences)
    for name, sentence in sentences.items():
        assert sentence in reasons(told)[name], (name, reasons(told)[name])


def test_what_stands_behind_an_early_end_of_a_page_is_read(ingest: Run, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<!doctype html><html><head><title>Kite (2005)</title></head><body><p>The Lantern</p></body></html>\n"
        f"<h1>Kite (2005)</h1><p>{PROSE}</p><p>Directed by Bo Li</p></body></html>\n"
    )
    assert ingest(tmp_path / "a.html")[0] == 0
    assert [node["name"] for node in found(tmp_path, "Person")] == [["Bo Li"]]
    assert found(tmp_path, "Review")[0]["text"][0].startswith("It is a slow")
