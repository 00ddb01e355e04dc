"""A wire of invented articles, as many as are asked for: the same seed gives the same day, to the letter."""
