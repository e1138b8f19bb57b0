"""The films as the first round of linking makes them: by what the sources say of them alone.

People are linked over these films; what that shows may join some of them in the second round, which
makes the films of the view. Both rounds are functions of what the sources say, so a run that looks at
a part of them needs to know of any film what the first round made of it: where the second round had
something to look at, the table keeps it, and everywhere else the two are the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from graph.linking.film_blocks import merged
from graph.mention_rows import film_mention

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from graph.linking.films import FilmMention
    from graph.mentions import MentionTable, Stored

_NOTHING_KEPT = (0, 0)


class FirstRound:
    """The first round's films: those of this run, and of all others what is kept of them.

    A film is known by the least number among its mentions.

    Args:
        table: the table of mentions.
        stored: the mentions of films that this run links.
        groups: the IRIs of those that the first round made one.
    """

    def __init__(self, table: MentionTable, stored: Iterable[Stored], groups: Iterable[list[str]]) -> None:
        self._table = table
        self._stored = {mention.id: mention for mention in stored}
        self._film: dict[int, int] = {}
        self._mentions: dict[int, list[int]] = {}
        self._whole: dict[int, FilmMention] = {}
        #: Of each mention whose film the second round looked at: its film, and what it was looked at with.
        self.kept = table.first_round()
        numbers = {mention.iri: mention.id for mention in self._stored.values()}
        for members in groups:
            self._enter([numbers[iri] for iri in members])

    def film(self, mention: int) -> int:
        """The film of a mention."""
        if mention not in self._film:
            self._load([mention])
        return self._film[mention]

    def mentions(self, film: int) -> list[int]:
        """The mentions of a film."""
        return self._mentions[film]

    def name(self, film: int) -> str:
        """What names a film until it has an IRI: the first of its mentions'."""
        return self.whole(film).iri

    def know(self, mentions: Collection[int]) -> None:
        """Looks some mentions of films up at once, before they are asked for."""
        unknown = set(mentions) - self._film.keys()
        if unknown:
            self._load(unknown)

    def whole(self, film: int) -> FilmMention:
        """All that is said of a film, as one mention: its year is the one that most say."""
        found = self._whole.get(film)
        if found is None:
            found = self._whole[film] = merged(list(map(film_mention, self._rows(film))))
        return found

    def listings(self, film: int) -> set[str]:
        """The tables that list a film, each of them once."""
        return {row.iri.partition("#")[0] for row in self._rows(film) if row.data["listed"]}

    def films(self) -> Iterator[list[int]]:
        """The films that are known, each as its mentions."""
        yield from self._mentions.values()

    def changed(self) -> Iterator[list[int]]:
        """The films, each as its mentions, of which the run before did not know the same mentions."""
        label = {
            mention.id: (mention.entity, self.kept.get(mention.id, _NOTHING_KEPT)[0])
            for mention in self._stored.values()
        }
        before = Counter(label.values())
        for members in self._mentions.values():
            labels = {label[mention] for mention in members if mention in label}
            entity = next((entity for entity, _ in labels), None)
            if labels and (len(labels) > 1 or entity is None or before[labels.pop()] != len(members)):
                yield members

    def _rows(self, film: int) -> list[Stored]:
        mentions = self._mentions[film]
        missing = [mention for mention in mentions if mention not in self._stored]
        self._stored.update((row.id, row) for row in self._table.get(missing))
        return sorted((self._stored[m] for m in mentions if m in self._stored), key=lambda row: row.iri)

    def _load(self, mentions: Iterable[int]) -> None:
        """Looks up the films of mentions that this run does not link."""
        mentions = set(mentions)
        entities = {entity for _, _, entity in self._table.kinds(mentions) if entity is not None}
        for together in self._table.of_entities(entities).values():
            groups: dict[int | None, list[int]] = defaultdict(list)
            for mention in together:
                if mention not in self._film:
                    groups[self.kept[mention][0] if mention in self.kept else None].append(mention)
            for group in groups.values():
                self._enter(group)
        for mention in mentions - self._film.keys():
            self._enter([mention])

    def _enter(self, mentions: list[int]) -> None:
        film = min(mentions)
        self._mentions[film] = sorted(mentions)
        self._film.update(dict.fromkeys(mentions, film))
