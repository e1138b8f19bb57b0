"""A catalogue in the making: IMDb's files into it, what comes of it into the store, and into its place."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from graph import nodes
from graph.identity import graph_of
from graph.mentions import FILM
from graph.records import SetAside
from graph.reference.catalogue import Catalogue
from graph.reference.files import plain, source_of
from graph.reference.indexing import indexing
from graph.reference.loading import Loader
from graph.reference.promote import Promoter
from graph.reference.tables import ORDER, TABLES, known_kinds, load, missing_names
from graph.sources.imdb import KIND, READER
from graph.summary import SetAsideDocument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.mentions import MentionTable
    from graph.reference.files import ImdbFile
    from graph.run import Run

_SEARCH = "search.sqlite"
#: What each file needs: they name titles and people by ids, and others say which those are.
_NEEDED = {
    "title_akas": ("title_basics",),
    "title_ratings": ("title_basics",),
    "title_principals": ("title_basics", "name_basics"),
    "name_basics": ("title_basics", "title_principals"),
}


class Written:
    """A catalogue that is being made from files, and what comes of it."""

    def __init__(self, run: Run, table: MentionTable, file: Path, types: list[str]) -> None:
        self._run = run
        self._table = table
        self._final = file
        self._types = types
        self._folder = Path(tempfile.mkdtemp(prefix="reference-", dir=run.draft.scratch))
        self.catalogue = Catalogue(self._folder / file.name, file if file.exists() else None, write=True)
        self._identity = graph_of(run.base)
        self._now = datetime.now(UTC).isoformat(timespec="seconds")
        self.sources: dict[str, str] = {}
        self._before: set[str] = set()
        self._people_before: set[str] = set()

    def promoter(self) -> Promoter:
        """What enters films of this catalogue into the table of mentions."""
        return Promoter(self._run.evidence, self._table, self.sources, self.catalogue)

    # -- reading ---------------------------------------------------------------------------------

    def read(self, given: dict[str, tuple[ImdbFile, str]], trust: Callable[[str], int]) -> None:
        """Reads the files, and puts their evidence in the place of what stood there."""
        catalogue, run = self.catalogue, self._run
        known = dict(catalogue.rows("SELECT kind, iri FROM old.source"))
        given = self._complete_set(given, known)
        if not given:
            return
        catalogue.run("SET VARIABLE types = ?", self._types)
        known_kinds(catalogue)
        taken: dict[str, tuple[ImdbFile, str]] = {}
        for done, kind in enumerate(ORDER):
            run.progress("reading", done, len(ORDER))
            if kind in given and self._load(kind, given[kind][0]):
                taken[kind] = given[kind]
            elif kind in known:
                self._keep(kind)
        # What one of them needs may have been set aside.
        usable = self._complete_set(taken, known)
        for kind in taken.keys() - usable.keys():
            catalogue.run(f"DELETE FROM {TABLES[kind]}")  # noqa: S608 - tables of ours
        if not usable:
            return
        if "title_principals" in usable or "name_basics" in usable:
            for complaint in missing_names(catalogue):
                name = usable.get("title_principals", usable.get("name_basics"))
                assert name is not None  # noqa: S101 - one of the two is there
                run.summary.complain(name[0].name, complaint.message, complaint.line)
        self._enter_sources(usable, known)
        for _ in catalogue.slices("SELECT tt AS id FROM title", "SELECT tt FROM principal"):
            catalogue.step("credit")
            catalogue.step("film_marks")
        catalogue.step("person_marks")
        catalogue.step("changes")
        self._keep_minted()
        promoter = self.promoter()
        self._before, self._people_before = set(promoter.films()), set(promoter.people())
        self._write_evidence(usable, trust)
        run.summary.read += len(usable)
        run.summary.kinds[KIND] += len(usable)
        run.sources += [self.sources[kind] for kind in sorted(usable)]

    def _complete_set(
        self, given: dict[str, tuple[ImdbFile, str]], known: dict[str, str]
    ) -> dict[str, tuple[ImdbFile, str]]:
        """The files that can be read: those that name things by ids need the files that say more."""
        usable = dict(given)
        for _ in ORDER:
            for kind, (file, _hash) in list(usable.items()):
                lacking = [need for need in _NEEDED.get(kind, ()) if need not in usable and need not in known]
                if lacking:
                    del usable[kind]
                    names = " and ".join(need.replace("_", ".") for need in lacking)
                    reason = f"it speaks of titles and people by their ids; give IMDb's {names} with it."
                    self._run.summary.set_aside.append(SetAsideDocument(file.name, reason))
        return usable

    def _load(self, kind: str, file: ImdbFile) -> bool:
        summary = self._run.summary
        try:
            path = plain(file.path, self._folder)
            try:
                complaints = load(self.catalogue, kind, path)
            finally:
                if path != file.path:
                    path.unlink()
        except SetAside as error:
            summary.set_aside.append(SetAsideDocument(file.name, error.reason, error.line))
            return False
        for complaint in complaints:
            summary.complain(file.name, complaint.message, complaint.line)
        return True

    def _keep(self, kind: str) -> None:
        """Takes over the rows of a file that was not given again, as far as they are about what is taken."""
        where = {
            "title_basics": "",
            "name_basics": "SEMI JOIN principal USING (nm) ORDER BY nm",
        }.get(kind, "SEMI JOIN title USING (tt) ORDER BY tt")
        table = TABLES[kind]
        self.catalogue.run(f"INSERT INTO {table} FROM old.{table} {where}")

    def _enter_sources(self, usable: dict[str, tuple[ImdbFile, str]], known: dict[str, str]) -> None:
        catalogue, types = self.catalogue, " ".join(self._types)
        catalogue.run("INSERT INTO source SELECT * FROM old.source")
        for kind in ORDER:
            iri = known.get(kind) or source_of(self._run.base, kind)
            if kind in usable:
                catalogue.run("DELETE FROM source WHERE kind = ?", kind)
                catalogue.run("INSERT INTO source VALUES (?, ?, ?, ?)", kind, iri, usable[kind][1], types)
            if kind in usable or kind in known:
                self.sources[kind] = iri
            catalogue.run(f"SET VARIABLE {kind} = ?", iri)
        catalogue.run("SET VARIABLE base = ?", self._run.base)

    def _keep_minted(self) -> None:
        for table in ("film_iri", "person_iri", "role_iri", "figure_iri"):
            self.catalogue.run(f"INSERT INTO {table} SELECT * FROM old.{table}")  # noqa: S608 - tables of ours

    def _loader(self) -> Loader:
        fixed = {**self.sources, "now": self._now}
        # A file that the dataset does not have is in no template that has rows.
        fixed |= {kind: f"urn:none:{kind}" for kind in ORDER if kind not in fixed}
        return Loader(self._run.draft.store, self.catalogue, self._folder, fixed)

    def _write_evidence(self, usable: dict[str, tuple[ImdbFile, str]], trust: Callable[[str], int]) -> None:
        run, catalogue = self._run, self.catalogue
        run.progress("keeping", 0, 0)
        with self._loader() as loader:
            for kind, source in self.sources.items():
                loader.remove(
                    f"SELECT '{source}' || fragment FROM old_evidence WHERE kind = '{kind}'",  # noqa: S608 - an IRI of ours
                    source,
                )
                if kind in usable:
                    loader.remove(f"SELECT '{source}'", source)
            for _ in self._changed():
                catalogue.step("credit")
                loader.load((kind, source) for kind, source in self.sources.items())
        for kind, (file, found) in usable.items():
            source = self.sources[kind]
            node = {
                "type": ["Source"], "file": [file.name], "kind": [KIND], "contentHash": [found],
                "readAt": [self._now], "reader": [READER], "trust": [str(trust(source))],
            }  # fmt: skip
            run.draft.store.extend(nodes.to_quads({source: node}, source))

    # -- meeting the rest ------------------------------------------------------------------------

    def meet(self) -> None:
        """Promotes what others speak of, and enters anew what was promoted and is another now."""
        catalogue, touched = self.catalogue, self._run.touched
        promoter = self.promoter()
        catalogue.write_keys()
        gone = self._among("gone_film", "tt", self._before)
        people = self._among("gone_person", "nm", self._people_before)
        self._run.identity.forget(promoter.leave(gone, people, touched))
        again = self._among("changed_film", "tt", self._before)
        if renamed := self._among("changed_person", "nm", self._people_before):
            again |= self._before & {
                tt
                for (tt,) in catalogue.rows(
                    "SELECT DISTINCT tt FROM principal"
                    " SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS nm) USING (nm)",
                    sorted(renamed),
                )
            }
        fresh = set(promoter.spoken_of(self._table.all(FILM))) - self._before
        promoter.enter(again | fresh, touched)

    def _among(self, table: str, key: str, ids: set[str]) -> set[str]:
        """Which of some ids a table has."""
        query = f"FROM {table} SEMI JOIN (SELECT unnest(?::VARCHAR[]) AS {key}) USING ({key})"
        return {found for (found,) in self.catalogue.rows(query, sorted(ids))} if ids else set()

    def _changed(self) -> Iterator[None]:
        """A part after the other of the films and people that are new or changed."""
        return self.catalogue.slices(
            "SELECT id FROM changed", "SELECT tt FROM principal SEMI JOIN changed_film USING (tt)"
        )

    # -- compiling the rest ----------------------------------------------------------------------

    def complete(self) -> None:
        """Mints and compiles all that is not promoted."""
        catalogue, run = self.catalogue, self._run
        run.progress("compiling", 0, 0)
        promoter = self.promoter()
        films, people = promoter.films(), promoter.people()
        for table, key, found, before in (
            ("promoted_film", "tt", films, self._before),
            ("promoted_person", "nm", people, self._people_before),
        ):
            catalogue.run(f"CREATE TEMP TABLE {table} ({key} VARCHAR)")
            catalogue.enter(table, (key,), ((one,) for one in {*found, *before}))
        for table, key, found in (("film_iri", "tt", films), ("person_iri", "nm", people)):
            catalogue.run("CREATE OR REPLACE TEMP TABLE linked (id VARCHAR, iri VARCHAR)")
            catalogue.enter("linked", ("id", "iri"), ((one, iri) for one, iri in found.items() if iri))
            catalogue.run(f"DELETE FROM {table} WHERE {key} IN (SELECT id FROM linked)")  # noqa: S608
            catalogue.run(f"INSERT INTO {table} SELECT id, iri FROM linked")  # noqa: S608
        self._mint()
        self._remove_old()
        with indexing(catalogue, run.draft.directory / _SEARCH, self._folder), self._loader() as loader:
            for _ in self._changed():
                self._mint_here()
                loader.load((("view", None), ("identity", self._identity)))
        run.in_bulk = True

    def _mint(self) -> None:
        """Gives films and people their IRIs, and makes ready for what is made film by film."""
        catalogue = self.catalogue
        catalogue.run("CREATE TEMP TABLE entity (iri VARCHAR)")
        catalogue.enter("entity", ("iri",), ((iri,) for iri in self._table.all_entities()))
        catalogue.step("minting")
        for step, into in (("films", "film_iri"), ("people", "person_iri")):
            catalogue.mint(step, "taken_entity")
            catalogue.run(f"INSERT INTO {into} SELECT id, iri FROM minted ORDER BY id")  # noqa: S608 - tables of ours
            # In the order of the IRIs, which is that of the table's index.
            for part in catalogue.batches("SELECT iri FROM minted ORDER BY iri"):
                self._table.reserve(iri for (iri,) in part)
        for step in ("unit", "cast", "view"):
            catalogue.step(step)

    def _mint_here(self) -> None:
        """Gives the roles and characters of the films that are here their IRIs."""
        catalogue = self.catalogue
        for step in ("unit", "credit", "cast"):
            catalogue.step(step)
        catalogue.mint("roles", "taken_role")
        catalogue.run(
            "INSERT INTO role_iri"
            " SELECT split_part(id, ' ', 1), split_part(id, ' ', 2), split_part(id, ' ', 3),"
            " split_part(id, ' ', 4)::INTEGER, iri FROM minted ORDER BY 1"
        )
        catalogue.mint("figures", "taken_figure")
        catalogue.run(
            "INSERT INTO figure_iri"
            " SELECT split_part(id, ' ', 1), split_part(id, ' ', 2), iri FROM minted ORDER BY 1"
        )

    def _remove_old(self) -> None:
        """Takes out what the view and the identity graph said of what is gone or changed."""
        catalogue, identity = self.catalogue, self._run.identity
        with self._loader() as loader:
            loader.remove("SELECT iri FROM old_view", None)
            loader.remove("SELECT iri FROM old_identity", self._identity)
        for part in catalogue.batches("SELECT iri FROM restored"):
            for (iri,) in part:
                identity.restore(iri)
        for part in catalogue.batches("SELECT iri FROM ended"):
            for (iri,) in part:
                identity.replace(iri, ())

    # -- the end ---------------------------------------------------------------------------------

    def conclude(self) -> None:
        """Puts the catalogue into the draft."""
        self.catalogue.close()
        self._final.unlink(missing_ok=True)
        (self._folder / self._final.name).replace(self._final)
        self.close()

    def close(self) -> None:
        """Lets go of the files."""
        self.catalogue.close()
        shutil.rmtree(self._folder, ignore_errors=True)
