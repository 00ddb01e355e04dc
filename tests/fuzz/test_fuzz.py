"""The fuzzers' short form: each door but the model's, for a moment, from a seed that is always the same.

The desk's is in tests/desk, over a database that has something to show.
"""

from random import Random

import pytest

from tests.fuzz.mutate import mutated, seeds
from tests.fuzz.targets import TARGETS, Target

INPUTS = 60
DOORS = [target for target in TARGETS if target.name not in {"annotate", "desk"}]


@pytest.mark.parametrize("target", DOORS, ids=lambda t: t.name)
def test_any_bytes_are_read_or_refused(target: Target) -> None:
    chance, known = Random(11), seeds()
    for _ in range(INPUTS if target.name != "command line" else 5):
        target.call(mutated(chance, known))
