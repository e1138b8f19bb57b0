"""``reelgraph ingest`` and documents that are no longer where they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.store import Dataset
from tests.graph.archive import view
from tests.server.ingesting import said, titles

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.ingesting import Run


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
