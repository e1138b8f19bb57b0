"""Every setting of the server, declared once: its name, its default and what it is for.

A setting is given by flag (``--query-seconds 5``), by environment variable (``REELGRAPH_QUERY_SECONDS``)
or in a TOML file (``query_seconds = 5``); a flag wins over the environment, the environment over the
file, and the file over the default. The type of the default is the type of the setting. The table of
``reelgraph serve --help-settings`` and of docs/settings.md is made from the same declarations.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

Value = int | float | str

ENVIRONMENT_PREFIX = "REELGRAPH_"


class BadSetting(ValueError):
    """A setting that does not exist, or a value that cannot be one; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name, what it is when nobody says, and one line of help.

    ``places``: it is a list for :func:`graph.store.outside.read_places`.
    """

    name: str
    default: Value
    help: str
    places: bool = False

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return ENVIRONMENT_PREFIX + self.name.upper()

    @property
    def flag(self) -> str:
        """The flag that sets it."""
        return "--" + self.name.replace("_", "-")

    @property
    def shown_default(self) -> str:
        """The default for a person: numbers with thousands apart, an empty text as "none"."""
        if isinstance(self.default, str):
            return self.default or "none"
        return f"{self.default:,}".removesuffix(".0") if self.name != "port" else str(self.default)

    def read(self, raw: object) -> Value:
        """``raw`` as this setting's type. Raises BadSetting for what is not, or is below zero."""
        if isinstance(self.default, str):
            if self.places:
                from graph.store.outside import read_places  # noqa: PLC0415 - TLS, which few commands need

                try:
                    read_places(str(raw))
                except ValueError as error:
                    raise BadSetting(f"{self.name}: {error}.") from None
            if self.name == "grades" and raw:
                from graph.export.grades import BadGrades, read_grades  # noqa: PLC0415 - few are given

                try:
                    read_grades(str(raw))
                except BadGrades as error:
                    raise BadSetting(f"grades: {error}.") from None
            return str(raw)
        kind = type(self.default)
        try:
            value = kind(str(raw))
        except ValueError:
            raise BadSetting(f"{self.name} must be {_KIND[kind]}, not {raw!r}.") from None
        if not 0 <= value < float("inf"):
            raise BadSetting(f"{self.name} must be a number from zero up, but is {raw!r}.")
        if self.name == "port" and value > 65_535:
            raise BadSetting(f"port must be at most 65535, but is {raw!r}.")
        return value


_KIND: dict[type, str] = {int: "a whole number", float: "a number"}

SETTINGS = (
    Setting("host", "127.0.0.1", "address to listen on; 0.0.0.0 is every address of the machine"),
    Setting("port", 8000, "port to listen on; 0 takes a free one"),
    Setting("threads", 64, "requests worked on at the same time; waiting ones cost next to nothing"),
    Setting("stop_seconds", 10, "how long requests under way may take to end when the server is stopped"),
    Setting("max_query_bytes", 100_000, "largest query taken, in bytes of UTF-8; a longer one gets 413"),
    Setting("max_query_nesting", 100, "deepest nesting of brackets in a query; a deeper one gets 400"),
    Setting("request_seconds", 20.0, "longest time that a request may take to arrive; past it 408"),
    Setting("workers", 4, "queries of strangers evaluated at the same time, each in a process of its own"),
    Setting("worker_megabytes", 2_000, "address space of such a process, in MB; 0 sets no limit"),
    Setting("max_query_patterns", 200, "most times that a query joins patterns; more get 400"),
    Setting("max_query_operators", 200, "most operators, commas and path steps in a query; more get 400"),
    Setting("max_path_steps", 50, "most steps of one property path; more get 400"),
    Setting("query_seconds", 10.0, "longest time one query may take; past it the answer is 503"),
    Setting("queue_seconds", 5.0, "how long a query waits for its turn when too many are under way"),
    Setting("queries_per_client", 3, "queries of an address under way; more wait, then get 429; 0: no limit"),
    Setting("trusted_proxies", 0, "proxies in front, whose X-Forwarded-For says who the client is"),
    Setting("cache_bytes", 64_000_000, "answers kept in memory to be given again, in bytes; 0 keeps none"),
    Setting("access_log", "", "file that gets a line for each request; - is stderr; nothing by default"),
    Setting("max_answer_bytes", 1_000_000_000, "largest answer to one query, in bytes; past it 503"),
    Setting("max_spool_bytes", 4_000_000_000, "disk that all answers under way may take; past it 503"),
    Setting(
        "token",
        "",
        "writes over HTTP are on when this is set, for requests that carry it; other users see flags",
    ),
    Setting("max_update_bytes", 1_000_000, "largest SPARQL update taken, in bytes; a longer one gets 413"),
    Setting("max_upload_bytes", 100_000_000, "largest graph taken in one request, in bytes; more gets 413"),
    Setting("write_seconds", 60.0, "longest time one write may take; past it nothing is changed, and 503"),
    Setting("keep_versions", 100, "newest versions that stay after a write over HTTP; 0 drops none"),
    Setting(
        "service_hosts",
        "",
        "hosts, or beginnings of addresses, that SERVICE and LOAD may ask, separated by commas; private: "
        "before one lets it be an address that is not public; by default nothing may be asked",
        places=True,
    ),
    Setting("service_seconds", 8.0, "longest time that another service may take to answer; past it 504"),
    Setting(
        "service_bytes", 10_000_000, "largest answer taken from another service, in bytes; more gives 502"
    ),
    Setting("service_redirects", 3, "most redirects followed to another service; more give 502"),
    Setting("service_calls", 5, "most calls of other services in one query or update; more get 400"),
    Setting("dump_bytes", 2_000_000_000, "disk that dumps kept for download may take; 0 offers none"),
    Setting("dump_seconds", 600.0, "longest time that making one dump may take; past it 503"),
    Setting("search_results", 50, "most results that one search shows"),
    Setting("grades", "", "what the reviews' grades are in numbers, for search engines: A=4, B+=3.3, F=0"),
    Setting("home_films", 24, "films shown on the home page"),
)

_BY_NAME = {setting.name: setting for setting in SETTINGS}


class Settings:
    """The values in force. Immutable; picklable, so that it can be handed to another process."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = {setting.name: values.get(setting.name, setting.default) for setting in SETTINGS}

    @classmethod
    def of(
        cls,
        environment: Mapping[str, str] | None = None,
        file: Mapping[str, object] | None = None,
        /,
        **given: object,
    ) -> Settings:
        """Settings from keywords, ``environment`` (default: the process's), ``file`` and defaults, in turn.

        A keyword that is None counts as not given, so that a command can pass its flags through; ``file``
        is what :func:`read_file` gave. Raises BadSetting for an unknown keyword or an unusable value, and
        names it.
        """
        unknown = sorted(set(given) - set(_BY_NAME))
        if unknown:
            raise BadSetting(f"There is no setting called {unknown[0]}.")
        source = os.environ if environment is None else environment
        values: dict[str, Value] = {}
        for name, setting in _BY_NAME.items():
            raw: object = given.get(name)
            if raw is None:
                raw = source.get(setting.variable)
            if raw is None and file is not None:
                raw = file.get(name)
            if raw is not None:
                values[name] = setting.read(raw)
        return cls(values)

    def text(self, name: str) -> str:
        """The setting ``name`` as text."""
        return str(self._values[name])

    def integer(self, name: str) -> int:
        """The setting ``name``, a whole number."""
        return int(self._values[name])

    def number(self, name: str) -> float:
        """The setting ``name``, a number."""
        return float(self._values[name])


def read_file(path: Path) -> dict[str, object]:
    """The settings that a TOML file has. Raises BadSetting for an unreadable file or an unknown name."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadSetting(f"The file of settings {path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"The file of settings {path} is no TOML: {error}.") from error
    for name, value in found.items():
        if name not in _BY_NAME:
            raise BadSetting(f"There is no setting called {name} (in {path}).")
        if isinstance(value, list) and _BY_NAME[name].places:
            found[name] = ",".join(map(str, value))
        elif not isinstance(value, int | float | str) or isinstance(value, bool):
            raise BadSetting(f"{name} in {path} must be a number or a text.")
    return found


def rows() -> Iterator[tuple[str, str, str, str]]:
    """For each setting what a table shows: its flag, its environment variable, its default, what it is."""
    yield "flag", "environment", "default", "what it is"
    for setting in SETTINGS:
        yield setting.flag, setting.variable, setting.shown_default, setting.help


def markdown_table() -> str:
    """The table of docs/settings.md."""
    head, *rest = rows()
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    lines += [f"| `{flag}` | `{variable}` | {default} | {said} |" for flag, variable, default, said in rest]
    return "\n".join(lines) + "\n"
