"""A source's evidence in the place of what stood there: in the store, among what waits, and in its table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.intake import pieces
from ontology import REEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.evidence.kept import Part
    from graph.intake.outcome import Outcome
    from graph.intake.ready import Ready
    from graph.mentions import MentionTable
    from graph.run import Run

_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_MENTION = ox.NamedNode(REEL + "Mention")


class Replacing:
    """Puts evidence in the place of what stood there.

    Args:
        run: the run; what it changes is told to it.
        table: the draft's table of mentions.
    """

    def __init__(self, run: Run, table: MentionTable) -> None:
        self._run = run
        self._table = table

    def put(self, outcomes: Sequence[Outcome]) -> None:
        """Puts what was read in the place of the sources' earlier evidence."""
        run = self._run
        with run.measured(outcome.task.source for outcome in outcomes):
            for outcome in outcomes:
                if outcome.pieces:
                    self._replace_in_pieces(outcome)
                elif outcome.ready is not None:
                    self._replace(outcome.task.source, outcome.ready)
            if not run.fresh:
                run.loader.settle()

    def remove(self, source: str) -> None:
        """Takes a source out: its evidence, its mentions, and what was decided of them by the method."""
        run, table = self._run, self._table
        with run.measured([source]):
            run.touched.touch(table, table.of_source(source))
            run.identity.forget(self._mentions_in(source))
            run.draft.store.remove_graph(ox.NamedNode(source))
            run.identity.forget(table.replace(source, ()))
        run.identity.replace(source, ())
        run.sources.append(source)

    def _mentions_in(self, source: str) -> list[str]:
        """The mentions in the prose, or in the rows, of a source as it stands."""
        found = self._run.draft.store.quads_for_pattern(None, _TYPE, _MENTION, ox.NamedNode(source))
        return [quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)]

    def _clear(self, source: str) -> None:
        """Takes a source's earlier evidence out of the store."""
        run, table = self._run, self._table
        if not run.fresh and (known := table.of_source(source)):
            run.touched.touch(table, known)
            run.identity.forget(self._mentions_in(source))
        run.draft.store.remove_graph(ox.NamedNode(source))

    def _replace_in_pieces(self, outcome: Outcome) -> None:
        """Does as :meth:`_replace` does, one piece after the other; the file with them goes."""
        run, table, source = self._run, self._table, outcome.task.source
        self._clear(source)
        gone = {fragment for fragment, _ in table.fragments(source)}

        def parts() -> Iterator[Part]:
            for ready in pieces.read(outcome.pieces, outcome.task):
                table.enter(source, ready.entries)
                gone.difference_update(entry.fragment for entry in ready.entries)
                run.loader.add(ready.members(source))
                yield from ready.parts

        run.kept.keep(source, parts())
        table.withdraw(mention for fragment in gone for mention in table.find([source + fragment]))
        run.identity.forget(source + fragment for fragment in sorted(gone))
        Path(outcome.pieces).unlink()

    def _replace(self, source: str, ready: Ready) -> None:
        """Takes a source's earlier evidence out of the store, and enters its mentions anew."""
        run, table = self._run, self._table
        self._clear(source)
        run.identity.forget(table.replace(source, ready.entries))
        run.kept.keep(source, ready.parts)
        run.identity.put_matched(ready.links)
        run.loader.add(ready.members(source))
