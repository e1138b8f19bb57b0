"""The documentation tells the truth: its commands run, its settings parse, what it names is there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from graph.build import ingest
from graph.store import Dataset
from ontology import PREFIXES
from server.command import main
from server.settings import Settings, read_file
from tests.conftest import ROOT
from tests.docs.blocks import Block, Line, blocks, commands, inline, lines, pages, words

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Commands that are only read, not run, by what they hold; and why.
NOT_RUN = {
    " serve": "it runs until it is stopped; tests/server starts it",
    "https://": "asks a site that is not there; tests/graph/crawl has one",
    "--store": "needs a store elsewhere; tests/stores has some",
    "s3://": "needs an object store; tests/stores has one in memory",
    "enrich wikidata": "asks Wikidata; its tests have one of our own",
    "q1a2b3c4d": "a question of somebody else's dataset; tests/server/test_links.py has real ones",
    "steve-mcqueen": "people of somebody else's dataset",
    "bong-joon-ho": "people of somebody else's dataset",
    "links undo 3": "needs three decisions",
    "explain A B": "stands for any two",
    "PATH...": "stands for any path",
}

COMMANDS = commands("reelgraph")
#: Pages whose Python is run by tests of their own, in the application that it is a part of.
_PYTHON_ELSEWHERE = {"embedding.md", "README.md"}
#: Languages whose blocks are run by tests of their own: test_embedding_doc, test_readme, test_json_ld_doc.
_TESTED_ELSEWHERE = {"html", "json", ""}


def _languages() -> set[str]:
    return {
        language
        for page in pages()
        for language in re.findall(r"^```(\w*)\n.*?^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    }


def ids(thing: Line | Block) -> str:
    return thing.name


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the pages speak of: reviews, tables, a site, a dataset of twelve versions."""
    place = tmp_path_factory.mktemp("docs") / "whole"
    shutil.copytree(ROOT / "samples" / "lantern", place / "reviews")
    shutil.copytree(ROOT / "samples" / "courier", place / "site")
    table = "film_title\tfilm_year\tjob\tname\tcharacter\trow_id\nSalt Road\t2001\tactor\tAnn Lee\tIda\t1\n"
    table += "Salt Road\t2001\tdirector\tBo Li\t\t2\n"
    (place / "credits.tsv").write_text(table)
    (place / "credits.csv").write_text(table.replace("\t", ",").replace("Salt Road", "Low Tide"))
    (place / "people.csv").write_text("name,film_title\nJung Da-eun,Aloners\nNobody At All,Nothing\n")
    (place / "cast.csv").write_text(
        "Film Title,Who,job,character,person_id\nSalt Road,Ann Lee,actor,Ida,p1\n"
    )
    (place / "question.rq").write_text("SELECT ?f { ?f a reel:Film }")
    (place / "reelgraph.toml").write_text("query_seconds = 5\n")
    film = '<https://a.example/f> a <https://schema.org/Movie> ; <https://schema.org/name> "Salt Road" .\n'
    for name in ("films.ttl", "films.nt", "dump.nq"):
        (place / name).write_text(film.replace(" ;", " .\n<https://a.example/f>"))
    block = {
        "@context": "https://schema.org",
        "@type": "Movie",
        "@id": "https://a.example/g",
        "name": "Low Tide",
    }
    (place / "review.jsonld").write_text(json.dumps(block))
    rq = re.search(
        r"^    (CONSTRUCT .*?\} \})$", (ROOT / "docs" / "rdf.md").read_text(), re.MULTILINE | re.DOTALL
    )
    (place / "mine.rq").write_text(rq[1] if rq else "")
    dataset = Dataset(place / "reelgraph-data")
    ingest(dataset, [place / "reviews", place / "credits.tsv", place / "credits.csv"])
    while (dataset.current_number() or 0) < 12:
        with dataset.write(store_only=True) as draft:
            draft.publish({}, grown=0)
    return place


@pytest.fixture(scope="module")
def folders(whole: Path) -> Iterator[dict[str, Path]]:
    """A copy of it for each page: what one page changes is nothing to another."""
    found: dict[str, Path] = {}
    for page in pages():
        found[page.name] = whole.parent / page.stem
        shutil.copytree(whole, found[page.name], symlinks=True)
    yield found
    for folder in found.values():
        shutil.rmtree(folder)


@pytest.mark.parametrize("line", COMMANDS, ids=ids)
def test_a_command_is_one_that_there_is(whole: Path, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(whole)
    with ExitStack() as open_files:
        context = main.make_context("reelgraph", words(line.text)[1:])
        command: click.Command = main
        while isinstance(command, click.Group) and (rest := [*context._protected_args, *context.args]):
            name, found, rest = command.resolve_command(context, rest)
            assert found is not None, name
            context, command = found.make_context(name, rest, parent=context), found
            open_files.callback(context.close)


@pytest.mark.slow
@pytest.mark.parametrize(
    "line", [line for line in COMMANDS if not any(part in f"{line.text} " for part in NOT_RUN)], ids=ids
)
def test_a_command_does_what_it_is_there_for(
    folders: dict[str, Path], line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folders[line.page])
    monkeypatch.delenv("REELGRAPH_DATA", raising=False)
    found = CliRunner().invoke(main, words(line.text)[1:], catch_exceptions=False)
    # 1: done, and there is something to say of the documents or the data.
    assert found.exit_code in (0, 1), found.output
    assert "reelgraph: " not in found.stderr


@pytest.mark.slow
@pytest.mark.parametrize("block", blocks("sparql"), ids=ids)
def test_a_query_has_answers(whole: Path, block: Block) -> None:
    found = Dataset(whole / "reelgraph-data").version().store.query(block.text, prefixes=dict(PREFIXES))
    assert isinstance(found, ox.QuerySolutions)
    assert next(iter(found), None) is not None


@pytest.mark.slow
@pytest.mark.parametrize(
    "block", [block for block in blocks("python") if block.page not in _PYTHON_ELSEWHERE], ids=ids
)
def test_python_runs_as_it_stands(folders: dict[str, Path], block: Block) -> None:
    found = subprocess.run(
        [sys.executable, "-c", block.text], cwd=folders[block.page], capture_output=True, text=True,
        check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert found.returncode == 0, found.stderr
    assert found.stdout


@pytest.mark.parametrize("language", sorted({"sparql", "python"} ^ _languages()))
def test_every_language_of_a_block_has_a_test(language: str) -> None:
    assert language in _TESTED_ELSEWHERE, f"who runs the blocks of {language}?"


def test_what_is_not_run_is_still_spoken_of() -> None:
    for part in NOT_RUN:
        assert any(part in f"{line.text} " for line in COMMANDS), part


@pytest.mark.parametrize("line", [*commands("make"), *inline(r"make [a-z]")], ids=ids)
def test_a_target_is_in_the_makefile(line: Line) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for word in words(line.text)[1:]:
        assert word in targets or "=" in word, word


@pytest.mark.parametrize("line", inline(r"python -m (benchmarks|server)\."), ids=ids)
def test_a_benchmark_takes_the_options_that_its_figure_was_made_with(line: Line) -> None:
    given = words(line.text)
    module = given[2]
    file = ROOT / Path(*module.split(".")).with_suffix(".py")
    package = ROOT / Path(*module.split(".")) / "__main__.py"
    assert file.exists() or package.exists(), module
    known = _help(module) if any(word.startswith("--") for word in given) else ""
    for word in given[3:]:
        if word.startswith("--"):
            assert word.partition("=")[0] in known, word


_HELP: dict[str, str] = {}


def _help(module: str) -> str:
    if module not in _HELP:
        found = subprocess.run(
            [sys.executable, "-m", module, "--help"], cwd=ROOT, capture_output=True, text=True, check=False,
            env={**os.environ, "COLUMNS": "200"},
        )  # fmt: skip
        _HELP[module] = found.stdout
    return _HELP[module]


def test_the_settings_of_the_example_are_settings(tmp_path: Path) -> None:
    text = "\n".join(line.text for line in lines() if line.page == "settings.md" and " = " in line.text)
    file = tmp_path / "reelgraph.toml"
    file.write_text(text)
    assert Settings.of({}, read_file(file)).number("query_seconds") == 5


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_link_between_pages_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_file_that_is_named_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for name in re.findall(r"`?\b((?:tests|benchmarks|graph|server|ontology|deploy)/[\w./-]+\.\w+)", text):
        assert (ROOT / name).exists(), name
