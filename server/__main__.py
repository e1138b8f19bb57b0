"""``python -m server`` is ``reelgraph``."""

from server.command import main

main(prog_name="reelgraph")
