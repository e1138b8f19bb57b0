"""Reading in processes of their own, so that no document can stop a run or take its memory.

``pool``      documents to readers, outcomes back in order; a reader that dies costs the document it had
``process``   the reader's own side, and the nursery that readers come from
``packing``   an outcome as bytes
``journal``   what was read, kept until it is published: an interrupted run is taken up where it ended
"""

from __future__ import annotations

from graph.readers.journal import Journal
from graph.readers.packing import unpack
from graph.readers.pool import Answer, Readers
from graph.readers.process import Limits

__all__ = ["Answer", "Journal", "Limits", "Readers", "unpack"]
