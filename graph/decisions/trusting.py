"""Changing how far sources are trusted: the rank is kept, and what it decides is compiled anew."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.collector import without_collector
from graph.linker import Changed
from graph.mentions import REVIEW, TABLE, MentionTable
from graph.ranks import Ranks
from graph.refill import fill
from graph.run import Run
from graph.store import DatasetError
from graph.summary import Progress, silent
from graph.view.policy import LEAST, MOST, TRUST, default_trust
from ontology import PREFIXES, REEL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graph.store import Dataset, Version

_KIND, _TRUST = ox.NamedNode(f"{REEL}kind"), ox.NamedNode(f"{REEL}trust")
_FILE = ox.NamedNode(f"{REEL}file")
_INTEGER = ox.NamedNode(PREFIXES["xsd"] + "integer")
_DEFAULT = ox.DefaultGraph()


class UnknownSource(DatasetError):
    """What is to be trusted is neither a kind of sources nor a source of the dataset."""


@dataclass(slots=True)
class Trust:
    """What holds: for a kind, the rank, whether somebody set it, and its sources; and single sources."""

    kinds: dict[str, int] = field(default_factory=dict)
    set_kinds: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Changes:
    """What a change of trust did. ``version`` is None where everything stood so already."""

    sources: int = 0
    compiled: int = 0
    version: int | None = None


def trust_of(version: Version) -> Trust:
    """What holds in a version."""
    ranks = Ranks.load(version.directory)
    counts: dict[str, int] = defaultdict(int)
    for quad in version.store.quads_for_pattern(None, _KIND, None, _DEFAULT):
        counts[_text(quad.object)] += 1
    kinds = sorted({*TRUST, *ranks.kinds, *counts})
    return Trust(
        kinds={kind: ranks.kinds.get(kind, default_trust(kind)) for kind in kinds},
        set_kinds=set(ranks.kinds),
        counts=dict(counts),
        sources=dict(sorted(ranks.sources.items())),
    )


def set_trust(dataset: Dataset, subject: str, rank: int | None, progress: Progress | None = None) -> Changes:
    """Sets the rank of a source or of a kind of sources, compiles what that touches, and publishes it.

    Args:
        dataset: the dataset; its write lock is held meanwhile.
        subject: a kind (``credit_table``), a source's IRI, the last part of it, or its file's name.
        rank: from LEAST to MOST; None takes back what was set.
        progress: called with a stage's name, what is done of it, and how much there is.

    Raises:
        UnknownSource: the dataset has no such source, and there is no such kind; or several are called so.
        ValueError: the rank is out of range.
        DatasetError: nothing is published yet, or the dataset cannot be written.
    """
    if rank is not None and not LEAST <= rank <= MOST:
        raise ValueError(f"A rank is a whole number from {LEAST} to {MOST}.")
    dataset.version()
    with dataset.write() as draft, without_collector():
        ranks = Ranks.load(draft.directory)
        kinds = _kinds(draft.store)
        is_kind = subject in TRUST or subject in kinds.values()
        name = subject if is_kind else _source(draft.store, kinds, subject, dataset.base)
        said = ranks.kinds if is_kind else ranks.sources
        before = dict(said)
        said.pop(name, None)
        if rank is not None:
            said[name] = rank
        sources = list(_changed(draft.store, kinds, ranks))
        changes = Changes(sources=len(sources))
        if not sources and said == before:
            return changes
        ranks.save(draft.directory)
        counts = dataset.version().manifest["summary"].get("counts", {})
        with (
            Run(draft, dataset.base, progress or silent) as run,
            MentionTable(draft.directory / TABLE) as table,
        ):
            run.sources += sources
            # One rank for another leaves the evidence as large as it was.
            with run.measured(source for source in sources if not _ranked(draft.store, source)):
                for source in sources:
                    _rewrite(draft.store, source, ranks.of(source, kinds[source]))
            if fill(table, draft.store, dataset.base):
                run.link_and_compile(table, counts, everything=True)
            else:
                changed = _touched(table, sources)
                changes.compiled = sum(map(len, changed.entities.values()))
                run.compile(table, counts, changed)
        changes.version = run.publish()
    return changes


def _kinds(store: ox.Store) -> dict[str, str]:
    """The kind of each source."""
    quads = store.quads_for_pattern(None, _KIND, None, _DEFAULT)
    return {
        quad.subject.value: _text(quad.object) for quad in quads if isinstance(quad.subject, ox.NamedNode)
    }


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.Literal) else ""


def _source(store: ox.Store, kinds: Mapping[str, str], subject: str, base: str) -> str:
    """The one source that somebody means."""
    for iri in (subject, f"{base}/source/{subject}"):
        if iri in kinds:
            return iri
    called = store.quads_for_pattern(None, _FILE, ox.Literal(subject), _DEFAULT)
    found = [quad.subject.value for quad in called if isinstance(quad.subject, ox.NamedNode)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownSource(
            f"{len(found)} sources are files called {subject}; give one's IRI, such as {found[0]}."
        )
    raise UnknownSource(
        f"“{subject}” is neither a kind of sources ({', '.join(TRUST)}) nor a source of this dataset; "
        "give its IRI, the last part of it, or its file's name."
    )


def _changed(store: ox.Store, kinds: Mapping[str, str], ranks: Ranks) -> Iterator[str]:
    """The sources whose rank is no longer what their nodes say."""
    stand = {q.subject: _text(q.object) for q in store.quads_for_pattern(None, _TRUST, None, _DEFAULT)}
    for source, kind in sorted(kinds.items()):
        if stand.get(ox.NamedNode(source)) != str(ranks.of(source, kind)):
            yield source


def _ranked(store: ox.Store, source: str) -> bool:
    node = ox.NamedNode(source)
    return next(store.quads_for_pattern(node, _TRUST, None, node), None) is not None


def _rewrite(store: ox.Store, source: str, rank: int) -> None:
    """Puts the rank into a source's node: no evidence, but what is thought of it."""
    node = ox.NamedNode(source)
    for quad in list(store.quads_for_pattern(node, _TRUST, None, node)):
        store.remove(quad)
    store.add(ox.Quad(node, _TRUST, ox.Literal(str(rank), datatype=_INTEGER), node))


def _touched(table: MentionTable, sources: Iterable[str]) -> Changed:
    """The entities that some sources say anything of: who is who does not depend on trust."""
    changed = Changed()
    for source in sources:
        mentions = table.of_source(source)
        reviews: set[str] = set()
        for _, kind, entity in table.kinds(mentions):
            if entity is not None:
                changed.entities[kind].add(entity)
                if kind == REVIEW:
                    reviews.add(entity)
        # Which film a review is of is a matter of trust, too: the films of all its copies.
        copies = [m for found in table.of_entities(reviews).values() for m in found]
        films = {film for found in table.films_of(copies).values() for film in found}
        for _, kind, entity in table.kinds(films):
            if entity is not None:
                changed.entities[kind].add(entity)
    return changed
