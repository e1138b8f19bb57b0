"""Which appearances of one component are one person: a pure function of the component and the model.

A component is what blocking connects: some names, and the appearances under them. Everything is
decided from the pairs of appearances in it, best first, whatever the order of the rows:

1. what people accepted, and shared external ids;
2. appearances under one name, where the bits of name, years, jobs and co-workers say one person;
3. people whose names are forms of one name, where one of them outweighs all others that it could be.

Never joined: what people rejected, clashing external ids, two people of one film (its sources list
them side by side), a critic and who made films. What is left undecided, or was decided on little, goes
into the queue.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

from graph.linking import words
from graph.linking.appearance import Appearance, Decisions, Doubt, Joined, Linked, pair
from graph.linking.compare import observe
from graph.linking.frequency import counted
from graph.linking.person import Person
from graph.names import exact_key
from graph.names.folding import names_nobody
from graph.names.forms import SUFFIX, form, parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.linking.model import Model

NO_DECISIONS = Decisions()

#: The two forms of a name under which a pair was found; None for one name.
Names = tuple[str, str] | None

#: Bits above which one name is one person (odds of 4 to 1: to join wrongly costs four times what it costs
#: to leave apart), and above which two forms of a name are (8 to 1: nothing but the method says so).
JOIN_SAME_NAME = 2.0
JOIN_FORMS = 3
#: A join of less is looked at by a person, and so is a pair left apart whose chance is more.
SURE = 0.98
_QUESTION = 0.2
#: What remains of the risk where something forbids a join.
_FORBIDDEN = 0.02
_CERTAIN = 50.0
ACCEPTED, EXTERNAL_ID = "accepted", "external id"
_SAID = {ACCEPTED: "accepted by a person"}
#: Below these a pair is not even a question.
_ASK = -3.0
#: So many appearances of one name are compared each with each; of more, each with its neighbours in time.
_WINDOW = 24
#: How many bearers of a name a junior or senior of it stands for: they are credited without the suffix, too.
_KIN = 0.2
#: What the years say of a name met with and without "Jr": bits against one person where it was met without it
#: so many years before.
_FATHER = 4.0
_YEARS_BETWEEN = 8
#: Bits that speak against one person for each doubling of two filmographies of which one is all acting, one
#: all crew.
_PROFILE = 2.0
_NO_SUFFIX: frozenset[str] = frozenset()

#: How many questions about one person are asked, the likeliest first: a hundred critics of one name, of whom
#: nothing else is known, would be five thousand questions that nobody can answer.
_QUESTIONS = 5

#: Years without a film after which a shared name no longer shows one person: a whole working life
#: (films of one person are over 45 years apart in 0.1% of pairs, those of namesakes in 7.2%).
_WORKING_LIFE = 55


class _Alike(NamedTuple):
    one: str
    other: str
    kind: str
    bits: float
    culture: str


def link_component(
    appearances: Iterable[Appearance], model: Model, decisions: Decisions = NO_DECISIONS
) -> Linked:
    """The people among the appearances of one component. Neither order nor ids of rows matter."""
    rows = sorted(appearances, key=_content)
    state = _State(rows, model, decisions)
    state.decided()
    for group in _by_name(rows).values():
        state.same_name(group)
    state.forms()
    return state.result()


def _content(row: Appearance) -> tuple[object, ...]:
    """Rows in an order of their content, so that equal bits fall the same way whatever the ids."""
    return (row.year or 9999, row.film, row.names, sorted(row.jobs), row.characters, row.id)


def _by_name(rows: list[Appearance]) -> dict[tuple[bool, str], list[Appearance]]:
    groups: dict[tuple[bool, str], list[Appearance]] = defaultdict(list)
    for row in rows:
        for key in dict.fromkeys(exact_key(name) for name in (*row.names, *row.aliases)):
            groups[row.critic, key].append(row)
    return groups


def shared_culture(one: str, other: str) -> str:
    """The culture by whose chances two names are weighed."""
    first, second = counted(one).culture, counted(other).culture
    return first if first == second else max(first, second)


def chance(bits: float) -> float:
    """The probability that some bits of odds stand for."""
    return 1 / (1 + math.exp2(-max(-50.0, min(50.0, bits))))


class _State:
    def __init__(self, rows: list[Appearance], model: Model, decisions: Decisions) -> None:
        self.rows = rows
        self.model = model
        self.decisions = decisions
        self.of = {row.id: Person(row) for row in rows}
        self.joins: list[Joined] = []
        self.doubts: list[Doubt] = []
        self.apart: list[tuple[float, Appearance, Appearance, str, Names]] = []
        self.kin: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            for name in row.names:
                self.kin[parts(name).ring].add(parts(name).suffix)

    # -- joining -------------------------------------------------------------------------------------

    def forbidden(self, a: Person, b: Person) -> str | None:
        """Why two clusters cannot be one person, or None if they can."""
        for film in sorted(a.films.keys() & b.films.keys()):
            # Who acts under one name may write under another; two names for one job are two people.
            if not a.films[film].isdisjoint(b.films[film]) or not a.films[film] or not b.films[film]:
                return f"both are credited on {film}"
        for scheme in a.ids.keys() & b.ids.keys():
            if a.ids[scheme].isdisjoint(b.ids[scheme]):
                return f"their {scheme} ids differ"
        if self.decisions.rejected:
            for one in a.members:
                for other in b.members:
                    if pair(one.id, other.id) in self.decisions.rejected:
                        return "it was rejected"
        if (years := a.apart(b)) > _WORKING_LIFE and not self.accepted(a, b):
            return f"their films are {years} years apart"
        return None

    def accepted(self, a: Person, b: Person) -> bool:
        """Whether people said that two clusters are one, or an external id does."""
        if any(not a.ids[scheme].isdisjoint(b.ids[scheme]) for scheme in a.ids.keys() & b.ids.keys()):
            return True
        return any(
            pair(one.id, other.id) in self.decisions.accepted for one in a.members for other in b.members
        )

    def join(self, a: Appearance, b: Appearance, method: str, bits: float, names: Names = None) -> bool:
        """Makes two appearances one person; False where that is forbidden."""
        one, other = self.of[a.id], self.of[b.id]
        if one is other or self.forbidden(one, other):
            return False
        if len(one.members) < len(other.members):
            one, other = other, one
        one.take(other)
        for member in other.members:
            self.of[member.id] = one
        score = chance(bits)
        evidence = self.evidence(a, b, method, names)
        self.joins.append(Joined(a.id, b.id, method, score, evidence))
        if score < SURE:
            doubt = Doubt(
                a.id, b.id, joined=True, risk=1 - score, method=method, score=score, evidence=evidence
            )
            self.doubts.append(doubt)
        return True

    def ask(self, a: Appearance, b: Appearance, method: str, score: float, names: Names = None) -> None:
        """Remembers a pair left apart though it may be one; whether it is a question shows at the end."""
        self.apart.append((score, a, b, method, names))

    def evidence(self, a: Appearance, b: Appearance, method: str, names: Names) -> str:
        """The reason in words."""
        if method in _SAID:
            return _SAID[method]
        if method == EXTERNAL_ID:
            shared = [
                value if scheme == value else f"{scheme} {value}"
                for scheme in sorted(a.ids.keys() & b.ids.keys())
                for value in sorted(a.ids[scheme] & b.ids[scheme])
            ]
            return f"the same external id, {', '.join(shared)}"
        if names is None:
            return words.same_name(a, b, self.model)
        return words.forms_of(a, b, *names, method, self.model)

    def decided(self) -> None:
        """Joins what people accepted and what shares an external id."""
        known = {row.id: row for row in self.rows}
        for first, second in sorted(self.decisions.accepted - self.decisions.rejected):
            if first in known and second in known:
                self.join(known[first], known[second], ACCEPTED, _CERTAIN)
        by_id: dict[tuple[str, str], Appearance] = {}
        for row in self.rows:
            for scheme, values in sorted(row.ids.items()):
                for value in sorted(values):
                    first_row = by_id.setdefault((scheme, value), row)
                    if first_row is not row:
                        self.join(first_row, row, EXTERNAL_ID, _CERTAIN)

    # -- one name ------------------------------------------------------------------------------------

    def same_name(self, group: list[Appearance]) -> None:
        """Joins the appearances under one name, best first, where the bits say one person."""
        if len(group) < 2 or names_nobody(group[0].names[0]):
            return
        name = group[0].names[0]
        base = self.model.name_bits(name, known=self.known(name, group))
        culture = counted(name).culture
        found = []
        for at, (i, j) in enumerate(_near(len(group))):
            bits = base + self.model.evidence(observe(group[i], group[j]), culture)
            if bits > _ASK:
                found.append((-bits, at, i, j))
        found.sort()
        for minus, _, i, j in found:
            a, b = group[i], group[j]
            one, other = self.of[a.id], self.of[b.id]
            if one is other:
                continue
            bits = -minus + self.profile(one, other)
            if bits > JOIN_SAME_NAME and self.join(a, b, "name", bits):
                continue
            self.ask(a, b, "name", chance(bits))

    def profile(self, a: Person, b: Person) -> float:
        """What it weighs that one filmography is all acting and one all crew: more, the longer they are."""
        shorter = min(len(a.films), len(b.films))
        if shorter < 2 or a.acts() == b.acts() or None in {a.acts(), b.acts()}:
            return 0.0
        return -_PROFILE * math.log2(shorter)

    def father(self, kind: str, a: Person, b: Person) -> float:
        """Bits against a junior and who bore the name without "Jr" years before: that is the father."""
        if kind != SUFFIX:
            return 0.0
        junior, other = (a, b) if a.junior() else (b, a)
        son, father = junior.first(), other.first()
        if not junior.junior() or son is None or father is None:
            return 0.0
        return _FATHER if son - father >= _YEARS_BETWEEN else 0.0

    def known(self, name: str, group: list[Appearance]) -> float:
        """How many other bearers of a name are known of: side by side in one film; a junior or senior."""
        side_by_side = Counter(row.film for row in group)
        most = max(side_by_side.values()) - 1
        for film, count in side_by_side.items():
            if count > 1:
                rows = [row for row in group if row.film == film]
                if any(not a.jobs.isdisjoint(b.jobs) for a, b in combinations(rows, 2)):
                    return float(most)
        return _KIN if self.kin.get(parts(name).ring, _NO_SUFFIX) - {parts(name).suffix} else 0.0

    # -- forms of a name -----------------------------------------------------------------------------

    def forms(self) -> None:
        """Joins people under forms of one name, round by round, until none is left to join."""
        names: dict[str, list[Appearance]] = defaultdict(list)
        for row in self.rows:
            for name in dict.fromkeys((*row.names, *row.aliases)):
                if not names_nobody(name):
                    names[name].append(row)
        alike: list[_Alike] = []
        for one, other in combinations(sorted(names), 2):
            kind = form(parts(one), parts(other)) if exact_key(one) != exact_key(other) else None
            if kind is not None:
                bits = self.model.name_bits(one, other, kind, _KIN if kind == SUFFIX else 0.0)
                alike.append(_Alike(one, other, kind, bits, shared_culture(one, other)))
        while alike and self._round(alike, names):
            pass

    def _round(self, alike: list[_Alike], names: dict[str, list[Appearance]]) -> bool:
        found = self._candidates(alike, names)
        near: dict[int, list[tuple[int, float]]] = defaultdict(list)
        likely: set[tuple[int, int]] = set()
        for bits, a, b, _ in found:
            p, q = id(self.of[a.id]), id(self.of[b.id])
            near[p].append((q, bits))
            near[q].append((p, bits))
            if bits > 0:
                likely |= {(p, q), (q, p)}
        changed = False
        touched: set[int] = set()
        for bits, a, b, how in found:
            p, q = id(self.of[a.id]), id(self.of[b.id])
            if p in touched or q in touched:
                continue
            # Whom else each could be, where that is not the same person again.
            rivals = max(
                sum([2**other for who, other in near[me] if who != you and (who, you) not in likely])
                for me, you in ((p, q), (q, p))
            )
            against = bits - math.log2(1 + rivals)
            if against > JOIN_FORMS and self.join(a, b, how.kind, against, (how.one, how.other)):
                touched |= {p, q}
                changed = True
        if not changed:
            for bits, a, b, how in found:
                self.ask(a, b, how.kind, chance(bits), (how.one, how.other))
        return changed

    def _candidates(
        self, alike: list[_Alike], names: dict[str, list[Appearance]]
    ) -> list[tuple[float, Appearance, Appearance, _Alike]]:
        """For each two people under forms of one name the pair of appearances that shows most, best first."""
        best: dict[tuple[int, int], tuple[float, Appearance, Appearance, _Alike]] = {}
        for how in alike:
            for a, b in product(names[how.one], names[how.other]):
                p, q = self.of[a.id], self.of[b.id]
                if p is q or a.critic != b.critic:
                    continue
                seen = self.model.evidence(observe(a, b), how.culture)
                bits = how.bits + seen - self.father(how.kind, p, q)
                pair_of = (id(p), id(q)) if id(p) < id(q) else (id(q), id(p))
                if bits > _ASK and (pair_of not in best or bits > best[pair_of][0]):
                    best[pair_of] = (bits, a, b, how)
        found = [
            each for each in best.values() if not self.forbidden(self.of[each[1].id], self.of[each[2].id])
        ]
        return sorted(found, key=lambda each: (-each[0], _content(each[1]), _content(each[2])))

    # -- the answer ----------------------------------------------------------------------------------

    def result(self) -> Linked:
        """The people, the reasons, and the questions: of each two people left apart the likeliest pair."""
        people = {id(person): person for person in self.of.values()}
        clusters = sorted(tuple(sorted(row.id for row in person.members)) for person in people.values())
        asked: set[frozenset[int]] = set()
        questions: Counter[int] = Counter()
        doubts = self.doubts
        for score, a, b, method, names in sorted(
            self.apart, key=lambda item: (-item[0], _content(item[1]), _content(item[2]))
        ):
            two = frozenset((id(self.of[a.id]), id(self.of[b.id])))
            if len(two) < 2 or two in asked or score <= _QUESTION:
                continue
            if min(questions[person] for person in two) < _QUESTIONS:
                asked.add(two)
                questions.update(two)
                why = self.forbidden(self.of[a.id], self.of[b.id])
                evidence = self.evidence(a, b, method, names) + (f"; but {why}" if why else "")
                risk = score * (_FORBIDDEN if why else 1.0)
                doubts.append(
                    Doubt(a.id, b.id, joined=False, risk=risk, method=method, score=score, evidence=evidence)
                )
        doubts.sort(key=lambda doubt: (-doubt.risk, doubt.first, doubt.second))
        return Linked(tuple(clusters), tuple(self.joins), tuple(doubts))


def _near(size: int) -> Iterator[tuple[int, int]]:
    """Pairs of places in a row: all of a short one, the neighbours in a long one."""
    for i in range(size):
        for j in range(i + 1, size if size <= _WINDOW else min(size, i + _WINDOW)):
            yield i, j
