"""A service shaped like Wikidata's, with films of our own making, which can behave badly when told to."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs

import pyoxigraph as ox

from ontology import PREFIXES

DATA = (
    "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    + """
@prefix psv: <http://www.wikidata.org/prop/statement/value/> .
@prefix wds: <http://www.wikidata.org/entity/statement/> .
@prefix wdv: <http://www.wikidata.org/value/> .
@prefix wikibase: <http://wikiba.se/ontology#> .

wd:Q229390 wdt:P279 wd:Q11424 .
# A film that is found by its IMDb id, of a class below film; its English label is another than ours.
wd:Q9001 wdt:P31 wd:Q229390 ; rdfs:label "Salt Road"@en, "Die Salzstraße"@de, "소금길"@ko ;
  skos:altLabel "The Salt Road"@en ; wdt:P1476 "소금길"@ko ; wdt:P345 "tt9900001" ; wdt:P4947 "77001" ;
  wdt:P577 "2021-05-19T00:00:00Z"^^xsd:dateTime ; p:P577 wds:r1 ; wdt:P136 wd:Q130232 ;
  wdt:P57 wd:Q9101 ; p:P57 wds:d1 ; wdt:P161 wd:Q9102, wd:Q9103 ; p:P161 wds:c1, wds:c2 .
wds:r1 ps:P577 "2021-05-19T00:00:00Z"^^xsd:dateTime ; psv:P577 wdv:t1 .
wdv:t1 wikibase:timeValue "2021-05-19T00:00:00Z"^^xsd:dateTime ; wikibase:timePrecision 11 .
wds:d1 ps:P57 wd:Q9101 .
wds:c1 ps:P161 wd:Q9102 ; pq:P453 wd:Q9201 .
wds:c2 ps:P161 wd:Q9103 ; pq:P4633 "Ji-na" .
wd:Q130232 rdfs:label "drama film"@en, "Filmdrama"@de .
wd:Q9201 rdfs:label "The Captain"@en .
wd:Q9101 wdt:P31 wd:Q5 ; rdfs:label "Hong Sung-eun"@en ; wdt:P345 "nm9900101" ;
  wdt:P569 "1980-01-01T00:00:00Z"^^xsd:dateTime .
wd:Q9102 wdt:P31 wd:Q5 ; rdfs:label "Gong Seung-yeon"@en, "Gong Seungyeon"@fr ; wdt:P4985 "1500" ;
  wdt:P569 "1993-02-27T00:00:00Z"^^xsd:dateTime .
wd:Q9103 wdt:P31 wd:Q5 ; rdfs:label "Jeong Da-eun"@en ; skos:altLabel "Jung Da-eun"@en ;
  wdt:P1559 "정다은"@ko .

# One that title, year and director find; another of its title and other years; and a series.
wd:Q9002 wdt:P31 wd:Q11424 ; rdfs:label "Low Tide"@en ; wdt:P577 "2019-09-01T00:00:00Z"^^xsd:dateTime ;
  wdt:P57 wd:Q9111 ; p:P57 wds:d2 ; wdt:P345 "tt9900002" .
wds:d2 ps:P57 wd:Q9111 .
wd:Q9111 wdt:P31 wd:Q5 ; rdfs:label "Ilse Brandt"@en ; wdt:P345 "nm9900111" .
wd:Q9003 wdt:P31 wd:Q11424 ; rdfs:label "Low Tide"@en ; wdt:P577 "1954-01-01T00:00:00Z"^^xsd:dateTime .
wd:Q9004 wdt:P31 wd:Q5398426 ; rdfs:label "Low Tide"@en ; wdt:P577 "2019-01-01T00:00:00Z"^^xsd:dateTime .

# Two of one title and year, of which nobody says who directed them.
wd:Q9005 wdt:P31 wd:Q11424 ; rdfs:label "Harbour"@en ; wdt:P577 "2001-02-01T00:00:00Z"^^xsd:dateTime .
wd:Q9006 wdt:P31 wd:Q11424 ; rdfs:label "Harbour"@en ; wdt:P577 "2001-11-01T00:00:00Z"^^xsd:dateTime .

# Somebody whom the dataset knows by IMDb id alone.
wd:Q9120 wdt:P31 wd:Q5 ; rdfs:label "Edda Holm"@en ; wdt:P345 "nm9900120" ;
  wdt:P569 "1970-04-01T00:00:00Z"^^xsd:dateTime ; skos:altLabel "Edda M. Holm"@en .
"""
)

if TYPE_CHECKING:
    import ssl

#: Answers a request in some way of its own, and says whether it did.
Trick = Callable[[BaseHTTPRequestHandler], bool]


class WikidataLike:
    """The service, on a free port of the loopback, as a context.

    ``tricks`` are done one for each request before anything is answered; ``queries`` and ``agents`` are
    what was asked, and by whom. With ``tls`` it is asked by https.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.store = ox.Store()
        self.store.load(DATA.encode(), format=ox.RdfFormat.TURTLE)
        self.tricks: deque[Trick] = deque()
        self.always: Trick | None = None
        self.queries: list[str] = []
        self.agents: list[str] = []
        #: What was said besides the query. Wikidata's service heeds some of it more than the headers.
        self.parameters: dict[str, list[str]] = {}
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's own name
                del format, args

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                said = parse_qs(body)
                query = said.pop("query")[0]
                service.parameters.update(said)
                service.queries.append(query)
                service.agents.append(self.headers["User-Agent"])
                trick = service.tricks.popleft() if service.tricks else service.always
                if trick is not None and trick(self):
                    return
                answer(self, 200, *service.answer(query))

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        # Who asks may hang up at any moment; a traceback of that would be taken for one of the command's.
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]
        if tls is not None:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.endpoint = f"{'https' if tls else 'http'}://127.0.0.1:{self.server.server_port}/sparql"
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()

    def reset(self) -> None:
        """Forgets what was asked, and behaves."""
        self.tricks.clear()
        self.always = None
        self.queries.clear()
        self.agents.clear()

    def answer(self, query: str) -> tuple[str, bytes]:
        """The media type and the answer of a query."""
        found = self.store.query(query)
        if isinstance(found, ox.QueryTriples):
            return "text/turtle", ox.serialize(found, format=ox.RdfFormat.TURTLE) or b""
        assert isinstance(found, ox.QuerySolutions)
        return "application/sparql-results+json", found.serialize(format=ox.QueryResultsFormat.JSON) or b""


def answer(
    handler: BaseHTTPRequestHandler, status: int, media_type: str, body: bytes, **headers: str
) -> None:
    """Sends an answer."""
    handler.send_response(status)
    handler.send_header("Content-Type", media_type)
    handler.send_header("Content-Length", headers.pop("length", str(len(body))))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def with_status(status: int, said: bytes = b"no", **headers: str) -> Trick:
    """Turns a request away."""

    def trick(handler: BaseHTTPRequestHandler) -> bool:
        answer(handler, status, "text/plain", said, **headers)
        return True

    return trick


def saying(media_type: str, body: bytes, **headers: str) -> Trick:
    """Answers with something of its own."""

    def trick(handler: BaseHTTPRequestHandler) -> bool:
        answer(handler, 200, media_type, body, **headers)
        handler.close_connection = "length" in headers
        return True

    return trick


def giving_up(media_type: str, begun: bytes) -> Trick:
    """Begins an answer with status 200 and then runs out of time over it, as Wikidata's service does."""
    trace = (
        b"\nSPARQL-QUERY: queryStr=SELECT ?film\njava.util.concurrent.TimeoutException\n"
        b"\tat java.util.concurrent.FutureTask.get(FutureTask.java:205)\n"
        b"\tat com.bigdata.rdf.sail.webapp.BigdataServlet.submitApiTask(BigdataServlet.java:292)\n"
    )
    return saying(media_type, begun + trace * 20)


def endless(media_type: str) -> Trick:
    """Goes on and on."""

    def trick(handler: BaseHTTPRequestHandler) -> bool:
        handler.send_response(200)
        handler.send_header("Content-Type", media_type)
        handler.end_headers()
        handler.close_connection = True
        block = b" " * 1_000_000
        try:
            for _ in range(10_000):
                handler.wfile.write(block)
        except OSError:
            pass
        return True

    return trick
