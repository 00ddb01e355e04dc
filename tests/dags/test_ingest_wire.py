"""The whole path: the DAG through Airflow over the sample wire, by sockets and files, into the tables."""

import re
import tomllib

import pytest

from tests.ingested import SAMPLES

pytestmark = pytest.mark.airflow

# What happened, when a server may be asked again, and what follows from the rest.
LOGS = {
    "alert",
    "run",
    "run_count",
    "feed_poll",
    "host",
    "host_budget",
    "check_result",
    "version_change",
    "version_key",
}


def test_more_than_forty_articles_reach_the_reports(ingested) -> None:
    assert ingested.rows("SELECT count(*) > 40 FROM report.article") == [(True,)]


def test_most_quotes_have_a_speaker(ingested) -> None:
    [(share,)] = ingested.rows("SELECT avg((speaker IS NOT NULL)::int) FROM report.quote")
    assert share > 0.7


def test_a_second_run_adds_no_row_and_says_so(ingested) -> None:
    added = {
        table: ingested.counts_after_second[table] - count
        for table, count in ingested.counts_after_first.items()
        if table not in LOGS and ingested.counts_after_second[table] != count
    }
    assert added == {}
    assert ingested.rows("SELECT rows_added FROM report.run_summary WHERE run_id = %s", ingested.second_run_id) == [
        (0,)
    ]


def test_a_run_is_few_tasks_that_tell_one_another_little(ingested) -> None:
    """What Airflow has stored of the two runs; tests/test_sizes.py has the same of a night of 10,000 articles."""
    told = dict(ingested.rows("SELECT run_id, sum(octet_length(value::text)) FROM airflow.xcom GROUP BY run_id"))
    tasks = dict(ingested.rows("SELECT run_id, count(*) FROM airflow.task_instance GROUP BY run_id"))
    print(f"bytes of XCom {told}, task instances {tasks}")
    assert len(told) == len(tasks) == 2
    assert 100 < min(told.values()) <= max(told.values()) < 3_000
    assert set(tasks.values()) == {7}


def test_the_summary_counts_what_is_in_the_tables(ingested) -> None:
    """The run adds its counts up as it goes; they must agree with the rows that it left."""
    tables = ingested.counts_after_first
    data = sum(count for table, count in tables.items() if table not in LOGS)
    [summary] = ingested.rows(
        "SELECT versions_added, articles_added, rejections_added, quotes_added, mentions_added, rows_added "
        "FROM report.run_summary WHERE run_id = %s",
        ingested.first_run_id,
    )
    assert summary == (
        tables["story_version"],
        tables["article"],
        tables["rejection"],
        tables["quote"],
        tables["mention"],
        data,
    )


def test_no_data_check_finds_anything(ingested) -> None:
    from contextlib import closing

    from newswire.connections import connect
    from newswire.report.checks import run_checks

    with closing(connect(ingested.dsn)) as db:
        assert {result.name: result.rows for result in run_checks(db) if result.rows} == {}


FACTS = tomllib.loads(SAMPLES.read_text(encoding="utf-8"))


def test_each_source_gives_what_was_written_for_it(ingested) -> None:
    found = {
        name: (documents, versions, stories, shown)
        for name, documents, versions, stories, shown in ingested.rows(
            "SELECT source.name, "
            "(SELECT max(document_count) FROM news.feed_poll WHERE feed_poll.source_id = source.source_id), "
            "(SELECT count(*) FROM news.story_version INNER JOIN news.story USING (story_id) "
            "WHERE story.source_id = source.source_id), "
            "(SELECT count(*) FROM news.story WHERE story.source_id = source.source_id), "
            "(SELECT count(*) FROM report.article WHERE article.source = source.name) "
            "FROM news.source WHERE is_enabled"
        )
    }
    assert found == {s["name"]: (s["documents"], s["versions"], s["stories"], s["shown"]) for s in FACTS["source"]}


def test_what_was_rejected_is_a_row_with_its_reason(ingested) -> None:
    rows = ingested.rows("SELECT reference, reason FROM report.rejection")
    for fact in FACTS["rejected"]:
        assert [reason for reference, reason in rows if fact["reference"] in reference and reason in fact["reasons"]]
    assert len(rows) == FACTS["totals"]["rejections"]


def test_only_the_corrected_words_are_shown_and_history_stays(ingested) -> None:
    fact = FACTS["corrected"]
    [(body, version)] = ingested.rows("SELECT body, version FROM report.article WHERE guid = %s", fact["guid"])
    assert body.startswith(fact["new_sentence_start"])
    assert fact["new_words"] in body
    assert fact["old_words"] not in body
    assert version == max(fact["versions"])
    kept = ingested.rows("SELECT version FROM report.story_version WHERE guid = %s ORDER BY version", fact["guid"])
    assert [number for (number,) in kept] == fact["versions"]


def test_a_version_number_written_as_text_is_a_number(ingested) -> None:
    fact = FACTS["updated"]
    assert ingested.rows("SELECT version FROM report.article WHERE guid = %s", fact["guid"]) == [(11,)]


@pytest.mark.parametrize("state", ["killed", "withheld", "embargoed"])
def test_what_may_not_be_shown_is_in_no_report(ingested, state) -> None:
    fact = FACTS[state]
    assert ingested.rows("SELECT 1 FROM report.article WHERE guid = %s", fact["guid"]) == []
    words = f"%{fact['words']}%"
    assert ingested.rows("SELECT 1 FROM report.quote WHERE quote LIKE %s", words) == []
    assert ingested.rows("SELECT 1 FROM news.article WHERE body LIKE %s", words) != [], "history stays"


def test_an_embargo_that_is_over_hides_nothing(ingested) -> None:
    assert ingested.rows("SELECT 1 FROM report.article WHERE guid = %s", FACTS["embargo_past"]["guid"]) == [(1,)]


def test_an_article_of_another_language_is_loaded_without_annotation(ingested) -> None:
    guid = FACTS["other_language"]["guid"]
    assert ingested.rows("SELECT language, quote_count FROM report.article WHERE guid = %s", guid) == [("de", 0)]


def test_a_date_that_cannot_be_read_is_unknown_and_noted(ingested) -> None:
    [(published_at, notes)] = ingested.rows(
        "SELECT published_at, notes FROM news.story_version INNER JOIN news.story USING (story_id) WHERE guid = %s",
        FACTS["unparsable_date"]["guid"],
    )
    assert published_at is None
    assert any("not a time" in note for note in notes)


@pytest.mark.parametrize("kind", ["feed_has_the_full_text", "control_characters"])
def test_a_damaged_or_short_page_gives_its_whole_text(ingested, kind) -> None:
    fact = FACTS[kind]
    [(body,)] = ingested.rows("SELECT body FROM report.article WHERE guid = %s", fact["guid"])
    assert fact["words"] in body
    assert not set(body) & {chr(code) for code in range(32) if code != 10}


@pytest.mark.parametrize("fact", FACTS["encoding"], ids=lambda fact: fact["why"])
def test_a_wrong_encoding_is_read_right(ingested, fact) -> None:
    words = " ".join(fact["words"].split())
    assert ingested.rows("SELECT 1 FROM report.article WHERE position(%s IN body) > 0", words) == [(1,)]


def test_every_copy_is_joined_to_its_original(ingested) -> None:
    members = dict(ingested.rows("SELECT key, cluster_id FROM (" + KEYED + ") AS keyed"))
    missed = [fact for fact in FACTS["copy"] if members[key(fact)] != members[fact["original"]]]
    assert missed == []
    assert ingested.rows("SELECT count(*) FROM report.article WHERE is_copy") == [
        (FACTS["totals"]["duplicate_stories"],)
    ]


def test_titles_of_works_are_no_quotes(ingested) -> None:
    for fact in FACTS["not_a_quote"]:
        assert ingested.rows("SELECT quote FROM report.quote WHERE quote = %s", fact["words"]) == []


def test_who_said_what_agrees_with_the_careful_reader(ingested) -> None:
    """Recall on the sample wire's own quotes; the floors are a margin under what was measured.

    A speaker without a name is right with or without the article: the reader wrote "a senior diplomat".
    """
    quotes: dict[str, list[tuple[set[str], str | None]]] = {}
    for name, text, speaker in ingested.rows(
        "SELECT key, quote.text, quote.speaker_canonical FROM (" + KEYED + ") AS keyed "
        "INNER JOIN news.quote USING (article_id)"
    ):
        quotes.setdefault(name, []).append((words_of(text), speaker))
    found = with_speaker = 0
    for fact in FACTS["quote"]:
        wanted = words_of(" ".join(fact["words"]))
        hits = [s for have, s in quotes.get(key(fact), ()) if len(wanted & have) >= 0.7 * len(wanted | have)]
        found += bool(hits)
        articles = {"a", "an", "the"}
        with_speaker += any(s and words_of(s) - articles == words_of(fact["speaker"]) - articles for s in hits)
    print(f"quotes found {found}, with speaker {with_speaker}, of {len(FACTS['quote'])}")
    assert found >= 0.92 * len(FACTS["quote"])
    assert with_speaker >= 0.75 * len(FACTS["quote"])


# A story by its guid; a plain text, whose guid is made from its words, by its file name.
KEYED = """
    SELECT
        CASE WHEN story.guid LIKE 'text:%%' THEN replace(document.url, 'file:', '') ELSE story.guid END AS key,
        current.article_id,
        member.cluster_id
    FROM news.story_current AS current
    INNER JOIN news.story AS story USING (story_id)
    INNER JOIN news.story_version AS version USING (story_version_id)
    INNER JOIN news.raw_document AS document USING (raw_document_id)
    INNER JOIN news.cluster_member AS member ON member.article_id = current.article_id
"""


def key(fact: dict) -> str:
    return fact.get("guid") or fact["file"]


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))
