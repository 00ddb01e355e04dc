"""What the public views show, and what they never show."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from newswire.connections import connect
from newswire.db import fetch_rows
from newswire.report.refresh import refresh_reports

if TYPE_CHECKING:
    from .conftest import Wire

BODY = '"The bridge will open in May," Ada Brook said.'
WORDS = "The bridge will open in May"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
VIEWS_OF_WORDS = (
    "article", "visible_article", "contributor", "quote", "quote_mention", "mention", "entity", "entity_article",
    "entity_day", "entity_pair", "speaker_day", "syndication", "version_change", "article_search", "quote_search",
)  # fmt: skip


def test_a_corrected_storys_old_quotes_leave_the_reports(wire: "Wire") -> None:
    old = wire.article("bridge", body=BODY)
    wire.quote(old, WORDS)
    new = wire.article("bridge", version=7, body=BODY.replace("May", "June"))
    wire.quote(new, "The bridge will open in June")
    assert wire.rows("SELECT quote, speaker FROM report.quote") == [("The bridge will open in June", "Ada Brook")]
    assert wire.rows("SELECT article_id, version, version_count FROM report.article") == [(new, 7, 2)]
    assert wire.rows("SELECT version, is_current, is_shown FROM report.story_version ORDER BY version") == [
        (1, False, False),
        (7, True, True),
    ]


def test_a_killed_storys_article_quotes_and_names_disappear(wire: "Wire") -> None:
    article = wire.article("bridge", body=BODY)
    wire.quote(article, WORDS)
    wire.mention(article, "Ada Brook")
    wire.refresh()
    assert wire.rows("SELECT entity FROM report.entity_day") == [("Ada Brook",)]
    wire.version("bridge", version=8, pubstatus="canceled", body="")
    for view in VIEWS_OF_WORDS:
        assert wire.rows(f"SELECT * FROM report.{view}") == [], view
    assert wire.rows("SELECT pubstatus, is_current, is_shown FROM report.story_version WHERE version = 8") == [
        ("canceled", True, False)
    ]


def test_an_embargoed_story_is_hidden_until_its_hour(wire: "Wire") -> None:
    now = datetime.now(UTC)
    wire.article("later", embargoed_until=now + timedelta(hours=1))
    free = wire.article("free", embargoed_until=now - timedelta(hours=1))
    assert wire.rows("SELECT article_id FROM report.article") == [(free,)]


def test_a_copy_is_counted_and_its_quotes_are_marked_as_repeated(wire: "Wire") -> None:
    original = wire.article("bridge", body=BODY)
    copy = wire.article("taken-over", source="harbour", body=BODY + " More.")
    other = wire.article("alike", source="harbour", body=BODY)
    wire.copy(copy, original)
    for article in (original, copy, other):
        wire.quote(article, WORDS)
    assert wire.rows("SELECT article_id, is_copy, copy_of, copy_count FROM report.article ORDER BY 1") == [
        (original, False, None, 1),
        (copy, True, original, 1),
        (other, False, None, 0),
    ]
    assert wire.rows("SELECT article_id, is_repeated FROM report.quote ORDER BY 1") == [
        (original, False),
        (copy, True),
        (other, False),
    ]


def test_when_the_original_is_killed_its_copy_takes_its_place(wire: "Wire") -> None:
    original = wire.article("bridge", body=BODY)
    copy = wire.article("taken-over", source="harbour", body=BODY)
    wire.copy(copy, original)
    wire.quote(original, WORDS)
    wire.quote(copy, WORDS)
    wire.version("bridge", version=2, pubstatus="withheld", body="")
    assert wire.rows("SELECT article_id, is_copy, copy_count FROM report.article") == [(copy, False, 0)]
    assert wire.rows("SELECT article_id, is_repeated FROM report.quote") == [(copy, False)]


def test_names_are_counted_by_day_and_dates_are_not_names(wire: "Wire") -> None:
    first = wire.article("bridge", body=BODY)
    copy = wire.article("taken-over", source="harbour", body=BODY)
    late = wire.article("undated", body="Ada Brook came on Monday.", published_at=NOON - timedelta(days=3))
    wire.copy(copy, first)
    inside, *_ = (wire.mention(article, "Ada Brook") for article in (first, copy, late))
    wire.mention(late, "Monday", label="DATE")
    quote = wire.quote(first, '"The bridge will open in May," Ada Brook')
    wire.one("INSERT INTO news.quote_mention VALUES (%s, %s, %s) RETURNING quote_id", quote, inside, first)
    wire.refresh()
    assert wire.rows(
        "SELECT entity, label, day::text, mention_count, article_count, story_count, quoted_mention_count"
        " FROM report.entity_day ORDER BY day"
    ) == [
        ("Ada Brook", "PERSON", "2026-11-17", 1, 1, 1, 0),
        ("Ada Brook", "PERSON", "2026-11-20", 2, 2, 1, 1),
    ]


def test_a_text_that_a_copy_carries_on_the_next_day_counts_once_in_the_totals_of_names(wire: "Wire") -> None:
    first = wire.article("bridge", body=BODY)
    copy = wire.article("taken-over", source="harbour", body=BODY, published_at=NOON + timedelta(days=1))
    wire.copy(copy, first)
    for article in (first, copy):
        mention = wire.mention(article, "Ada Brook")
        quote = wire.quote(article, '"The bridge will open in May," Ada Brook')
        wire.one("INSERT INTO news.quote_mention VALUES (%s, %s, %s) RETURNING quote_id", quote, mention, article)
    wire.refresh()
    [names] = fetch_rows(
        wire.db,
        "desk/find_entities_by_day",
        {"first": NOON.date(), "last": NOON.date() + timedelta(days=7), "labels": None, "row_limit": 9},
    )
    assert (names["total"], names["quoted_count"], names["by_day"]) == (1, 1, {"2026-11-20": 1})
    assert names["article_count"] == 2, "how far it travelled"


def test_an_undated_article_has_the_day_on_which_it_was_received(wire: "Wire") -> None:
    wire.article("undated", published_at=None)
    assert wire.rows("SELECT published_at, dated_at FROM report.article") == [(None, NOON)]


def test_a_source_needs_a_person_after_three_failures_in_a_row_or_one_misread(wire: "Wire") -> None:
    for hour, outcome in enumerate(["unreachable", "new", "unreachable", "unreachable", "unreachable"]):
        wire.poll("dead", outcome, NOON + timedelta(hours=hour), new_count=int(outcome == "new"), detail="no route")
    wire.poll("flaky", "unreachable")
    wire.poll("changed", "failed", detail="no longer a feed")
    wire.source("off", is_enabled=False)
    wire.poll("off", "failed")
    assert wire.rows(
        "SELECT source, last_outcome, consecutive_failure_count, needs_attention"
        " FROM report.source_health ORDER BY source"
    ) == [
        ("changed", "failed", 1, True),
        ("dead", "unreachable", 3, True),
        ("flaky", "unreachable", 1, False),
        ("off", "failed", 1, False),
    ]
    assert wire.rows("SELECT last_new_at, last_success_at FROM report.source_health WHERE source = 'dead'") == [
        (NOON + timedelta(hours=1), NOON + timedelta(hours=1))
    ]


def test_a_run_says_what_it_rejected_and_which_sources_it_could_not_read(wire: "Wire") -> None:
    wire.poll("dead", "unreachable")
    wire.poll("good", "new", new_count=2)
    wire.reject("good", "http://x/1", "empty_body", "nothing there")
    wire.reject("good", "http://x/2", "empty_body", "nothing there")
    wire.reject("good", "http://x/3", "too_large", "20 MB")
    wire.count("articles_read", 4)
    assert wire.rows(
        "SELECT articles_read, rows_added, rejections_by_reason, unread_sources FROM report.run_summary"
    ) == [(4, 0, {"empty_body": 2, "too_large": 1}, ["dead"])]
    assert wire.rows("SELECT source, reason, seen_count FROM report.rejection ORDER BY reference")[2] == (
        "good",
        "too_large",
        1,
    )


def test_who_spoke_about_whom_counts_a_statement_once_with_its_reach(wire: "Wire") -> None:
    words = "Cy Dale built the bridge"
    body = f'"{words}," Ada Brook said.'
    articles = [wire.article(name, source=name, body=body) for name in ("meridian", "harbour", "upland")]
    for article in articles:
        if article != articles[0]:
            wire.copy(article, articles[0])
        quote = wire.quote(article, words)
        mention = wire.mention(article, "Cy Dale")
        wire.one("INSERT INTO news.quote_mention VALUES (%s, %s, %s) RETURNING quote_id", quote, mention, article)
    assert wire.rows(
        "SELECT speaker, about, count(DISTINCT statement_id), max(reach_article_count), count(*)"
        " FROM report.quote_mention GROUP BY speaker, about"
    ) == [("Ada Brook", "Cy Dale", 1, 3, 3)]
    assert wire.rows(
        "SELECT statement_count, direct_statement_count, quote_count, source_count FROM report.speaker_day"
    ) == [(1, 1, 3, 3)]
    assert wire.rows("SELECT DISTINCT as_written, start_char, quote_id IS NOT NULL FROM report.mention") == [
        ("Cy Dale", 1, True)
    ]


def test_days_of_a_speaker_add_up_though_a_copy_comes_a_day_later(wire: "Wire") -> None:
    body = f'"{WORDS}," Ada Brook said.'
    first = wire.article("first", source="meridian", body=body, published_at=NOON - timedelta(days=1))
    later = wire.article("later", source="harbour", body=body, published_at=NOON)
    wire.copy(later, first)
    for article in (first, later):
        wire.quote(article, WORDS)
    assert wire.rows(
        "SELECT statement_count, direct_statement_count, quote_count FROM report.speaker_day ORDER BY day"
    ) == [(1, 1, 1), (0, 0, 1)]


def test_a_quote_says_where_its_parts_are(wire: "Wire") -> None:
    wire.quote(wire.article("bridge", body=BODY), WORDS)
    [(body, spans, start, end)] = wire.rows(
        "SELECT body, span_chars, speaker_start_char, speaker_end_char FROM report.quote JOIN report.article"
        " USING (article_id)"
    )
    assert [body[i:j] for i, j in spans] == [WORDS]
    assert body[start:end] == "Ada Brook"


def test_names_that_occur_together_are_pairs(wire: "Wire") -> None:
    article = wire.article("bridge", body="Ada Brook met Cy Dale in Oslo. Ada Brook left.")
    for name in ("Ada Brook", "Cy Dale", "Oslo"):
        wire.mention(article, name)
    wire.refresh()
    pairs = (
        "SELECT entity, other, article_count FROM report.entity_pair WHERE entity_id < other_entity_id ORDER BY 1, 2"
    )
    assert wire.rows(pairs) == [("Ada Brook", "Cy Dale", 1), ("Ada Brook", "Oslo", 1), ("Cy Dale", "Oslo", 1)]


def test_what_the_desk_merges_counts_as_one_without_a_refresh(wire: "Wire") -> None:
    article = wire.article("bridge", body="Ada Brook came. Mrs Brook left.")
    for name in ("Ada Brook", "Mrs Brook"):
        wire.mention(article, name)
    wire.refresh()
    wire.one(
        "INSERT INTO news.entity_override (kind, label, canonical, target, target_label, reason)"
        " VALUES ('merge', 'PERSON', 'Mrs Brook', 'Ada Brook', 'PERSON', 'the same') RETURNING 1"
    )
    assert wire.rows("SELECT entity, mention_count, article_count FROM report.entity_day") == [("Ada Brook", 2, 1)]
    assert wire.rows("SELECT entity, aliases FROM report.entity") == [("Ada Brook", ["Ada Brook", "Mrs Brook"])]


def test_the_headline_of_a_killed_origin_is_not_in_its_copies_rows(wire: "Wire") -> None:
    original = wire.article("bridge", body=BODY, headline="Bridge opens")
    wire.copy(wire.article("taken-over", source="harbour", body=BODY), original)
    assert wire.rows("SELECT origin_headline, hours_after FROM report.syndication") == [("Bridge opens", 0)]
    wire.version("bridge", version=2, pubstatus="canceled", body="")
    assert wire.rows("SELECT origin_headline FROM report.syndication") == []


def test_a_day_of_a_source_counts_articles_copies_rejections_and_delay(wire: "Wire") -> None:
    original = wire.article("bridge", body=BODY)
    wire.copy(wire.article("again", body=BODY), original)
    wire.reject("meridian", "http://x", "empty_body", "nothing there")
    wire.one("UPDATE news.version_key SET loaded_at = %s RETURNING 1", NOON + timedelta(minutes=90))
    assert wire.rows("SELECT * FROM report.source_day") == [
        ("meridian", NOON.date(), 2, 1, 1, 90.0, 90.0),
    ]


def test_health_has_a_number_for_each_of_28_days(wire: "Wire") -> None:
    now = datetime.now(UTC)
    wire.article("today", published_at=now)
    wire.article("last week", published_at=now - timedelta(days=7))
    wire.article("long ago", published_at=now - timedelta(days=70))
    [(days,)] = wire.rows("SELECT last_28_days FROM report.source_health")
    assert len(days) == 28
    assert [days[-1], days[-8], sum(days)] == [1, 1, 2]


def test_coverage_tells_annotated_articles_from_others(wire: "Wire") -> None:
    wire.article("read")
    other = wire.article("foreign")
    wire.one(
        "WITH forgotten AS (UPDATE news.story_current SET annotator_version = NULL WHERE article_id = %s)"
        " UPDATE news.article SET unannotated_reason = 'language' WHERE article_id = %s RETURNING 1", other, other,
    )  # fmt: skip
    assert wire.rows(
        "SELECT annotator_version, unannotated_reason, article_ratio FROM report.annotation_coverage ORDER BY 1"
    ) == [("test", None, 0.5), (None, "language", 0.5)]


def test_articles_and_quotes_are_searched_by_their_words_and_names_by_a_part(wire: "Wire") -> None:
    article = wire.article("bridge", body=BODY, headline="A crossing for Oslo")
    wire.quote(article, WORDS)
    wire.mention(article, "Ada Brook")
    found = "SELECT count(*) FROM report.{} WHERE {} @@ websearch_to_tsquery('english', '{}')"
    for view, column, query, count in (
        ("article_search", "body_words", '"bridges will open" -football', 1),
        ("article_search", "body_words", "bridge -may", 0),
        ("article_search", "headline_words", "crossings", 1),
        ("quote_search", "words", "tunnel or opening", 1),
    ):
        assert wire.rows(found.format(view, column, query)) == [(count,)], query
    assert wire.rows("SELECT entity FROM report.entity WHERE entity ILIKE '%broo%'") == [("Ada Brook",)]


def test_two_refreshes_at_once_and_a_first_one_of_an_empty_view_end_well(database_dsn) -> None:
    dsn = database_dsn()
    with closing(connect(dsn)) as first, closing(connect(dsn)) as second:
        with first, first.cursor() as cursor:
            cursor.execute("REFRESH MATERIALIZED VIEW news.article_entity WITH NO DATA")
        refresh_reports(first)
        with ThreadPoolExecutor() as pool:
            waiting = pool.submit(refresh_reports, second)
            first.commit()
            assert waiting.result(timeout=30) == {"versions_compared": 0}
        second.commit()
