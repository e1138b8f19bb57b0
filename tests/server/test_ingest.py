"""``reelgraph ingest`` from run to run: what is taken over, what cannot be read, what is no longer there."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import quopri
import shutil
import signal
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from graph.store import Dataset
from server.command import main
from tests.graph.archive import Page, view
from tests.graph.sources.pages import ONE
from tests.hostile.serving import LONG

if TYPE_CHECKING:
    from pathlib import Path

FEED = '<rss version="2.0"><channel><title>Reel</title><link>https://reel.example/</link>{}</channel></rss>'


def item(title: str, number: int, text: str = ONE) -> str:
    return (
        f"<item><title>Review: {title} (2018)</title><link>https://reel.example/{number}</link>"
        f"<guid>{number}</guid><description>&lt;p&gt;{text}&lt;/p&gt;</description></item>"
    )


Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "pages"
    place.mkdir()
    Page("kestrel", "Kestrel", 2018, "Rosa Diaz", (("Al Roe", "Jim"),)).write(place)
    Page("otto", "Otto", 2012, "Bo Li").write(place)
    return place


@pytest.fixture
def reelgraph(tmp_path: Path) -> Run:
    environment = {name: None for name in os.environ if name.startswith("REELGRAPH_")}

    def run(*arguments: str | Path) -> Result:
        given = {**environment, "REELGRAPH_DATA": str(tmp_path / "data")}
        return CliRunner().invoke(main, list(map(str, arguments)), env=given, prog_name="reelgraph")

    return run


def said(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def titles(tmp_path: Path) -> list[str]:
    return sorted(
        node["title"][0] for node in view(Dataset(tmp_path / "data")).values() if "Film" in node["type"]
    )


# -- documents that cannot be read ---------------------------------------------------------------------


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


# -- documents that are no longer there ----------------------------------------------------------------


def test_a_page_that_is_gone_is_told_of_and_stays_until_it_is_pruned(
    reelgraph: Run, folder: Path, tmp_path: Path
) -> None:
    reelgraph("ingest", folder)
    (folder / "otto.md").unlink()
    kept = reelgraph("ingest", folder, "--json")
    assert kept.exit_code == 0
    assert said(kept)["vanished"] == [str(folder / "otto.md")]
    assert "1 document is no longer there, and stays in the dataset until --prune takes it out" in kept.stderr
    assert titles(tmp_path) == ["Kestrel", "Otto"]
    pruned = reelgraph("ingest", folder, "--prune", "--json")
    assert (said(pruned)["removed"], said(pruned)["version"]) == ([str(folder / "otto.md")], 2)
    assert titles(tmp_path) == ["Kestrel"]
    assert said(pruned)["counts"]["Film"] == 1
    version = Dataset(tmp_path / "data").version()
    assert len(version.store) == version.triples
    gone = reelgraph(
        "query", "--format", "csv",
        "SELECT ?s { GRAPH ?g { ?s prov:invalidatedAtTime ?t } } ORDER BY ?s",
    ).stdout.split()  # fmt: skip
    base = "http://127.0.0.1:8000"
    assert {f"{base}/film/otto-2012", f"{base}/person/bo-li", f"{base}/source/otto"} <= set(gone)
    assert not any("kestrel" in iri for iri in gone)


def test_a_page_that_comes_back_is_what_it_was(reelgraph: Run, folder: Path, tmp_path: Path) -> None:
    reelgraph("ingest", folder)
    before = view(Dataset(tmp_path / "data"))
    text = (folder / "otto.md").read_text("utf-8")
    (folder / "otto.md").unlink()
    reelgraph("ingest", "--prune", folder)
    (folder / "otto.md").write_text(text, "utf-8")
    reelgraph("ingest", folder)
    after = view(Dataset(tmp_path / "data"))
    for content in (before, after):
        for node in content.values():
            node.pop("readAt", None)
    assert after == before
    assert "otto" not in reelgraph("query", "SELECT ?s { GRAPH ?g { ?s prov:invalidatedAtTime ?t } }").stdout


def test_a_file_or_folder_that_is_gone_whole_can_be_pruned_by_its_path(
    reelgraph: Run, folder: Path, tmp_path: Path
) -> None:
    reelgraph("ingest", folder)
    (folder / "kestrel.md").unlink()
    assert reelgraph("ingest", folder / "kestrel.md").exit_code == 2
    pruned = reelgraph("ingest", "--prune", folder / "kestrel.md", "--json")
    assert (pruned.exit_code, len(said(pruned)["removed"])) == (0, 1)
    (folder / "otto.md").unlink()
    folder.rmdir()
    assert len(said(reelgraph("ingest", "--prune", folder, "--json"))["removed"]) == 1
    assert titles(tmp_path) == []


def test_a_page_that_moved_has_not_gone(reelgraph: Run, folder: Path, tmp_path: Path) -> None:
    reelgraph("ingest", folder)
    (folder / "deep").mkdir()
    (folder / "otto.md").rename(folder / "deep" / "o.md")
    moved = reelgraph("ingest", "--prune", folder, "--json")
    assert (said(moved)["removed"], said(moved)["unchanged"], said(moved)["version"]) == ([], 2, None)
    assert titles(tmp_path) == ["Kestrel", "Otto"]


# -- documents within documents ------------------------------------------------------------------------


def test_an_item_of_a_feed_is_a_source_of_its_own(reelgraph: Run, tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(FEED.format(item("Kestrel", 1) + item("Otto", 2)), "utf-8")
    assert said(reelgraph("ingest", feed, "--json"))["kinds"] == {"feed": 2}
    assert said(reelgraph("ingest", feed, "--json"))["unchanged"] == 2
    # A feed forgets its oldest items, and we do not.
    feed.write_text(FEED.format(item("Merlin", 3) + item("Otto", 2)), "utf-8")
    third = said(reelgraph("ingest", "--prune", feed, "--json"))
    assert (third["read"], third["unchanged"], third["vanished"], third["removed"]) == (1, 1, [], [])
    assert titles(tmp_path) == ["Kestrel", "Merlin", "Otto"]
    feed.write_text(FEED.format(item("Merlin", 3) + item("Otto", 2, "Another text. " + ONE)), "utf-8")
    fourth = said(reelgraph("ingest", feed, "--json"))
    assert (fourth["read"], fourth["unchanged"]) == (1, 1)
    pages = reelgraph("query", "--format", "csv", "SELECT ?p { ?s a reel:Source ; reel:page ?p } ORDER BY ?p")
    assert pages.stdout.split()[1:] == [f"https://reel.example/{number}" for number in (1, 2, 3)]
    feed.unlink()
    assert len(said(reelgraph("ingest", "--prune", feed, "--json"))["removed"]) == 3


def test_a_broken_item_costs_no_other_and_a_feed_without_reviews_is_set_aside_each_time(
    reelgraph: Run, tmp_path: Path
) -> None:
    feed = tmp_path / "feed.xml"
    broken = "<item><title>A</wrong><guid>9</guid><description>&bogus; \x01</item>"
    feed.write_text(FEED.format(item("Kestrel", 1) + broken + item("Otto", 2)), "utf-8")
    run = reelgraph("ingest", feed, "--json")
    assert (run.exit_code, said(run)["read"]) == (0, 2)
    assert any("1 of 3" in c["message"] or "One item" in c["message"] for c in said(run)["complaints"])
    feed.write_text(FEED.format(broken), "utf-8")
    for _ in range(2):
        assert reelgraph("ingest", feed).exit_code == 1
        assert len(json.loads(reelgraph("check", "--set-aside", "--json").stdout)) == 1


def test_packed_documents_are_read_as_what_they_are(reelgraph: Run, folder: Path, tmp_path: Path) -> None:
    archive = tmp_path / "in"
    archive.mkdir()
    feed = FEED.format(item("Merlin", 3)).encode("utf-16")
    with zipfile.ZipFile(archive / "site.zip", "w") as packed:
        packed.write(folder / "kestrel.md", "reviews/kestrel.md")
        packed.writestr("export.xml.gz", gzip.compress(feed))
        packed.writestr("__MACOSX/reviews/._kestrel.md", b"\0\0")
        packed.writestr("../../escape.md", (folder / "otto.md").read_bytes())
        packed.writestr("empty.md", b"")
    (archive / "table.tsv.gz").write_bytes(
        gzip.compress(b"film_title\tjob\tname\n") + gzip.compress(b"Kite\tdirector\tAnn Lee\n") + b"\0\0"
    )
    run = reelgraph("ingest", archive, "--json")
    assert (run.exit_code, said(run)["set_aside"]) == (0, [])
    assert titles(tmp_path) == ["Kestrel", "Kite", "Merlin", "Otto"]
    assert said(reelgraph("ingest", archive, "--json"))["unchanged"] == 4
    assert not list(tmp_path.glob("**/escape*"))
    assert [path.name for path in (tmp_path / "data" / "reading").iterdir()] == []
    with zipfile.ZipFile(archive / "site.zip", "w") as packed:
        packed.write(folder / "kestrel.md", "reviews/kestrel.md")
    assert len(said(reelgraph("ingest", archive, "--json"))["vanished"]) == 2
    assert len(said(reelgraph("ingest", "--prune", archive, "--json"))["removed"]) == 2
    assert titles(tmp_path) == ["Kestrel", "Kite"]


def test_a_tar_archive_is_a_folder_and_bzip2_and_xz_are_unpacked(
    reelgraph: Run, folder: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "in"
    archive.mkdir()
    with tarfile.open(archive / "site.tar", "w") as packed:
        packed.add(folder / "kestrel.md", "./reviews/kestrel.md")
        packed.add(folder / "otto.md", "reviews/.otto.md")
        link = tarfile.TarInfo("reviews/passwd.md")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        packed.addfile(link)
        packed.add(folder / "otto.md", "../../escape.md")
    (archive / "site.tgz").write_bytes(gzip.compress((archive / "site.tar").read_bytes()))
    feed = FEED.format(item("Merlin", 3)).encode()
    (archive / "feed.xml.bz2").write_bytes(bz2.compress(feed) + bz2.compress(b"\n"))
    (archive / "table.tsv.xz").write_bytes(lzma.compress(b"film_title\tjob\tname\nKite\tdirector\tAnn Lee\n"))
    (archive / "cut.xml.bz2").write_bytes(bz2.compress(os.urandom(9_000))[:-50])
    (archive / "cut.tar").write_bytes((archive / "site.tar").read_bytes()[:900])
    run = reelgraph("ingest", archive, "--json")
    assert run.exit_code == 1
    reasons = {one["document"]: one["reason"] for one in said(run)["set_aside"]}
    assert reasons.keys() == {"cut.xml.bz2", "cut.tar"}
    assert "breaks off" in reasons["cut.xml.bz2"]
    assert "damaged" in reasons["cut.tar"]
    assert titles(tmp_path) == ["Kestrel", "Kite", "Merlin", "Otto"]
    assert not list(tmp_path.glob("**/escape*"))


def test_a_page_that_a_browser_saved_in_one_file_is_read_with_its_address(
    reelgraph: Run, tmp_path: Path
) -> None:
    page = (
        f"<!doctype html><html><head><title>Siskin</title></head><body><h1>Siskin (2018)</h1><p>{ONE}</p>"
        "<p>Directed by André Li.</p></body></html>"
    )
    (tmp_path / "siskin.mhtml").write_bytes(
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://reel.example/siskin\r\n"
        b"Subject: Siskin\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        b'\ttype="text/html";\r\n\tboundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        b"Content-Location: https://reel.example/siskin\r\n\r\n"
        + quopri.encodestring(page.encode())
        + b"\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + b"iVBORw0KGgo=\r\n--b--\r\n"
    )
    run = reelgraph("ingest", tmp_path / "siskin.mhtml", "--json")
    assert (run.exit_code, said(run)["kinds"]) == (0, {"review_html": 1})
    found = view(Dataset(tmp_path / "data")).values()
    assert [node["page"] for node in found if "Review" in node["type"]] == [["https://reel.example/siskin"]]
    assert ["André Li"] in [node["name"] for node in found if "Person" in node["type"]]


# -- runs that are interrupted -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("many")
    for number in range(250):
        Page(f"p{number:03}", f"Film {number}", 2000 + number % 20, f"Ann Lee{number}").write(place)
    return place


def start(data: Path, *arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "server", "--data", str(data), "ingest", *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def interrupted(
    data: Path, number: signal.Signals, *arguments: str | Path
) -> tuple[subprocess.Popen[str], str, str]:
    """A run that gets a signal when it has read some documents and not all. Gives what it wrote to both.

    One that was through already, because the machine did not let this process see it in time, is done again.
    """
    journal = data / "reading" / "journal"
    for _ in range(20):
        shutil.rmtree(data, ignore_errors=True)
        process = start(data, *arguments)
        while process.poll() is None and not (journal.exists() and journal.stat().st_size > 2_000):
            time.sleep(0.002)
        process.send_signal(signal.SIGSTOP)
        if 2_000 < (journal.stat().st_size if journal.exists() else 0) < 50_000:
            process.send_signal(number)
            process.send_signal(signal.SIGCONT)
            out, err = process.communicate(timeout=LONG)
            return process, out, err
        process.kill()
        process.communicate()
    pytest.fail("every run was through before it could be interrupted")


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_publishes_nothing_and_is_taken_over(
    many: Path, tmp_path: Path, number: signal.Signals
) -> None:
    data = tmp_path / "data"
    process, _, err = interrupted(data, number, many)
    assert process.returncode == {signal.SIGINT: 1, signal.SIGTERM: 143}.get(number, -number)
    if number != signal.SIGKILL:
        assert err.count("\n") == 1, err
        assert "nothing was published. What was read is kept" in err
        assert list((data / "versions").iterdir()) == []  # no draft is left for the next writer to clear
    assert Dataset(data).current_number() is None
    with (data / "reading" / "journal").open("r+b") as journal:
        journal.seek(300)
        journal.write(b"a broken sector")  # within the first record
        journal.seek(0, os.SEEK_END)
        journal.write(b"RGJ1 and then the power went")
    again = start(data, many, "--json")
    out, err = again.communicate(timeout=LONG)
    found = json.loads(out)
    assert (again.returncode, found["read"], found["set_aside"]) == (0, 250, [])
    assert found["taken_over"] > 0
    assert f"{found['taken_over']} document" in err
    assert list((data / "reading").iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_partial_publishes_what_was_read_until_then(
    many: Path, tmp_path: Path, number: signal.Signals
) -> None:
    data = tmp_path / "data"
    process, out, err = interrupted(data, number, many, "--partial", "--json")
    found = json.loads(out)
    assert (process.returncode, found["version"], found["interrupted"]) == (1, 1, True)
    assert found["read"] + found["unread"] == 250
    assert 0 < found["read"] < 250
    assert "Interrupted: " in err
    rest = start(data, many, "--json")
    out, _ = rest.communicate(timeout=LONG)
    assert (rest.returncode, json.loads(out)["unchanged"]) == (0, found["read"])


def test_a_journal_of_nonsense_does_no_harm(reelgraph: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    reelgraph("ingest", folder / "otto.md")
    for content in (b"RGJ1", b"\0" * 5_000, os.urandom(5_000), b"RGJ1" + b"\xff" * 400):
        (tmp_path / "data" / "reading").mkdir(exist_ok=True)
        (tmp_path / "data" / "reading" / "journal").write_bytes(content)
        assert reelgraph("ingest", folder).exit_code == 0
    assert titles(tmp_path) == ["Kestrel", "Otto"]


# -- what is said --------------------------------------------------------------------------------------


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
