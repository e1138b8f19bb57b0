"""The people of front matter: casts, crews, and lists of people with a job each."""

from __future__ import annotations

from graph.records import ACTOR
from graph.sources.draft import CREDITS, Draft
from graph.sources.facts import credit_lists
from graph.sources.facts.jobs import JOB, label_of
from graph.sources.front.matter import Entry, Value
from graph.sources.front.values import by_key, stated, text_of

#: Lists of people, each with a job.
PEOPLE = frozenset({"crew", "credits", "people", "staff"})
_JOB_KEYS = ("job", "role", "position", "department", "title", "credit")


def everybody(draft: Draft, entry: Entry, people_: list[Value]) -> None:
    """Credit the people of a list that gives each a job."""
    for item in people_:
        _person(draft, entry, item)


def _person(draft: Draft, entry: Entry, item: Value) -> None:
    """Somebody of a list of people: "{job: Director, name: Ann Lee}", "Director: Ann Lee"."""
    if isinstance(item, dict):
        folded = by_key(item)
        job = next((text_of(folded[key]) for key in _JOB_KEYS if folded.get(key)), "")
        names: Value = next(
            (folded[key] for key in ("name", "names", "person", "people") if folded.get(key)), ""
        )
        if not names and len(item) == 1:
            job, names = next(iter(item.items()))
    else:
        job, _, names = text_of(item).partition(":")
    label = label_of(str(job), beside=True)
    if label is None or label.field != JOB:
        return
    told = Entry(
        entry.key, names if isinstance(names, list) else text_of(names).strip(), entry.first, entry.last
    )
    if ACTOR in label.jobs:
        cast(draft, told)
    else:
        crew(draft, told, label.jobs)


def cast(draft: Draft, entry: Entry) -> None:
    """Credit the actors of an entry: names, names with characters, or mappings of both."""
    items = entry.value if isinstance(entry.value, list) else [entry.value]
    if isinstance(entry.value, dict):  # actor: role
        items = [{"name": name, "role": role} for name, role in entry.value.items()]
    for entered in items:
        if isinstance(entered, dict):
            printed = entered
            item: Value = by_key(entered)
            name = next(
                (text_of(item[key]) for key in ("name", "actor", "person", "performer") if item.get(key)), ""
            )
            role = next(
                (
                    text_of(item[key])
                    for key in ("role", "character", "as", "plays", "charactername", "part")
                    if item.get(key)
                ),
                "",
            )
            note = next((text_of(item[key]) for key in ("note", "notes", "credit") if item.get(key)), "")
            if not name and len(item) == 1:
                name, role = next((key, text_of(value)) for key, value in printed.items())
            credited = credit_lists.credits_of(f"{name} as {role}" if role else name)
            credited = [
                credit_lists.Credited(one.name, one.character, one.note or note or None) for one in credited
            ]
            refused = [] if credited else [name]
        else:
            credited, refused = credit_lists.cast(str(entered))
        for person in credited:
            draft.credit((ACTOR,), person, stated(entry, ""), CREDITS)
            draft.evidence.add("cast")
        for name in refused:
            draft.complain(f"Under {entry.key!r}, {name[:60]!r} does not read as a name.", entry.first)


def crew(draft: Draft, entry: Entry, jobs: tuple[str, ...]) -> None:
    """Credit the people of an entry with these jobs."""
    for item in entry.value if isinstance(entry.value, list) else [entry.value]:
        text = text_of(item)
        credited, refused = credit_lists.crew(text)
        for person in credited:
            draft.credit(jobs, person, stated(entry, ""), CREDITS)
            draft.evidence.add("crew")
        for name in refused:
            draft.complain(f"Under {entry.key!r}, {name[:60]!r} does not read as a name.", entry.first)
