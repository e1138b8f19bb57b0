"""The progress bar and the ruled table of a terminal, by rich: imported where there is a terminal alone."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class _Rate(ProgressColumn):
    """How many of a stage's documents are done in a second."""

    def render(self, task: Task) -> Text:
        """The rate; nothing where there is none yet."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f}/s" if speed and task.total else "")


@contextmanager
def bar() -> Iterator[Callable[[str, int, int], None] | None]:
    """A progress bar on stderr, and what it is told by; None where that is no terminal after all."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn()
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True) as shown:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = shown.add_task(stage.capitalize(), total=total or None)
            shown.update(tasks[stage], completed=done, total=total or None)

        yield show


def ruled(columns: Sequence[str], rows: Sequence[Sequence[str]], file: Any = None) -> bool:  # noqa: ANN401
    """Prints a ruled table on a terminal; prints nothing elsewhere, and says whether it did."""
    console = Console(file=file)
    if console.is_terminal:
        table = Table(*columns)
        for row in rows:
            table.add_row(*row)
        console.print(table)
    return bool(console.is_terminal)
