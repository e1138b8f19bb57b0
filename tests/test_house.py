"""The house's plan holds: imports run one way, from server to graph to ontology, and only downstairs."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

#: The rooms by floor, from the ground. A room imports from its own floor only where ALLOWED says so.
FLOORS = (
    ("ontology", "graph.collector", "graph.json_text", "graph.records", "graph.names", "graph.release"),
    ("graph.deadline", "graph.layers", "graph.nodes", "graph.retrying"),
    ("graph.filling",),
    ("graph.evidence", "graph.store", "graph.linking"),
    ("graph.sources", "graph.view", "graph.export", "graph.mention_rows", "graph.mentions", "graph.identity"),
    (
        "graph.crawl",
        "graph.linker",
        "graph.ranks",
        "graph.recompile",
        "graph.reconciling",
        "graph.refill",
        "graph.search_rows",
    ),
    ("graph.intake", "graph.readers", "graph.reference", "graph.run", "graph.summary"),
    ("graph.elsewhere", "graph.build", "graph.check", "graph.decisions"),
    ("graph.enrich",),
    ("server",),
)
_FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}


def room_of(module: str) -> str | None:
    """The room that a module stands in; None for modules that are not ours."""
    parts = module.split(".")
    for length in (2, 1):
        room = ".".join(parts[:length])
        if room in _FLOOR:
            return room
    return None


def modules() -> list[Path]:
    return sorted(
        path
        for top in ("ontology", "graph", "server")
        for path in (ROOT / top).rglob("*.py")
        if "samples" not in path.parts
    )


def imports(path: Path) -> set[str]:
    """The modules that a file imports, at its top or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path} imports relatively; the house spells rooms out"
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_itself_and_rooms_below(path: Path) -> None:
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    home = room_of(module)
    if home is None:
        assert module == "graph.__init__", f"{module} stands in no room: give it a floor in FLOORS"
        return
    for imported in imports(path):
        room = room_of(imported)
        if room is not None and room != home:
            assert _FLOOR[room] <= _FLOOR[home], f"{module} imports {imported}, which stands above it"
            same = _FLOOR[room] == _FLOOR[home] and _FLOOR[home] < 3
            assert not same, f"{module} imports {imported} from a room of its own floor"


def test_graph_knows_no_http_server() -> None:
    for path in (ROOT / "graph").rglob("*.py"):
        assert not {name.split(".")[0] for name in imports(path)} & {"flask", "granian", "werkzeug", "click"}


@pytest.mark.parametrize("room", ["graph.records", "graph.names"])
def test_the_ground_floor_imports_no_other_room(room: str) -> None:
    base = ROOT / room.replace(".", "/")
    files = [base.with_suffix(".py")] if base.with_suffix(".py").exists() else sorted(base.glob("*.py"))
    for path in files:
        assert {room_of(name) for name in imports(path)} <= {room, None}
