"""One run: from what was read to the version that it makes."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph import nodes
from graph.identity import IdentityGraph
from graph.linker import Linker, Touched
from graph.linking.model import DEFAULT, Model
from graph.recompile import COUNTED, Recompiler
from graph.search_rows import search_rows
from graph.store import OutdatedIndex, update_index, write_index
from graph.stored_evidence import StoredEvidence
from graph.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from graph.mentions import MentionTable
    from graph.store import Draft
    from graph.summary import Progress

#: The search index, and the model that people are linked by.
_SEARCH, _MODEL = "search.sqlite", "linking.json"


class Run:
    """One run, from its documents to the draft that is ready to publish.

    Args:
        draft: the version that is being made.
        base: what the dataset's IRIs start with.
        progress: see :data:`graph.summary.Progress`.
    """

    def __init__(self, draft: Draft, base: str, progress: Progress) -> None:
        self.draft = draft
        self.base = base
        self.summary = Summary()
        #: The sources whose evidence is new.
        self.sources: list[str] = []
        self.fresh = _is_empty(draft.store)
        self.evidence = StoredEvidence(draft.store)
        self.identity = IdentityGraph(draft.store, base, datetime.now(UTC).isoformat(timespec="seconds"))
        self.touched = Touched(everything=self.fresh, fresh=self.fresh and self.identity.is_empty())
        self._progress = progress
        #: How many quads more the draft has than the version before; None where that was not counted.
        self._grown: int | None = None if self.fresh else 0

    @contextmanager
    def measured(self, sources: Iterable[str]) -> Iterator[None]:
        """Counts by how much the evidence of some sources grows meanwhile."""
        sources = list(sources)
        before = self._size(sources)
        yield
        if self._grown is not None:
            self._grown += self._size(sources) - before

    def _size(self, sources: Iterable[str]) -> int:
        """How many quads some sources' evidence has."""
        if self._grown is None:
            return 0
        graphs = (ox.NamedNode(source) for source in sources)
        patterns = (self.draft.store.quads_for_pattern(None, None, None, graph) for graph in graphs)
        return sum(1 for found in patterns for _ in found)

    def link_and_compile(self, table: MentionTable, counts: Mapping[str, int], *, everything: bool) -> bool:
        """Links what was touched, compiles what that changed, and says whether anything did.

        Args:
            table: the draft's table of mentions.
            counts: what the version before counted.
            everything: whether to link and compile all that there is.
        """
        store = self.draft.store
        self.touched.everything = everything or self.fresh
        self._progress("linking", 0, 0)
        self.identity.flush()
        kept = self.draft.directory / _MODEL
        linker = Linker(table, self.identity, _model(kept), self.base)
        changed = linker.link(self.touched)
        if linker.model != DEFAULT:
            kept.write_text(linker.model.dump(), encoding="utf-8")
        self._progress("compiling", 0, 0)
        view = Recompiler(store, self.evidence, table, self.identity, self.base, fresh=self.fresh)
        view.compile(changed, self.sources)
        self.identity.flush()
        self._write_index(view)
        if self._grown is not None and self.identity.quads is not None:
            self._grown += view.quads + self.identity.quads
        else:
            self._grown = None
        total = Counter(counts)
        total.update(view.counts)
        self.summary.counts = {kind: total[kind] for kind in COUNTED}
        return bool(view.changed or self.identity.changed)

    def _write_index(self, view: Recompiler) -> None:
        """Brings the search index up to date; one of an earlier release is written anew."""
        index = self.draft.directory / _SEARCH
        if self.fresh:
            write_index(index, view.search_rows())
            return
        if index.exists():
            if not view.searched:
                return
            with suppress(OutdatedIndex):
                update_index(index, view.searched, view.search_rows())
                return
        write_index(index, search_rows(nodes.from_graph(self.draft.store)))

    def publish(self) -> int:
        """Publishes the version that the run made, and returns its number."""
        return self.draft.publish(self._for_manifest(), grown=self._grown).number

    def _for_manifest(self) -> Mapping[str, object]:
        """What the manifest says of the run that made the version."""
        summary = self.summary
        return {
            "read": summary.read,
            "unchanged": summary.unchanged,
            "set_aside": [
                {"document": d.name, "reason": d.reason, "line": d.line} for d in summary.set_aside
            ],
            "counts": summary.counts,
        }


def _is_empty(store: ox.Store) -> bool:
    """Whether a store has no view yet."""
    return next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is None


def _model(file: Path) -> Model:
    """The model that the version before was linked by; the one for small archives where there was none."""
    return Model.load(file.read_text(encoding="utf-8")) if file.exists() else DEFAULT
