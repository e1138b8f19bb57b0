"""What small print says: labels, lines of facts, casts, ratings, dates, titles and names."""
