"""What the commands share: the dataset that they work on, and how a run that failed ends."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from difflib import get_close_matches
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from server.later import importing
from server.settings import SETTINGS, BadSetting, Settings, read_file, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from graph.store import Dataset

DEFAULT_DATA = "./reelgraph-data"
DEFAULT_BASE = "http://127.0.0.1:8000"


class Failed(click.ClickException):
    """A run that failed for a reason we can name: one sentence, exit code 1."""

    def show(self, file: Any = None) -> None:  # noqa: ANN401 - click's own signature
        """Says it on stderr."""
        click.echo(f"reelgraph: {self.message}", file=file, err=True)


class Terminated(KeyboardInterrupt):
    """SIGTERM came: everything is put away as after Ctrl-C."""


class _Ended(Failed):
    """The same, with the exit code of what SIGTERM ends."""

    exit_code = 128 + signal.SIGTERM


def interrupted(by: KeyboardInterrupt, kept: str) -> Failed:
    """How a run ends that somebody ended: one sentence, and behind it what is kept of the run."""
    return (
        _Ended(f"ended by SIGTERM; {kept}") if isinstance(by, Terminated) else Failed(f"interrupted; {kept}")
    )


@contextmanager
def put_away() -> Iterator[None]:
    """Has what is inside put everything away when Ctrl-C or SIGTERM ends it, and says so in one sentence.

    A second SIGTERM ends the process; whoever handles SIGTERM already, or ignores it, goes on doing so.
    """

    def end(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        raise Terminated

    ours = (
        threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    )
    if ours:
        signal.signal(signal.SIGTERM, end)
    try:
        yield
    except KeyboardInterrupt as error:
        raise interrupted(error, "what is published is as it was.") from None
    finally:
        if ours:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)


def data_options(function: Callable[..., None]) -> Callable[..., None]:
    """``--data``, ``--base`` and ``--store``, taken before or after the command's name."""

    @click.option(
        "--data", metavar="DIR", help=f"The dataset's directory [REELGRAPH_DATA; default {DEFAULT_DATA}]."
    )
    @click.option("--base", metavar="IRI", help="What the IRIs of a new dataset start with [REELGRAPH_BASE].")
    @click.option("--store", metavar="URL", help="A SPARQL store that holds the version [REELGRAPH_STORE].")
    @wraps(function)
    def wrapped(
        *arguments: Any,  # noqa: ANN401 - whatever the command takes
        data: str | None,
        base: str | None,
        store: str | None,
        **options: Any,  # noqa: ANN401
    ) -> None:
        with importing():
            from graph.intake.discover import NothingThere  # noqa: PLC0415 - so that --help is there at once
            from graph.store import DatasetError  # noqa: PLC0415
            from graph.store.errors import of_open_files  # noqa: PLC0415

        given = click.get_current_context().obj or {}
        path = Path(data or given.get("data") or DEFAULT_DATA)
        try:
            dataset = _dataset(path, base or given.get("base"), store or given.get("store"))
            with put_away():
                function(dataset, *arguments, **options)
        except NothingThere as error:
            raise click.UsageError(str(error)) from None
        except DatasetError as error:
            raise Failed(str(error)) from None
        except OSError as error:
            if (sentence := of_open_files(error)) is None:
                raise
            raise Failed(sentence) from None

    return wrapped


def _dataset(path: Path, base: str | None, store: str | None) -> Dataset:
    from graph.store import Dataset  # noqa: PLC0415 - see above

    if not store:
        return Dataset(path, base=base)
    from graph.elsewhere import RemoteDataset  # noqa: PLC0415 - few work on a store elsewhere
    from graph.store.remote import BadStoreAddress, StoreAddress  # noqa: PLC0415

    try:
        return RemoteDataset(path, base, StoreAddress.of(store))
    except BadStoreAddress as error:
        raise click.UsageError(str(error)) from None


def address_of(dataset: Dataset) -> str | None:
    """What ``--store`` was given for a dataset; None for one on disk alone."""
    address = getattr(dataset, "address", None)
    return str(address) if address is not None else None


def on_disk(dataset: Dataset) -> Dataset:
    """The dataset of the data directory alone, whatever ``--store`` was given."""
    workshop: Dataset = getattr(dataset, "workshop", dataset)
    return workshop


#: The settings that ``serve --help`` shows; the others are in ``--help-settings``.
_SHOWN = {"host": "ADDRESS", "port": "PORT"}


def setting_options(function: Callable[..., None]) -> Callable[..., None]:
    """A flag for each setting of the server, ``--config`` and ``--help-settings``.

    The function gets them as ``settings``. A value that cannot be one ends the command as wrong usage.
    """

    @wraps(function)
    def wrapped(*arguments: Any, config: Path | None, **options: Any) -> None:  # noqa: ANN401
        given = {setting.name: options.pop(setting.name) for setting in SETTINGS}
        try:
            settings = Settings.of(None, read_file(config) if config else None, **given)
        except BadSetting as error:
            raise click.UsageError(str(error)) from None
        function(*arguments, settings=settings, **options)

    made: Callable[..., None] = click.option(
        "--help-settings",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_settings,
        help="List every setting, with its flag, its environment variable and its default.",
    )(wrapped)
    made = click.option(
        "--config",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        envvar="REELGRAPH_CONFIG",
        help="Read settings from a TOML file [REELGRAPH_CONFIG].",
    )(made)
    for setting in reversed(SETTINGS):
        made = click.option(
            setting.flag,
            setting.name,
            metavar=_SHOWN.get(setting.name, "VALUE"),
            hidden=setting.name not in _SHOWN,
            help=f"{setting.help[0].upper()}{setting.help[1:]} [{setting.shown_default}].",
        )(made)
    return made


def _show_settings(context: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001
    """Prints the table of settings and ends the command."""
    if not value or context.resilient_parsing:
        return
    table = list(rows())
    widths = [max(len(row[column]) for row in table) for column in range(3)]
    for row in table:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        click.echo("  ".join((*cells, row[3])))
    click.echo(
        "\nA flag wins over the environment, the environment over the file of --config, and the file over "
        "the default. In the file a setting has the name of its flag, with _ for -."
    )
    context.exit()


def no_spark(error: ModuleNotFoundError) -> Failed:
    """What is said where ``--engine spark`` is asked for and is not installed."""
    return Failed(f"Spark needs {error.name}: install the extra: pip install 'reelgraph[spark]'.")


def columns_option(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    """``--map THEIRS=OURS``, as often as it is given: their columns, each with ours.

    Raises:
        click.BadParameter: a pair is none, or names none of our columns, or one twice.
    """
    if not values:
        return {}
    from graph.sources.tables.columns import COLUMNS, fold_header  # noqa: PLC0415 - few commands need it

    columns: dict[str, str] = {}
    for value in values:
        theirs, equals, given = (part.strip() for part in value.rpartition("="))
        if not equals or not theirs or not given:
            raise click.BadParameter(f"“{value}” is not THEIRS=OURS, such as 'Film Title=film_title'.")
        ours = fold_header(given).replace(" ", "_")
        if ours not in COLUMNS:
            turned = fold_header(theirs).replace(" ", "_")
            if turned in COLUMNS:
                raise click.BadParameter(
                    f"“{value}” is the wrong way round; their column comes first: '{given}={turned}'."
                )
            near = get_close_matches(ours, COLUMNS, n=1)
            meant = f" Did you mean '{theirs}={near[0]}'?" if near else ""
            raise click.BadParameter(f"“{given}” is no column of ours: {', '.join(COLUMNS)}.{meant}")
        if theirs in columns and columns[theirs] != ours:
            raise click.BadParameter(f"“{theirs}” cannot be both {columns[theirs]} and {ours}.")
        other = next((name for name, known in columns.items() if known == ours and name != theirs), None)
        if other is not None:
            raise click.BadParameter(f"“{other}” and “{theirs}” cannot both be {ours}.")
        columns[theirs] = ours
    return columns


def languages_option(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """``--language TAG``, as often as it is given: language tags (BCP 47, in short) in lower case.

    Raises:
        click.BadParameter: one is no tag.
    """
    for value in values:
        parts = value.split("-")
        if not (1 < len(parts[0]) < 9 and all(part.isascii() and part.isalnum() for part in parts)):
            raise click.BadParameter(f"“{value}” is no language, such as en or zh-hant.")
    return tuple(dict.fromkeys(value.lower() for value in values))


def mappings_option(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """``--mapping FILE``, as often as it is given: the texts of the files.

    Raises:
        click.BadParameter: a file cannot be read, or is no CONSTRUCT in SPARQL.
    """
    if not values:
        return ()
    import pyoxigraph as ox  # noqa: PLC0415 - few commands need it

    from ontology import PREFIXES  # noqa: PLC0415

    texts = []
    for value in values:
        try:
            text = Path(value).read_text(encoding="utf-8")
            found = ox.Store().query(text, prefixes=PREFIXES)
        except (OSError, UnicodeDecodeError) as error:
            said = getattr(error, "strerror", None) or "it is not in UTF-8"
            raise click.BadParameter(f"{value} cannot be read: {said}.") from None
        except (SyntaxError, ValueError) as error:
            raise click.BadParameter(f"{value} is no SPARQL: {error}") from None
        if not isinstance(found, ox.QueryTriples):
            raise click.BadParameter(f"{value} is a query, and no CONSTRUCT.")
        texts.append(text)
    return tuple(texts)
