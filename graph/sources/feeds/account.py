"""What became of the items of a feed. Apart from what reads them: who keeps the account reads nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from graph.records import Complaint, SetAside

#: What is said of several of a kind as of anything else; the others are states ("3 private") or names.
_COUNTABLE = frozenset({"attachment", "comment", "draft", "episode", "nav_menu_item", "revision", "template"})


@dataclass(slots=True)
class Account:
    """What became of the items of a feed: what there is to say once they are all looked at."""

    items: int = 0
    #: Where the feed's own head ends.
    head: int = 0
    #: It is of what readers say of another page.
    of_comments: bool = False
    refused: list[tuple[int, str, str]] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    again: list[int] = field(default_factory=list)

    def complaints(self, *, found: bool) -> list[Complaint]:
        """What to complain of; raises SetAside where no item was a review (``found`` is False)."""
        if not self.items:
            raise SetAside("The feed has no items.", 1)
        complaints = []
        kinds = ", ".join(
            f"{count} {kind}{'s' if count > 1 and kind in _COUNTABLE else ''}"
            for kind, count in self.skipped.most_common(8)
        )
        if self.skipped:
            complaints.append(Complaint(f"Of the export's items these are no published posts: {kinds}."))
        if self.again:
            number = "1 item repeats" if len(self.again) == 1 else f"{len(self.again)} items repeat"
            complaints.append(Complaint(f"{number} the id of an earlier one.", self.again[0]))
        if self.refused:
            line, title, reason = self.refused[0]
            what = "One item of the feed is" if len(self.refused) == 1 else (
                f"{len(self.refused)} of {self.items} items of the feed are"
            )  # fmt: skip
            sentence = f"{what} no review; the first, {title[:60]!r}: {reason}"
            if not found:
                raise SetAside(sentence, line)
            complaints.append(Complaint(sentence, line))
        if not found:
            raise SetAside(f"No item of the feed is a published review{kinds and ': ' + kinds}.", 1)
        return complaints
