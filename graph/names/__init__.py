"""What a name is: its parts, and the keys by which names are compared. Pure; imports no other room.

``folding``     one case, one hyphen, no diacritics
``parts``       titles, given names, particles, family name, suffix
``korean``, ``chinese``, ``japanese``, ``slavic``    spellings in Latin letters, read back
``greek``       Greek letters in Latin ones, as names are spelled
``keys``        ``exact_key``, ``order_key``, ``romanisation_key``, ``slug``, ``token``
``likeness``    how alike two names are, and why
"""

from __future__ import annotations

from graph.names.compare import Likeness, likeness, similarity
from graph.names.folding import fold, letters, normalise, to_latin, words
from graph.names.keys import exact_key, order_key, romanisation_key, slug, token
from graph.names.parts import NICKNAMES, PARTICLES, TITLES, Name, parse

__all__ = [
    "NICKNAMES",
    "PARTICLES",
    "TITLES",
    "Likeness",
    "Name",
    "exact_key",
    "fold",
    "letters",
    "likeness",
    "normalise",
    "order_key",
    "parse",
    "romanisation_key",
    "similarity",
    "slug",
    "to_latin",
    "token",
    "words",
]
