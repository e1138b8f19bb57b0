"""What the README's figures come from; anybody can run them again: ``python -m benchmarks.read``."""
