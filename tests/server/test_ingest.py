"""``reelgraph ingest``: what cannot be read, and what a run says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

from tests.graph.archive import Page
from tests.hostile.serving import LONG
from tests.server.ingesting import FEED, item, said, start, titles

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.ingesting import Run


def test_what_cannot_be_read_is_listed_until_it_is_read_well(reelgraph: Run, folder: Path) -> None:
    bad = folder / "bad.txt"
    bad.write_bytes(b"x\ny\xff\xfe\x9d\n" * 3)
    assert reelgraph("ingest", folder).exit_code == 1
    (listed,) = json.loads(reelgraph("check", "--set-aside", "--json").stdout)
    assert (listed["document"], listed["file"], listed["line"], listed["source"]) == (
        "bad.txt", str(bad), 2, None,
    )  # fmt: skip
    table = reelgraph("check", "--set-aside").stdout
    assert "bad.txt" in table
    assert "not valid UTF-8" in table
    # Another run of other pages, and one that reads it again in vain: it stays on the list as it was.
    assert reelgraph("ingest", folder / "otto.md").exit_code == 0
    again = reelgraph("ingest", "--retry", "--json")
    assert (again.exit_code, said(again)["read"], said(again)["unchanged"]) == (1, 0, 0)
    assert json.loads(reelgraph("check", "--set-aside", "--json").stdout) == [listed]
    bad.write_text((folder / "otto.md").read_text(encoding="utf-8").replace("Otto", "Merlin"), "utf-8")
    again = reelgraph("ingest", "--retry", "--json")
    assert (again.exit_code, said(again)["read"]) == (0, 1)
    assert json.loads(reelgraph("check", "--set-aside", "--json").stdout) == []
    assert "No document is set aside" in reelgraph("check", "--set-aside").stderr


def test_many_documents_of_one_reason_are_one_line_and_hide_no_other(reelgraph: Run, folder: Path) -> None:
    for number in range(11):
        (folder / f"a{number:02}.pdf").write_bytes(b"%PDF-1.7" + bytes([number]))
    (folder / "note.txt").write_text("")
    said_of = [
        line for line in reelgraph("ingest", folder).stderr.splitlines() if line.startswith("Set aside")
    ]
    pdf = "The document is a PDF file, which may hold a review and is not read; save it as text or HTML."
    assert said_of == [
        "Set aside: note.txt: The document is empty.",
        f"Set aside: 11 documents: {pdf} (first a00.pdf, line 1)",
    ]


def test_what_lies_beside_pages_and_is_no_document_is_counted_and_no_failure(
    reelgraph: Run, folder: Path, tmp_path: Path
) -> None:
    beside = folder / "otto_files"
    beside.mkdir()
    (folder / "otto.html").write_text("<!doctype html><html><body><img src=a.png></body></html>", "utf-8")
    (beside / "frame.html").write_text("<!doctype html><html><body>An advertisement</body></html>", "utf-8")
    (beside / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n\0")
    (beside / "site.css?ver=5.2").write_text(".a { color: red }", "utf-8")
    comments = FEED.format(item("Ann on Otto", 1)).replace("<title>Reel", "<title>Kommentare zu: Reel", 1)
    (folder / "comments.xml").write_text(comments, "utf-8")
    (beside / "a.js").write_text(
        "x = '<div><p></p></div><table><span></span></table><p></p><p></p>'", "utf-8"
    )
    with zipfile.ZipFile(folder / "more.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("trailer.mp4", b"\0\0\0\x18ftypisom" + bytes(6_000_000))  # more than a page may hold
    whole = reelgraph("ingest", folder, "--json")
    assert said(whole)["not_documents"] == {
        "picture": 1, "style sheet": 1, "script": 1, "video": 1, "part of a saved page": 1,
        "feed of comments": 1,
    }  # fmt: skip
    assert "6 files are no documents and were left out: " in whole.stderr
    # The page itself is one that could not be read.
    assert [one["document"] for one in said(whole)["set_aside"]] == ["otto.html"]
    (folder / "otto.html").write_text(
        (folder / "otto.md").read_text("utf-8").replace("Otto", "Heron"), "utf-8"
    )
    assert reelgraph("ingest", folder).exit_code == 0
    assert titles(tmp_path) == ["Heron", "Kestrel", "Otto"]
    # What somebody gives by its name they mean to be read, and of a page that was read they should know.
    assert reelgraph("ingest", beside / "a.png").exit_code == 1
    (folder / "otto.md").write_bytes(b"\x89PNG\r\n\x1a\n\0")
    assert reelgraph("ingest", folder).exit_code == 1
    assert titles(tmp_path) == ["Heron", "Kestrel", "Otto"]


def test_a_folder_of_pictures_alone_is_no_archive(reelgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.gif").write_bytes(b"GIF89a")
    run = reelgraph("ingest", tmp_path / "in")
    assert run.exit_code == 1
    assert "1 file is no document and was left out: 1 picture." in run.stderr


def test_a_page_that_can_no_longer_be_read_keeps_what_it_said_and_check_says_so(
    reelgraph: Run, folder: Path, tmp_path: Path
) -> None:
    reelgraph("ingest", folder)
    whole = (folder / "otto.md").read_bytes()
    assert reelgraph("ingest", "--as", "feed", folder / "otto.md").exit_code == 1
    assert titles(tmp_path) == ["Kestrel", "Otto"]
    (folder / "otto.md").write_bytes(b"")
    assert reelgraph("ingest", folder).exit_code == 1
    assert titles(tmp_path) == ["Kestrel", "Otto"]
    assert "otto.md: The document is empty. What it said before stands." in reelgraph("check").stdout
    (found,) = said(reelgraph("check", "--json"))["set_aside"]
    assert found["source"] == "http://127.0.0.1:8000/source/otto"
    (folder / "otto.md").write_bytes(whole)
    assert reelgraph("ingest", folder).exit_code == 0
    assert "could not be read" not in reelgraph("check").stdout


def test_what_could_not_be_read_and_is_gone_is_forgotten(reelgraph: Run, folder: Path) -> None:
    (folder / "bad.txt").write_bytes(b"")
    reelgraph("ingest", folder)
    (folder / "bad.txt").unlink()
    assert json.loads(reelgraph("check", "--set-aside", "--json").stdout) == []
    assert reelgraph("ingest", "--retry").exit_code == 0


def test_an_ingest_of_nothing_is_wrong_usage(reelgraph: Run) -> None:
    run = reelgraph("ingest")
    assert run.exit_code == 2
    assert "PATH" in run.stderr


def test_complaints_are_grouped_by_their_sentence_and_documents_counted_by_kind(
    reelgraph: Run, folder: Path
) -> None:
    for number in range(4):
        page = Page(f"d{number}", f"Film {number}", 2001, "Bo Li", more={"duration": f"n{number}n"})
        page.write(folder)
    (folder / "t.csv").write_text("film_title,job,name\nA,director,B C\n", "utf-8")
    run = reelgraph("ingest", folder, "--json")
    assert said(run)["kinds"] == {"markdown": 6, "credit_table": 1}
    assert "7 documents read (6 markdown, 1 credit_table)" in run.stderr
    (commonest, *_) = said(run)["commonest"]
    assert (commonest["count"], commonest["message"]) == (4, "The running time … cannot be read.")
    assert "Note: 4 times: The running time … cannot be read. (first in d0.md, line " in run.stderr


def test_nothing_moves_in_a_pipe_and_a_rate_is_shown_on_a_terminal(folder: Path, tmp_path: Path) -> None:
    process = start(tmp_path / "data", folder)
    _, err = process.communicate(timeout=LONG)
    assert "\r" not in err
    assert "\x1b" not in err
    import pty

    leader, follower = pty.openpty()
    Page("merlin", "Merlin", 2018, "Rosa Diaz").write(folder)
    command = [sys.executable, "-m", "server", "--data", str(tmp_path / "data"), "ingest", str(folder)]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    shown = subprocess.Popen(command, stderr=follower, stdout=follower, env=environment)
    os.close(follower)
    seen = b""
    while True:
        try:
            block = os.read(leader, 65_536)
        except OSError:
            break
        if not block:
            break
        seen += block
    os.close(leader)
    assert shown.wait(LONG) == 0
    assert b"Reading" in seen
    assert b"3/3" in seen
