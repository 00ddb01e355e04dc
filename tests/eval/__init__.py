"""Scores on real material, which is not part of the repository: `NEWSWIRE_EVAL_DATA` names its folder."""
