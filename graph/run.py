"""One run: from what was read to the version that it makes."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

import pyoxigraph as ox

from graph import nodes
from graph.evidence.kept import Keeper
from graph.evidence.stored import StoredEvidence
from graph.filling.loading import Loader
from graph.identity import IdentityGraph
from graph.linker import Linker, Touched
from graph.linking.model import DEFAULT, Model
from graph.recompile import COUNTED, Recompiler
from graph.search_rows import search_rows
from graph.store import is_outdated, update_index, write_index
from graph.summary import Summary
from ontology import REEL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from graph.linker import Changed
    from graph.mentions import MentionTable
    from graph.store import Draft
    from graph.summary import Progress

#: The search index, and the model that people are linked by.
_SEARCH, _MODEL = "search.sqlite", "linking.json"
#: What a catalogue brings so many of that they are counted in the store.
_BULKY = ("Film", "Person", "Role")


class Run:
    """One run, from its documents to the draft that is ready to publish; a context manager.

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
        self.loader = Loader(draft.store, draft.scratch, held=self.fresh, adopt=draft.adopt)
        self.kept = Keeper(draft.scratch / "evidence")
        self.evidence = StoredEvidence(self.loader, self.kept)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self.identity = IdentityGraph(base, now, self.loader, fresh=self.fresh)
        self.touched = Touched(everything=self.fresh, fresh=self.fresh and self.identity.is_empty())
        self.progress = progress
        #: Whether more was loaded than anybody counted: a catalogue of films and people.
        self.in_bulk = False
        #: Told what linking changed, before it is compiled; None where nobody wants to know.
        self.after_linking: Callable[[Changed], None] | None = None
        #: How many quads more the draft has than the version before; None where that was not counted.
        self._grown: int | None = None if self.fresh else 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.loader.close()
        self.kept.close()

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
        self.touched.everything = everything or self.fresh
        self.progress("linking", 0, 0)
        self.identity.flush()
        self.loader.let_go()
        kept = self.draft.directory / _MODEL
        model = _model(kept)
        linker = Linker(table, self.identity, model, self.base)
        changed = linker.link(self.touched)
        # Nothing is estimated for a page or two, and the model has every name of a large archive.
        if linker.model is not model:
            kept.write_text(linker.model.dump(), encoding="utf-8")
        if self.after_linking is not None:
            self.after_linking(changed)
        return self.compile(table, counts, changed)

    def compile(self, table: MentionTable, counts: Mapping[str, int], changed: Changed) -> bool:
        """Compiles some entities, and the sources of this run; see :meth:`link_and_compile`."""
        store = self.draft.store
        self.progress("compiling", 0, 0)
        view = Recompiler(
            store, self.evidence, table, self.identity, self.base, self.loader, fresh=self.fresh
        )
        view.compile(changed, self.sources)
        self.identity.flush()
        self.loader.conclude()
        if not self.fresh or self.in_bulk:
            self.loader.settle()  # the index is written from the store then
        renewed = self._write_index(view)
        self.loader.settle()
        store = self.draft.store  # another one, where it was empty
        if self._grown is not None and self.identity.quads is not None:
            self._grown += view.quads + self.identity.quads
        else:
            self._grown = None
        total = Counter(counts)
        total.update(view.counts)
        if self.in_bulk:
            self._grown = None
            total.update({kind: _number_of(store, kind) - total[kind] for kind in _BULKY})
        self.summary.counts = {kind: total[kind] for kind in COUNTED}
        return bool(view.changed or self.identity.changed or renewed)

    def _write_index(self, view: Recompiler) -> bool:
        """Brings the search index up to date. Whether it was an earlier release's, and written anew."""
        index = self.draft.directory / _SEARCH
        if self.fresh and not self.in_bulk:
            write_index(index, view.search_rows())
            return False
        outdated = index.exists() and is_outdated(index)
        if outdated or not index.exists():
            write_index(index, search_rows(nodes.from_graph(self.draft.store)))
        elif self.fresh or view.searched:
            update_index(index, view.searched, view.search_rows())
        return outdated

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


def _number_of(store: ox.Store, kind: str) -> int:
    """How many things of a class the view has."""
    found = store.query(f"SELECT (COUNT(*) AS ?number) {{ ?thing a <{REEL}{kind}> }}")
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101 - a SELECT
    number = next(found)["number"]
    return int(number.value) if isinstance(number, ox.Literal) else 0


def _model(file: Path) -> Model:
    """The model that the version before was linked by; the one for small archives where there was none."""
    return Model.load(file.read_text(encoding="utf-8")) if file.exists() else DEFAULT
