"""Whose text is whose in an entry that several critics rate: each paragraph goes to the line it belongs to.

Stars stand above a text or under it, name by name or all in a row. Who signs a text under such a row, or
whose name stands alone above it, has given one of the ratings of the row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.sources.columns.opinions import Opinion
    from graph.sources.lines import Unit


def take(opinions: list[Opinion], body: list[Unit], opinion: Opinion) -> None:
    """Put one more critic's line behind the others; a line that closes takes the prose above it."""
    before = opinions[-1] if opinions else None
    if before is not None and before.rating is None and not opinion.paragraphs and _same(before, opinion):
        before.rating = opinion.rating  # "Ann Lee writes:", a text, and "Ann Lee ***" under it
        return
    if opinion.closes and before is not None and not before.closes and _same(before, opinion):
        before.paragraphs += opinion.paragraphs  # the head names who signs, too
        before.rating = before.rating or opinion.rating
        return
    if opinion.rating is None and (rated := _rated_above(opinions, opinion)) is not None:
        _write(opinions, body, opinion, rated)
        return
    if opinion.closes:
        opinion.paragraphs[:0] = body
        body.clear()
    opinions.append(opinion)


def _rated_above(opinions: list[Opinion], opinion: Opinion) -> Opinion | None:
    """The line of stars above an entry's text, of whoever has the line that stands beside the text now."""
    return next((one for one in opinions if one.rating and not one.closes and _same(one, opinion)), None)


def _write(opinions: list[Opinion], body: list[Unit], opinion: Opinion, rated: Opinion) -> None:
    """Give a text to the one of several rating critics who signs it, or whose name stands above it."""
    last = opinions[-1]
    loose = [one for one in opinions if one.paragraphs] == [last] and not last.opened  # under the last stars
    if opinion.closes or (not opinion.paragraphs and not opinion.opens and (body or loose)):
        if loose:
            body += last.paragraphs
            last.paragraphs = []
        rated.paragraphs += [*body, *opinion.paragraphs]
        body.clear()
    else:
        rated.paragraphs += opinion.paragraphs
        rated.opened = True
        opinions.remove(rated)
        opinions.append(rated)  # what follows is this critic's


def _same(one: Opinion, other: Opinion) -> bool:
    return one.critic is not None and other.critic is not None and one.critic.value == other.critic.value


def prose_of(opinions: list[Opinion], body: list[Unit]) -> list[Unit]:
    """Where the next paragraph belongs: to the critic whose line stands above it, or to nobody yet."""
    theirs = not opinions or opinions[-1].closes or all(one.listed and not one.paragraphs for one in opinions)
    return body if theirs else opinions[-1].paragraphs


def whose_text(opinions: list[Opinion], body: list[Unit]) -> list[Unit]:
    """Whose text is whose. One critic's is all of it; prose above each name is the name's below it.

    Gives what belongs to nobody in particular: the synopsis above several critics' lines.
    """
    if opinions[-1].closes:
        return opinions[0].paragraphs if len(opinions) == 1 else []
    if len(opinions) == 1:
        opinions[0].paragraphs[:0] = body
        return opinions[0].paragraphs
    below = [bool(opinion.paragraphs) for opinion in opinions]
    if body and not below[-1] and all(below[:-1]):
        own = [body, *[opinion.paragraphs for opinion in opinions[:-1]]]
        for opinion, paragraphs in zip(opinions, own, strict=True):
            opinion.paragraphs = paragraphs
        return []
    return body
