"""docs/service.md tells the truth: its addresses and its curl commands have answers."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pytest

from graph.build import ingest
from graph.store import Dataset
from server.app import create_app
from server.settings import Settings
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

DOC = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    (curl .*)$", DOC, re.MULTILINE)
ADDRESSES = re.findall(r"^\| (`/.*?) \|", DOC, re.MULTILINE)
EXAMPLES = {
    "film/X": "film/aloners-2023",
    "person/X": "person/gong-seung-yeon",
    "review/X": "review/aloners-2023-ida-penhallow",
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> FlaskClient:
    place = tmp_path_factory.mktemp("service") / "data"
    ingest(Dataset(place), [samples / "lantern"])
    return create_app(place, Settings.of({})).test_client()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_has_an_answer_of_the_kind_it_asks_for(demo: FlaskClient, command: str) -> None:
    words = iter(shlex.split(command)[1:])
    headers, form, address, follow = {}, None, "", False
    for word in words:
        if word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word == "--data-urlencode":
            form = dict([next(words).split("=", 1)])
        elif word == "-L":
            follow = True
        else:
            address = word
    url = urlsplit(address)
    path = f"{url.path}?{url.query}" if url.query else url.path
    if form is None:
        answer = demo.get(path, headers=headers, follow_redirects=follow)
    else:
        kind = "application/x-www-form-urlencoded"  # what curl says of its --data
        answer = demo.post(path, headers=headers, data=urlencode(form), content_type=kind)
    assert answer.status_code == 200
    assert answer.data.strip()
    if "Accept" in headers:
        assert answer.mimetype == headers["Accept"]


@pytest.mark.parametrize("address", [one for cell in ADDRESSES for one in re.findall(r"`(/.*?)`", cell)])
def test_an_address_of_the_page_is_there(demo: FlaskClient, address: str) -> None:
    for general, example in EXAMPLES.items():
        address = address.replace(general, example)
    answer = demo.get(address, headers={"Accept": "text/html"}, follow_redirects=True)
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
