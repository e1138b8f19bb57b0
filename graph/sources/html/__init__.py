"""HTML: its blocks as units, its main content, and the structured data in it."""
