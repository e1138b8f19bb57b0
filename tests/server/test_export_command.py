"""``reelgraph export``: blocks as files and in the pages of a site, and dumps, through the command."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import zstandard
from click.testing import CliRunner

from graph.build import ingest
from graph.store import Dataset
from server.command import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

MADE = b'<script type="application/ld+json" data-reelgraph="block">'


@pytest.fixture(scope="module")
def marquee(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """A dataset of the sample publication whose pages are HTML."""
    place = tmp_path_factory.mktemp("marquee") / "data"
    ingest(Dataset(place), [samples / "marquee"])
    return place


@pytest.fixture
def reelgraph(marquee: Path) -> Run:
    """Runs the command in this process."""
    environment = {name: None for name in os.environ if name.startswith("REELGRAPH_")}

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        words = ["--data", str(marquee), *map(str, arguments)]
        result = CliRunner().invoke(main, words, env=environment)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return subprocess.CompletedProcess(words, result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def site(tmp_path: Path, samples: Path) -> Path:
    """The publication's pages as a site."""
    shutil.copytree(samples / "marquee", tmp_path / "site" / "reviews")
    (tmp_path / "site" / "logo.png").write_bytes(b"\x89PNG\r\n</head>")
    return tmp_path / "site"


def tree(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def outcomes(run: subprocess.CompletedProcess[str]) -> dict[str, str]:
    return {page["file"]: page["outcome"] for page in json.loads(run.stdout)["pages"]}


# -- pages of a site --------------------------------------------------------------------------------


def test_pages_get_their_blocks_and_nothing_else_changes(reelgraph: Run, site: Path, tmp_path: Path) -> None:
    before = tree(site)
    run = reelgraph("export", "html", "--in", site, "--out", tmp_path / "out", "--json")
    assert run.returncode == 0, run.stderr
    after = tree(tmp_path / "out")
    assert tree(site) == before
    assert after.keys() == before.keys()
    found = outcomes(run)
    assert found["reviews/volver.html"] == "put"
    for name, content in after.items():
        start = content.find(MADE)
        if found.get(name) == "put":
            end = content.index(b"</script>", start) + len(b"</script>")
            assert content[:start] + content[end:] == before[name]
            block = json.loads(content[start + len(MADE) : end - len(b"</script>")])
            assert block["@type"] == "Review"
            assert block["url"].encode() in before[name]
        else:
            assert content == before[name]


def test_run_twice_it_changes_nothing(reelgraph: Run, site: Path, tmp_path: Path) -> None:
    reelgraph("export", "html", "--in", site, "--out", tmp_path / "out")
    times = {f: f.stat().st_mtime_ns for f in (tmp_path / "out").rglob("*")}
    once = tree(tmp_path / "out")
    reelgraph("export", "html", "--in", site, "--out", tmp_path / "out")
    assert {f: f.stat().st_mtime_ns for f in (tmp_path / "out").rglob("*")} == times
    run = reelgraph("export", "html", "--in", tmp_path / "out", "--in-place", "--json")
    assert set(outcomes(run).values()) == {"unchanged", "no review", "no block"}
    assert tree(tmp_path / "out") == once


def test_an_earlier_block_is_replaced_and_one_of_no_review_removed_when_asked(
    reelgraph: Run, site: Path
) -> None:
    before = tree(site)
    page = site / "reviews" / "volver.html"
    reelgraph("export", "html", "--in", site, "--in-place", "--no-body")
    assert b"reviewBody" not in page.read_bytes()
    run = reelgraph("export", "html", "--in", site, "--in-place", "--json")
    assert outcomes(run)["reviews/volver.html"] == "replaced"
    assert b"reviewBody" in page.read_bytes()
    page.write_bytes(
        page.read_bytes().replace(b"marquee.example/reviews/volver", b"marquee.example/reviews/none")
    )
    changed = page.read_bytes()
    run = reelgraph("export", "html", "--in", site, "--in-place", "--json")
    assert outcomes(run)["reviews/volver.html"] == "no review"
    assert page.read_bytes() == changed
    run = reelgraph("export", "html", "--in", site, "--in-place", "--remove-old", "--json")
    assert outcomes(run)["reviews/volver.html"] == "removed"
    assert page.read_bytes() == before["reviews/volver.html"].replace(b"reviews/volver", b"reviews/none")


def test_a_page_is_found_by_its_place_or_by_being_the_file_that_was_read(
    reelgraph: Run, tmp_path: Path, samples: Path
) -> None:
    site = tmp_path / "site"
    (site / "reviews" / "volver").mkdir(parents=True)
    (site / "reviews" / "volver" / "index.html").write_text("<title>Volver</title><p>it")
    (site / "reviews" / "volver.html").write_text("<title>Volver</title><p>it")
    (site / "reviews" / "stranger.html").write_text("<title>Volver</title><p>it")
    shutil.copy(samples / "marquee" / "volver.html", site / "moved.htm")
    arguments = ("export", "html", "--in", site, "--out", tmp_path / "out", "--json")
    assert outcomes(reelgraph(*arguments)) == {
        "moved.htm": "put", "reviews/stranger.html": "no review", "reviews/volver.html": "no review",
        "reviews/volver/index.html": "no review",
    }  # fmt: skip
    placed = outcomes(reelgraph(*arguments, "--site-url", "http://marquee.example"))
    assert placed["reviews/volver.html"] == placed["reviews/volver/index.html"] == "put"
    assert placed["reviews/stranger.html"] == "no review"


def test_pages_by_other_endings_get_their_blocks_and_programs_do_not(
    reelgraph: Run, samples: Path, tmp_path: Path
) -> None:
    page = (samples / "marquee" / "volver.html").read_bytes()
    site = tmp_path / "site"
    site.mkdir()
    for name in ("a.htm", "b.xhtml", "c.SHTML", "d", "e.php", "f.txt"):
        (site / name).write_bytes(page)
    run = reelgraph("export", "html", "--in", site, "--out", tmp_path / "out", "--json")
    assert outcomes(run) == dict.fromkeys(["a.htm", "b.xhtml", "c.SHTML", "d"], "put")
    assert all((tmp_path / "out" / name).read_bytes() == page for name in ("e.php", "f.txt"))


def test_between_two_reviews_nobody_guesses(reelgraph: Run, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    html = (
        "<link rel=canonical href=https://marquee.example/reviews/volver>"
        "<meta property=og:url content=https://marquee.example/reviews/shame>"
    )
    (site / "both.html").write_text(html)
    run = reelgraph("export", "html", "--in", site, "--out", tmp_path / "out", "--json")
    assert (run.returncode, outcomes(run)) == (1, {"both.html": "several"})
    assert "volver" in run.stderr
    assert "shame" in run.stderr
    assert (tmp_path / "out" / "both.html").read_text() == html


def test_links_are_not_followed_out_and_nothing_is_written_through_one(
    reelgraph: Run, site: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "volver.html").write_bytes((site / "reviews" / "volver.html").read_bytes())
    (site / "out.html").symlink_to(secret / "volver.html")
    (site / "folder").symlink_to(secret, target_is_directory=True)
    (site / "near.html").symlink_to("reviews/volver.html")
    before = tree(secret)
    run = reelgraph("export", "html", "--in", site, "--out", tmp_path / "out", "--json")
    assert run.returncode == 1
    assert {item["file"] for item in json.loads(run.stdout)["left_out"]} == {"out.html", "folder"}
    assert os.readlink(tmp_path / "out" / "near.html") == "reviews/volver.html"  # noqa: PTH115
    assert not (tmp_path / "out" / "out.html").exists()
    shutil.rmtree(tmp_path / "out" / "reviews")
    (tmp_path / "out" / "reviews").symlink_to(secret, target_is_directory=True)
    run = reelgraph("export", "html", "--in", site, "--out", tmp_path / "out")
    assert run.returncode == 1
    assert "is a link" in run.stderr
    assert tree(secret) == before
    reelgraph("export", "html", "--in", site, "--in-place")
    assert tree(secret) == before


def test_the_folders_are_given_apart_unless_that_is_meant(reelgraph: Run, site: Path) -> None:
    before = tree(site)
    for given in ((), ("--out", site), ("--out", site / "reviews" / "out"), ("--out", site.parent)):
        run = reelgraph("export", "html", "--in", site, *given)
        assert run.returncode == 2
        assert run.stderr.strip().endswith(".")
    assert tree(site) == before
    assert reelgraph("export", "html", "--in", site, "--out", site, "--in-place").returncode == 0
    assert tree(site) != before


def test_rights_of_a_page_stay_and_what_is_no_page_is_copied_as_it_is(
    reelgraph: Run, site: Path, tmp_path: Path
) -> None:
    (site / "reviews" / "volver.html").chmod(0o640)
    os.mkfifo(site / "pipe")
    (site / "big.html").write_bytes(b"<p>" + b"x" * 20_000_001)
    run = reelgraph("export", "html", "--in", site, "--out", tmp_path / "out", "--json")
    assert (tmp_path / "out" / "reviews" / "volver.html").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "out" / "big.html").stat().st_size == 20_000_004
    assert [item["file"] for item in json.loads(run.stdout)["left_out"]] == ["pipe"]


# -- blocks as files --------------------------------------------------------------------------------


def test_files_keep_their_names_and_only_ours_are_removed(reelgraph: Run, tmp_path: Path) -> None:
    out = tmp_path / "blocks"
    assert reelgraph("export", "jsonld", "--out", out).returncode == 0
    manifest = json.loads((out / "manifest.json").read_bytes())
    names = {entry["file"] for entry in manifest["blocks"]}
    assert names == {file.name for file in out.glob("*.jsonld")}
    volver = next(entry for entry in manifest["blocks"] if "volver" in entry["file"])
    assert volver["pages"] == ["https://marquee.example/reviews/volver"]
    assert hashlib.sha256((out / volver["file"]).read_bytes()).hexdigest() == volver["sha256"]
    assert json.loads((out / volver["file"]).read_bytes())["@id"] == volver["review"]
    assert {tuple(entry) for entry in manifest["without"]} == {("review", "pages", "lacks")}

    # As if two reviews more had been there at the last run, and somebody has changed one's file since.
    for name in ("gone.jsonld", "theirs.jsonld"):
        (out / name).write_bytes(b"{}\n")
        digest = hashlib.sha256(b"{}\n").hexdigest()
        manifest["blocks"].append({"file": name, "review": "x", "pages": [], "sha256": digest})
    manifest["blocks"].append({"file": "../outside.jsonld", "review": "x", "sha256": digest})
    (tmp_path / "outside.jsonld").write_bytes(b"{}\n")
    (out / "theirs.jsonld").write_bytes(b'{"mine": 1}\n')
    (out / "foreign.jsonld").write_bytes(b"{}\n")
    (out / "manifest.json").write_text(json.dumps(manifest))
    run = reelgraph("export", "jsonld", "--out", out)
    assert {file.name for file in out.glob("*.jsonld")} == {*names, "theirs.jsonld", "foreign.jsonld"}
    assert (tmp_path / "outside.jsonld").exists()
    assert "theirs.jsonld" in run.stderr
    assert f"0 files written, {len(names)} unchanged, 1 removed" in run.stderr


def test_a_manifest_of_somebody_else_stays(reelgraph: Run, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"name": "a web app"}')
    run = reelgraph("export", "jsonld", "--out", tmp_path)
    assert (run.returncode, run.stderr.count("manifest.json is not ours")) == (1, 1)
    assert [file.name for file in tmp_path.iterdir()] == ["manifest.json"]


def test_without_a_folder_the_blocks_are_one_list(reelgraph: Run) -> None:
    blocks = json.loads(reelgraph("export", "jsonld").stdout)
    assert {block["@type"] for block in blocks} == {"Review"}
    assert {
        block["@type"] for block in json.loads(reelgraph("export", "jsonld", "--critic-review").stdout)
    } == {"CriticReview"}


# -- dumps ------------------------------------------------------------------------------------------

SYNTAX = {"nquads": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "turtle": ox.RdfFormat.TURTLE}
UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "none": bytes, "gzip": gzip.decompress,
    "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
}  # fmt: skip


@pytest.mark.parametrize("packing", list(UNPACK))
@pytest.mark.parametrize("form", list(SYNTAX))
def test_a_dump_is_the_version_again(
    reelgraph: Run, marquee: Path, tmp_path: Path, form: str, packing: str
) -> None:
    run = reelgraph(
        "export", "dump", "--format", form, "--compress", packing, "--out", f"{tmp_path}/", "--json"
    )
    made = json.loads(run.stdout)
    content = (tmp_path / made["file"]).read_bytes()
    assert (len(content), hashlib.sha256(content).hexdigest()) == (made["bytes"], made["sha256"])
    text = UNPACK[packing](content)
    assert hashlib.sha256(text).hexdigest() == made["content_sha256"]
    loaded = ox.Store()
    loaded.load(text, format=SYNTAX[form])
    store = Dataset(marquee).version().store
    graph = ox.DefaultGraph() if form == "turtle" else None
    assert set(loaded) == set(store.quads_for_pattern(None, None, None, graph))
    assert len(loaded) == made["statements"]
    again = reelgraph(
        "export", "dump", "--format", form, "--compress", packing, "--out", tmp_path / "again.x", "--json"
    )
    assert json.loads(again.stdout)["sha256"] == made["sha256"]
    assert (tmp_path / "again.x.sha256").read_text() == f"{made['sha256']}  again.x\n"


def test_the_checksums_of_a_folder_are_those_of_all_its_dumps(
    reelgraph: Run, tmp_path: Path, program: Callable[..., str]
) -> None:
    for form in SYNTAX:
        reelgraph("export", "dump", "--format", form, "--compress", "gzip", "--out", tmp_path)
    command = [program("sha256sum"), "--check", "--strict", "SHA256SUMS"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    manifest = json.loads((tmp_path / "manifest.json").read_bytes())
    assert [item["file"] for item in manifest["dumps"]] == [
        f"reelgraph-000001.{ending}.gz" for ending in ("nq", "trig", "ttl")
    ]


def test_a_dump_goes_to_stdout_where_no_file_is_named(marquee: Path) -> None:
    command = [sys.executable, "-m", "server", "--data", str(marquee), "export", "dump", "--format", "turtle"]
    done = subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert len(list(ox.parse(done.stdout, format=ox.RdfFormat.TURTLE))) > 100
    assert hashlib.sha256(done.stdout).hexdigest().encode() in done.stderr


def test_blank_nodes_get_names_in_a_dump(tmp_path: Path) -> None:
    dataset = Dataset(tmp_path / "data", base="https://films.example")
    with dataset.write() as draft:
        draft.store.load(
            b"_:a <http://x.example/p> _:b . _:b <http://x.example/p> 1 .", format=ox.RdfFormat.TURTLE
        )
        draft.publish({})
    words = ["--data", str(tmp_path / "data"), "export", "dump", "--out", str(tmp_path / "x.nq")]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    quads = list(ox.parse((tmp_path / "x.nq").read_bytes(), format=ox.RdfFormat.N_QUADS))
    subjects = {quad.subject.value for quad in quads}
    assert len(quads) == len(subjects) == 2
    assert all(subject.startswith("https://films.example/.well-known/genid/") for subject in subjects)
    assert "2 blank nodes" in result.stderr
