"""RDF of other people, parsed in a process of its own and mapped to our terms."""
