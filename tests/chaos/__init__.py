"""Faults against the real thing: what a run leaves after them must be what a run without them leaves."""
