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

import click
import pytest

from graph.build import ingest
from graph.release import VERSION
from graph.store import Dataset
from server.command import main
from server.settings import SETTINGS
from tests.conftest import ROOT, missing
from tests.hostile.serving import LONG, Server
from tests.stores.servers import quiet_port

if TYPE_CHECKING:
    from collections.abc import Iterator

DEPLOY = ROOT / "deploy"
_DEFAULTS = {setting.name: setting.default for setting in SETTINGS}


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


def _text(*names: str) -> str:
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)


_EXAMPLES = ("deploy/reelgraph.service", "deploy/Containerfile", "deploy/nginx.conf", "docs/deploying.md")


def _commands(group: click.Group) -> Iterator[click.Command]:
    for command in group.commands.values():
        yield command
        if isinstance(command, click.Group):
            yield from _commands(command)


def test_the_examples_name_variables_settings_and_commands_that_there_are() -> None:
    text = _text(*_EXAMPLES)
    known = {setting.variable for setting in SETTINGS}
    for command in (main, *_commands(main)):
        for option in command.params:
            given = option.envvar or ()
            known |= {given} if isinstance(given, str) else set(given)
    assert set(re.findall(r"\bREELGRAPH_[A-Z_]+\b", text)) <= known
    # Settings are spoken of by their names, which no other word with an underscore looks like.
    spoken = set(re.findall(r"\b(?:[a-z]+_)+(?:seconds|bytes|megabytes)\b", text)) | {"workers"}
    wanted = {"stop_seconds", "query_seconds", "write_seconds", "max_upload_bytes"}
    assert wanted <= spoken <= _DEFAULTS.keys()
    called = set(re.findall(r"(?:bin/|`|-t |reelgraph )reelgraph ([a-z]+)", text))
    assert {"serve", "ingest"} <= called <= set(main.commands)
    assert re.search(r'^ENTRYPOINT \["reelgraph"\]\nCMD \["serve"\]$', text, re.MULTILINE)


def test_the_examples_keep_the_bounds_that_the_settings_have() -> None:
    unit, container, proxy, page = (_text(name) for name in _EXAMPLES)
    port = str(_DEFAULTS["port"])
    assert f"server 127.0.0.1:{port};" in proxy
    assert re.findall(r"(?:EXPOSE |REELGRAPH_PORT=|127\.0\.0\.1:)(\d+)", container) == [port] * 3

    def number(pattern: str, text: str) -> float:
        found = re.search(pattern, text)
        assert found is not None
        return float(found[1])

    def setting(name: str) -> float:
        return float(_DEFAULTS[name])

    assert number(r"TimeoutStopSec=(\d+)", unit) > setting("stop_seconds")
    longest = number(r"proxy_read_timeout (\d+)s", proxy)
    assert longest > max(setting("query_seconds"), setting("write_seconds"))
    assert number(r"client_max_body_size (\d+)m", proxy) * 2**20 >= setting("max_upload_bytes")
    assert number(r"cache of (\d+) MB \(`cache_bytes`\)", page) * 1e6 == pytest.approx(
        setting("cache_bytes"), rel=0.1
    )
    assert f"reelgraph-{VERSION}-py3-none-any.whl" in page
