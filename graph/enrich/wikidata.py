"""Wikidata about the films and people of a dataset: asked, kept as evidence, linked and published.

A film is looked for by its IMDb id, else by title, year and director. What is found so is a candidate:
its data become a source of their own (one for each item, called after it), and linking decides whether it
is the film, as it does for every other source. So a doubtful one ends in the queue, and a wrong one can be
taken back.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

from graph.build import ingest
from graph.elsewhere import RemoteDataset
from graph.enrich import questions, wanted
from graph.enrich.answers import Answers
from graph.enrich.client import NotAnswered, TooMuch
from graph.intake.discover import Document
from graph.intake.outcome import Options
from graph.names import romanisation_key, similarity
from graph.sources import rdf
from graph.summary import Progress, Summary, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from graph.enrich.client import Client
    from graph.enrich.wanted import Film
    from graph.store import Dataset

T = TypeVar("T")

#: Where answers stand in a dataset's directory.
FOLDER = Path("enrich", "wikidata")
_DAY = 86_400.0
_ITEM = re.compile(r"Q[1-9]\d{0,11}")
_YEAR = re.compile(r"[+-]?0*(\d{4})-")
#: Two spellings of a director's name.
_LIKE = 0.85
#: More films under one title than this say nothing about which is meant.
_MOST_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Asking:
    """How to ask.

    ``batch`` is how many things are asked about at once, ``max_age`` for how many days an answer holds.
    ``languages`` are those of names and titles, the preferred first. ``limit`` is how many films are asked
    about, None for all; ``trust`` the rank of what is found.
    """

    languages: tuple[str, ...] = ("en",)
    max_age: float = 30.0
    batch: int = 25
    limit: int | None = None
    trust: int | None = None


@dataclass(slots=True)
class Report:
    """What came of asking."""

    films: int = 0
    by_id: int = 0
    by_title: int = 0
    ambiguous: int = 0
    not_found: int = 0
    people: int = 0
    people_found: int = 0
    items: int = 0
    from_cache: int = 0
    unanswered: list[str] = field(default_factory=list)
    summary: Summary = field(default_factory=Summary)


class Unfinished(Exception):
    """The service stopped answering; the message says so. What it answered is kept."""


def enrich(dataset: Dataset, client: Client, asking: Asking, progress: Progress | None = None) -> Report:
    """Asks Wikidata, or what is shaped like it, about a dataset, and publishes what it said.

    Args:
        dataset: the dataset.
        client: who is asked.
        asking: how.
        progress: called with a stage's name, what is done of it, and how much there is.

    Raises:
        Unfinished: the service stopped answering. Nothing is published; asked again, it goes on.
        DatasetError: nothing is published yet, or the dataset cannot be written.
    """
    if isinstance(dataset, RemoteDataset):
        dataset.check_writable()  # nobody is asked for what cannot be kept
    version = dataset.version()
    report = Report()
    folder = dataset.path / FOLDER
    with Answers(folder / "answers.sqlite", client.endpoint, asking.max_age * _DAY) as answers:
        asker = _Asker(client, answers, asking, report, progress or silent)
        films = wanted.films(version.store)[: asking.limit]
        items = asker.films(films)
        laid = _Laid(folder / "items")
        for told in asker.details("film", sorted({item for found in items.values() for item in found})):
            laid.down(told)
        people = asker.people(wanted.people(version.store)) if asking.limit is None else set()
        for told in asker.details("person", sorted(people - laid.about)):
            laid.down(told)
    documents = laid.documents
    report.items = len(documents)
    if documents:
        options = Options(kind=rdf.WIKIDATA, languages=asking.languages, trust=asking.trust)
        report.summary = ingest(dataset, documents, options, progress)
    return report


class _Laid:
    """What was told of items, in files of their own; held in memory is only of whom something is told."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.documents: list[Document] = []
        #: The items of which something was told.
        self.about: set[str] = set()

    def down(self, told: Mapping[str, bytes]) -> None:
        """Writes what was told of some items, each to its file."""
        for item, content in sorted(told.items()):
            path = self._folder / f"wikidata-{item}.nt"
            if not path.exists() or path.read_bytes() != content:
                path.write_bytes(content)
            self.about |= _subjects(content)
            self.documents.append(Document(path.resolve(), path.name, key=f"wikidata:{item}"))


class _Asker:
    """Asks in batches, and nothing that was answered lately."""

    def __init__(
        self, client: Client, answers: Answers, asking: Asking, report: Report, progress: Progress
    ) -> None:
        self._client = client
        self._answers = answers
        self._asking = asking
        self._report = report
        self._progress = progress

    # -- which items ------------------------------------------------------------------------------

    def films(self, films: Sequence[Film]) -> dict[str, set[str]]:
        """The items that each of some films may be."""
        report = self._report
        report.films = len(films)
        found: dict[str, set[str]] = {film.iri: {film.wikidata} for film in films if film.wikidata}
        by_id = self._by_imdb({film.imdb for film in films if film.imdb and film.iri not in found})
        for film in films:
            if film.iri not in found and film.imdb and (items := by_id.get(film.imdb)):
                found[film.iri] = set(items)
        report.by_id = len(found)
        rest = [film for film in films if film.iri not in found and (film.year or film.directors)]
        called = self._by_title({title for film in rest for title in film.titles})
        for film in rest:
            candidates = {
                item
                for title in film.titles
                for item, what in called.get(title, {}).items()
                if _may_be(film, what)
            }
            if candidates and len(candidates) <= _MOST_CANDIDATES:
                found[film.iri] = candidates
        report.by_title = len(found) - report.by_id
        report.ambiguous = sum(len(items) > 1 for items in found.values())
        report.not_found = len(films) - len(found)
        return found

    def people(self, people: Sequence[wanted.Person]) -> set[str]:
        """The items of the people who have an id."""
        self._report.people = len(people)
        by_id = self._by_imdb({person.imdb for person in people if person.imdb and not person.wikidata})
        items = {person.wikidata for person in people if person.wikidata}
        items |= {item for found in by_id.values() for item in found}
        self._report.people_found = len(items)
        return items

    def _by_imdb(self, ids: Iterable[str]) -> dict[str, list[str]]:
        def ask(part: Sequence[str]) -> dict[str, bytes]:
            items: dict[str, set[str]] = {one: set() for one in part}
            for row in self._client.select(questions.by_imdb(part)):
                if "id" in row and "item" in row and row["id"].value in items:
                    items[row["id"].value].update(_item(row["item"]))
            return {one: json.dumps(sorted(found)).encode() for one, found in items.items()}

        answers = self._each("imdb", sorted(ids), ask, 4 * self._asking.batch)
        return {one: json.loads(answer) for one, answer in answers.items()}

    def _by_title(self, titles: Iterable[str]) -> dict[str, dict[str, dict[str, list[str]]]]:
        languages = self._asking.languages

        def ask(part: Sequence[str]) -> dict[str, bytes]:
            found: dict[str, dict[str, dict[str, list[str]]]] = {title: {} for title in part}
            for row in self._client.select(questions.by_title(part, languages)):
                if "label" not in row or "item" not in row or row["label"].value not in found:
                    continue
                for item in _item(row["item"]):
                    what = found[row["label"].value].setdefault(item, {"when": [], "called": [], "imdb": []})
                    for name, values in what.items():
                        if name in row and row[name].value not in values:
                            values.append(row[name].value)
            return {title: json.dumps(what).encode() for title, what in found.items()}

        spoken = ",".join(languages)
        answers = self._each(f"title {spoken}", sorted(titles), ask, self._asking.batch)
        return {title: json.loads(answer) for title, answer in answers.items()}

    # -- what is told of them ---------------------------------------------------------------------

    def details(self, kind: str, items: Sequence[str]) -> Iterator[dict[str, bytes]]:
        """What is told of some items, each as N-Triples, a few hundred at a time.

        Those of which nothing is told are left out.
        """
        languages = self._asking.languages
        query = questions.about_films if kind == "film" else questions.about_people

        def ask(part: Sequence[str]) -> dict[str, bytes]:
            store = ox.Store()
            store.extend(
                ox.Quad(triple.subject, triple.predicate, triple.object)
                for triple in self._client.construct(query(part, languages))
            )
            return {item: _told(store, item) for item in part}

        size = self._asking.batch if kind == "film" else 4 * self._asking.batch
        for start in range(0, len(items), _HELD):
            part = items[start : start + _HELD]
            answers = self._each(f"{kind} {','.join(languages)}", part, ask, size, (start, len(items)))
            yield {item: content for item, content in answers.items() if content}

    # -- asking -----------------------------------------------------------------------------------

    def _each(
        self,
        about: str,
        things: Sequence[str],
        ask: Callable[[Sequence[str]], dict[str, bytes]],
        size: int,
        place: tuple[int, int] | None = None,
    ) -> dict[str, bytes]:
        """The answers about things: those kept, and the others asked for, so many at a time.

        ``place`` says how many were asked about before, and of how many in all, for the progress.
        """
        before, total = place or (0, len(things))
        keys = {f"{about} {thing}": thing for thing in things}
        found = {keys[key]: answer for key, answer in self._answers.known(keys).items()}
        self._report.from_cache += len(found)
        waiting = [thing for thing in things if thing not in found]
        parts = [waiting[start : start + size] for start in range(0, len(waiting), size)]
        parts.reverse()
        done = len(found)
        while parts:
            part = parts.pop()
            self._progress("asking", before + done, total)
            try:
                answers = ask(part)
            except TooMuch as error:
                if len(part) > 1:
                    middle = len(part) // 2
                    parts += [part[middle:], part[:middle]]
                    continue
                self._report.unanswered.append(f"{part[0]}: {error}")
                if len(self._report.unanswered) > _HOPELESS:
                    raise Unfinished(str(error)) from error
                answers = {}
            except NotAnswered as error:
                raise Unfinished(str(error)) from error
            self._answers.keep({f"{about} {thing}": answer for thing, answer in answers.items()})
            found.update(answers)
            done += len(part)
        self._progress("asking", before + len(things), total)
        return found


#: Items of which what is told is held at a time.
_HELD = 400
#: So many single things that a service cannot answer about mean that it answers about none.
_HOPELESS = 20


def _item(term: ox.NamedNode | ox.Literal) -> list[str]:
    """The item that a term names."""
    tail = term.value.removeprefix(questions.ENTITY)
    return [tail] if isinstance(term, ox.NamedNode) and _ITEM.fullmatch(tail) else []


def _may_be(film: Film, what: Mapping[str, list[str]]) -> bool:
    """Whether an item of a film's title may be the film: by IMDb id, year and director, as far as known."""
    if film.imdb and what["imdb"]:
        return film.imdb in what["imdb"]
    years = [int(told.group(1)) for text in what["when"] if (told := _YEAR.match(text))]
    near = any(abs(year - film.year) <= 1 for year in years) if film.year and years else None
    if near is False:
        return False
    if film.directors and what["called"]:
        return any(_same_name(one, other) for one in film.directors for other in what["called"])
    return near is True


def _same_name(one: str, other: str) -> bool:
    return romanisation_key(one) == romanisation_key(other) or similarity(one, other) >= _LIKE


def _told(store: ox.Store, item: str) -> bytes:
    """What a graph tells of an item, and of what that leads to, as sorted N-Triples."""
    start = ox.NamedNode(questions.ENTITY + item)
    lines: set[str] = set()
    seen: set[ox.NamedNode | ox.BlankNode] = set()
    waiting: list[ox.NamedNode | ox.BlankNode] = [start]
    while waiting:
        thing = waiting.pop()
        if thing in seen:
            continue
        seen.add(thing)
        for quad in store.quads_for_pattern(thing, None, None, ox.DefaultGraph()):
            lines.add(f"{ox.Triple(quad.subject, quad.predicate, quad.object)} .\n")
            if isinstance(quad.object, ox.NamedNode | ox.BlankNode):
                waiting.append(quad.object)
    return "".join(sorted(lines)).encode()


def _subjects(content: bytes) -> set[str]:
    """The items that N-Triples of ours tell something of."""
    start = f"<{questions.ENTITY}".encode()
    return {
        line[len(start) : line.index(b">")].decode()
        for line in content.split(b"\n")
        if line.startswith(start) and b">" in line
    }
