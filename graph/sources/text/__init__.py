"""Text dumps: their lines as units, and the paragraphs that are broken over several."""
