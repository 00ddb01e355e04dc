"""What a person sees after a run."""

import io
from typing import TYPE_CHECKING

import pytest

from newswire.errors import UsageError
from newswire.report.show import output_console, plain_text
from newswire.report.summary import print_summary

if TYPE_CHECKING:
    from .conftest import Wire

BODY = '"The bridge will open in May," Ada Brook said.'
WORDS = "The bridge will open in May"


def summary(wire: "Wire") -> str:
    out = io.StringIO()
    print_summary(wire.db, wire.run_id, output_console(out))
    return out.getvalue()


def test_a_run_shows_articles_rejections_sources_entities_and_who_said_what(wire: "Wire") -> None:
    article = wire.article("bridge", body=BODY, headline="Bridge to open")
    wire.quote(article, WORDS)
    wire.mention(article, "Ada Brook")
    wire.poll("meridian", "new", new_count=1)
    wire.poll("dead", "unreachable", detail="no route to host")
    wire.reject("meridian", "http://x/9", "empty_body", "nothing is left after cleaning")
    for measure, amount in {"articles_read": 2, "articles_added": 1, "quotes_added": 1, "rows_added": 12}.items():
        wire.count(measure, amount)
    shown = summary(wire)
    words = shown.split()
    for part in (WORDS, "Ada Brook", "Bridge to open", "PERSON", "unreachable", "no route to host", "empty_body"):
        assert part in shown
    assert "2 articles read" in shown
    assert words[-3:] == ["rows", "added:", "12"]


def test_a_run_with_nothing_new_says_so_in_its_last_line(wire: "Wire") -> None:
    wire.poll("meridian", "unchanged")
    wire.count("articles_read", 3)
    assert summary(wire).splitlines()[-1] == "Nothing new: 0 rows added."


def test_hostile_text_is_shown_as_text(wire: "Wire") -> None:
    hostile = "\x1b]0;owned\x07[red]not markup[/red] [link=http://x]\u202egnp.exe"
    article = wire.article("bridge", body=f"{hostile} Ada Brook said.", headline=hostile)
    wire.quote(article, hostile)
    wire.count("rows_added", 1)
    wire.reject("meridian", "http://x/\x1b[2J", "not_parsable", "[bold]no[/nothing]")
    shown = summary(wire)
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown
    assert "[red]not markup[/red]" in "".join(shown.split("\n")) or "[red]not" in shown
    assert "[bold]no[/nothing]" in shown


def test_a_repeated_statement_is_shown_once(wire: "Wire") -> None:
    first, copy = (wire.article(guid, body=BODY) for guid in ("bridge", "again"))
    wire.copy(copy, first)
    for article in (first, copy):
        wire.quote(article, WORDS)
    wire.count("rows_added", 1)
    assert summary(wire).count(WORDS) == 1


def test_lines_fit_where_the_output_is_no_terminal(wire: "Wire") -> None:
    article = wire.article("bridge", body=BODY * 50, headline="long " * 100)
    wire.quote(article, BODY * 50)
    wire.count("rows_added", 1)
    assert max(map(len, summary(wire).splitlines())) <= 120


def test_an_unknown_run_is_an_error(wire: "Wire") -> None:
    with pytest.raises(UsageError, match="no run 999999"):
        print_summary(wire.db, 999999)


def test_control_and_format_characters_are_dropped_and_long_text_is_cut() -> None:
    assert plain_text("a\x00b\x9bc\u200bd\u2066e\r\n f") == "abcde f"
    assert plain_text("x" * 10_000_000, 5) == "xxxx…"
    assert plain_text(None) == ""
