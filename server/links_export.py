"""``reelgraph export links``: who is who, as a table, in SSSOM or as owl:sameAs."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph.export.links import FORMATS, SAME_AS, SSSOM, TSV, UNSPECIFIED_LICENCE, NoTable, same_as, sssom, tsv
from server.options import Failed, data_options

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from graph.store import Dataset

_LINES = 1000  # lines are written in blocks of as many: a pipe that closes is noticed


@click.command("links")
@click.option("--format", "format_", type=click.Choice(FORMATS), default=TSV, show_default=True,
              help="A table, SSSOM, or owl:sameAs to other sites' addresses in N-Triples.")  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of stdout.")
@click.option("--license", "licence", metavar="IRI", default=UNSPECIFIED_LICENCE, show_default=True,
              help="Of SSSOM: the licence that the mappings are under.")  # fmt: skip
@click.option("--version", "number", type=int, help="Of an older version.")
@data_options
def links(dataset: Dataset, format_: str, out: Path | None, licence: str, number: int | None) -> None:
    """Every mention of a film or a person with its entity, score and method; a line for each row."""
    version = dataset.version(number)
    if format_ == SSSOM:
        lines = sssom(version, dataset.base, licence)
    else:
        lines = (same_as if format_ == SAME_AS else tsv)(version, dataset.base)
    try:
        if out is None:
            _write(lines, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        else:
            with out.open("wb") as file:
                _write(lines, file)
    except NoTable as error:
        raise Failed(str(error)) from None
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Failed(f"{out or 'The output'} cannot be written: {error.strerror}.") from None


def _write(lines: Iterator[str], file: BinaryIO) -> None:
    while block := "".join(islice(lines, _LINES)):
        file.write(block.encode())
