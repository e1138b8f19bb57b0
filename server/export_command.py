"""``reelgraph export``: blocks as files and in the pages of a site; a version as one document."""

from __future__ import annotations

import json
import sys
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graph.export.addresses import normal_form
from graph.export.dumps import COMPRESSIONS, FORMATS
from graph.export.grades import BadGrades, read_grades
from graph.export.options import Options
from server import terminal
from server.options import Failed, data_options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from graph.export.dumps import Dump
    from graph.export.grades import Grades
    from graph.export.html_pages import Report
    from graph.store import Dataset

#: How many pages of one kind the summary lists before it only counts them.
_LISTED = 10


def _grades(_context: click.Context, _parameter: click.Parameter, value: str | None) -> Grades | None:
    if value is None or not value.strip():
        return None
    try:
        return read_grades(value)
    except BadGrades as error:
        raise click.BadParameter(f"{error}.") from None


def _trail(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    steps = []
    for value in values:
        name, _, address = (part.strip() for part in value.partition("="))
        if not name or normal_form(address) is None:
            raise click.BadParameter(f"“{value}” is not NAME=URL, such as Reviews=https://lantern.example/.")
        steps.append((name, address))
    return tuple(steps)


#: ``--grades``, for every command that writes blocks or says why there is none.
grades_option = click.option(
    "--grades", envvar="REELGRAPH_GRADES", metavar="GRADE=N,...", callback=_grades,
    help="What the reviews' grades are in numbers, such as “A=4, B+=3.3, F=0”; else a grade is no rating.",
)  # fmt: skip


def _block_options(function: Callable[..., None]) -> Callable[..., None]:
    """The flags that say how blocks are written; the function gets them as ``options``."""

    @wraps(function)
    def wrapped(
        *arguments: Any,  # noqa: ANN401 - whatever the command takes
        critic_review: bool,
        plain_actors: bool,
        no_body: bool,
        no_mentions: bool,
        grades: Grades | None,
        trail: tuple[tuple[str, str], ...],
        **given: Any,  # noqa: ANN401
    ) -> None:
        options = Options(
            critic_review=critic_review, plain_actors=plain_actors, body=not no_body,
            mentions=not no_mentions, grades=grades, trail=trail,
        )  # fmt: skip
        function(*arguments, options=options, **given)

    made: Callable[..., None] = click.option(
        "--breadcrumb", "trail", multiple=True, callback=_trail, metavar="NAME=URL",
        help="A page of the trail that every review's page shows, such as Reviews=https://...; repeatable.",
    )(grades_option(wrapped))  # fmt: skip
    for flag, said in (
        ("--no-mentions", "Leave out the people and films that a review speaks of."),
        ("--no-body", "Leave out the text of the reviews."),
        ("--plain-actors", "Actors as Person, without PerformanceRole and character."),
        ("--critic-review", "CriticReview in place of Review."),
    ):
        made = click.option(flag, is_flag=True, help=said)(made)
    return made


@click.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False),
              help="A folder, for a file a review and manifest.json; else stdout.")  # fmt: skip
@_block_options
@data_options
def jsonld(dataset: Dataset, out: Path | None, options: Options) -> None:
    """The schema.org JSON-LD of each review, to embed in its page.

    The files keep their names. Those of reviews that are gone are removed, unless somebody has changed them;
    manifest.json says which page has which file.
    """
    from graph.export.embedding import Embeddable
    from graph.export.files import NotWritable
    from graph.export.json_files import write_blocks
    from graph.export.reviews import ReviewBlock, review_blocks

    version = dataset.version()

    def blocks() -> Iterator[ReviewBlock]:
        for block in review_blocks(version.store, options):
            if block.block is None:
                click.echo(f"{block.name}: no block, for it lacks {', '.join(block.lacks)}.", err=True)
            yield block

    if out is None:
        before = "[\n"
        for block in blocks():
            if block.block is not None:
                text = before + json.dumps(block.block, ensure_ascii=False, indent=2)
                click.echo(text.encode("utf-8", "backslashreplace"), nl=False)
                before = ",\n"
        click.echo("[]" if before.startswith("[") else "\n]")
        return
    try:
        book = Embeddable(version.store, options)
        done = write_blocks(out, blocks(), book.pages, version.number, book.on_one_page())
    except NotWritable as error:
        raise Failed(str(error)) from None
    except OSError as error:
        raise Failed(f"{out} cannot be written: {error.strerror}.") from None
    click.echo(
        f"{out}: {len(done.written)} files written, {len(done.unchanged)} unchanged, "
        f"{len(done.removed)} removed.",
        err=True,
    )
    for name in done.kept:
        click.echo(f"{name} is of a review that is gone; it stays, for somebody has changed it.", err=True)


def _site_url(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and normal_form(value) is None:
        raise click.BadParameter(f"“{value}” is no address such as https://lantern.example/.")
    return value


@click.command()
@click.option("--in", "source", required=True, metavar="SITE", help="The folder with the site.",
              type=click.Path(exists=True, file_okay=False, path_type=Path))  # fmt: skip
@click.option("--out", "target", metavar="DIR", type=click.Path(file_okay=False, path_type=Path),
              help="Where the site with the blocks goes.")  # fmt: skip
@click.option("--in-place", is_flag=True, help="Change the pages where they are.")
@click.option("--site-url", metavar="URL", callback=_site_url,
              help="The address of the folder, for pages that do not name their own.")  # fmt: skip
@click.option("--remove-old", is_flag=True, help="Take our block out of pages that have no review any more.")
@click.option(
    "--lists", is_flag=True, help="Give a page that leads to several reviews, and is of none, their list."
)
@click.option("--json", "as_json", is_flag=True, help="Print what came of each page in JSON on stdout.")
@_block_options
@data_options
def html(
    dataset: Dataset,
    source: Path,
    target: Path | None,
    in_place: bool,  # noqa: FBT001
    site_url: str | None,
    remove_old: bool,  # noqa: FBT001
    lists: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
    options: Options,
) -> None:
    """Put the JSON-LD of each review into its page of a static site, and touch nothing else.

    A page is found by the address that it names (canonical link, og:url), by where it lies below --site-url,
    or because it is the very file that was read. An earlier block is replaced; run twice it changes nothing.
    """
    from graph.export.embedding import Embeddable
    from graph.export.files import NotWritable
    from graph.export.html_pages import TROUBLE, embed_site

    same = target is not None and target.resolve() == source.resolve()
    if target is None and not in_place:
        raise click.UsageError("Give --out DIR for the site with the blocks, or --in-place.")
    if same and not in_place:
        raise click.UsageError("--in and --out are the same folder; add --in-place if that is meant.")
    if in_place and target is not None and not same:
        raise click.UsageError("Give --out or --in-place, not both.")
    reviews = Embeddable(dataset.version().store, options)
    try:
        with terminal.progress() as progress:
            report = embed_site(
                source, target or source, reviews,
                site_url=site_url, remove_old=remove_old, lists=lists, progress=progress,
            )  # fmt: skip
    except NotWritable as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        raise Failed(f"{target or source} cannot be written: {error.strerror}.") from None
    if as_json:
        click.echo(json.dumps(report.as_object(), ensure_ascii=False, indent=2))
    _say_pages(report)
    if report.count(*TROUBLE) or report.left_out:
        sys.exit(1)


@click.command()
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="nquads", show_default=True,
              help="turtle has the view alone, the others all graphs.")  # fmt: skip
@click.option("--compress", "compression", type=click.Choice(list(COMPRESSIONS)), default="none",
              show_default=True)  # fmt: skip
@click.option("--out", metavar="FILE|DIR", type=click.Path(path_type=Path),
              help="A file, or a folder, for a file named after the version; else stdout.")  # fmt: skip
@click.option("--version", "number", type=int, help="Dump an older version.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written in JSON on stdout.")
@data_options
def dump(
    dataset: Dataset,
    form: str,
    compression: str,
    out: Path | None,
    number: int | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Write a version as one RDF document, with its checksum and a manifest.

    A FILE gets FILE.sha256 and FILE.json beside it, a DIR has SHA256SUMS and manifest.json for all its dumps.
    """
    from graph.export import dumps

    version = dataset.version(number)
    if out is None:
        if as_json:
            raise click.UsageError("--json and the dump both go to stdout; give --out.")
        content = dumps.write_to(version.store, version.base, form, compression, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        click.echo(f"SHA-256 {content.sha256}, {content.statements:,} statements.", err=True)
        return
    folder = (
        out if out.is_dir() or out.name == "" or str(out).endswith(("/", "\\")) or not out.suffix else None
    )
    file = out / dumps.file_name(version.number, form, compression) if folder else out
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        made = dumps.write_dump(version, form, compression, file)
        dumps.write_notes(made, file, folder)
    except OSError as error:
        raise Failed(f"{file} cannot be written: {error.strerror}.") from None
    if as_json:
        click.echo(json.dumps(made.as_object(), ensure_ascii=False, indent=2))
    _say_dump(made, file)


def _say_pages(report: Report) -> None:
    from graph.export import html_pages as said

    for outcome in (said.SEVERAL, said.UNREADABLE, said.FAILED, said.NO_BLOCK):
        pages = [page for page in report.pages if page.outcome == outcome]
        for page in pages[:_LISTED]:
            click.echo(f"{page.file}: {page.why}", err=True)
        if len(pages) > _LISTED:
            click.echo(f"{len(pages) - _LISTED} more; --json lists them all.", err=True)
    for file, why in report.left_out[:_LISTED]:
        click.echo(f"{file}: left out. {why}", err=True)
    if len(report.left_out) > _LISTED:
        click.echo(f"{len(report.left_out) - _LISTED} more left out; --json lists them all.", err=True)
    parts = [
        f"{report.count(outcome):,} {words}"
        for outcome, words in (
            (said.PUT, "got a block"), (said.REPLACED, "got a new one"), (said.UNCHANGED, "had it already"),
            (said.REMOVED, "lost an old one"), (said.NO_REVIEW, "have no review"),
            (said.NO_BLOCK, "have too little for a block"), (said.SEVERAL, "may be of several reviews"),
            (said.UNREADABLE, "cannot take one"), (said.FAILED, "failed"),
        )
        if report.count(outcome) or outcome == said.PUT
    ]  # fmt: skip
    click.echo(f"Of {len(report.pages):,} pages {', '.join(parts)}; {report.copied:,} other files.", err=True)


def _say_dump(made: Dump, file: Path) -> None:
    content = made.content
    click.echo(
        f"Wrote {file}: version {made.version}, {content.statements:,} statements, {content.bytes:,} bytes, "
        f"SHA-256 {content.sha256}.",
        err=True,
    )
    if content.named:
        click.echo(
            f"{content.named:,} blank nodes have an IRI there ({content.base}/.well-known/genid/).", err=True
        )
