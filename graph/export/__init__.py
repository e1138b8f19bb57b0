"""What leaves the graph: schema.org JSON-LD to embed in pages."""
