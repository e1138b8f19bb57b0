"""Pages of several reviews: where each entry begins and ends, and what holds for all of them."""
