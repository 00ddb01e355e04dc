"""Inputs made of seeds: cut, doubled, spliced, sprinkled with what has broken parsers before."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Final

from newswire.settings import SAMPLES_DIR
from tests.eval.data import eval_folder

MAX_BYTES: Final = 120_000
MAX_SEED_BYTES: Final = 60_000
SEEDS_OF_A_FOLDER: Final = 40
TOKENS: Final = tuple(
    token.encode() for token in tomllib.loads(Path(__file__).with_name("tokens.toml").read_text("utf-8"))["tokens"]
)


def seeds(*folders: str) -> list[bytes]:
    """Return documents to begin from: our samples, and some of each named folder of the outside material."""
    paths = [path for path in sorted(SAMPLES_DIR.rglob("*")) if path.is_file()]
    for folder in folders:
        found = sorted(path for path in (eval_folder() / folder).rglob("*") if path.is_file())
        paths += found[:: max(1, len(found) // SEEDS_OF_A_FOLDER)]
    return [path.read_bytes()[:MAX_SEED_BYTES] for path in paths]


def mutated(chance: Random, known: Sequence[bytes]) -> bytes:
    """Return a new input of at most MAX_BYTES."""
    data = bytearray(chance.choice(known))
    for _ in range(chance.choice((1, 1, 2, 3, 8, 30))):
        if not data:
            data += chance.choice(TOKENS)
        at, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        match chance.randrange(8):
            case 0:
                data[at:at] = chance.choice(TOKENS)
            case 1:
                data[at:at] = chance.choice(TOKENS) * chance.choice((2, 10, 500, 4000))
            case 2:
                del data[at : min(end, at + chance.choice((1, 10, 1000)))]
            case 3:
                data[at:at] = bytes(data[at:end]) * chance.choice((1, 3, 40))
            case 4:
                other = chance.choice(known)
                data[at:at] = other[chance.randrange(len(other) + 1) :][:2000]
            case 5:
                del data[end:]
            case 6 if len(data):
                data[min(at, len(data) - 1)] = chance.randrange(256)
            case _:
                data[at:end] = chance.choice(TOKENS)
        del data[MAX_BYTES:]
    return bytes(data)


def as_text(data: bytes) -> str:
    """Return the input as text; in some, what is no UTF-8 is a lone surrogate, as file names and JSON bring them."""
    return data.decode("utf-8", "surrogateescape" if data[:1] < b"m" else "replace")
