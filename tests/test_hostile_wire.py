"""Texts of attacks in every field of an article: kept as they are written, and no more than text anywhere."""

import json
from typing import TYPE_CHECKING

import pytest

from newswire.cli import main

if TYPE_CHECKING:
    from tests.small_desk import Desk

ATTACKS = "'; DROP TABLE news.article; -- <script>alert(1)</script> $$ %s {0} \\x00 \u202egnp.exe"
FORMULA = "=cmd|' /C calc'!A0"
STORY = "The harbour of Port Vellan will close on Monday, the mayor said. " * 3


@pytest.mark.slow
def test_attacks_in_every_field_are_text(desk: "Desk", capsys: pytest.CaptureFixture[str]) -> None:
    item = {
        "uri": ATTACKS, "type": "text", "versioncreated": "2026-11-20T06:00:00Z", "headline": FORMULA + ATTACKS,
        "byline": ATTACKS, "located": ATTACKS, "slugline": ATTACKS, "ednote": ATTACKS, "language": "en",
        "section": ATTACKS, "subject": [{"code": ATTACKS, "name": ATTACKS, "scheme": ATTACKS}],
        "place": [{"name": ATTACKS, "code": ATTACKS}],
        "body_text": f'{STORY}\n\n"{ATTACKS}," Ada Brenn said.',
    }  # fmt: skip
    long = {**item, "uri": "long", "headline": "Harbour " * 130_000, "body_text": STORY + "It rained on Sunday."}
    (desk.folder / "attack.json").write_text(json.dumps(item), encoding="utf-8")
    (desk.folder / "long.json").write_text(json.dumps(long), encoding="utf-8")
    desk.run()
    [(headline, body)] = desk.rows("SELECT headline, body FROM report.article WHERE guid LIKE '%DROP TABLE%'")
    assert headline.startswith(FORMULA)
    assert "DROP TABLE news.article; -- <script>alert(1)</script> $$ %s {0}" in body
    assert "\u202e" not in body, "what turns the direction of reading is furniture of attacks"
    [(length,)] = desk.rows("SELECT length(headline) FROM report.article WHERE guid = 'long'")
    assert length > 1_000_000
    for form in ("csv", "json"):
        assert main_status("report", "article", "--format", form) == 0
        said = capsys.readouterr().out
        assert "DROP TABLE" in said
    assert main_status("report", "article", "--format", "csv") == 0
    cells = capsys.readouterr().out
    assert FORMULA in cells
    assert f",{FORMULA}" not in cells
    assert f'"{FORMULA}' not in cells


def main_status(*arguments: str) -> object:
    """Return the exit status of the command line."""
    try:
        main(arguments)
    except SystemExit as ended:
        return ended.code
