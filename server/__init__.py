"""The two faces of Reelgraph: HTTP (Flask, served by granian) and the command line.

What decides anything (``negotiation``, ``query_text``, ``prose``) is pure and takes its input as
arguments; ``sparql``, ``pages`` and ``site`` are the routes; ``app`` puts them together and
``serve`` runs them. Nothing in ``graph`` or ``ontology`` imports this package.
"""
