"""Filling a store while a run goes on: from one thread, or by a process of its own."""
