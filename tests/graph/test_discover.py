"""Which files an ingest means, and which it leaves alone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from graph.intake.discover import NothingThere, discover

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    (folder / "deep" / ".hidden").mkdir(parents=True)
    for name in ("b.txt", "a.txt", "deep/c.html", ".dotfile", "deep/.hidden/d.txt"):
        (folder / name).write_text("x")
    (tmp_path / "outside.txt").write_text("secret")
    return folder


def names(*paths: Path) -> list[str]:
    return [document.name for document in discover(paths)]


def test_a_folder_gives_all_its_documents_in_a_stable_order(archive: Path) -> None:
    assert names(archive) == ["a.txt", "b.txt", "deep/c.html"]


def test_what_programs_keep_for_themselves_is_no_document(archive: Path) -> None:
    (archive / "node_modules" / "x").mkdir(parents=True)
    (archive / "node_modules" / "x" / "README.md").write_text("x")
    assert names(archive) == ["a.txt", "b.txt", "deep/c.html"]


def test_a_file_reached_twice_is_one_document(archive: Path) -> None:
    assert names(archive, archive / "a.txt", archive / "deep" / ".." / "b.txt") == [
        "a.txt",
        "b.txt",
        "deep/c.html",
    ]


def test_a_link_out_of_the_folder_is_left_alone_and_loops_end(archive: Path) -> None:
    (archive / "out.txt").symlink_to(archive.parent / "outside.txt")
    (archive / "loop").symlink_to(archive)
    (archive / "broken.txt").symlink_to(archive / "nowhere")
    assert names(archive) == ["a.txt", "b.txt", "deep/c.html"]


def test_a_pipe_is_no_document(archive: Path) -> None:
    os.mkfifo(archive / "pipe.txt")
    assert "pipe.txt" not in names(archive)
    with pytest.raises(NothingThere, match="neither a file nor a folder"):
        names(archive / "pipe.txt")


def test_a_path_that_leads_nowhere_is_said(tmp_path: Path) -> None:
    with pytest.raises(NothingThere, match="no file or folder"):
        names(tmp_path / "nowhere")
