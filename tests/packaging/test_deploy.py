"""The examples in deploy/ work: nginx in front of a real server, and a unit that systemd takes."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from graph.build import ingest
from graph.store import Dataset
from tests.conftest import ROOT, missing
from tests.hostile.serving import LONG, Server
from tests.stores.servers import quiet_port

if TYPE_CHECKING:
    from collections.abc import Iterator

DEPLOY = ROOT / "deploy"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("deployed") / "data"
    ingest(Dataset(data), [ROOT / "samples" / "courier"])
    with Server(data, trusted_proxies=1, token="secret") as server:
        yield server


@pytest.fixture(scope="module")
def proxy(served: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of nginx with the example, in a folder of its own."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(program).exists():
        missing("This test needs nginx; install it (Debian: apt install nginx-light).")
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    port = quiet_port()
    example = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for there, here in (
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("server 127.0.0.1:8000;", f"server 127.0.0.1:{served.port};"),
        ("/var/cache/nginx/reelgraph", str(folder / "cache")),
    ):
        assert there in example
        example = example.replace(there, here)
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} pid {folder}/pid; error_log {folder}/error.log; daemon off; events {{}}\n"
        f"http {{ access_log off; {temporary}\n{example}\n}}\n"
    )
    process = subprocess.Popen([program, "-c", str(folder / "nginx.conf"), "-p", str(folder)])
    end = time.monotonic() + LONG
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        time.sleep(0.05)
    assert process.poll() is None, (folder / "error.log").read_text()
    yield port
    process.terminate()
    process.wait()


def ask(port: int, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=LONG)) as connection:
        connection.request("GET", path, headers={"Host": "films.example", **headers})
        response = connection.getresponse()
        return response.status, response.headers, response.read()


@pytest.mark.slow
def test_a_page_is_answered_from_the_proxys_cache_and_asked_for_again_by_its_etag(proxy: int) -> None:
    first = ask(proxy, "/film/", Accept="text/html")
    assert (first[0], first[1]["X-Cache"]) == (200, "MISS")
    for _ in range(10):  # what is two seconds old already is asked for again first
        second = ask(proxy, "/film/", Accept="text/html")
        if second[1]["X-Cache"] == "HIT":
            break
    assert (second[1]["X-Cache"], second[2]) == ("HIT", first[2])
    time.sleep(2.1)
    assert ask(proxy, "/film/", Accept="text/html")[1]["X-Cache"] == "REVALIDATED"


@pytest.mark.slow
def test_each_type_has_its_own_place_in_the_cache(proxy: int) -> None:
    kinds = ("text/turtle", "application/ld+json", "text/turtle", "application/ld+json")
    answers = [ask(proxy, "/ontology", Accept=kind) for kind in kinds]
    assert [headers.get_content_type() for _, headers, _ in answers] == list(kinds)


@pytest.mark.slow
def test_a_new_version_is_seen_through_the_proxy_within_moments(proxy: int) -> None:
    query = "/sparql?" + urlencode({"query": "SELECT (COUNT(*) AS ?n) { GRAPH ?urn { ?s ?p ?o } }"})
    before = ask(proxy, query, Accept="text/csv")
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", proxy, timeout=LONG)) as connection:
        connection.request(
            "PUT", "/graphs?graph=urn:mine", b"<urn:a> <urn:b> <urn:c> .",
            {"Host": "films.example", "Content-Type": "text/turtle", "Authorization": "Bearer secret"},
        )  # fmt: skip
        assert connection.getresponse().status == 201
    end = time.monotonic() + LONG
    while (found := ask(proxy, query, Accept="text/csv"))[2] == before[2]:
        assert time.monotonic() < end
        time.sleep(0.2)
    assert int(found[2].split()[1]) == int(before[2].split()[1]) + 1


def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("This machine has no systemd to ask.")
    unit = (DEPLOY / "reelgraph.service").read_text(encoding="utf-8")
    here = tmp_path / "reelgraph.service"
    here.write_text(unit.replace("/opt/reelgraph/bin/reelgraph", shutil.which("true") or "/bin/true"))
    found = subprocess.run([program, "verify", str(here)], capture_output=True, text=True, check=False)
    complaints = [line for line in found.stderr.splitlines() if "reelgraph.service" in line]
    assert complaints == []


def test_the_container_copies_what_is_there() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    for line in re.findall(r"^COPY (?!--from)(.*) \S+$", text, re.MULTILINE):
        for name in line.split():
            assert (ROOT / name).exists(), name
    wheel = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for package in re.findall(r'"(\w+)"', wheel.split("packages = ")[1].splitlines()[0]):
        assert f"COPY {package} {package}" in text
