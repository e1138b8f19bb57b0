"""Feeds and exports: their items one by one, and what became of them."""
