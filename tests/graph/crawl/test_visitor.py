"""How fast a host is asked, and what comes of servers that hang, drip and never end."""

from __future__ import annotations

import socket
import threading
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from graph.crawl.client import Client, Patience
from graph.crawl.scope import scope_of
from graph.crawl.visitor import KeepOff, Visitor
from graph.store.outside import Connection, NotAllowed, NotAnswered, TooLate, address_of
from tests.graph.crawl.site import Site, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Clock:
    """A clock that sleeping moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def read(self) -> float:
        return self.now


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as found:
        yield found


@contextmanager
def visiting(site: Site, delay: float) -> Iterator[tuple[Visitor, Clock]]:
    clock = Clock()
    with Client(scope_of(site.address()).places, "Reelgraph/test", Patience(2.0, 5.0)) as client:
        yield Visitor(client, "Reelgraph", delay, sleep=clock.sleep, clock=clock.read), clock


def ask(visitor: Visitor, site: Site, path: str) -> int:
    return visitor.ask(site.address(path), size=1000, wanted=lambda _: True).status


def test_a_host_is_asked_once_a_second(site: Site) -> None:
    with visiting(site, 1.0) as (visitor, clock):
        for _ in range(3):
            ask(visitor, site, "/")
        assert clock.slept == [1.0, 1.0]
        clock.now += 5.0
        ask(visitor, site, "/")
        assert clock.slept == [1.0, 1.0]


def test_the_delay_that_a_site_asks_for_counts_where_it_is_longer(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 4", "text/plain")
    with visiting(site, 1.0) as (visitor, clock):
        assert visitor.allowed(site.address("/"))
        ask(visitor, site, "/")
        ask(visitor, site, "/")
        assert clock.slept == [1.0, 4.0]


def test_a_delay_that_nobody_waits_for_is_said(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 86400", "text/plain")
    with visiting(site, 0.0) as (visitor, _), pytest.raises(KeepOff, match="86400 seconds"):
        visitor.allowed(site.address("/"))


def test_a_busy_host_without_a_word_is_given_twice_as_long_each_time(site: Site) -> None:
    site.put("/", "", status=503)
    with visiting(site, 0.0) as (visitor, clock):
        with pytest.raises(KeepOff, match="too busy"):
            ask(visitor, site, "/")
        assert clock.slept == [5.0, 10.0, 20.0, 40.0]  # and none after the last try
    assert len(site.asked) == 5


def test_a_failure_is_given_a_second_chance_and_no_third(site: Site) -> None:
    site.put("/", "", status=500)
    with visiting(site, 0.0) as (visitor, _):
        assert ask(visitor, site, "/") == 500
    assert len(site.asked) == 2


def test_robots_are_followed_through_redirects_on_the_host_and_not_off_it(site: Site) -> None:
    site.moved("/robots.txt", "/r.txt")
    site.put("/r.txt", "User-agent: *\nDisallow: /x", "text/plain")
    with visiting(site, 0.0) as (visitor, _):
        assert not visitor.allowed(site.address("/x"))
    site.moved("/robots.txt", "http://other.example/robots.txt")
    with visiting(site, 0.0) as (visitor, _):
        assert visitor.allowed(site.address("/x"))


def test_a_connection_is_used_again_and_opened_again_where_the_site_closed_it(site: Site) -> None:
    site.put("/", plain())
    site.put("/last", plain(), headers={"Connection": "close"})
    with Client(scope_of(site.address()).places, "a", Patience(2.0, 5.0)) as client:
        for path in ("/", "/", "/last", "/"):
            assert client.ask(site.address(path), size=1000, wanted=lambda _: True).status == 200
        with pytest.raises(NotAllowed):
            client.ask("http://other.example/", size=1, wanted=lambda _: True)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://films.example/", b"films.example"),
        ("http://films.example/", b"films.example"),
        ("https://films.example:8443/", b"films.example:8443"),
        ("http://[::1]:8000/", b"[::1]:8000"),
    ],
)
def test_a_host_is_named_without_its_usual_port(address: str, host: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, closing(Connection(address_of(address), [], 1.0)) as connection:
        connection.sock = ours
        connection.request("GET", "/")
        assert b"\r\nHost: " + host + b"\r\n" in theirs.recv(4096)


@contextmanager
def serving(answer: Callable[[socket.socket], object]) -> Iterator[str]:
    """A server that does what it likes with its connections."""
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve() -> None:
        with suppress(OSError):
            while not over.is_set():
                connection, _ = listener.accept()
                with connection, suppress(OSError):
                    connection.recv(4096)
                    answer(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        over.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(120)


def drip(first: bytes, then: bytes) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        connection.sendall(first)
        connection.settimeout(0.05)
        while True:
            connection.sendall(then)
            with suppress(TimeoutError):
                if not connection.recv(1):
                    return

    return answer


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (b"HTTP/1.1 200 OK\r\n", b"X-Header: x\r\n"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"x"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n", b"x"),
        (b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["headers", "a header", "a body", "a body without length", "chunks", "patience"],
)
def test_a_server_that_drips_is_cut_off(first: bytes, then: bytes) -> None:
    with (
        serving(drip(first, then)) as address,
        Client(scope_of(address).places, "a", Patience(silence=2.0, request=0.3)) as client,
        pytest.raises(NotAnswered) as error,
    ):
        client.ask(address, size=1_000_000, wanted=lambda _: True)
    # More than a hundred headers are refused before the time is over, on a machine that is fast enough.
    assert isinstance(error.value, TooLate) or first == b"HTTP/1.1 200 OK\r\n"


def test_a_server_that_says_nothing_is_cut_off() -> None:
    waiting = threading.Event()
    with (
        serving(lambda _: waiting.wait(120)) as address,
        Client(scope_of(address).places, "a", Patience(silence=0.2, request=120.0)) as client,
    ):
        with pytest.raises(TooLate, match="said nothing"):
            client.ask(address, size=1000, wanted=lambda _: True)
        waiting.set()


@pytest.mark.parametrize(
    "answer",
    [b"", b"hello\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
     b"HTTP/1.1 999999 X\r\n\r\n",
     b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"\xff" * 70_000],
)  # fmt: skip
def test_an_answer_that_is_no_answer_is_said(answer: bytes) -> None:
    with (
        serving(lambda connection: connection.sendall(answer)) as address,
        Client(scope_of(address).places, "a", Patience(2.0, 3.0)) as client,
        pytest.raises(NotAnswered),
    ):
        client.ask(address, size=1000, wanted=lambda _: True)
