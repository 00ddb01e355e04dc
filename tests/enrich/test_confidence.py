"""Confidence: a chance that grows with the evidence, and the fit that gives it its meaning."""

import random

import pytest

from newswire.enrich.confidence import ConfidenceMap, Signs, load_map, read_map, write_map
from newswire.enrich.training.calibrate import fit

RAW = [step / 20 for step in range(21)]


@pytest.mark.parametrize("with_tagger", [True, False], ids=["tagger", "rules"])
def test_confidence_grows_with_the_evidence_and_stays_a_chance(*, with_tagger: bool) -> None:
    found = load_map(with_tagger=with_tagger)
    for traits in (frozenset({"any"}), frozenset({"any", "marked", "no speaker"}), frozenset({"a new trait"})):
        chances = [found(Signs(raw=raw, traits=traits)) for raw in RAW]
        assert chances == sorted(chances)
        assert all(0 <= chance <= 1 for chance in chances)


def test_fitting_gives_back_the_chances_that_the_rows_were_drawn_with() -> None:
    chance = random.Random(7)
    signs = [
        Signs(raw=chance.random(), traits=frozenset({"any", *(["marked"] if chance.random() < 0.5 else [])}))
        for _ in range(4000)
    ]
    drawn = ConfidenceMap(0.8, {"any": -0.5, "marked": 1.0})
    found = fit(signs, [chance.random() < drawn(sign) for sign in signs])
    for raw in (0.2, 0.5, 0.8):
        for traits in (frozenset({"any"}), frozenset({"any", "marked"})):
            asked = Signs(raw=raw, traits=traits)
            assert found(asked) == pytest.approx(drawn(asked), abs=0.06)
    assert read_map(write_map(found))(signs[0]) == pytest.approx(found(signs[0]), abs=0.01)


def test_a_map_that_falls_while_the_evidence_grows_is_refused() -> None:
    with pytest.raises(ValueError, match="falls"):
        read_map('{"slope": -1.0, "weights": {}}')
