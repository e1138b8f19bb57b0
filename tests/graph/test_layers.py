"""Versions share the bases of their SQLite files: each keeps what changed, and nobody changes another's."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph import layers
from graph.build import ingest
from graph.mentions import FILM, TABLE
from graph.search_rows import search
from graph.store import CannotWrite, Dataset, SearchIndex
from graph.store.replica import Place, pull, push
from tests.graph.archive import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

SEARCH = "search.sqlite"
FIRST = Page("one", "Low Tide", 1960, "Edda Holm", (("Ivo Brand", "Karl"), ("Mara Lind", "Ute")))
SECOND = Page("two", "The Long Quay", 1971, "Jorun Vik", (("Ivo Brand", "Otto"),), critic="Asta Berg")
THIRD = Page("three", "Salt Road", 1982, "Mara Lind", (("Tove Dahl", "Ann"),), critic="Asta Berg")

FOURTH = Page("four", "Harbour Year", 1990, "Lena Ask", (("Bo Falk", "Nils"),), critic="Ida Ruud")


@pytest.fixture(autouse=True)
def small_files_are_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "SMALLEST", 0)


@pytest.fixture
def never_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "_PART", 1e-6)


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def names(directory: Path) -> set[str]:
    return {file.name for file in directory.iterdir()}


def films(dataset: Dataset, number: int) -> set[str]:
    """The films that the search of a version finds, which must be those of its table of mentions."""
    version = dataset.version(number)
    index = SearchIndex(version.directory / SEARCH)
    texts = ("Low Tide", "Long Quay", "Salt Road", "Harbour Year")
    found = {hit.iri: hit.label for text in texts for hit in search(index, text, kind="film")}
    with closing(layers.open_to_read(version.directory / TABLE)) as table:
        assert table.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        decided = "SELECT iri FROM entity WHERE id IN (SELECT entity FROM mention WHERE kind = ?)"
        assert {row[0] for row in table.execute(decided, (FILM,))} == found.keys()
    return set(found.values())


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Dataset, dict[str, str]]:
    """Three versions, each with one page more; and the files of the first before there were others."""
    place = tmp_path_factory.mktemp("made")
    made = Dataset(place / "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layers, "SMALLEST", 0)
        patch.setattr(layers, "_PART", 1e-6)
        ingest(made, [FIRST.write(place)])
        first = made.version().directory
        before = {name: digest(first / name) for name in (TABLE, SEARCH, "documents.sqlite")}
        for page in (SECOND, THIRD):
            ingest(made, [page.write(place)])
    return made, before


@pytest.fixture
def dataset(versions: tuple[Dataset, dict[str, str]], tmp_path: Path) -> Iterator[Dataset]:
    """The same versions in a directory of their own, which must leave the others' files as they are."""
    shutil.copytree(versions[0].path, tmp_path / "data", symlinks=True, copy_function=_link)
    yield Dataset(tmp_path / "data")
    first = versions[0].version(1).directory
    assert {name: digest(first / name) for name in versions[1]} == versions[1]


def _link(source: str, target: str) -> None:
    """A link to a file, but a copy of what describes a dataset."""
    if "/versions/" in source:
        os.link(source, target)
    else:
        shutil.copy(source, target, follow_symlinks=False)


def test_versions_share_a_base_and_each_answers_from_its_own_log(
    versions: tuple[Dataset, dict[str, str]],
) -> None:
    dataset, before = versions
    for number in (1, 2, 3):
        directory = dataset.version(number).directory
        for name, content in before.items():
            assert (directory / name).samefile(dataset.version(1).directory / name)
            assert digest(directory / name) == content
            assert (f"{name}-wal" in names(directory)) == (number > 1)
        assert not any(name.endswith(("-shm", "-guard", ".own")) for name in names(directory))
    assert films(dataset, 1) == {"Low Tide"}
    assert films(dataset, 2) == {"Low Tide", "The Long Quay"}
    assert films(dataset, 3) == {"Low Tide", "The Long Quay", "Salt Road"}


@pytest.mark.usefixtures("never_folded")
def test_a_version_is_whole_without_those_it_shares_its_base_with(dataset: Dataset, tmp_path: Path) -> None:
    dataset.drop(1)
    dataset.rollback(2)
    ingest(dataset, [FOURTH.write(tmp_path)])
    dataset.drop(2)
    assert films(dataset, 3) == {"Low Tide", "The Long Quay", "Salt Road"}
    assert films(dataset, 4) == {"Low Tide", "The Long Quay", "Harbour Year"}


def test_a_log_that_has_grown_is_folded_into_a_base_of_its_own(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layers, "_PART", 1_000_000)
    before = {number: digest(dataset.version(number).directory / TABLE) for number in (1, 2, 3)}
    ingest(dataset, [FOURTH.write(tmp_path)])
    directory = dataset.version(4).directory
    assert f"{TABLE}-wal" not in names(directory)
    assert not any(
        (directory / TABLE).samefile(dataset.version(number).directory / TABLE) for number in (1, 2, 3)
    )
    assert {number: digest(dataset.version(number).directory / TABLE) for number in (1, 2, 3)} == before
    assert films(dataset, 4) == {"Low Tide", "The Long Quay", "Salt Road", "Harbour Year"}


def test_where_the_disk_has_no_hard_links_each_version_has_files_of_its_own(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted", str(source), None, str(target))

    monkeypatch.setattr(os, "link", refuse)
    ingest(dataset, [FOURTH.write(tmp_path)])
    directory = dataset.version(4).directory
    assert not [name for name in names(directory) if name.endswith("-wal")]
    assert films(dataset, 4) == {"Low Tide", "The Long Quay", "Salt Road", "Harbour Year"}
    assert films(dataset, 3) == {"Low Tide", "The Long Quay", "Salt Road"}


@pytest.mark.usefixtures("never_folded")
def test_a_copy_elsewhere_answers_the_same_and_fetches_only_what_changed(
    dataset: Dataset, tmp_path: Path
) -> None:
    place, copy = Place(str(tmp_path / "place")), Dataset(tmp_path / "copy")
    dataset.rollback(2)
    push(dataset, place)
    pull(copy, place)
    dataset.rollback(3)
    push(dataset, place)
    pull(copy, place)
    assert (copy.version(3).directory / TABLE).samefile(copy.version(2).directory / TABLE)
    for number in (2, 3):
        assert films(copy, number) == films(dataset, number)


def base_with_log(folder: Path) -> Path:
    """A draft's file with a base that another version shares, and a row that stands in the log alone."""
    with closing(sqlite3.connect(folder / "before")) as database:
        database.executescript("CREATE TABLE a (b); INSERT INTO a VALUES (1)")
    layers.carry_over(folder / "before", folder / "file")
    with closing(layers.open_to_change(folder / "file")) as database:
        database.execute("INSERT INTO a VALUES (2)")
        database.commit()
    return folder / "file"


@pytest.mark.usefixtures("never_folded")
def test_a_cursor_that_outlives_its_connection_does_not_change_the_base(tmp_path: Path) -> None:
    file = base_with_log(tmp_path)
    before = digest(tmp_path / "before")
    database = layers.open_to_change(file)
    cursor = database.execute("SELECT b FROM a")
    assert cursor.fetchone() == (1,)
    database.close()
    del cursor, database
    assert digest(tmp_path / "before") == before
    assert digest(file) == before
    with closing(layers.open_to_read(file)) as database:
        assert database.execute("SELECT b FROM a ORDER BY b").fetchall() == [(1,), (2,)]


def test_a_log_that_nothing_was_written_to_outlives_its_readers(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "before")) as database:
        database.executescript("CREATE TABLE a (b); INSERT INTO a VALUES (1)")
    before = digest(tmp_path / "before")
    layers.carry_over(tmp_path / "before", tmp_path / "file")
    for _ in range(2):
        with closing(layers.open_to_read(tmp_path / "file")) as database:
            assert database.execute("SELECT b FROM a").fetchall() == [(1,)]
    assert layers.is_layered(tmp_path / "file")
    # And if somebody else took the log away, the base is the other version's still.
    layers.log_of(tmp_path / "file").unlink()
    with closing(layers.open_to_change(tmp_path / "file", isolation_level=None)) as database:
        database.execute("INSERT INTO a VALUES (2)")
    assert digest(tmp_path / "before") == before


@pytest.mark.usefixtures("never_folded")
def test_a_file_made_anew_has_nothing_of_the_one_before(tmp_path: Path) -> None:
    file = base_with_log(tmp_path)
    file.unlink()
    with closing(layers.open_to_change(file)) as database:
        assert database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


@pytest.mark.usefixtures("never_folded")
def test_a_disk_that_fills_while_the_log_is_copied_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = base_with_log(tmp_path)
    before = digest(file), digest(layers.log_of(file))

    def full(_source: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(target))

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(OSError, match="No space left"):
        layers.carry_over(file, tmp_path / "next")
    assert (digest(file), digest(layers.log_of(file))) == before


def test_a_draft_that_finds_no_room_leaves_nothing_in_the_way(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_source: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(target))

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(CannotWrite, match="no room left"):
        ingest(dataset, [FOURTH.write(tmp_path)])
    assert names(dataset.path / "versions") == {"000001", "000002", "000003"}


def test_where_the_disk_numbers_names_and_not_files_nothing_is_shared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", shutil.copyfile)  # a second name with a number of its own
    file = base_with_log(tmp_path)
    assert not layers.is_layered(file)
    with closing(layers.open_to_read(file)) as database:
        assert database.execute("SELECT b FROM a ORDER BY b").fetchall() == [(1,), (2,)]


@pytest.mark.usefixtures("never_folded")
def test_a_version_that_is_dropped_while_it_is_opened_does_not_answer_as_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "version").mkdir()
    file = base_with_log(tmp_path / "version")

    class Slow(sqlite3.Connection):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            (tmp_path / "version").rename(tmp_path / "dropped")

    monkeypatch.setattr(sqlite3, "Connection", Slow)
    with pytest.raises(sqlite3.OperationalError):
        layers.open_to_read(file)


@pytest.mark.usefixtures("never_folded")
def test_an_earlier_release_refuses_a_dataset_before_it_has_a_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = Dataset(tmp_path / "data")
    ingest(dataset, [FIRST.write(tmp_path)])
    description = dataset.path / "dataset.json"
    description.write_text(description.read_text().replace('"format": 2', '"format": 1'))

    def crash(_dataset: Dataset, number: int) -> None:
        assert '"format": 2' in description.read_text()
        raise RuntimeError(f"before version {number} is current")

    monkeypatch.setattr(Dataset, "_point_to", crash)
    with pytest.raises(RuntimeError, match="version 2"):
        ingest(dataset, [SECOND.write(tmp_path)])


_KILLED = """
import os, signal, sys
from pathlib import Path
from graph import layers
database = layers.open_to_change(Path(sys.argv[1]))
database.execute("INSERT INTO a VALUES (3)")
database.commit()
os.kill(os.getpid(), signal.SIGKILL)
"""


_LIMITED = """
import resource, sys
from pathlib import Path
from graph import layers
from graph.store.errors import of_the_disk
file = Path(sys.argv[1])
database = layers.open_to_change(file, isolation_level=None)
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
try:
    database.execute("INSERT INTO a VALUES (zeroblob(80000))")
except Exception as error:
    print(of_the_disk(error, file.parent))
database.close()
"""


@pytest.mark.usefixtures("never_folded")
def test_a_log_that_may_not_grow_is_told_in_a_sentence_and_leaves_the_base_as_it_was(tmp_path: Path) -> None:
    file = base_with_log(tmp_path)
    before = digest(tmp_path / "before")
    said = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(file)], check=True, capture_output=True, text=True
    )
    assert said.stdout.endswith("Nothing was changed.\n")
    assert digest(tmp_path / "before") == before
    with closing(layers.open_to_read(file)) as database:
        assert database.execute("SELECT b FROM a ORDER BY b").fetchall() == [(1,), (2,)]


_NO_ROOM_TO_OPEN = """
import resource, sqlite3, sys
from pathlib import Path
from graph import layers
from graph.store.errors import of_the_disk
file = Path(sys.argv[1])
# The log has room and its index, which SQLite makes 32 KB large at once, has none: as on a full disk.
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    layers.open_to_change(file).execute("INSERT INTO a VALUES (3)")
except sqlite3.OperationalError as error:
    print(error.sqlite_errorname, of_the_disk(error, file.parent))
"""


@pytest.mark.usefixtures("never_folded")
def test_a_full_disk_is_told_where_the_index_of_a_log_has_no_room(tmp_path: Path) -> None:
    file = base_with_log(tmp_path)
    said = subprocess.run(
        [sys.executable, "-c", _NO_ROOM_TO_OPEN, str(file)], check=True, capture_output=True, text=True
    )
    assert said.stdout.startswith("SQLITE_IOERR_SHMSIZE There is no room left to write to ")


@pytest.mark.usefixtures("never_folded")
def test_a_writer_that_is_killed_leaves_the_base_as_it_was(tmp_path: Path) -> None:
    file = base_with_log(tmp_path)
    before = digest(tmp_path / "before")
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(file)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert digest(tmp_path / "before") == before


@pytest.mark.usefixtures("never_folded")
def test_reading_makes_no_file_and_changes_none(dataset: Dataset) -> None:
    directory = dataset.version().directory
    before = {name: digest(directory / name) for name in names(directory) - {"store"}}
    films(dataset, 3)
    assert {name: digest(directory / name) for name in names(directory) - {"store"}} == before
    for name in (TABLE, SEARCH):
        assert not (directory / f"{name}-wal").stat().st_mode & 0o222


@pytest.mark.skipif(shutil.which("setpriv") is None or os.getuid() != 0, reason="needs to be another user")
@pytest.mark.usefixtures("never_folded")
def test_a_program_that_knows_nothing_of_versions_reads_one_and_changes_none(
    dataset: Dataset, tmp_path: Path
) -> None:
    before = digest(dataset.version(1).directory / TABLE)
    for path in (tmp_path, *tmp_path.rglob("*")):
        os.chown(path, 65534, 65534, follow_symlinks=False)
    for parent in takewhile(lambda parent: parent != Path(tempfile.gettempdir()), tmp_path.parents):
        parent.chmod(0o755)
    read = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('SELECT * FROM mention').fetchall()"
    said = subprocess.run(
        ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
         sys.executable, "-c", read, str(dataset.version(3).directory / TABLE)],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert (said.returncode, said.stderr) == (0, "")
    assert digest(dataset.version(1).directory / TABLE) == before
    assert films(dataset, 1) == {"Low Tide"}
