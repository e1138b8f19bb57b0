"""Hostile files, through the command: each set aside with a sentence or read right, all else published."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from graph.build import Manner
from graph.build import ingest as build
from graph.intake.discover import Document
from graph.readers import Limits
from graph.store import Dataset
from server.command import main
from tests.graph.archive import Page, view
from tests.graph.sources.pages import ONE

if TYPE_CHECKING:
    from pathlib import Path

#: Characters of which a page of 100,000 has once taken a pattern minutes.
_REPEATED = (
    "(", "*", "A ", '"', "[", "<", "&", "a", "- ", "/", ". ", "’", "★", "1 ", "Mr. ", "|", "_", "\n", "A\n",
    "A: ", "(A) ", "A as B, ", "![", "](", "<A\n", " \t\n",
)  # fmt: skip
_LINE = 2_000_000_000


def ingest(place: Path, *arguments: str) -> tuple[int, dict[str, Any], str]:
    environment = {name: None for name in os.environ if name.startswith("REELGRAPH_")}
    given = {**environment, "REELGRAPH_DATA": str(place / "data")}
    run = CliRunner().invoke(main, ["ingest", "--json", *arguments], env=given, prog_name="reelgraph")
    assert run.exception is None or isinstance(run.exception, SystemExit), run.exception
    return run.exit_code, json.loads(run.stdout), run.stderr


def page(title: str) -> str:
    return Page("x", title, 2018, "Rosa Diaz").text()


def sparse(file: Path, head: bytes = b"") -> None:
    with file.open("wb") as out:
        out.write(head)
        out.truncate(_LINE)


def zipped(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), part)
    return content.getvalue()


def lying_parquet() -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table({"film_title": ["A"], "name": ["Ann Lee"], "job": ["director"]}), file)
    content = bytearray(file.getvalue())
    for at in range(4, len(content) - 8, 7):
        content[at] ^= 0x55
    return bytes(content)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of hostile files, with some that are none."""
    place = tmp_path_factory.mktemp("hostile")
    folder = place / "in"
    folder.mkdir()
    rss = b'<?xml version="1.0"?><rss version="2.0"><channel>'
    entities = '[<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]'
    sparse(folder / "line.txt")
    sparse(folder / "line.html", b"<!doctype html><html><body><p>")
    sparse(folder / "line.xml", rss)
    sparse(folder / "line.csv", b"film_title,name,job\n")
    spaces = b" " * 40_000_000
    files: dict[str, bytes] = {
        "bomb.html.gz": gzip.compress(b"<!doctype html><html><body>" + spaces),
        "bomb.xml.gz": gzip.compress(rss + b"<item><title>x" + spaces, 9),
        "cut.xml.gz": gzip.compress(rss + os.urandom(50_000))[:-2_000],
        "bomb.html.bz2": bz2.compress(b"<!doctype html><html><body>" + spaces),
        "dictionary.xz": lzma.compress(b"x", filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 30}]),
        "deep.mhtml": b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
        + b'--b\nContent-Type: multipart/mixed; boundary="b"\n\n' * 5_000,
        "bomb.zip": zipped(a=b"<!doctype html>" + spaces, b=spaces, fine=page("Osprey").encode()),
        "bomb.xlsx": zipped(xl__workbook_xml=b"<workbook/>", xl__sharedStrings_xml=spaces * 3),
        "cut.zip": zipped(a=os.urandom(5_000))[:-40],
        "lies.parquet": lying_parquet(),
        "footer.parquet": b"PAR1" + b"\x15\x04" * 99 + (2**31 - 1).to_bytes(4, "little") + b"PAR1",
        "entities.xml": f"<!DOCTYPE rss {entities}>{rss.decode()}<item><title>&b;</title></item>".encode(),
        "entities.html": f"<!DOCTYPE html {entities}><html><body><h1>&b;</h1></body></html>".encode(),
        "deep.html": b"<!doctype html><html><body>" + b"<div>" * 100_000 + b"x",
        "deep.jsonld": b'{"@context":"https://schema.org/","a":' * 100_000 + b"1" + b"}" * 100_000,
        "deep.xml": rss + b"<item>" + b"<a>" * 100_000 + b"</item></channel></rss>",
        "deepdata.html": b'<!doctype html><html><head><script type="application/ld+json">'
        + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"</script></head><body>x</body></html>",
        "broken.txt": page("Broken").encode() + b"\xff\xfe\x9d\x81 \xc3\x28",
        "zero.txt": page("Zero").encode() + b"\0\0\0",
        "wide.txt": page("Merlin").encode("utf-16"),
        "new\nline\x1b[31m.md": page("Hobby").encode(),
    }  # fmt: skip
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / os.fsdecode(b"sur\xff\xfe.md")).write_bytes(page("Kite").encode())
    (place / "secret.md").write_text(page("Secret"), "utf-8")
    (folder / "out.md").symlink_to(place / "secret.md")
    (folder / "up").symlink_to(place)
    (folder / "loop").symlink_to(folder)
    (folder / "one").symlink_to(folder / "two")
    (folder / "two").symlink_to(folder / "one")
    os.mkfifo(folder / "pipe.md")
    return place


def test_hostile_files_are_set_aside_and_all_else_is_published(archive: Path) -> None:
    code, told, err = ingest(archive, str(archive / "in"))
    assert code == 1
    aside = {one["document"]: one for one in told["set_aside"]}
    assert {name: aside[name]["line"] for name in ("entities.xml", "broken.txt", "zero.txt")} == {
        "entities.xml": 1, "broken.txt": 12, "zero.txt": 12,
    }  # fmt: skip
    sentences = {
        "line.txt": "holds 2,000,000,000 bytes", "line.html": "holds 2,000,000,000 bytes",
        "line.xml": "holds 2,000,000,000 bytes", "line.csv": "holds 2,000,000,000 bytes",
        "bomb.html.gz": "unpacks to more than the 5,000,000 bytes", "bomb.zip: a": "unpacks to more than",
        "bomb.html.bz2": "unpacks to more than", "dictionary.xz": "Memory usage",
        "deep.mhtml": "no HTML in it",
        "bomb.zip: b": "unpacks to more than", "bomb.xlsx": "unpack to", "cut.zip": "damaged",
        "cut.xml.gz": "breaks off", "lies.parquet": "damaged", "footer.parquet": "damaged",
        "entities.xml": "never expanded", "deep.jsonld": "nested too deeply", "broken.txt": "not valid UTF-8",
        "zero.txt": "a zero byte",
    }  # fmt: skip
    for name, sentence in sentences.items():
        assert sentence in aside[name]["reason"], (name, aside.get(name))
    assert "Traceback" not in err
    assert "\x1b" not in err
    films = {n["title"][0] for n in view(Dataset(archive / "data")).values() if "Film" in n["type"]}
    assert {"Osprey", "Merlin", "Hobby", "Kite"} <= films
    assert "Secret" not in films
    assert "new\\nline\\x1b[31m.md" not in aside
    listed = list((archive / "data" / "reading").iterdir())
    assert [path.name for path in listed] == ["set-aside.json"]
    # And once more: all of it is as it was, a name that no encoding has among it.
    again = ingest(archive, str(archive / "in"))[1]
    assert (again["version"], again["read"], again["vanished"]) == (None, 0, [])
    assert {one["document"] for one in again["set_aside"]} == set(aside)


@pytest.mark.slow
def test_pages_of_one_repeated_word_take_no_longer_than_they_may(tmp_path: Path) -> None:
    for number, repeated in enumerate(_REPEATED):
        text = (repeated * 100_000)[:100_000]
        (tmp_path / f"{number}.txt").write_text(f"Osprey (2018)\n\n{ONE}\n\n{text}", "utf-8")
        (tmp_path / f"{number}.md").write_text(page("Merlin") + text, "utf-8")
        html = f"<!doctype html><html><body><h1>Kite (2018)</h1><p>{ONE}</p><p>{text}</p></body></html>"
        (tmp_path / f"{number}.html").write_text(html, "utf-8")
    place = tmp_path / "place"
    place.mkdir()
    _, told, _ = ingest(place, str(tmp_path))
    too_long = [one for one in told["set_aside"] if "processor time" in one["reason"]]
    assert too_long == []
    assert told["read"] > len(_REPEATED)


def large_page(paragraphs: int = 20_000) -> str:
    text = f"<p>{ONE}</p>" * paragraphs
    return f"<!doctype html><html><body><h1>Kite (2018)</h1>{text}</body></html>"


def test_a_page_that_takes_too_long_is_set_aside_and_the_run_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    # Just below what a page of one review may have, so that it is read in earnest.
    (folder / "a.html").write_text(large_page(19_000), "utf-8")
    (folder / "b.md").write_text(page("Osprey"), "utf-8")
    code, told, _ = ingest(tmp_path, str(folder), "--time-limit", "0.1")
    assert (code, told["read"], told["version"]) == (1, 1, 1)
    (aside,) = told["set_aside"]
    assert aside["document"] == "a.html"
    assert re.search(r"reading it took more than 0\.\d+ seconds of processor time", aside["reason"])


def test_a_page_that_takes_too_much_memory_is_set_aside_and_the_run_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(large_page(), "utf-8")
    (tmp_path / "b.md").write_text(page("Osprey"), "utf-8")
    files = [tmp_path / "a.html", tmp_path / "b.md"]
    summary = build(Dataset(tmp_path / "data"), files, manner=Manner(limits=Limits(memory=10_000_000)))
    (aside,) = summary.set_aside
    assert (aside.name, summary.read, summary.version) == ("a.html", 1, 1)
    assert "memory" in aside.reason


def test_what_became_of_a_file_since_somebody_looked_is_said(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "b.md").write_text(page("Osprey"), "utf-8")
    (tmp_path / "link.md").symlink_to(tmp_path / "b.md")
    names = ("gone.md", "pipe.md", "link.md", "b.md")
    summary = build(Dataset(tmp_path / "data"), [Document(tmp_path / name, name) for name in names])
    said = {one.name: one.reason for one in summary.set_aside}
    assert list(said) == ["gone.md", "pipe.md", "link.md"]
    assert "No such file" in said["gone.md"]
    assert said["pipe.md"] == "it is no file any more."
    assert (summary.read, summary.version) == (1, 1)


def test_a_feed_that_changes_while_it_is_read_is_set_aside(tmp_path: Path) -> None:
    from graph.intake.containers import Span
    from graph.intake.outcome import Options, Task
    from graph.intake.reading import read_document

    file = tmp_path / "feed.xml"
    file.write_text("<rss><channel><item><title>A</title></item></channel></rss>", "utf-8")
    span = Span(14, 44, 1, 14)
    task = Task(file, "feed.xml", "urn:x", None, Options(), span=span, span_hash="sha256:another")
    assert "changed while it was being read" in (read_document(task).set_aside or "")
    cut = Task(file, "feed.xml", "urn:x", None, Options(), span=Span(14, 9_000, 1, 14), span_hash="sha256:0")
    assert "changed while it was being read" in (read_document(cut).set_aside or "")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_listed_is_set_aside_and_nothing_in_it_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "shut").mkdir(parents=True)
    (folder / "a.md").write_text(page("Osprey"), "utf-8")
    (folder / "shut" / "b.md").write_text(page("Merlin"), "utf-8")
    assert ingest(tmp_path, str(folder))[0] == 0
    (folder / "shut").chmod(0)
    try:
        code, told, _ = ingest(tmp_path, str(folder), "--prune")
    finally:
        (folder / "shut").chmod(0o755)
    assert (code, told["removed"], len(told["set_aside"])) == (1, [], 1)
