"""The tags that the tagger gives to words, in the order of its outputs."""

from typing import Final

from newswire.records import EntityLabel

NAME_TAGS: Final = ("O", *(f"{place}-{label.value}" for label in EntityLabel for place in "BI"))
PAIR_LABELS: Final = ("none", "content", "source", "cue")
