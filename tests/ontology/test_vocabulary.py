"""The room's public functions."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import ontology
from ontology import CONTEXT, FILES, PREFIXES, REEL, context_bytes, expand, shorten, text, undeclared
from ontology.vocabulary import describe

ROOM = Path(ontology.__file__).parent


def test_every_file_is_read_as_it_stands() -> None:
    suffixes = {".ttl", ".jsonld", ".json", ".rq"}
    assert set(FILES) == {
        path.relative_to(ROOM).as_posix() for path in ROOM.rglob("*") if path.suffix in suffixes
    }
    for name in FILES:
        assert text(name) == (ROOM / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["films.ttl", "../pyproject.toml", "__init__.py", ""])
def test_no_other_file_is(name: str) -> None:
    with pytest.raises(KeyError):
        text(name)


def test_the_files_are_found_inside_a_zip_file_too(tmp_path: Path) -> None:
    archive = tmp_path / "reelgraph.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in ROOM.iterdir():
            if path.is_file():
                file.write(path, f"ontology/{path.name}")
    code = "import ontology; print(ontology.__file__); print(len(ontology.text('film.ttl')))"
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(archive)!r}); {code}"],
        check=True, capture_output=True, text=True, cwd=tmp_path,
    )  # fmt: skip
    where, length = done.stdout.split("\n")[:2]
    assert where.startswith(str(archive))
    assert int(length) == len(text("film.ttl"))


def test_the_room_needs_the_standard_library_alone_and_no_other_room() -> None:
    code = (
        "import sys; before = set(sys.modules); import ontology, ontology.reel; "
        "print(*{name.partition('.')[0] for name in set(sys.modules) - before})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOM.parent
    )
    assert set(done.stdout.split()) - set(sys.stdlib_module_names) == {"ontology"}


def test_names_are_expanded_and_shortened() -> None:
    assert expand("reel:title") == REEL + "title"
    assert shorten(REEL + "title") == "reel:title"
    assert shorten("https://schema.org/Movie") == "schema:Movie"
    assert shorten("https://w3id.org/reelgraph/job/actor") == "job:actor"
    assert shorten("http://www.wikidata.org/prop/direct/P57") == "wdt:P57"
    for iri in ("https://example.org/x", PREFIXES["schema"], "https://schema.org/a/b", ""):
        assert shorten(iri) == iri
    with pytest.raises(KeyError):
        expand("nobody:knows")


def test_every_prefix_survives_a_round_trip() -> None:
    for prefix in PREFIXES:
        assert shorten(expand(f"{prefix}:x")) == f"{prefix}:x"


def test_the_context_is_whole_in_itself() -> None:
    """JSON-LD 1.1, 4.1: no string among contexts, no @import, nothing that a parser would fetch."""
    assert json.loads(context_bytes()) == CONTEXT
    assert CONTEXT["@version"] == 1.1
    assert not {"@import", "@vocab", "@base", "@propagate"} & set(CONTEXT)
    assert all("@context" not in value for value in CONTEXT.values() if isinstance(value, dict))


def test_undeclared_keys_and_types_are_found_however_deep() -> None:
    film = {"id": "y", "type": ["Film", "schema:Movie"], "title": ["a"]}
    good = {"@context": CONTEXT, "@id": "x", "graph": [film]}
    assert undeclared(good) == set()
    bad = {"id": "x", "type": "Flim", "titel": "a", "nobody:knows": "b", "actor": [{"id": "y", "nmae": "c"}]}
    assert undeclared(bad) == {"Flim", "titel", "nobody:knows", "nmae"}
    assert undeclared([{"https://schema.org/name": "whole IRIs are fine"}]) == set()


def test_the_vocabulary_is_described_for_its_page() -> None:
    vocabulary = describe()
    assert vocabulary is describe()
    assert vocabulary.title
    assert vocabulary.description
    assert vocabulary.version
    assert vocabulary.license.startswith("https://")
    names = [term.name.casefold() for term in vocabulary.properties]
    assert names == sorted(names)
    name = vocabulary.term(REEL + "name")
    assert name is not None
    assert [shorten(iri) for iri in name.domain] == ["reel:Person", "reel:Character", "reel:Publication"]
    assert [shorten(iri) for iri in name.range] == ["xsd:string"]
    director = vocabulary.term(REEL + "director")
    assert director is not None
    assert ("is a case of", "wdt:P57") in {(a.relation, a.target_name) for a in director.alignments}
    assert director in vocabulary.properties_of(REEL + "Film")
    assert vocabulary.term(REEL + "nothing") is None


def test_every_alignment_has_words_and_a_short_name() -> None:
    vocabulary = describe()
    count = 0
    for term in (*vocabulary.classes, *vocabulary.properties, *vocabulary.jobs):
        for alignment in term.alignments:
            count += 1
            assert alignment.relation
            assert not alignment.target_name.startswith("http")
    stated = text("alignments.ttl")
    assert count > 100
    assert "equivalent" not in stated.split("@prefix", 1)[1]
