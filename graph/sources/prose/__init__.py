"""What only a review's prose says: who made the film, how long it is, whom and what it names."""
