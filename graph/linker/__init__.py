"""Linking a dataset: from the table of mentions to decisions.

``touched``       what a run changed, before linking and after
``run``           linking all that was touched: films, people, publications, reviews
``scope``         what is linked together with what was touched
``first_round``   the films as what is said of them alone makes them
``second_round``  the films to weigh again once people are linked over those
``rows``          the rows that people are linked over
``said``          what people decided, as linking takes it
``reasons``       joins and doubts as links of the identity graph
``apart``         mentions in groups that have nothing to do with each other
"""

from __future__ import annotations

from graph.linker.run import Linker
from graph.linker.touched import Changed, Touched

__all__ = ["Changed", "Linker", "Touched"]
