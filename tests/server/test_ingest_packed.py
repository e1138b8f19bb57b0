"""``reelgraph ingest`` and documents within documents: feeds, archives, saved pages."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import quopri
import tarfile
import zipfile
from typing import TYPE_CHECKING

from graph.store import Dataset
from tests.graph.archive import view
from tests.graph.sources.pages import ONE
from tests.server.ingesting import FEED, item, said, titles

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.ingesting import Run


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
