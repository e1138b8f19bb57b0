"""What it costs to ingest: pages or a credit table up to a published version, then one changed page.

    python -m benchmarks.ingest [PAGES...]
    python -m benchmarks.ingest --table FILE [--ignore-column NAME]

Ingests so many generated pages (2,000 by default) into an empty dataset, then changes one page and
ingests that, each in a process of its own. Prints seconds of processor time (all processes: reading is
shared among them), the most memory of the main process, and the same for a peer in the same run: plain
pyoxigraph bulk-loading the quads of the version, as N-Quads, into an empty store.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pyoxigraph as ox

from benchmarks.pages import pages
from graph.build import ingest
from graph.reading import Options
from graph.store import Dataset


def _seconds() -> float:
    found = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in found)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _ingest(place: Path, source: Path, options: Options | None) -> tuple[float, float]:
    started = _seconds()
    ingest(Dataset(place / "data"), [source], options)
    return _seconds() - started, _megabytes()


def _peer(place: Path) -> tuple[float, float, int]:
    dump = place / "version.nq"
    store = Dataset(place / "data").version().store
    quads = len(store)
    store.dump(str(dump), ox.RdfFormat.N_QUADS)
    started = _seconds()
    loaded = ox.Store(str(place / "peer"))
    loaded.bulk_load(path=str(dump), format=ox.RdfFormat.N_QUADS)
    loaded.flush()
    return _seconds() - started, _megabytes(), quads


def _write(place: Path, number: int) -> tuple[Path, Path]:
    """Writes the pages; returns their folder and one of them."""
    folder = place / "pages"
    folder.mkdir()
    for name, content in pages(number):
        (folder / name).write_bytes(content)
    return folder, sorted(folder.iterdir())[number // 2]


def _run(number: int, table: str | None, ignored: tuple[str, ...]) -> None:
    with tempfile.TemporaryDirectory(prefix="ingest-") as made:
        place = Path(made)
        if table is None:
            source, changed = _write(place, number)
            options = None
        else:
            source, changed = Path(table), None
            options = Options(ignore_columns=ignored)
        steps: list[tuple[str, float, float]] = []
        with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as pool:
            steps.append(("ingest", *pool.submit(_ingest, place, source, options).result()))
            if changed is not None:
                changed.write_text(changed.read_text(encoding="utf-8").replace(" the ", " a "), "utf-8")
                steps.append(("one page changed", *pool.submit(_ingest, place, changed, None).result()))
            seconds, memory, quads = pool.submit(_peer, place).result()
            steps.append(("peer: bulk_load", seconds, memory))
        what = f"{number:,} pages" if table is None else Path(table).name
        print(f"{what}, {quads:,} quads")
        for name, cost, most in steps:
            each = f"{cost / number * 1000:8.1f} ms a page" if name == "ingest" and table is None else ""
            print(f"  {name:<18} {cost:9.2f} s {most:8.0f} MB {each}")


def main() -> None:
    """Runs what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("pages", nargs="*", type=int, default=[2_000])
    parser.add_argument("--table")
    parser.add_argument("--ignore-column", action="append", default=[])
    given = parser.parse_args()
    if given.table:
        _run(0, given.table, tuple(given.ignore_column))
        return
    for number in given.pages:
        _run(number, None, ())


if __name__ == "__main__":
    main()
