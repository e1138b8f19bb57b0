"""Taking documents in: finding them, unpacking them, reading each, and keeping what came of it."""
