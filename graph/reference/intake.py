"""IMDb's files into a run: read, kept as evidence, met with what the dataset speaks of, and compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from graph.intake.documents import key_of
from graph.intake.outcome import Options
from graph.intake.set_aside import Aside
from graph.mentions import FILM, PERSON
from graph.records import SetAside
from graph.reference.files import CATALOGUE, content_hash, source_of
from graph.reference.mapping import mapping
from graph.sources.imdb import KIND, NOT_READ
from graph.summary import SetAsideDocument

if TYPE_CHECKING:
    from pathlib import Path

    from graph.intake.set_aside import SetAsideList
    from graph.linker import Changed
    from graph.mentions import MentionTable
    from graph.reference.catalogue import Catalogue
    from graph.reference.files import ImdbFile
    from graph.reference.promote import Promoter
    from graph.reference.writing import Written
    from graph.run import Run


class Reference:
    """The reference data of a draft; a context manager.

    Args:
        run: the run; what is new is told to it.
        table: the draft's table of mentions.
        options: what the editor says: which types of titles are taken, and how far they are trusted.
        asides: the list of what cannot be read, where files are read.
    """

    def __init__(
        self,
        run: Run,
        table: MentionTable,
        options: Options | None = None,
        asides: SetAsideList | None = None,
    ) -> None:
        self._run = run
        self._table = table
        self._options = options or Options()
        self._types = sorted(self._options.title_types or mapping()["titleTypes"])
        self._file = run.draft.directory / CATALOGUE
        self._asides = asides
        self._written: Written | None = None
        run.after_linking = self.complete

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- before linking --------------------------------------------------------------------------

    def read(self, files: list[ImdbFile]) -> None:
        """Reads IMDb's files and keeps the evidence of what is new or changed in them."""
        known = len(self._run.summary.set_aside)
        given = self._new(files)
        if given:
            from graph.reference.writing import Written  # noqa: PLC0415 - see _open

            self._written = Written(self._run, self._table, self._file, self._types)
            self._written.read(given, self._trust)
            if not self._written.sources:
                self._written.close()
                self._written = None
        if self._asides is not None:
            self._list(self._asides, files, self._run.summary.set_aside[known:])

    def _list(self, asides: SetAsideList, files: list[ImdbFile], refused: list[SetAsideDocument]) -> None:
        """Enters what could not be read into the list that lasts, and takes out what could."""
        reasons = {one.name: one for one in refused}
        for file in files:
            key, one = key_of(file.path), reasons.get(file.name)
            if one is None:
                asides.read(key)
            else:
                asides.add(Aside(key, file.name, str(file.path), file.name, one.reason, line=one.line))

    def _new(self, files: list[ImdbFile]) -> dict[str, tuple[ImdbFile, str]]:
        """The files that are to be read, with their hashes: all that are given, where one of them is new."""
        summary = self._run.summary
        given: dict[str, tuple[ImdbFile, str]] = {}
        for file in files:
            try:
                given[file.kind] = file, _hash_of(file, given)
            except SetAside as error:
                summary.set_aside.append(SetAsideDocument(file.name, error.reason, error.line))
        known: dict[str, tuple[str, str]] = {}
        if given and self._file.exists():
            with _open(self._file) as catalogue:
                known = {k: (h, t) for k, h, t in catalogue.rows("SELECT kind, hash, types FROM source")}
        types = " ".join(self._types)
        if all(known.get(kind) == (found, types) for kind, (_, found) in given.items()):
            summary.unchanged += len(given)
            return {}
        return given

    def _trust(self, source: str) -> int:
        options = self._options
        return options.trust if options.trust is not None else options.ranks.of(source, KIND)

    def meet(self, *, everything: bool = False) -> None:
        """Promotes the films that others speak of, and enters anew those that are others now.

        Args:
            everything: look at the films of all other sources, and not at those alone that are new.
        """
        written = self._written
        if written is not None:
            written.meet()
        elif self._file.exists():
            films = self._table.all(FILM) if everything else self._run.touched.entered[FILM]
            if films:
                with _open(self._file) as catalogue:
                    promoter = self._promoter(catalogue)
                    known = promoter.films()
                    promoter.enter([tt for tt in promoter.spoken_of(films) if tt not in known])

    # -- after linking ---------------------------------------------------------------------------

    def complete(self, changed: Changed) -> None:
        """Compiles what is not promoted, and sees to it that what linking moved is moved everywhere."""
        written = self._written
        if self._file.exists() and (now := self._people(changed)):
            if written is not None:
                self._follow(changed, now, written.promoter(), written.catalogue, "old.person_iri")
            else:
                with _open(self._file) as catalogue:
                    self._follow(changed, now, self._promoter(catalogue), catalogue, "person_iri")
        if written is not None:
            written.complete()

    def _people(self, changed: Changed) -> dict[str, str]:
        """IMDb's people among those that linking changed, by their ids, with their entities."""
        source = f"{source_of(self._run.base, 'name_basics')}#"
        found = self._table.of_entities(changed.entities[PERSON])
        here = self._table.get(mention for mentions in found.values() for mention in mentions)
        return {m.iri.removeprefix(source): m.entity for m in here if m.entity and m.iri.startswith(source)}

    def _follow(
        self, changed: Changed, now: dict[str, str], promoter: Promoter, catalogue: Catalogue, before: str
    ) -> None:
        """Promotes all films of people who have become another entity, so that they are compiled anew."""
        were = catalogue.rows(
            f"SELECT nm, iri FROM {before} AS known"  # noqa: S608 - our table
            " SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS nm) USING (nm)",
            sorted(now),
        )
        moved = {nm: now[nm] for nm, iri in were if now[nm] != iri}
        if not moved:
            return
        table = self._table
        films = catalogue.rows(
            "SELECT DISTINCT tt FROM principal SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS nm) USING (nm)",
            sorted(moved),
        )
        entered = table.get(promoter.enter({tt for (tt,) in films} - promoter.films().keys()))
        decided = {m.id: (m.iri, moved[nm]) for m in entered if (nm := m.iri.rpartition("-")[2]) in moved}
        table.decide((number, entity) for number, (_, entity) in decided.items())
        self._run.identity.refer(dict(decided.values()), {iri for iri, _ in decided.values()})
        changed.entities[FILM] |= {m.entity for m in entered if m.kind == FILM and m.entity is not None}

    def _promoter(self, catalogue: Catalogue) -> Promoter:
        from graph.reference.promote import Promoter  # noqa: PLC0415 - see _open

        return Promoter(self._run.evidence, self._table, catalogue.sources(), catalogue)

    def conclude(self) -> None:
        """Puts the catalogue in its place, once all else is done."""
        if self._written is not None:
            self._written.conclude()

    def close(self) -> None:
        """Lets go of everything, whether it was done or not."""
        if self._written is not None:
            self._written.close()


def _open(file: Path) -> Catalogue:
    """Opens a catalogue to be read."""
    # Most datasets have none, and DuckDB and Arrow take longer to import than a review to read.
    from graph.reference.catalogue import Catalogue  # noqa: PLC0415 - as said

    return Catalogue(file)


def _hash_of(file: ImdbFile, given: dict[str, tuple[ImdbFile, str]]) -> str:
    """The hash of one of the files that are given.

    Raises:
        SetAside: it is not read, or cannot be.
    """
    if file.kind in NOT_READ:
        raise SetAside("it says nothing of films and people that title.principals does not.")
    if file.kind in given:
        raise SetAside(f"{given[file.kind][0].name} is such a file, too, and only one can be read.")
    return content_hash(file.path)
