"""Enrich: one spaCy pass gives entities and quotes with their speakers. Pure, given a model."""
