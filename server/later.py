"""A group of commands of which each is imported when it is called: help and usage are there at once."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from contextlib import AbstractContextManager


def importing() -> AbstractContextManager[None]:
    """What modules are imported within: they all stay, so the cycle collector need not look at them."""
    from graph import collector  # noqa: PLC0415 - help and usage need nothing of graph's

    return collector.importing()


class _Elsewhere(click.Command):
    """A command that was not imported yet, with the text that help shows of it."""

    def __init__(self, name: str, module: str, attribute: str, help_: str) -> None:
        super().__init__(name, help=help_)
        self._place = module, attribute

    def load(self) -> click.Command:
        """The command itself."""
        module, attribute = self._place
        with importing():
            found: click.Command = getattr(import_module(module), attribute)
        return found


class Later(click.Group):
    """A group whose commands may stand in modules that are not imported yet.

    Attributes:
        sentences: what its help says of each of those, by name.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - as click.Group takes
        super().__init__(*arguments, **options)
        self.sentences: dict[str, str] = {}

    def elsewhere(self, name: str, place: str, help_: str) -> None:
        """Adds a command by its place.

        Args:
            name: what it is called.
            place: ``module:attribute``.
            help_: the first sentence of its help, which the group's own help shows.
        """
        module, _, attribute = place.partition(":")
        self.sentences[name] = help_
        self.add_command(_Elsewhere(name, module, attribute, help_))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself; it is imported now."""
        found = super().get_command(ctx, cmd_name)
        if isinstance(found, _Elsewhere):
            found = self.commands[cmd_name] = found.load()
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Lists the commands as click does, and imports none."""
        plain: Any = click.Group(commands=self.commands)
        plain.format_commands(ctx, formatter)
