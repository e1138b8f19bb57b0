"""The readers' patterns: compiled when they are first asked, and all of them patterns."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import graph.sources
from graph.sources.patterns import regex

_ALL = """
import gc, pkgutil
from importlib import import_module
import graph.sources
from graph.sources import patterns

gc.disable()
for module in pkgutil.walk_packages(graph.sources.__path__, "graph.sources."):
    import_module(module.name)
found = [one for one in gc.get_objects() if isinstance(one, patterns._Pattern)]
for one in found:
    one.search(one.pattern[:0])
print(len(found))
"""


def _at_once(body: ast.AST) -> list[int]:
    """The lines on which a module compiles a pattern while it is imported."""
    lines = []
    for node in ast.iter_child_nodes(body):
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
            lines.append(node.lineno)
        lines += _at_once(node)
    return lines


def test_no_reader_compiles_a_pattern_while_it_is_imported() -> None:
    places = Path(graph.sources.__path__[0]).rglob("*.py")
    found = {place.name: lines for place in places if (lines := _at_once(ast.parse(place.read_bytes())))}
    assert not found, "use graph.sources.patterns.regex"


def test_every_pattern_of_the_readers_is_one() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _ALL], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 500


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("findall", ("an owl, an Owl",)),
        ("fullmatch", ("OWL",)),
        ("match", ("an owl", 3)),
        ("search", ("an owl",)),
        ("split", ("an owl, an Owl",)),
        ("sub", ("x", "an owl, an Owl")),
        ("subn", ("x", "an owl, an Owl")),
    ],
)
def test_a_pattern_answers_as_one_that_was_compiled_at_once(
    method: str, arguments: tuple[str | int, ...]
) -> None:
    late, compiled = regex(r"(o)wl", re.IGNORECASE), re.compile(r"(o)wl", re.IGNORECASE)
    for _ in ("the first time", "and again"):
        given, wanted = getattr(late, method)(*arguments), getattr(compiled, method)(*arguments)
        if isinstance(wanted, re.Match):
            given, wanted = (given.span(), given.groups()), (wanted.span(), wanted.groups())
        assert given == wanted


def test_what_is_no_pattern_says_so_when_it_is_first_asked() -> None:
    late = regex("(owl")
    with pytest.raises(re.error, match="unterminated"):
        late.search("owl")
