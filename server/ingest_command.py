"""``reelgraph ingest``: an archive in, one new version out."""

from __future__ import annotations

import json
import signal
import sys
import threading
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from graph.readers import nursery
from server import terminal
from server.later import importing
from server.options import (
    columns_option,
    data_options,
    interrupted,
    languages_option,
    mappings_option,
    no_spark,
)
from server.site_options import site_options, visited

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import FrameType

    from graph.store import Dataset


class _Kinds(click.Choice[str]):
    """The kinds of input that there are readers for, asked of the readers when somebody wants to know."""

    def __init__(self) -> None:
        self.case_sensitive = True

    @property
    def choices(self) -> Sequence[str]:  # type: ignore[override]
        from graph.sources import KINDS

        return KINDS


def _publication(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> tuple[str, str] | None:
    if value is None:
        return None
    name, equals, homepage = value.rpartition("=")
    if not equals or not name.strip() or not homepage.strip().startswith(("http://", "https://")):
        raise click.BadParameter(
            f'“{value}” is not NAME=URL, such as "The Lantern=https://lantern.example/".'
        )
    return name.strip(), homepage.strip()


def _types(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[str, ...]:
    types = tuple(dict.fromkeys(one.strip() for one in (value or "").split(",") if one.strip()))
    if not all(one.isascii() and one.isalpha() for one in types):
        raise click.BadParameter(f"“{value}” is no list of IMDb's types of titles, such as movie,tvMovie.")
    return types


@contextmanager
def _stopping(*, partial: bool) -> Iterator[Callable[[], bool]]:
    """Whether somebody asked for an end of reading: what ``--partial`` makes of Ctrl-C and SIGTERM, once.

    Either ends the run where it is not ``partial``, or comes a second time: with one sentence, and nothing
    left on the disk but what was read.
    """
    asked = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        asked.set()
        put_back()
        click.echo("Interrupted: what was read is published now; interrupt again to give that up.", err=True)

    def put_back() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    ours = partial and threading.current_thread() is threading.main_thread()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM) if ours}
    for number in before:
        signal.signal(number, ask)
    try:
        yield asked.is_set
    except KeyboardInterrupt as error:
        kept = "nothing was published. What was read is kept: the same command goes on from there."
        raise interrupted(error, kept) from None
    finally:
        put_back()


def _with_readers_begun(function: Callable[..., None]) -> Callable[..., None]:
    """Has the process that readers come from load its modules while this one loads its own."""

    @wraps(function)
    def wrapped(*arguments: Any, engine: str, **options: Any) -> None:  # noqa: ANN401 - whatever it takes
        if engine != "spark":
            nursery.begin()
        function(*arguments, engine=engine, **options)

    return wrapped


@click.command()
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("--publication", callback=_publication, metavar="NAME=URL",
              help="The publication of these reviews, whatever the pages say.")  # fmt: skip
@click.option("--best", metavar="N", help="The best rating, where pages print stars and not out of how many.")
@click.option("--as", "kind", type=_Kinds(),
              help="Read the documents as this kind instead of recognising it.")  # fmt: skip
@click.option("--map", "columns", multiple=True, callback=columns_option, metavar="THEIRS=OURS",
              help="What a credit table's column is, as in 'Film Title=film_title'; repeatable.")  # fmt: skip
@click.option("--ignore-column", "ignored", multiple=True, metavar="NAME",
              help="A column of a credit table that is not to be read; repeatable.")  # fmt: skip
@click.option("--mapping", "mappings", multiple=True, callback=mappings_option, metavar="FILE",
              help="How RDF in another vocabulary is read, a SPARQL CONSTRUCT; repeatable.")  # fmt: skip
@click.option("--language", "languages", multiple=True, callback=languages_option, metavar="TAG",
              help="A language of names in RDF, the preferred first; repeatable [en].")  # fmt: skip
@click.option("--title-types", metavar="TYPES", callback=_types,
              help="Which of IMDb's types of titles are taken, as in movie,short.")  # fmt: skip
@click.option("--trust", type=click.IntRange(0, 100), metavar="N",
              help="How far to trust these where sources disagree; see `reelgraph trust`.")  # fmt: skip
@click.option("--retry", is_flag=True,
              help="Read again what could not be read before; without PATH nothing else.")  # fmt: skip
@click.option("--prune", is_flag=True,
              help="Take out what was read from these paths before and is no longer there.")  # fmt: skip
@click.option("--partial", is_flag=True,
              help="When interrupted (Ctrl-C, SIGTERM), publish what was read until then.")  # fmt: skip
@click.option("--time-limit", "seconds", metavar="SECONDS", type=click.FloatRange(0.1), default=30.0,
              show_default=True,
              help="Processor time that reading a page may take; larger documents have more.")  # fmt: skip
@click.option("--engine", type=click.Choice(["processes", "spark"]), default="processes",
              show_default=True,
              help="Who reads: processes here, or Apache Spark (the extra spark, Java 17).")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print a summary in JSON on stdout.")
@_with_readers_begun
@site_options
@data_options
def ingest(
    dataset: Dataset,
    *,
    paths: tuple[str, ...],
    publication: tuple[str, str] | None,
    best: str | None,
    kind: str | None,
    columns: dict[str, str],
    ignored: tuple[str, ...],
    mappings: tuple[str, ...],
    languages: tuple[str, ...],
    title_types: tuple[str, ...],
    trust: int | None,
    engine: str,
    retry: bool,
    prune: bool,
    partial: bool,
    seconds: float,
    as_json: bool,
    asked: dict[str, Any],
) -> None:
    """Read review pages and credit tables, link what they speak of, and publish a new version.

    Each PATH is a file, a folder, or the address of a site; pages, feeds and tables may be packed (gzip,
    ZIP). A credit table is CSV or TSV with a header: film_title, name and job (or character), and where
    there are any film_year, character, billing, note, row_id and ids. RDF is read in the vocabularies of
    schema.org, Wikidata, DBpedia and LinkedMDB, and in ours. IMDb's non-commercial files are told by their
    headers and read together: title.basics, title.principals and name.basics.
    """
    with importing():
        from graph.build import Manner
        from graph.build import ingest as build
        from graph.intake.outcome import Options
        from graph.readers import Limits

    if not paths and not retry:
        raise click.UsageError("Missing argument 'PATH...': a file, a folder or an address, or --retry.")
    with _stopping(partial=partial) as stop, terminal.progress() as progress:
        options = Options(
            publication=publication, best=best, kind=kind, columns=columns, ignore_columns=ignored,
            mappings=mappings, languages=languages, trust=trust, title_types=title_types,
        )  # fmt: skip
        manner = Manner(prune=prune, again=retry, limits=Limits(seconds=seconds), stop=stop, engine=engine)
        with visited(dataset, paths, asked, options, manner, progress) as (files, sites):
            documents, fetched = (sites.documents, sites.fetched) if sites is not None else ((), None)
            if sites is not None and sites.interrupted:
                # What was fetched until an interruption is read to its end.
                manner = replace(manner, stop=lambda: False)
            try:
                summary = build(dataset, [*files, *documents], options, progress, manner, fetched)
            except ModuleNotFoundError as error:
                if engine != "spark":
                    raise
                raise no_spark(error) from error
    if sites is not None:
        sites.tell(summary)
    if as_json:
        click.echo(json.dumps(terminal.summary_object(summary), ensure_ascii=False, indent=2))
    terminal.show_summary(summary)
    if summary.set_aside or summary.interrupted or summary.is_in_vain:
        sys.exit(1)
