"""What every store must do: the same commands and the same pages, wherever the version is kept."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from graph.build import ingest
from graph.elsewhere import RemoteDataset
from graph.store import Dataset
from graph.store.remote import StoreAddress
from server.command import main
from tests.hostile.serving import ROOT, Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

    from tests.stores.conftest import Kept

pytestmark = pytest.mark.slow

_FILMS = "SELECT (COUNT(*) AS ?n) { ?film a reel:Film }"
_TITLES = "SELECT ?title ?year { ?f a reel:Film ; reel:title ?title ; reel:year ?year } ORDER BY ?title ?year"


@dataclass(frozen=True, slots=True)
class Archive:
    """A dataset that was ingested twice, and where its version is kept."""

    data: Path
    kept: Kept
    first_films: str

    def run(self, *arguments: str) -> Result:
        """Runs a command on it, in this process: that of a program costs half a second to start."""
        return said(self.data, *(["--store", self.kept.spec] if self.kept.spec else []), *arguments)


def said(data: Path, *arguments: str) -> Result:
    """What a command prints, and its exit code."""
    return CliRunner().invoke(main, ["--data", str(data), *arguments], catch_exceptions=False)


def reelgraph(data: Path, kept: Kept, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command, as a user runs it."""
    store = ["--store", kept.spec] if kept.spec else []
    return subprocess.run(
        [sys.executable, "-m", "server", "--data", str(data), *store, *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first version, made once on disk."""
    data = tmp_path_factory.mktemp("made") / "data"
    ingest(Dataset(data), [ROOT / "samples" / "lantern"])
    return data


@pytest.fixture(scope="module")
def archive(any_store: Kept, made: Path, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """That version put into the store, and an ingest on it that adds a publication."""
    data = tmp_path_factory.mktemp(any_store.name) / "data"
    shutil.copytree(made, data, symlinks=True)
    if any_store.spec is not None:
        published = reelgraph(data, any_store, "publish")
        assert published.returncode == 0, published.stderr
    films = reelgraph(data, any_store, "query", "--format", "csv", _FILMS).stdout
    second = reelgraph(data, any_store, "ingest", str(ROOT / "samples" / "courier"))
    assert second.returncode in (0, 1), second.stderr
    return Archive(data, any_store, films)


@pytest.fixture(scope="module")
def served(archive: Archive) -> Iterator[Server]:
    """Our own server over it."""
    settings = {"store": archive.kept.spec} if archive.kept.spec else {}
    with Server(archive.data, **settings) as server:
        yield server


def as_held(archive: Archive) -> set[ox.Quad]:
    """The quads of the version that is kept, without what a store says of itself."""
    if archive.kept.spec is None:
        return set(Dataset(archive.data).version().store)
    dataset = RemoteDataset(archive.data, None, StoreAddress.of(archive.kept.spec))
    marker = dataset.held()
    return {quad for quad in dataset.remote if quad.graph_name != marker.graph}


def test_the_store_holds_the_version_quad_for_quad(archive: Archive) -> None:
    assert as_held(archive) == set(Dataset(archive.data).version().store)


def test_every_ingest_is_the_next_version(archive: Archive) -> None:
    now = archive.run("query", "--format", "csv", _FILMS).stdout
    assert int(now.split()[1]) > int(archive.first_films.split()[1]) > 0


@pytest.mark.parametrize("form", ["table", "json", "csv", "tsv", "xml"])
def test_a_query_on_the_command_line_answers_the_same_in_every_format(archive: Archive, form: str) -> None:
    there = archive.run("query", "--format", form, _TITLES)
    here = said(archive.data, "query", "--format", form, _TITLES)
    assert here.exit_code == 0
    assert (there.exit_code, there.stdout) == (0, here.stdout)


def test_a_graph_comes_as_turtle(archive: Archive) -> None:
    found = archive.run("query", "--format", "ttl", "CONSTRUCT WHERE { ?f reel:year ?y }")
    assert len(list(ox.parse(found.stdout, ox.RdfFormat.TURTLE))) == int(
        archive.run("query", "--format", "csv", "SELECT (COUNT(*) AS ?n) { ?f reel:year ?y }").stdout.split()[
            1
        ]
    )


def test_a_wrong_query_is_refused_with_a_sentence(archive: Archive) -> None:
    found = reelgraph(archive.data, archive.kept, "query", "SELECT ?t { ?f a nothing:Film }")
    assert found.returncode in (1, 2)
    assert "nothing" in found.stderr
    assert "Traceback" not in found.stderr


def test_check_says_the_same_wherever_the_version_is(archive: Archive) -> None:
    there = json.loads(archive.run("check", "--json").stdout)
    assert there == json.loads(said(archive.data, "check", "--json").stdout)


def test_exports_are_the_same_wherever_the_version_is(archive: Archive, tmp_path: Path) -> None:
    for name in ("there", "here"):
        store = ["--store", archive.kept.spec] if archive.kept.spec and name == "there" else []
        made = said(archive.data, *store, "export", "jsonld", "--out", str(tmp_path / name))
        assert made.exit_code == 0, made.stderr
    there, here = (
        {file.name: file.read_text() for file in (tmp_path / name).rglob("*.json*")}
        for name in ("there", "here")
    )
    assert there == here
    assert there


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/film/aloners-2023.html", "text/html"),
        ("/film/aloners-2023.ttl", "text/turtle"),
        ("/person/gong-seung-yeon.html", "text/html"),
        ("/person/gong-seung-yeon.jsonld", "application/ld+json"),
        ("/review/aloners-2023-ida-penhallow.html", "text/html"),
        ("/search?q=jeong+daeun", "text/html"),
        ("/connect?from=gong-seung-yeon&to=jeong-da-eun", "text/html"),
        ("/.well-known/void", "text/turtle"),
        ("/check", "text/html"),
        ("/", "text/html"),
        ("/healthz", "application/json"),
        ("/sitemap.xml", "*/*"),
    ],
)
def test_the_pages_are_there(served: Server, path: str, accept: str) -> None:
    status, _, content = served.ask(path, headers={"Accept": accept})
    assert status == 200, content[:300]
    assert content


@pytest.mark.parametrize(
    "accept",
    [
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ],
)
def test_the_endpoint_answers_in_every_format(served: Server, accept: str) -> None:
    from urllib.parse import quote

    status, headers, content = served.ask(f"/sparql?query={quote(_TITLES)}", headers={"Accept": accept})
    assert (status, headers.get_content_type()) == (200, accept)
    assert b"Aloners" in content
    assert headers["Reelgraph-Version"] == "2"


def test_a_graph_is_asked_for_by_the_protocol(served: Server) -> None:
    sources = served.query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g")
    rows = json.loads(sources[2])["results"]["bindings"]
    graph, count = next(
        (row["g"]["value"], row["n"]["value"]) for row in rows if "/source/" in row["g"]["value"]
    )
    found = served.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", **{"default-graph-uri": graph})
    assert json.loads(found[2])["results"]["bindings"][0]["n"]["value"] == count


def test_a_query_that_takes_too_long_is_stopped_and_others_go_on(served: Server) -> None:
    # Long, and not endless: Oxigraph's server goes on with it when nobody waits any more.
    long = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STRLEN(STR(?c)) + 1 = STRLEN(STR(?f))) }"
    answers: list[int] = []
    thread = threading.Thread(target=lambda: answers.append(served.query(long, timeout=2)[0]))
    thread.start()
    assert served.query("ASK { ?s ?p ?o }")[0] == 200
    thread.join()
    assert answers[0] in (503, 504)


def test_a_syntax_error_is_the_clients(served: Server) -> None:
    status, headers, content = served.query("SELECT ?t { ?f a reel:Film ")
    assert (status, headers.get_content_type()) == (400, "application/problem+json")
    assert json.loads(content)["title"] == "The query cannot be read"


def test_service_is_switched_off(served: Server) -> None:
    assert served.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")[0] == 400


def test_commands_that_read_need_no_data_directory_and_others_say_so(
    archive: Archive, tmp_path: Path
) -> None:
    if archive.kept.spec is None:
        pytest.skip("The embedded store lies in the data directory.")
    names = tmp_path / "names.csv"
    names.write_text("name\nGong Seung-yeon\nNobody Whom We Know\n", encoding="utf-8")
    nowhere = tmp_path / "nowhere"

    def run(data: Path, *arguments: str) -> Result:
        store = ["--store", str(archive.kept.spec)] if data == nowhere else []
        return CliRunner().invoke(main, ["--data", str(data), *store, *arguments])

    for reading in (
        ("links", "explain", "gong-seung-yeon", "jeong-da-eun"),
        ("links", "--json"),
        ("reconcile", str(names)),
        ("trust",),
    ):
        there, here = run(nowhere, *reading), run(archive.data, *reading)
        assert (there.exit_code, there.stdout) == (here.exit_code, here.stdout), reading
    there, here = run(nowhere, "export", "links"), run(archive.data, "export", "links")
    # Within a source the lines come as the page has them, which a store does not know.
    assert sorted(there.stdout.splitlines()) == sorted(here.stdout.splitlines())
    assert "in the store" in run(nowhere, "versions").stdout
    for making in (
        ("links", "accept", "gong-seung-yeon", "jeong-da-eun", "--by", "Ida"),
        ("ingest", str(ROOT / "samples" / "lantern")),
        ("enrich", "wikidata", "--endpoint", "http://127.0.0.1:1/"),
        ("versions", "keep", "2"),
        ("versions", "drop", "2"),
        ("versions", "push", str(tmp_path / "place")),
        ("rollback",),
        ("publish",),
    ):
        done = run(nowhere, *making)
        assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1), making
        assert str(nowhere) in done.stderr or "data directory" in done.stderr, making
    assert not nowhere.exists()


def test_a_rollback_is_seen_by_all(archive: Archive) -> None:
    try:
        assert archive.run("rollback").exit_code == 0
        assert archive.run("query", "--format", "csv", _FILMS).stdout == archive.first_films
    finally:
        assert archive.run("rollback", "2").exit_code == 0
    assert archive.run("query", "--format", "csv", _FILMS).stdout != archive.first_films
