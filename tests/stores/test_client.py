"""Speaking with a store that is busy, slow, confused or gone: what is asked again, and what is said."""

from __future__ import annotations

import io
import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from graph.store.remote import (
    BadStoreAddress,
    Client,
    Credentials,
    RemoteStore,
    StoreAddress,
    StoreDenied,
    StoreError,
    StoreFailed,
    StoreRefused,
    StoreTimedOut,
    StoreUnreachable,
    is_graph,
)
from tests.graph.crawl.certificates import Certificates

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator
    from pathlib import Path

_YES = b'{"head":{},"boolean":true}'
_JSON = "application/sparql-results+json"


@dataclass
class Stub:
    """A server that answers what it is told to, in turn; the last answer from then on.

    An answer is a status with headers and a body, or a function that does something with the request.
    """

    answers: list[tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]]
    seen: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    address: str = ""

    def client(self, credentials: Credentials | None = None, path: str = "/ds") -> Client:
        address = StoreAddress.of(self.address + path)
        return Client(address, credentials or Credentials(), sleep=self.waited.append)


@contextmanager
def serving(
    *answers: tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None],
    tls: ssl.SSLContext | None = None,
) -> Iterator[Stub]:
    stub = Stub(list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.reply()

        def do_GET(self) -> None:
            self.reply()

        def do_PUT(self) -> None:
            self.reply()

        def reply(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            stub.seen.append((f"{self.command} {self.path}", dict(self.headers), body))
            answer = stub.answers.pop(0) if len(stub.answers) > 1 else stub.answers[0]
            if callable(answer):
                answer(self)
                return
            status, headers, content = answer
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    stub.address = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def asked(client: Client, seconds: float = 20) -> bytes:
    with client.query("ASK {}", accept=_JSON, seconds=seconds) as answer:
        return answer.read()


@pytest.mark.parametrize("status", [429, 502, 503])
def test_a_busy_store_is_asked_again_when_it_says_so(status: int) -> None:
    with serving((status, {"Retry-After": "3"}, b"busy"), (200, {}, _YES)) as stub:
        assert asked(stub.client()) == _YES
    assert len(stub.seen) == 2
    assert stub.waited[0] >= 3


def test_a_store_that_stays_busy_is_given_up_with_its_own_words() -> None:
    with serving((503, {}, b"compacting, come back later")) as stub:
        client = stub.client()
        with pytest.raises(StoreUnreachable, match="compacting, come back later"):
            asked(client)
    assert 2 <= len(stub.seen) <= 6
    assert stub.waited == sorted(stub.waited)


def test_nobody_waits_longer_than_the_deadline() -> None:
    with serving((503, {"Retry-After": "20"}, b"")) as stub, pytest.raises(StoreUnreachable):
        asked(stub.client(), seconds=5)
    assert (len(stub.seen), stub.waited) == (1, [])


@pytest.mark.parametrize(
    ("status", "error"),
    [(400, StoreRefused), (404, StoreRefused), (401, StoreDenied), (403, StoreDenied), (500, StoreFailed),
     (504, StoreTimedOut), (408, StoreTimedOut)],
)  # fmt: skip
def test_what_a_store_says_of_itself_is_passed_on(status: int, error: type[StoreError]) -> None:
    with serving((status, {}, b"its own  words\nover lines")) as stub:
        client = stub.client()
        with pytest.raises(error, match="its own words over lines") as raised:
            asked(client)
    assert raised.value.status == status
    assert len(stub.seen) == 1


def test_an_update_is_not_sent_twice_where_it_may_have_been_done() -> None:
    def reset(request: BaseHTTPRequestHandler) -> None:
        request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        request.connection.close()

    with serving(reset, (204, {}, b"")) as stub:
        with pytest.raises(StoreError):
            stub.client().update("INSERT DATA { <urn:a> <urn:b> 1 }")
        assert len(stub.seen) == 1
        stub.client().update("INSERT DATA { <urn:a> <urn:b> 1 }")
    with serving(reset, (204, {}, b"")) as stub:
        stub.client().update("INSERT DATA { <urn:a> <urn:b> 1 }", again=True)
        assert len(stub.seen) == 2


def test_the_deadline_is_told_in_the_stores_own_unit() -> None:
    with serving((200, {}, _YES)) as stub:
        asked(stub.client(), 7)
        for unit, told in (("milliseconds", "timeout=7000"), ("none", "")):
            address = StoreAddress.of(f"query={stub.address}/q timeout={unit}")
            asked(Client(address, Credentials()), 7)
            assert told in stub.seen[-1][0]
    assert "timeout=7" in stub.seen[0][0].split("?")[1].split("&")
    assert "timeout" not in stub.seen[-1][0]


def test_a_slow_store_costs_no_more_than_the_deadline() -> None:
    enough = threading.Event()

    def slow(_: BaseHTTPRequestHandler) -> None:
        enough.wait(240)

    with serving(slow) as stub:
        with pytest.raises(StoreTimedOut):
            asked(stub.client(), 1)
        enough.set()


def test_credentials_go_to_the_store() -> None:
    with serving((200, {}, _YES)) as stub:
        asked(stub.client(Credentials(user="editor", password="secret")))
    assert stub.seen[0][1]["Authorization"] == "Basic ZWRpdG9yOnNlY3JldA=="


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_said_and_not_followed(status: int) -> None:
    """A POST that is sent on becomes a GET: the update would be lost, and look done."""
    with serving((200, {}, _YES)) as other:
        there = {"Location": f"{other.address}/elsewhere"}
        with serving((status, there, b"")) as stub:
            client = stub.client(Credentials(token="secret"))
            for ask in (
                lambda: asked(client),
                lambda: client.update("CLEAR ALL"),
                lambda: client.graph("PUT", "urn:g", body=b""),
            ):
                with pytest.raises(StoreRefused, match="/elsewhere; give that address") as raised:
                    ask()
                assert "secret" not in str(raised.value)
    assert other.seen == []


def test_parameters_in_an_address_stay() -> None:
    with serving((200, {}, _YES)) as stub:
        asked(stub.client(path="/ds?apikey=a%26b&empty="), 7)
    parameters = stub.seen[0][0].split("?")[1].split("&")
    assert sorted(parameters) == ["apikey=a%26b", "empty=", "timeout=7"]


def test_a_file_is_sent_whole_when_it_is_sent_again() -> None:
    content = b"<urn:a> <urn:b> <urn:c> .\n" * 1000
    with serving((503, {}, b""), (201, {}, b"")) as stub:
        client = stub.client()
        with client.graph("PUT", "urn:g", body=io.BytesIO(content), size=len(content)):
            pass
    assert [body for _, _, body in stub.seen] == [content, content]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("text", ["", "nonsense", "# SELECT", "PREFIX a: <b>" * 2000, "PREFIX " * 5000])
def test_what_a_stranger_writes_goes_to_the_store_as_it_is(text: str) -> None:
    with serving((400, {}, b"what?")) as stub:
        client = stub.client()
        with pytest.raises(StoreRefused):
            client.query(text, accept=_JSON, seconds=5)
    assert stub.seen[0][2].decode() == text


@pytest.mark.parametrize(
    ("text", "graph"),
    [
        ("SELECT * { ?s ?p ?o }", False),
        ("ask{}", False),
        ("CONSTRUCT{}WHERE{}", True),
        ("# ASK {}\nPREFIX ask: <urn:select> BASE <urn:x#CONSTRUCT>\ndescribe <urn:x>", True),
        ("PREFIX # describe\n construct: # ASK\n <urn:x> SELECT * {}", False),
        ("nonsense", False),
    ],
)
def test_a_query_that_gives_a_graph_is_told_from_others(text: str, graph: bool) -> None:
    assert is_graph(text) is graph


def test_a_query_of_ours_that_a_store_cannot_read_is_a_failure_of_the_store_and_a_syntax_error() -> None:
    with serving((400, {}, b"no such function")) as stub:
        store = RemoteStore(stub.client())
        with pytest.raises(StoreError, match="no such function") as raised:
            store.query("ASK {}")
    assert isinstance(raised.value, SyntaxError)


def test_credentials_come_from_the_environment_and_are_shown_nowhere() -> None:
    known = {"REELGRAPH_STORE_USER": "editor", "REELGRAPH_STORE_PASSWORD": "secret"}
    credentials = Credentials.of_environment(known)
    assert credentials.header == "Basic ZWRpdG9yOnNlY3JldA=="
    assert "secret" not in repr(credentials)
    assert Credentials.of_environment({"REELGRAPH_STORE_TOKEN": "abc"}).header == "Bearer abc"
    assert Credentials.of_environment({}).header is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>hello</html>",
        _YES[:-3],
        b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"u',
        b"\xff",
    ],
)
def test_an_answer_that_is_none_is_an_error_of_the_store(body: bytes) -> None:
    with serving((200, {"Content-Type": _JSON}, body)) as stub, pytest.raises(StoreFailed):
        RemoteStore(stub.client()).query("SELECT ?a { ?a ?b ?c }")


def test_an_answer_that_breaks_off_is_no_answer() -> None:
    with serving((200, {"Content-Type": _JSON, "Content-Length": "900"}, _YES)) as stub:
        store = RemoteStore(stub.client())
        with pytest.raises(StoreError):
            store.query("ASK {}")


def test_nothing_at_the_address_is_said_in_a_sentence() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        client = Client(StoreAddress.of(f"http://127.0.0.1:{free.getsockname()[1]}/ds"), Credentials())
        with pytest.raises(StoreUnreachable, match="Nothing listens"):
            asked(client, 2)


@pytest.mark.parametrize(
    ("given", "query", "update", "graphs"),
    [
        ("http://h:3030/ds", "http://h:3030/ds", "http://h:3030/ds", "http://h:3030/ds"),
        ("http://h:7878/query", "http://h:7878/query", "http://h:7878/update", "http://h:7878/store"),
        ("https://h/sparql", "https://h/sparql", "https://h/update", "https://h/graphs"),
        ("query=http://h/q", "http://h/q", None, None),
        ("query=http://h/q update=http://h/u?x=1", "http://h/q", "http://h/u?x=1", None),
    ],
)
def test_what_an_address_stands_for(given: str, query: str, update: str | None, graphs: str | None) -> None:
    address = StoreAddress.of(given)
    assert (address.query, address.update, address.graphs) == (query, update, graphs)
    assert StoreAddress.of(str(address)) == address


@pytest.mark.parametrize(
    "given",
    ["", "nonsense", "ftp://h/x", "http://", "http://user:secret@h/ds", "update=http://h/u",
     "query=http://h a=b",
     "query=http://h timeout=hours", "query=http://h query=http://i"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_without_its_password(given: str) -> None:
    with pytest.raises(BadStoreAddress) as raised:
        StoreAddress.of(given)
    assert "secret" not in str(raised.value) or "REELGRAPH_STORE_PASSWORD" in str(raised.value)


def test_a_certificate_that_nobody_trusts_is_said_at_once_and_one_that_is_trusted_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificates = Certificates.make(tmp_path)
    with serving((200, {"Content-Type": _JSON}, _YES), tls=certificates.site("IP:127.0.0.1")) as stub:
        monkeypatch.delenv("SSL_CERT_FILE", raising=False)
        with pytest.raises(StoreUnreachable, match="its certificate is not to be trusted"):
            RemoteStore(stub.client()).query("ASK {}")
        assert (stub.seen, stub.waited) == ([], [])
        monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
        assert RemoteStore(stub.client()).query("ASK {}")
