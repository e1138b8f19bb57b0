"""Nodes on their way into a store: what they say is loaded in whatever order they say it."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from graph.intake.outcome import Options, Task
from graph.nodes import Nodes, as_text, from_text, to_quads
from graph.readers import Journal

_IRI = "https://example.org/film/aloners-2023"


def test_types_may_be_said_last_or_not_at_all() -> None:
    said: Nodes = {_IRI: {"title": ["Aloners"], "type": ["Film"]}, f"{_IRI}-2": {"title": ["Hometown"]}}
    assert from_text(as_text(said.items())) == said
    store = ox.Store()
    store.extend(to_quads(said, "https://example.org/source/a"))
    found = {
        (quad.subject.value, quad.object.value) for quad in store if isinstance(quad.subject, ox.NamedNode)
    }
    assert found == {
        (_IRI, "Aloners"),
        (_IRI, "https://w3id.org/reelgraph/ontology#Film"),
        (f"{_IRI}-2", "Hometown"),
    }


def test_what_was_kept_in_an_earlier_form_is_read_again(tmp_path: Path) -> None:
    """Evidence whose types stand behind its IRI could not be loaded."""
    task = Task(Path("a.html"), "a.html", _IRI, None, Options(), key="a.html")
    journal = Journal(tmp_path / "journal", "reader")
    journal.keep(task, "sha256:00", b"what was read")
    journal.close()
    assert Journal(tmp_path / "journal", "reader").has(task)
    content = (tmp_path / "journal").read_bytes()
    (tmp_path / "journal").write_bytes(b"RGJ1" + content[4:])
    assert not Journal(tmp_path / "journal", "reader").has(task)
