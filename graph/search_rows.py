"""What the search index holds: every film, person, character and review of the view, under all spellings.

A thing is found by its names as printed, folded, run together and as their romanisation is read;
by its keys, which any other spelling of the whole name shares; and by its ids elsewhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from graph.names import NICKNAMES, exact_key, fold, greek, letters, order_key, romanisation_key, to_latin
from graph.nodes import first
from graph.store import SearchRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from graph.nodes import Node, Nodes
    from graph.store import SearchHit, SearchIndex

#: What a search for anything finds; a character is found where one is asked for.
KINDS = ("film", "person", "review")

#: Below this likeness (of 100) a thing is not what was looked for, only what came nearest.
_LEAST_LIKE = 78.0
#: A part of a name counts a little less than the whole.
_PART = 0.95

#: The ids that lead to a thing, as its page elsewhere spells them in its address.
_IDS = {"imdbId": "imdb", "wikidataId": "wikidata", "tmdbId": "tmdb"}
#: Greek and Coptic, Cyrillic, Armenian, Georgian.
_ALPHABETS = re.compile("[\u0370-\u052f\u0531-\u0587\u10a0-\u10ff]")
_ID = re.compile(r"(tt|nm)\d{5,12}|Q[1-9]\d{0,11}", re.IGNORECASE)


def search(index: SearchIndex, text: str, *, kind: str | None = None, limit: int = 50) -> list[SearchHit]:
    """Films, people and reviews by name, whatever the spelling; the last word may be unfinished.

    Where nothing is called so, what is nearly called so, the most alike first.

    Args:
        index: a version's search index.
        text: what somebody typed.
        kind: ``film``, ``person``, ``character`` or ``review``; None for all but characters.
        limit: the most results.
    """
    kinds = (kind,) if kind else KINDS
    found = index.search(_typed(text), _asked(text), spelled=_each_way(text), kinds=kinds, limit=limit)
    if found:
        return found
    nearly = index.near(_texts(text), others=_other_words, kinds=kinds, limit=4 * limit)
    ranked = [(_like(text, hit), hit) for hit in nearly]
    ranked.sort(key=lambda item: -item[0])
    return [hit for like, hit in ranked if like >= _LEAST_LIKE][:limit]


def candidates(
    index: SearchIndex,
    text: str,
    *,
    kinds: Collection[str],
    ids: Iterable[tuple[str, str]] = (),
    limit: int = 50,
    widely: bool = True,
) -> list[SearchHit]:
    """Whatever may be meant by a name, for somebody who compares the names: no order to rely on.

    Args:
        index: a version's search index.
        text: a whole name, as printed somewhere.
        kinds: the kinds of things that may be meant.
        ids: ids elsewhere that it may have: ``("imdbId", "nm0000080")``.
        limit: about how many; those found by their keys are never left out for others.
        widely: also look for other spellings where the name as it stands is known.
    """
    keys = [*(id_key(name, value) for name, value in ids if name in _IDS), *_asked(text)]
    known = index.search((), keys, kinds=kinds, limit=limit)
    if (known and not widely) or not text.strip():
        return known
    found = {hit.iri: hit for hit in known}
    texts = _texts(text)
    for hits in (
        index.search(_typed(text), (), spelled=_each_way(text), kinds=kinds, limit=limit),
        index.near(texts, others=_other_words, kinds=kinds, limit=4 * limit),
    ):
        ranked = sorted(hits, key=lambda hit: (-_like(text, hit), hit.iri))
        for hit in ranked[:limit]:
            found.setdefault(hit.iri, hit)
    return list(found.values())


def id_key(name: str, value: str) -> str:
    """The key of the thing with an id elsewhere; ``name`` is the property's: ``imdbId``...

    An address that ends in the id will do for the id.
    """
    value = value.strip().rstrip("/")
    tail = re.split(r"[/:?#]", value)[-1]
    return f"{_IDS[name]}:{tail.casefold()}"


def search_rows(view: Nodes, only: Iterable[str] | None = None) -> Iterator[SearchRow]:
    """One row for each film, person, character and review of a view, or for ``only`` some of its nodes.

    A row shows things beside its own: a review its critic and film, a character its film. Whoever
    changes those writes these rows anew as well.
    """
    for iri in view if only is None else only:
        node = view.get(iri)
        if node is not None and (row := _row_of(view, iri, node)) is not None:
            yield row


def _row_of(view: Nodes, iri: str, node: Node) -> SearchRow | None:
    kinds = node["type"]
    if "Film" in kinds:
        return _row(
            "film",
            iri,
            first(node, "year") or "",
            _named(node, "title", "originalTitle", "alternateName"),
            node,
        )
    if "Person" in kinds:
        names = _named(node, "name", "alternateName")
        return _row("person", iri, ", ".join(names[1:]), names, node)
    if "Character" in kinds:
        return _row("character", iri, "", _named(node, "name"), node)
    return _review(view, iri, node) if "Review" in kinds else None


def _review(view: Nodes, iri: str, node: Node) -> SearchRow:
    title = first(view.get(first(node, "reviewOf") or "", {}), "title") or "a film"
    critics = [first(view.get(critic, {}), "name") or "" for critic in sorted(node.get("critic", ()))]
    about = f"Review of {title}"
    headline = first(node, "headline")
    row = _row("review", iri, ", ".join(critics), [headline or about, *critics, title], node)
    # A film's title alone should find the film first, so a review has no key of its own.
    names = (*([headline] if headline else ()), about)
    return SearchRow(row.kind, iri, row.label, row.detail, row.words, (), names)


def _named(node: Node, *properties: str) -> list[str]:
    # In an order of their own: a store has its values in another one than whoever compiled them.
    return [value for name in properties for value in sorted(node.get(name, ()))]


def _row(kind: str, iri: str, detail: str, names: list[str], node: Node) -> SearchRow:
    words = [form for name in names for form in (*_texts(name), letters(name), _in_latin(name)) if form]
    keys = [key for name in names for key in _keys(name)]
    keys += [id_key(name, value) for name in _IDS for value in node.get(name, ())]
    label = names[0] if names else iri
    return SearchRow(
        kind, iri, label, detail, tuple(dict.fromkeys(words)), tuple(dict.fromkeys(keys)), tuple(names)
    )


def _keys(name: str) -> list[str]:
    """The forms under which a whole name is found: folded, in any order, however romanised."""
    keys = (exact_key(name), order_key(name), romanisation_key(name))
    return [key for key in dict.fromkeys(keys) if key]


def _asked(text: str) -> list[str]:
    """The keys of what somebody typed, an id included."""
    keys = _keys(text)
    tail = text.strip().rstrip("/").rpartition("/")[2]
    if _ID.fullmatch(tail):
        keys.append(id_key("wikidataId" if tail[0] in "qQ" else "imdbId", tail))
    return keys


def _typed(text: str) -> list[str]:
    return [form for form in (_spaced(text), _read_aloud(text)) if form]


def _texts(text: str) -> list[str]:
    return [form for form in (*_typed(text), _word_by_word(text)) if form]


def _spaced(text: str) -> str:
    """The folded words, hyphens apart: "Da-eun" is found by "da eun", as the index reads it too."""
    return fold(text).replace("-", " ")


def _read_aloud(text: str) -> str:
    """A Korean or Mandarin name as it is read, family name first, whatever the spelling and order."""
    culture, _, reading = romanisation_key(text).partition(":")
    return reading.partition("/")[0] if culture in ("ko", "ch") else ""


def _word_by_word(text: str) -> str:
    """Each word as it is read alone, so that one part of a name is found in any romanisation.

    A reading has a mark in front, for it is no word that anybody prints; "" where all read as printed.
    """
    words = fold(text).split()
    read = [romanisation_key(word).removeprefix("1:") for word in words]
    if read == words:
        return ""
    return " ".join(f"1{said}" if said != word else word for word, said in zip(words, read, strict=True))


def _each_way(text: str) -> list[tuple[str, ...]]:
    """The words of what somebody typed, each as it stands and as the index has it where it is so read.

    A name in other letters has the mark of a reading on all of its words ("1ivan" for "Иван"), and what is
    typed as it is read ("Ivan") would have none.
    """
    return [
        (word, f"1{said}") if said[:1].isalpha() else (word,)
        for word in fold(text).split()
        for said in (romanisation_key(word).removeprefix("1:"),)
    ]


def _in_latin(name: str) -> str:
    """A name in Cyrillic, Greek, Armenian or Georgian letters as it is spelled in Latin ones; "" for others.

    So that a word of it is found while it is typed, and with a slip. One form for each name, and none where
    letters stand for words or syllables, which character by character come out as nothing that is typed.
    """
    folded = fold(name)
    if folded.isascii() or _ALPHABETS.search(folded) is None:
        return ""
    return to_latin(greek.romanised(folded)).replace("-", " ")


def _other_words(word: str) -> Iterable[str]:
    """Other given names that one person may go by: Bill and William."""
    return NICKNAMES.get(word, ())


def _like(text: str, hit: SearchHit) -> float:
    """How alike a thing's names are to a text, of 100: quick, to choose what is worth a closer look."""
    asked = _spaced(text)
    names = [
        form for name in (hit.names or (hit.label,)) for form in (_spaced(name), _in_latin(name)) if form
    ]
    return max((_alike(asked, name) for name in names), default=0.0)


def _alike(asked: str, name: str) -> float:
    whole = fuzz.token_sort_ratio(asked, name)
    joined = fuzz.ratio(asked.replace(" ", ""), name.replace(" ", ""))
    words, known = asked.split(), name.split()
    if len(words) >= len(known):
        return max(whole, joined)
    # A part of the name: each of its words as it is most like one of the name's.
    parts = [max(fuzz.ratio(word, one) for one in known) for word in words]
    return max(whole, joined, _PART * sum(parts) / len(parts)) if parts else 0.0
