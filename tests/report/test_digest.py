"""The digest of a run: what a desk reads in the morning."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import html

from newswire.errors import UsageError
from newswire.report.digest import write_digest

if TYPE_CHECKING:
    from .conftest import Wire

SCRIPT = "<script>alert('x')</script>"
BODY = f'"The bridge {SCRIPT} | [opens](http://evil.example) *now*," Ada Brook said.'


def test_a_digest_says_what_a_run_brought(wire: "Wire", tmp_path: Path) -> None:
    article = wire.article("bridge", body='"It opens in May," Ada Brook said.')
    wire.quote(article, "It opens in May,")
    wire.mention(article, "Ada Brook")
    wire.version("ferry", version=2, pubstatus="canceled", body="")
    wire.reject("meridian", "http://x/1", "empty_body", "nothing there")
    markdown, page = write_digest(wire.db, wire.run_id, tmp_path / "digests")
    for text in (markdown.read_text(), html.parse(page).getroot().text_content()):
        for words in ("Ada Brook", "It opens in May,", "kill", "ferry", "nothing there", "Needs a person"):
            assert words in text.replace("\\", ""), words
    assert [path.name for path in (tmp_path / "digests").iterdir() if path not in {markdown, page}] == []


def test_hostile_text_is_shown_and_does_nothing(wire: "Wire", tmp_path: Path) -> None:
    article = wire.article("bridge", body=BODY, headline=f"</title>{SCRIPT}")
    wire.quote(article, BODY[: BODY.index(" Ada")])
    markdown, page = write_digest(wire.db, wire.run_id, tmp_path)
    tree = html.parse(page)
    assert tree.xpath("//script | //a | //img") == []
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv]/@content")[0]
    assert SCRIPT in tree.getroot().text_content()
    text = markdown.read_text()
    assert "<script" not in text
    assert "](http" not in text
    [row] = [line for line in text.splitlines() if "bridge" in line]
    assert row.replace("\\|", "").count("|") == 5


def test_an_unknown_run_has_no_digest(wire: "Wire", tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no run 0"):
        write_digest(wire.db, 0, tmp_path)
