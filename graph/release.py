"""The release: its number stands here and nowhere else, and to ask for it costs nothing."""

from __future__ import annotations

#: As the package's metadata have it, which are made from it.
VERSION = "0.1.0"
