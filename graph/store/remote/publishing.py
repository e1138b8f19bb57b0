"""Publishing a version to a store elsewhere: all of it or nothing, for whoever asks that store meanwhile.

Where the store holds the version before, and little has changed, one update takes out what went and puts in
what came. Otherwise what went and what came, or all graphs where what the store holds is not known, is loaded
beside the graphs in use (:mod:`graph.store.remote.staging`); when the store has all of it, one update of a
few steps takes the one out and puts the other in, however many graphs there are.

SPARQL 1.1 Update asks that a request be atomic where a store can (section 2.2): those of Oxigraph and Apache
Jena are. A store where they are not shows, while that one update runs, some graphs of the new version beside
some of the old; it never shows half of what was loaded, for what is loaded beside is in nobody's way.
"""

from __future__ import annotations

from contextlib import closing, suppress
from http import HTTPStatus
from itertools import chain, groupby, islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.store.errors import OtherBase
from graph.store.remote.alike import safe_changes
from graph.store.remote.claim import Claim
from graph.store.remote.errors import StoreError, StoreFailed, StoreRefused, StoreTimedOut, StoreUnreachable
from graph.store.remote.marker import Marker, read_marker
from graph.store.remote.staging import CAME, EMPTIED, GONE, LEFT, Staging
from graph.store.remote.updates import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.store.patch import Change
    from graph.store.remote.store import RemoteStore
    from graph.store.version import Version

#: Up to so many quads that went or came, of so many characters, are sent as one update.
_ONE_UPDATE, _ONE_UPDATE_CHARACTERS = 50_000, 8_000_000
#: So many quads of one graph that went or came are held in memory.
_TOGETHER = 50_000
#: What a failed publishing may still take to clear away what it left, in seconds for each request.
_CLEARING_SECONDS = 20.0


class StoreAhead(StoreError):
    """The store holds another version than the one that is to be replaced."""


def publish(
    store: RemoteStore,
    version: Version,
    before: Version | None,
    progress: Callable[[str, int, int], None] | None = None,
    *,
    replace: bool = False,
) -> Marker:
    """Puts a version into a store in the place of the one that it holds.

    Args:
        store: the store.
        version: the version.
        before: the version on disk that the store may hold; None where none is left.
        progress: called with a stage, how many quads are sent, and how many there are.
        replace: whether a version that this dataset does not know may be replaced.

    Returns:
        What the store now says that it holds.

    Raises:
        OtherBase: the store holds another dataset.
        StoreAhead: it holds a version that this dataset does not know.
        StoreClaimed: another publisher is at work there, and was for a minute.
        StoreError: the store did not take it. What it held it still holds.
    """
    held = read_marker(store)
    if held is not None and (held.base, held.number, held.published) == (
        version.base, version.number, version.published
    ):  # fmt: skip
        return held
    # What will be refused is refused before anything is written.
    _check_ours(held, version, before, store, replace=replace)
    with Claim(store, version.base, force=replace) as claim:
        held = read_marker(store)  # another publisher may have been done meanwhile
        known = before if _check_ours(held, version, before, store, replace=replace) else None
        now = _marker(store, version)
        report = progress or (lambda *_: None)
        if known is None:
            held = read_marker(store, graphs=True)
            _Loading(store, (version, None), (now, held), claim, report).run(None)
            return now
        with closing(safe_changes(known.store, version.store)) as changed:
            few = list(islice(changed, _ONE_UPDATE + 1))
            if len(few) > _ONE_UPDATE or not _at_once(store, known, few, now, claim):
                loading = _Loading(store, (version, known), (now, held), claim, report)
                loading.run(chain(few, changed))
        return now


def _at_once(store: RemoteStore, known: Version, few: list[Change], now: Marker, claim: Claim) -> bool:
    """Sends a few changes as one update. Whether that was done: it may be too long for the store."""
    writer = Writer(store.client.address, now.base)
    text = writer.difference(
        (item.quad for item in few if not item.added),
        (item.quad for item in few if item.added),
        _marker(store, known),
        now,
    )
    if len(text) > _ONE_UPDATE_CHARACTERS:
        return False
    claim.check()
    try:
        switch(store, text, now)
    except StoreRefused as error:
        if error.status != HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            raise
        return False
    return True


def _check_ours(
    held: Marker | None, version: Version, before: Version | None, store: RemoteStore, *, replace: bool
) -> bool:
    """Whether a store holds just what ``before`` is. Raises OtherBase, StoreAhead: it may not be replaced."""
    if held is not None and held.base != version.base:
        raise OtherBase(
            f"The store at {store.client.address.query} holds the dataset of {held.base}, not that of "
            f"{version.base}."
        )
    known = before is not None and held is not None and held.published == before.published
    if not known and not replace:
        check_known(held, version, store.client.address.query)
    return known


def check_known(held: Marker | None, current: Version | None, address: str) -> None:
    """That what a store holds is older than a version of ours, or is that version. Raises StoreAhead."""
    if held is None:
        return
    if current is not None and (held.number < current.number or held.published == current.published):
        return
    here = f"whose current version is {current.number}" if current is not None else "which holds none"
    raise StoreAhead(
        f"The store at {address} holds version {held.number} of {held.published}, which was not made in this "
        f"data directory, {here}. Give the --data that it was made in, or run `reelgraph publish --replace`."
    )


def _marker(store: RemoteStore, version: Version) -> Marker:
    graphs = _graphs(store, version)
    return Marker(version.base, version.number, version.published, version.triples, graphs)


def _graphs(store: RemoteStore, version: Version) -> frozenset[str]:
    """The graphs of a store that a version has something in, but for the view."""
    writer = Writer(store.client.address, version.base)
    places = (writer.place(graph) for graph in version.store.named_graphs())
    return frozenset(place.value for place in places if place is not None)


class _Loading:
    """Loads what is to change beside what the store holds, and switches.

    Args:
        store: the store.
        versions: the version, and what the store holds as it is on disk; None where that is not known, and
            everything is loaded.
        markers: what the store is to say of itself, and what it says.
        claim: the right to write.
        progress: see :func:`publish`.
    """

    def __init__(
        self,
        store: RemoteStore,
        versions: tuple[Version, Version | None],
        markers: tuple[Marker, Marker | None],
        claim: Claim,
        progress: Callable[[str, int, int], None],
    ) -> None:
        self._store, self._claim = store, claim
        version, before = versions
        self._version, self._before = version, before
        now, held = markers
        self._now = now
        theirs = held.graphs if held is not None else frozenset()
        self._left = sorted((_graphs(store, before) if before is not None else theirs) - now.graphs)
        self._writer = Writer(store.client.address, version.base)
        most = version.triples
        self._staging = Staging(
            store, self._writer, version.base, now.number, claim,
            lambda sent: progress("publishing", sent, max(sent, most)),
        )  # fmt: skip

    def run(self, changed: Iterator[Change] | None) -> None:
        """Does it. Raises StoreError: nothing was switched, or (StoreUncertain) nobody knows.

        Args:
            changed: what makes the version of what the store holds; None to load all of it.
        """
        try:
            there = self._staging.clear_all()
            if changed is None:
                self._load(there)
            else:
                self._load_changes(changed)
            self._staging.finish()
            self._staging.verify(self._quads)
            self._claim.check()
        except StoreTimedOut:
            raise  # it may be at work on what we sent; the next publishing clears away
        except BaseException:
            # The first failure says more, and the next publishing clears away what is left.
            self._staging.clear(seconds=_CLEARING_SECONDS)
            raise
        switch(self._store, self._staging.switch(self._now, whole=changed is None), self._now)
        self._staging.clear(self._left)

    def _load(self, there: set[str]) -> None:
        """Sends all quads, and which graphs of the store (``there``) they are to take the place of."""
        store = self._version.store
        for graph in chain((ox.DefaultGraph(),), store.named_graphs()):
            self._staging.add(CAME, graph, store.quads_for_pattern(None, None, None, graph))
        self._staging.say(EMPTIED, sorted(there & {*self._now.graphs, *self._left}))

    def _load_changes(self, changed: Iterator[Change]) -> None:
        """Sends what went and what came; the changes of one graph come one after the other."""
        for graph, found in groupby(changed, key=lambda change: change.quad.graph_name):
            waiting: dict[bool, list[ox.Quad]] = {True: [], False: []}
            for change in found:
                quads = waiting[change.added]
                quads.append(change.quad)
                if len(quads) == _TOGETHER:
                    self._staging.add(CAME if change.added else GONE, graph, quads)
                    waiting[change.added] = []
            self._staging.add(GONE, graph, waiting[False])
            self._staging.add(CAME, graph, waiting[True])
        self._staging.say(LEFT, self._left)

    def _quads(self) -> Iterator[ox.Quad]:
        """What was loaded, once more."""
        if self._before is None:
            yield from self._version.store
        else:
            for change in safe_changes(self._before.store, self._version.store):
                yield change.quad


def switch(store: RemoteStore, update: str, now: Marker) -> None:
    """Sends the update after which a store holds a version.

    Raises:
        StoreError: it was not done; or no answer came, and the sentence says so.
    """
    try:
        store.client.update(update)
    except (StoreTimedOut, StoreUnreachable, StoreFailed) as error:
        with suppress(StoreError):
            held = read_marker(store)
            if held is not None and (held.number, held.published) == (now.number, now.published):
                return  # it was done, and the answer was lost
        if isinstance(error, StoreTimedOut):
            raise StoreTimedOut(
                f"{error} It was on the last step and may still do it: run `reelgraph publish`, which looks "
                "and sends again what is missing.",
                error.words, error.status,
            ) from error  # fmt: skip
        raise
