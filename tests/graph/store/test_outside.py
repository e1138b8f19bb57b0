"""Which addresses may be asked: the list, what a name resolves to, and what is connected to."""

from __future__ import annotations

import io
import json
import shutil
import socket
import ssl
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from graph.store.outside import (
    Limits,
    NotAllowed,
    NotAnswered,
    address_of,
    fetch,
    is_public,
    place_of,
    read_places,
)
from tests.server.elsewhere import Elsewhere

ROOT = Path(__file__).resolve().parents[3]
LIMITS = Limits(seconds=2, size=1000, redirects=1)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.10", "10.0.0.1", "172.16.5.5", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "0.1.2.3", "255.255.255.255", "224.0.0.1", "240.0.0.1", "192.0.2.1", "198.18.0.1",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "fec0::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:169.254.169.254", "2002:7f00:1::", "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2001:0:7f00:1::",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_an_address_that_is(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("entry", "allowed", "refused"),
    [
        ("films.example", ["http://films.example/", "https://FILMS.example./a?b"],
         ["http://films.example:81/", "https://films.example:80/", "http://x.films.example/",
          "http://films.example.evil.example/", "ftp://films.example/", "http://filmsxexample/"]),
        ("films.example:81", ["http://films.example:81/x", "https://films.example:81/"],
         ["http://films.example/", "https://films.example/"]),
        ("https://films.example/sparql", ["https://films.example/sparql", "https://films.example/sparql/x",
                                          "https://films.example/sparql?a=/../b"],
         ["http://films.example/sparql", "https://films.example/sparqlx", "https://films.example/",
          "https://films.example/sparql/../x", "https://films.example/sparql/%2e%2e/x",
          "https://films.example/sparql/%252e%252e/x", "https://films.example/sparql/..;/x",
          "https://films.example/sparql/..%5cx"]),
        ("[::1]:81", ["http://[::1]:81/"], ["http://[::1]/", "http://127.0.0.1:81/"]),
        ("münchen.example", ["http://xn--mnchen-3ya.example/", "http://münchen.example/"], ["http://munchen.example/"]),
    ],
)  # fmt: skip
def test_what_an_entry_of_the_list_allows(entry: str, allowed: list[str], refused: list[str]) -> None:
    places = read_places(entry)
    for url in allowed:
        assert place_of(address_of(url), places)
    for url in refused:
        with pytest.raises(NotAllowed):
            place_of(address_of(url), places)


@pytest.mark.parametrize(
    "entry",
    ["ftp://x.example", "http://", "x.example/path", "http://a@x.example", "*", "http://x.example:port", "%"],
)
def test_an_entry_that_is_none_is_refused(entry: str) -> None:
    with pytest.raises(ValueError, match=r"neither|names no"):
        read_places(f"good.example, {entry}")


@pytest.mark.parametrize(
    "url",
    ["http://127.1/", "http://0x7f.1/", "http://2130706433/", "http://017700000001/",
     "http://x.example/\r\nHost: y",
     "http://x.example\\@y.example/", "http://x.example#@y.example/", "//x.example/", "http:x.example"],
)  # fmt: skip
def test_other_spellings_of_an_address_are_not_the_one_on_the_list(url: str) -> None:
    places = read_places("127.0.0.1, private:y.example, x.example")
    try:
        found = place_of(address_of(url), places)
    except NotAllowed:
        return
    assert found.host == "x.example"


def _resolve_as(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[tuple[str, int]]:
    """Names resolve to each of the answers in turn; returns where connections then go."""
    turns = iter(answers)
    connected: list[tuple[str, int]] = []

    def resolve(_host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in next(turns)]

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    return connected


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    connected = _resolve_as(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])
    with pytest.raises(NotAnswered, match="connection refused"):
        fetch("http://rebound.example/", read_places("rebound.example"), LIMITS, io.BytesIO(), headers={})
    assert connected == [("8.8.8.8", 80)]


@pytest.mark.parametrize(
    "answers", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["169.254.169.254"], ["::ffff:127.0.0.1"]]
)
def test_one_private_address_among_those_of_a_name_is_one_too_many(
    monkeypatch: pytest.MonkeyPatch, answers: list[str]
) -> None:
    connected = _resolve_as(monkeypatch, answers)
    with pytest.raises(NotAllowed, match="not a public address"):
        fetch("http://films.example/", read_places("films.example"), LIMITS, io.BytesIO(), headers={})
    assert connected == []


@pytest.mark.parametrize(
    ("entry", "resolved", "is_asked"),
    [
        ("private:films.example", "10.0.0.1", True),
        ("private:films.example", "127.0.0.1", True),
        ("private:films.example", "169.254.169.254", False),
        ("private:films.example", "0.0.0.0", False),
        ("films.example, private:https://films.example", "10.0.0.1", False),
    ],
)
def test_how_private_a_name_may_be(
    monkeypatch: pytest.MonkeyPatch, entry: str, resolved: str, is_asked: bool
) -> None:
    connected = _resolve_as(monkeypatch, [resolved])
    with pytest.raises((NotAllowed, NotAnswered)):
        fetch("http://films.example/", read_places(entry), LIMITS, io.BytesIO(), headers={})
    assert bool(connected) == is_asked


@pytest.mark.skipif(sys.platform != "linux", reason="seccomp is Linux's")
def test_the_process_that_asks_others_takes_no_connection_and_starts_no_program() -> None:
    script = """
import json, os, socket, subprocess
from graph.store.confine import refuse_programs
assert refuse_programs()
said = {}
other = socket.socket()
try:
    other.connect(("127.0.0.1", 9))
except OSError as error:
    said["connect"] = error.errno
try:
    other.listen()
except OSError as error:
    said["listen"] = error.errno
try:
    os.execv("/bin/true", ["true"])
except OSError as error:
    said["exec"] = error.errno
print(json.dumps(said))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == {"connect": 111, "listen": 1, "exec": 1}


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl command for a certificate")
def test_who_answers_has_to_prove_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate,
         "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with Elsewhere(context) as service:
        places = read_places(f"private:localhost:{service.port}, 127.0.0.1:{service.port}")

        def get(host: str) -> bytes:
            out = io.BytesIO()
            fetch(f"https://{host}:{service.port}/graph.ttl", places, Limits(5, 10_000, 1), out, headers={})
            return out.getvalue()

        with pytest.raises(NotAnswered, match="is not to be trusted"):
            get("localhost")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert get("localhost") == service.pages["/graph.ttl"].content
        with pytest.raises(NotAnswered, match="is not to be trusted"):
            get("127.0.0.1")
