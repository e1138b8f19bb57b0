"""The reference in docs/, written from the code by ``python -m server.reference``.

Commands come from click, addresses from the same OpenAPI document that /openapi.json is, terms from
the ontology; a test holds the three pages against what this gives.
"""

from __future__ import annotations

from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ontology import shorten
from ontology.vocabulary import describe
from server import api
from server.command import main
from server.settings import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ontology.vocabulary import Term

#: Options that every command has.
_EVERYWHERE = {"data", "base", "store"}
_DOCS = Path(__file__).resolve().parent.parent / "docs"
_ABOUT_COMMANDS = """stdout carries what was asked for, stderr everything else. Exit codes: 0 done, 1 done
with documents set aside (or a check that found a fault, or a run that failed), 2 wrong usage.

Every command takes `--data DIR` (REELGRAPH_DATA; ./reelgraph-data by default), `--base IRI` (REELGRAPH_BASE)
and `--store URL` (REELGRAPH_STORE, see [stores.md](stores.md)), before or after its name."""
_ABOUT_HTTP = """A running server describes itself at /openapi.json; this is the same. An error is
`application/problem+json` (RFC 9457), a page for a browser.
[service.md](service.md) says what is for what."""
_ABOUT_ONTOLOGY = """
Namespace `https://w3id.org/reelgraph/ontology#`, prefix `reel:`. A running server
has this page at /ontology, as HTML, Turtle and JSON-LD; the Turtle is `ontology/film.ttl`. The view answers
to schema.org's terms as well: `schema:Movie`, `schema:Person`, `schema:actor` and so on."""
_MADE = "<!-- Written by `python -m server.reference`; change the code instead. -->"


def commands() -> str:
    """The page of commands, as Markdown."""
    parts = ["# Commands", _MADE, _ABOUT_COMMANDS]
    parts += _of_command(main, "reelgraph")
    return "\n\n".join(parts) + "\n"


def addresses() -> str:
    """The page of addresses, as Markdown."""
    document: Mapping[str, Any] = api.document("http://127.0.0.1:8000")
    parts = ["# HTTP", _MADE, _ABOUT_HTTP]
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method not in {"get", "post", "put", "delete", "head", "patch"}:
                continue
            parts.append(f"## {method.upper()} {path}")
            parts.append(str(operation.get("description") or operation.get("summary") or ""))
            given = [*item.get("parameters", ()), *operation.get("parameters", ())]
            rows = [_parameter(_resolved(one, document)) for one in given]
            if rows:
                parts.append("\n".join(("| parameter | in | what |", "|---|---|---|", *rows)))
            parts.append(_answers(operation["responses"], document))
    return "\n\n".join(part for part in parts if part) + "\n"


def vocabulary() -> str:
    """The page of the ontology, as Markdown."""
    found = describe()
    parts = ["# The ontology", _MADE, _ABOUT_ONTOLOGY.strip()]
    for term in found.classes:
        parts.append(f"## reel:{term.name}")
        parts.append(f"{term.comment}{_aligned(term)}")
        rows = [
            f"| `reel:{one.name}` | {_named(one.range)} | {_cell(one.comment)}{_aligned(one)} |"
            for one in found.properties
            if term.iri in one.domain
        ]
        if rows:
            parts.append("\n".join(("| property | value | what |", "|---|---|---|", *rows)))
    for title, terms in (("Jobs", found.jobs), ("Decisions", found.decisions)):
        parts.append(f"## {title}")
        parts.append("\n".join(f"- `{shorten(one.iri)}`: {_cell(one.comment or one.label)}" for one in terms))
    return "\n\n".join(parts) + "\n"


def _aligned(term: Term) -> str:
    said = [f"{one.relation} {one.target_name}" for one in term.alignments]
    return f" ({'; '.join(said)})" if said else ""


def _named(iris: tuple[str, ...]) -> str:
    return ", ".join(f"`{shorten(iri)}`" for iri in iris)


def _answers(responses: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    said = {int(status): _resolved(response, document) for status, response in responses.items()}
    errors = [status for status, response in said.items() if "application/problem+json" in _types(response)]
    rows = [
        f"- {status}: {_cell(response.get('description', ''))}{_types(response)}"
        for status, response in sorted(said.items())
        if status not in errors
    ]
    if errors:
        rows.append(f"- {', '.join(map(str, sorted(errors)))}: an error")
    return "\n".join(rows)


def _of_command(command: click.Command, name: str) -> Iterator[str]:
    context = click.Context(command, info_name=name)
    yield f"## {name}"
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"    {name} {usage}"
    yield _paragraphs(command.help or "")
    settings = {setting.name for setting in SETTINGS}
    shown = [
        parameter for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.hidden
        and parameter.name not in settings | _EVERYWHERE
    ]  # fmt: skip
    rows = [_option(option, context) for option in shown]
    if rows:
        yield "\n".join(("| option | what |", "|---|---|", *rows))
    if any(parameter.name == "config" for parameter in command.params):
        yield "Every setting of [settings.md](settings.md) is an option, too."
    if isinstance(command, click.Group):
        for sub in command.list_commands(context):
            found = command.get_command(context, sub)
            if found is not None and not found.hidden:
                yield from _of_command(found, f"{name} {sub}")


def _option(option: click.Option, context: click.Context) -> str:
    names = ", ".join(option.opts + option.secondary_opts)
    value = "" if option.is_flag or option.count else " " + _cell(option.make_metavar(context))
    said = option.help or ""
    if option.show_default and not option.is_flag and option.default is not None:
        said += f" [default: {option.default}]"
    return f"| `{names}{value}` | {_cell(said)}{' Repeatable.' if option.multiple else ''} |"


def _paragraphs(text: str) -> str:
    return cleandoc(text).replace("\b\n", "")


def _resolved(item: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reference inside the document leads to."""
    found: Any = item
    while "$ref" in found:
        at: Any = document
        for part in found["$ref"].removeprefix("#/").split("/"):
            at = at[part]
        found = at
    return dict(found)


def _parameter(parameter: Mapping[str, Any]) -> str:
    required = " (required)" if parameter.get("required") and parameter["in"] != "path" else ""
    return (
        f"| `{parameter['name']}` | {parameter['in']} | {_cell(parameter.get('description', ''))}{required} |"
    )


def _types(response: Mapping[str, Any]) -> str:
    kinds = ", ".join(f"`{kind}`" for kind in response.get("content", {}))
    return f" ({kinds})" if kinds else ""


def _cell(text: str) -> str:
    return " ".join(str(text).replace("|", "\\|").split())


if __name__ == "__main__":
    (_DOCS / "commands.md").write_text(commands(), encoding="utf-8")
    (_DOCS / "http.md").write_text(addresses(), encoding="utf-8")
    (_DOCS / "ontology.md").write_text(vocabulary(), encoding="utf-8")
