"""Newswire: who said what, about whom, when, and how far it travelled."""
