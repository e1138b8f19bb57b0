"""What a run did, as the command line tells it and the manifest keeps it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

#: Called with a stage's name, what is done of it, and how much there is.
Progress = Callable[[str, int, int], None]
#: How many complaints of a run are kept in full; beyond, they are counted.
MOST_COMPLAINTS = 10_000
#: What is particular to one document in a complaint's sentence: what it quotes, numbers, brackets.
_PARTICULARS = re.compile(
    r": (?:“[^”]*”|\"[^\"]*\"|'(?:[^'\\]|\\.)*')\.?$|"
    r"“[^”]*”|\"[^\"]*\"|(?<!\w)'(?:[^'\\]|\\.)*'(?!\w)|\b0x[0-9a-f]+\b|"
    r"(?<!UTF-)(?<!windows-)\b\d[\d,.:/-]*\b|: (?!its? |read as )[^:]+\.?$"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
#: Sentences that are told apart; what comes after them is counted together.
_MOST_SENTENCES = 5_000
_OTHERS = "Other complaints"


@dataclass(frozen=True, slots=True)
class SetAsideDocument:
    """A document that could not be read, and why."""

    name: str
    reason: str
    line: int | None = None


@dataclass(slots=True)
class Complained:
    """A complaint that documents give cause for: its sentence, how often, and the first of them.

    The sentence is without its particulars where it came more than once.
    """

    sentence: str
    count: int
    name: str
    line: int | None


@dataclass(slots=True)
class Summary:
    """What a run did. ``version`` is the version published, None where nothing changed.

    ``read``, ``unchanged`` and ``kinds`` (what was read, by kind) count sources: of a feed, each item that is
    a review. ``not_documents`` counts what lay beside them and is no document, by what it is ("picture").
    ``taken_over`` is how many of those read were read by a run that was interrupted; ``removed``
    the documents that were taken out, ``vanished`` those that are no longer there and stay. ``interrupted``
    says that the run was, and how many documents were not looked at. ``sites`` has the numbers of each site
    that was crawled.
    """

    read: int = 0
    unchanged: int = 0
    set_aside: list[SetAsideDocument] = field(default_factory=list)
    complaints: list[tuple[str, str, int | None]] = field(default_factory=list)
    version: int | None = None
    counts: dict[str, int] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    not_documents: Counter[str] = field(default_factory=Counter)
    taken_over: int = 0
    removed: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    interrupted: bool = False
    unread: int = 0
    sites: list[dict[str, Any]] = field(default_factory=list)
    _sentences: dict[str, Complained] = field(default_factory=dict, repr=False)

    def complain(self, name: str, message: str, line: int | None) -> None:
        """Takes a complaint in: the first ones in full, all of them by their sentence."""
        message = plain(message)
        if len(self.complaints) < MOST_COMPLAINTS:
            self.complaints.append((name, message, line))
        sentence = sentence_of(message)
        if sentence not in self._sentences and len(self._sentences) >= _MOST_SENTENCES:
            sentence = _OTHERS
        known = self._sentences.get(sentence)
        if known is None:
            self._sentences[sentence] = Complained(message, 1, name, line)
        else:
            known.sentence = sentence
            known.count += 1

    def commonest(self, most: int = 10) -> list[Complained]:
        """The commonest complaints; of those as common as each other the earlier."""
        return sorted(self._sentences.values(), key=lambda one: -one.count)[:most]

    @property
    def is_in_vain(self) -> bool:
        """Whether there were files, and no document among them."""
        done = (self.read, self.unchanged, self.set_aside, self.removed, self.vanished, self.version)
        return bool(self.not_documents) and not any(done)

    @property
    def complained(self) -> int:
        """How many complaints there were in all."""
        return sum(one.count for one in self._sentences.values())


def sentence_of(message: str) -> str:
    """A complaint's sentence without what is particular to one document."""
    return _PARTICULARS.sub("…", message)


def plain(text: str) -> str:
    """A text of some document in one line that any terminal and any file may be given."""
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return _CONTROL.sub(lambda found: repr(found.group())[1:-1], text)


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""
