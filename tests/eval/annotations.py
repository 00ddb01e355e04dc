"""Score the annotator by the common measure, beside simpler ones.

The measure is score.py, which lies with the test material (``../shared/tools``): it writes what is to be annotated and
scores what came out.
"""

import importlib.util
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Any

from newswire.enrich.annotate import annotate_texts, annotation_to_json
from newswire.enrich.model import load_model
from newswire.errors import RejectedError
from tests.eval.data import eval_folder

Annotate = Callable[[list[dict[str, Any]]], Iterator[dict[str, Any]]]


def score_tool() -> Path:
    """Return where the common measure lies; it need not exist."""
    return eval_folder().parent / "tools" / "score.py"


def load_score_tool() -> ModuleType:
    """Return the common measure as a module."""
    spec = importlib.util.spec_from_file_location("score", score_tool())
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ours(*, with_tagger: bool) -> Annotate:
    """Return our annotator, with the tagger or by rules alone."""

    def annotate(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        nlp = load_model(with_tagger=with_tagger)
        for row, found in zip(rows, annotate_texts(nlp, (row["text"] for row in rows)), strict=True):
            if not isinstance(found, RejectedError):
                yield annotation_to_json(row["id"], found)

    return annotate


def score(verb: str, arguments: list[str], annotate: Annotate) -> list[dict[str, Any]]:
    """Return the measure's tables for what the annotator makes of its texts."""
    run = [sys.executable, str(score_tool())]
    asked = subprocess.run([*run, f"make-{verb}", *arguments], capture_output=True, text=True, check=True).stdout
    rows = [json.loads(line) for line in asked.splitlines()]
    given = io.StringIO()
    with redirect_stdout(given):
        for found in annotate(rows):
            print(json.dumps(found))
    scored = subprocess.run(
        [*run, verb, *arguments], input=given.getvalue(), capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in scored.stdout.splitlines()]
