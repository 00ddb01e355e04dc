"""The articles that a verb is given: rows of JSON Lines, and plain texts where the verb takes them."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from newswire.errors import UsageError

Row = dict[str, Any]


class ArticleFiles:
    """The rows of files, or of standard input without any; a line that is no such row is named on standard error.

    With ``plain_texts``, a file that does not begin with "{" is one article, its name its id.
    """

    def __init__(self, files: Sequence[str], keys: Sequence[str] = ("id", "text"), *, plain_texts: bool) -> None:
        self.files = files or ["-"]
        self.keys = keys
        self.plain_texts = plain_texts
        self.bad = 0

    def __iter__(self) -> Iterator[Row]:
        for name in self.files:
            if name == "-":
                yield from self._rows(name, sys.stdin.buffer)
                continue
            try:
                file = Path(name).open("rb")  # noqa: SIM115 - closed below; open() itself is what may fail here
            except OSError as error:
                raise UsageError(str(error)) from error
            with file:
                yield from self._rows(name, file)

    def _rows(self, name: str, lines: Iterator[bytes]) -> Iterator[Row]:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            if self.plain_texts and number == 1 and not line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
                text = b"".join([line, *lines]).decode("utf-8-sig", errors="replace")
                yield {"id": "standard input" if name == "-" else Path(name).name, "text": text.replace("\r\n", "\n")}
                return
            if (row := self._read(name, number, line)) is not None:
                yield row

    def _read(self, name: str, number: int, line: bytes) -> Row | None:
        try:
            row = json.loads(line)
            missing = [key for key in self.keys if row.get(key) is None]
            if missing or not isinstance(row["text"], str):
                raise ValueError(f"wants {', '.join(self.keys)}, and text as a string")
        except (ValueError, AttributeError) as error:
            self.bad += 1
            print(f"newswire: {name}, line {number}: {error}", file=sys.stderr)
            return None
        return dict(row)

    def status(self) -> int:
        """Return the exit status after all rows were read."""
        return 1 if self.bad else 0
