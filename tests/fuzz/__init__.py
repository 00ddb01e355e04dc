"""Hostile input in quantity: mutated seeds, at which nothing may crash, hang or cost out of proportion."""
