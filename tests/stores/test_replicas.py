"""Versions copied to readers: whole, verified, shared where they are the same, and served without a gap."""

from __future__ import annotations

import http.client
import itertools
import json
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph.build import PlainStore
from graph.decisions.trusting import set_trust
from graph.store import Dataset, OtherBase, VersionInUse
from graph.store.replica import BadPlace, Place, pull, push
from tests.graph.reference.imdb_set import small, taken
from tests.hostile.serving import LONG, ROOT, Server, within

if TYPE_CHECKING:
    from collections.abc import Iterable

BASE = "https://films.example"


def published(dataset: Dataset, numbers: Iterable[int]) -> None:
    """Publishes a version for each number, which its only triple holds."""
    from graph.store import write_index

    for number in numbers:
        with dataset.write() as draft:
            draft.store.clear()
            draft.store.add(ox.Quad(ox.NamedNode(f"{BASE}/s"), ox.NamedNode(f"{BASE}/p"), ox.Literal(number)))
            if not (draft.directory / "search.sqlite").exists():
                write_index(draft.directory / "search.sqlite", ())
            draft.publish({})


@pytest.fixture
def origin(tmp_path: Path) -> Dataset:
    dataset = Dataset(tmp_path / "origin", base=BASE)
    published(dataset, [1])
    return dataset


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(str(tmp_path / "place"))


def test_a_copy_holds_what_the_version_holds(origin: Dataset, place: Place, tmp_path: Path) -> None:
    assert push(origin, place) == 1
    copy = Dataset(tmp_path / "copy")
    assert pull(copy, place) == 1
    assert set(copy.version().store) == set(origin.version().store)
    assert (copy.base, copy.version().published) == (BASE, origin.version().published)
    assert pull(copy, place) is None


def test_a_copy_has_every_file_of_a_version_but_the_register(tmp_path: Path, place: Place) -> None:
    """Ranks and reference data are at hand, so a decision or a rank on a copy makes what it would at home."""
    origin, summary = taken(small().write(tmp_path / "files"), tmp_path / "data")
    assert summary.set_aside == []
    set_trust(origin, "imdb", 35)
    push(origin, place)
    copy = Dataset(tmp_path / "copy")
    pull(copy, place)
    there, here = (
        {file.name: file.stat().st_size for file in dataset.version().directory.iterdir() if file.is_file()}
        for dataset in (origin, copy)
    )
    assert {"reference.duckdb", "trust.json"} <= here.keys()
    assert there.keys() - here.keys() == {"documents.sqlite"}
    assert here.items() <= there.items()
    for dataset in (origin, copy):
        set_trust(dataset, "imdb", 30)
    assert set(copy.version().store) == set(origin.version().store)
    with pytest.raises(PlainStore, match="is a copy"):
        taken(tmp_path / "files", tmp_path / "copy")


def test_an_object_store_will_do(origin: Dataset, tmp_path: Path) -> None:
    memory = Place("memory://films/of/ours")
    push(origin, memory)
    published(origin, [2])
    push(origin, memory)
    copy = Dataset(tmp_path / "copy")
    assert pull(copy, memory) == 2


def test_what_is_there_already_is_neither_sent_nor_fetched_again(
    origin: Dataset, place: Place, tmp_path: Path
) -> None:
    push(origin, place)
    copy = Dataset(tmp_path / "copy")
    pull(copy, place)
    before = {file.name for file in Path(place.address, "files").iterdir()}
    published(origin, [2])
    push(origin, place)
    same = [file for file in origin.version(2).directory.rglob("*.sst") if file.stat().st_nlink > 1]
    after = {file.name for file in Path(place.address, "files").iterdir()}
    assert len(after - before) < len(list(origin.version(2).directory.rglob("*"))) - len(same)
    for name in before & after:
        Path(place.address, "files", name).unlink()  # what the copy has is not asked for
    assert pull(copy, place) == 2


def test_the_register_of_documents_stays_at_home(origin: Dataset, place: Place) -> None:
    (origin.version().directory / "documents.sqlite").write_bytes(b"/home/editor/secret.html")
    push(origin, place)
    for file in Path(place.address).rglob("*"):
        assert not file.is_file() or b"secret.html" not in file.read_bytes()


def test_only_so_many_versions_stay(origin: Dataset, place: Place, tmp_path: Path) -> None:
    for number in range(2, 6):
        push(origin, place, keep=2)
        published(origin, [number])
    push(origin, place, keep=2)
    assert sorted(place.names("versions")) == ["000004.json", "000005.json"]
    used = {
        entry["sha256"]
        for name in place.names("versions")
        for entry in place.json(f"versions/{name}")["files"]
    }
    assert set(place.names("files")) == used
    assert pull(Dataset(tmp_path / "copy"), place) == 5


@pytest.mark.parametrize("harm", ["changed", "longer", "missing", "cut"])
def test_a_damaged_file_is_noticed_and_nothing_is_taken_over(
    origin: Dataset, place: Place, tmp_path: Path, harm: str
) -> None:
    push(origin, place)
    copy = Dataset(tmp_path / "copy")
    pull(copy, place)
    published(origin, [2])
    push(origin, place)
    entry = next(e for e in place.json("versions/000002.json")["files"] if e["path"] == "manifest.json")
    file = Path(place.address, "files", entry["sha256"])
    content = file.read_bytes()
    file.unlink()
    if harm != "missing":
        file.write_bytes(
            {"changed": content[:-2] + b" }", "longer": content + b" ", "cut": content[:-9]}[harm]
        )
    with pytest.raises(BadPlace):
        pull(copy, place)
    assert copy.current_number() == 1
    assert [entry.name for entry in (tmp_path / "copy" / "versions").iterdir()] == ["000001"]
    file.write_bytes(content)
    assert pull(copy, place) == 2


@pytest.mark.parametrize(
    "files",
    [
        [{"path": "../../evil", "size": 1, "sha256": "0" * 64}],
        [{"path": "store/../../evil", "size": 1, "sha256": "0" * 64}],
        [{"path": "/etc/passwd", "size": 1, "sha256": "0" * 64}],
        [{"path": "store/CURRENT", "size": 1, "sha256": "../../../etc/passwd"}],
        [{"path": "manifest.json", "size": 1, "sha256": "0" * 64}],
        [],
        [{"path": "manifest.json"}],
        "none",
    ],
)
def test_a_list_of_files_that_no_version_has_is_refused(
    origin: Dataset, place: Place, tmp_path: Path, files: object
) -> None:
    push(origin, place)
    listed = Path(place.address, "versions", "000001.json")
    listed.write_text(json.dumps({**json.loads(listed.read_text()), "files": files}))
    with pytest.raises(BadPlace):
        pull(Dataset(tmp_path / "copy"), place)
    assert not (tmp_path / "evil").exists()


def test_copies_of_two_datasets_do_not_mix(origin: Dataset, place: Place, tmp_path: Path) -> None:
    push(origin, place)
    other = Dataset(tmp_path / "other", base="https://other.example")
    published(other, [1])
    with pytest.raises(OtherBase):
        push(other, place)
    with pytest.raises(OtherBase):
        pull(other, place)
    same_base = Dataset(tmp_path / "same", base=BASE)
    published(same_base, [1])
    with pytest.raises(VersionInUse):
        pull(same_base, place)


def test_a_place_that_is_none_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadPlace, match="versions push"):
        pull(Dataset(tmp_path / "copy"), Place(str(tmp_path / "nowhere")))
    with pytest.raises(BadPlace):
        Place("nonsense://x")
    assert not (tmp_path / "copy" / "current").exists()


@pytest.mark.slow
def test_three_readers_behind_a_round_robin_lose_no_request_while_versions_are_published(
    tmp_path: Path,
) -> None:
    origin = Dataset(tmp_path / "origin", base=BASE)
    published(origin, [1])
    place = Place(str(tmp_path / "place"))
    push(origin, place)
    copies = [tmp_path / f"reader-{number}" / "data" for number in range(3)]
    for copy in copies:
        pull(Dataset(copy), place)
    answers: Counter[tuple[int, str]] = Counter()
    with ExitStack() as stack:
        servers = [stack.enter_context(Server(copy, workers=1, queries_per_client=0)) for copy in copies]
        pulling = [
            subprocess.Popen(
                [sys.executable, "-m", "server", "--data", str(copy), "versions", "pull",
                 str(tmp_path / "place"), "--every", "0.2", "--keep-last", "2"],
                cwd=ROOT, stderr=subprocess.DEVNULL,
            )
            for copy in copies
        ]  # fmt: skip
        for process in pulling:
            stack.callback(process.wait)
            stack.callback(process.terminate)
        turn = itertools.cycle(servers)
        stop = threading.Event()

        def ask() -> None:
            query = "/sparql?query=SELECT+%3Fo+%7B+%3Fs+%3Fp+%3Fo+%7D"
            while not stop.is_set():
                with closing(
                    http.client.HTTPConnection("127.0.0.1", next(turn).port, timeout=LONG)
                ) as connection:
                    connection.request("GET", query, headers={"Accept": "text/csv"})
                    response = connection.getresponse()
                    answers[response.status, response.read().decode().split()[-1]] += 1

        askers = [threading.Thread(target=ask) for _ in range(3)]
        for asker in askers:
            asker.start()
        try:
            for number in range(2, 6):
                published(origin, [number])
                push(origin, place)
                time.sleep(0.7)
            for server in servers:
                assert within(LONG, partial(_is_at, server, "5")), "a reader did not come to the last version"
            assert within(LONG, lambda: answers[200, "5"])
        finally:
            stop.set()
            for asker in askers:
                asker.join()
    assert {status for status, _ in answers} == {200}
    assert {value for _, value in answers} <= {str(number) for number in range(1, 6)}
    assert answers[200, "5"]


def _is_at(server: Server, version: str) -> bool:
    return server.query("ASK {}")[1]["Reelgraph-Version"] == version


@pytest.mark.slow
def test_a_reader_writes_nothing_into_its_copy(origin: Dataset, place: Place, tmp_path: Path) -> None:
    push(origin, place)
    copy = tmp_path / "reader" / "data"
    pull(Dataset(copy), place)

    def seen() -> dict[str, tuple[int, int]]:
        return {str(file): (file.stat().st_mtime_ns, file.stat().st_size) for file in copy.rglob("*")}

    for file in [copy, *copy.rglob("*")]:
        file.chmod(0o555 if file.is_dir() else 0o444)
    before = seen()
    with Server(copy) as server:
        assert server.query("SELECT * { ?s ?p ?o }")[0] == 200
        assert server.ask("/", headers={"Accept": "text/html"})[0] == 200
        assert server.ask("/search?q=film")[0] == 200
    assert seen() == before
    for file in [copy, *copy.rglob("*")]:
        file.chmod(0o755)
