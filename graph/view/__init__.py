"""The view: what we believe, compiled from evidence and decisions into the default graph.

Each film, person, role, character and review once, each fact once, each with ``reel:statedIn`` to
its sources. Every node of the view is described by triples with that node as subject and by no
others, and belongs to one unit (a film with its roles, characters and reviews; a person; a
publication; a source), so a unit can be compiled anew without the rest.

``policy``    which of several values to believe
``units``     the nodes of one unit
``mentions``  the mentions of one
``whole``     the view of some sources at once, from memory
"""

from __future__ import annotations

from graph.view.policy import choose
from graph.view.units import SHORTCUTS, Compiler, Decisions, Evidence, Minter, character_key, role_key
from graph.view.whole import Decided, compile_view

__all__ = [
    "SHORTCUTS",
    "Compiler",
    "Decided",
    "Decisions",
    "Evidence",
    "Minter",
    "character_key",
    "choose",
    "compile_view",
    "role_key",
]
