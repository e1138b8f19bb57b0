"""Everything that makes, keeps and reads the graph. Knows no HTTP server."""
