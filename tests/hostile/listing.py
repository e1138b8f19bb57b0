"""The tables of docs/hostile.md, made from the attacks themselves and from what a run of them noted.

REELGRAPH_ATTACKS=/tmp/attacks.json python -m pytest tests/hostile
python -m tests.hostile.listing /tmp/attacks.json
"""

from __future__ import annotations

import importlib
import inspect
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
#: The parts of the list, each with the module whose ATTACKS it has.
SINGLE = {
    "One request each": "tests.hostile.test_attacks",
    "By way of SERVICE and LOAD, where one service may be asked": "tests.hostile.test_services",
}
BEHAVIOUR = "How clients behave"


def statuses() -> dict[str, tuple[int, ...]]:
    """For each attack of one request the statuses that may come of it."""
    return {
        attack.name: attack.statuses
        for module in SINGLE.values()
        for attack in importlib.import_module(module).ATTACKS
    }


def behaviours() -> list[str]:
    """The tests that note what came of something other than one request, by name."""
    found: list[str] = []
    for path in sorted(HERE.glob("test_*.py")):
        module = importlib.import_module(f"tests.hostile.{path.stem}")
        for name, test in inspect.getmembers(module, inspect.isfunction):
            taken = inspect.signature(test).parameters
            if name.startswith("test_") and "note" in taken and "attack" not in taken:
                found.append(said(name))
    return sorted(found)


def said(test: str) -> str:
    """A test's name as words."""
    return test.removeprefix("test_").replace("_", " ")


def tables(noted: dict[str, str]) -> str:
    """The tables, in Markdown, with the outcomes of a run."""
    lines: list[str] = []
    for heading, module in SINGLE.items():
        lines += [f"### {heading}", "", "| attack | status |", "|---|---|"]
        attacks = importlib.import_module(module).ATTACKS
        lines += [f"| {attack.name} | {noted[attack.name]} |" for attack in attacks]
        lines.append("")
    outcomes = {said(name): outcome for name, outcome in noted.items()}
    lines += [f"### {BEHAVIOUR}", "", "| test | outcome |", "|---|---|"]
    lines += [f"| {name} | {outcomes.get(name, 'holds')} |" for name in behaviours()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(tables(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))), end="")
