"""How fast review pages are read, prose aligned with credits, on one core: pages a second, and growth.

    python -m benchmarks.read [PAGES]

Reads 100, 1,000 and 10,000 generated pages (or PAGES) in one process and prints the rate and the
most memory each run took. The peer of the same run is lxml parsing the same bytes as HTML: the
ratio says how many bare parses a reading costs, whatever the machine.
"""

from __future__ import annotations

import resource
import sys
import time

import lxml.html

from benchmarks.ending import apart, program
from benchmarks.pages import pages
from graph.sources import read


def measure(number: int) -> tuple[float, float, float, int]:
    """Seconds to read, seconds for the peer to parse, MB of memory, mentions found."""
    content = [page for _, page in pages(number)]
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    mentions = sum(len(review.mentions) for page in content for review in read(page).reviews)
    reading = time.perf_counter() - started
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held
    started = time.perf_counter()
    for page in content:
        lxml.html.document_fromstring(page)
    return reading, time.perf_counter() - started, grown / 1024, mentions


def main() -> None:
    """Prints one line for each number of pages, each measured in a process of its own."""
    numbers = [int(sys.argv[1])] if len(sys.argv) > 1 else [100, 1_000, 10_000]
    print(f"{'pages':>7} {'seconds':>9} {'pages/s':>9} {'x lxml':>8} {'MB grown':>9} {'mentions/page':>14}")
    for number in numbers:
        reading, peer, grown, mentions = apart(measure, number)
        print(
            f"{number:>7,} {reading:>9.2f} {number / reading:>9.0f} {reading / peer:>8.1f} "
            f"{grown:>9.1f} {mentions / number:>14.1f}"
        )


if __name__ == "__main__":
    program(main)
