"""Evidence: what one source says, as a named graph; kept while a run lasts, and found again in the store."""
