"""One request to an address outside, in a process of its own: asks, writes what came to a file, and ends.

Started by :mod:`graph.store.fetching` as ``python -m graph.store.fetcher``, with the errand as a JSON line
on stdin; answers with one on stdout. It alone may open sockets: it holds no dataset and evaluates
nothing. What evaluates has no sockets. It has a memory limit, may start no program, and is killed when it
takes too long.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlencode

import pyoxigraph as ox

from graph.store.confine import limit_memory, refuse_programs
from graph.store.outside import Limits, NotAllowed, NotAnswered, TooLate, fetch, read_places

_RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
_ACCEPT_RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_ACCEPT_GRAPH = "text/turtle, application/n-triples, application/ld+json;q=0.9, application/rdf+xml;q=0.8"
_BY_ENDING = {
    ".ttl": "text/turtle", ".nt": "application/n-triples", ".rdf": "application/rdf+xml",
    ".owl": "application/rdf+xml", ".jsonld": "application/ld+json",
}  # fmt: skip
_GRAPHS = (*dict.fromkeys(_BY_ENDING.values()),)
_AGENT = "Reelgraph (SPARQL federation)"


def run(errand: dict[str, Any]) -> dict[str, Any]:
    """Does an errand: ``query`` asked of ``url``, or the document there. What came is in ``out``.

    Raises:
        NotAllowed, NotAnswered: see :func:`graph.store.outside.fetch`.
    """
    places = read_places(errand["places"])
    limits = Limits(errand["seconds"], errand["size"], errand["redirects"])
    headers = {"User-Agent": _AGENT, "Accept-Encoding": "identity"}
    target = Path(errand["out"])
    if errand["query"] is None:
        with target.open("wb") as out:
            found = fetch(errand["url"], places, limits, out, headers={**headers, "Accept": _ACCEPT_GRAPH})
        return {"type": _graph_type(found.media_type, found.url)}
    headers |= {"Accept": _ACCEPT_RESULTS, "Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode({"query": errand["query"]}).encode()
    with tempfile.TemporaryFile() as answer:
        found = fetch(errand["url"], places, limits, answer, headers=headers, body=body)
        answer.seek(0)
        with target.open("w", encoding="utf-8") as out_:
            rows = write_values(found.media_type, answer, out_, errand["size"], errand["mark"])
    return {"rows": rows}


def _graph_type(media_type: str, url: str) -> str:
    if media_type in _GRAPHS:
        return media_type
    by_ending = _BY_ENDING.get(Path(url.partition("?")[0].partition("#")[0]).suffix.lower())
    if by_ending is None or media_type not in ("text/plain", "application/octet-stream", "application/xml",
                                               "text/xml", "application/json"):  # fmt: skip
        raise NotAnswered(f"the document is {media_type}, and not one of {', '.join(_GRAPHS)}")
    return by_ending


def write_values(media_type: str, answer: IO[bytes], out: IO[str], size: int, mark: str) -> int:
    """Writes the solutions of an answer as a VALUES block, and returns how many there are.

    A blank node has no place in VALUES; it becomes an IRI that begins with ``mark``, the same one in each
    row. Raises NotAnswered for an answer that is no set of solutions, or would make a block too large.
    """
    kind = _RESULTS.get(media_type)
    if kind is None:
        raise NotAnswered(f"the answer is {media_type}, and not SPARQL results")
    rows = written = 0
    try:
        found = ox.parse_query_results(answer, format=kind)
        if isinstance(found, ox.QueryBoolean):
            out.write("VALUES () { () }" if found else "VALUES () { }")
            return int(bool(found))
        variables = found.variables
        out.write(f"VALUES ({' '.join(map(str, variables))}) {{")
        for solution in found:
            line = f" ({' '.join(_term(solution[name], mark) for name in variables)})"
            written += len(line)
            if written > 2 * size:
                raise NotAnswered(f"the solutions are larger than {2 * size:,} characters")
            out.write(line)
            rows += 1
        out.write(" }")
    except (SyntaxError, ValueError) as error:
        raise NotAnswered(f"the answer cannot be read: {error}") from error
    return rows


def _term(term: object, mark: str) -> str:
    if term is None:
        return "UNDEF"
    if isinstance(term, ox.BlankNode):
        return f"<{mark}{term.value}>"
    if isinstance(term, ox.NamedNode | ox.Literal):
        return str(term)
    raise NotAnswered("the answer has a triple as a term, which VALUES cannot hold")


def main() -> None:
    """Does the one errand on stdin."""
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    errand = json.loads(sys.stdin.buffer.readline())
    limit_memory(errand["memory"])
    refuse_programs()
    said: dict[str, Any]
    try:
        said = run(errand)
    except NotAllowed as error:
        said = {"kind": "refused", "message": str(error)}
    except TooLate as error:
        said = {"kind": "deadline", "message": str(error)}
    except NotAnswered as error:
        said = {"kind": "failed", "message": str(error)}
    except MemoryError:
        said = {"kind": "failed", "message": "the answer needs more memory than it may"}
    except Exception as error:  # noqa: BLE001 - whatever it was, the asker gets its words
        said = {"kind": "failed", "message": f"{type(error).__name__}: {error}"}
    out.write(json.dumps(said).encode())


if __name__ == "__main__":
    main()
