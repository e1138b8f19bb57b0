"""What the commands share: the dataset that they work on, and how a run that failed ends."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph.discover import NothingThere
from graph.store import Dataset, DatasetError

if TYPE_CHECKING:
    from collections.abc import Callable

DEFAULT_DATA = "./reelgraph-data"
DEFAULT_BASE = "http://127.0.0.1:8000"


class Failed(click.ClickException):
    """A run that failed for a reason we can name: one sentence, exit code 1."""

    def show(self, file: Any = None) -> None:  # noqa: ANN401 - click's own signature
        """Says it on stderr."""
        click.echo(f"reelgraph: {self.message}", file=file, err=True)


def data_options(function: Callable[..., None]) -> Callable[..., None]:
    """``--data`` and ``--base``, taken before or after the command's name."""

    @click.option(
        "--data", metavar="DIR", help=f"The dataset's directory [REELGRAPH_DATA; default {DEFAULT_DATA}]."
    )
    @click.option("--base", metavar="IRI", help="What the IRIs of a new dataset start with [REELGRAPH_BASE].")
    @wraps(function)
    def wrapped(
        *arguments: Any,  # noqa: ANN401 - whatever the command takes
        data: str | None,
        base: str | None,
        **options: Any,  # noqa: ANN401
    ) -> None:
        given = click.get_current_context().obj or {}
        path = Path(data or given.get("data") or DEFAULT_DATA)
        try:
            function(Dataset(path, base=base or given.get("base")), *arguments, **options)
        except NothingThere as error:
            raise click.UsageError(str(error)) from None
        except DatasetError as error:
            raise Failed(str(error)) from None

    return wrapped
