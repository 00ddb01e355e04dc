"""A made-up wire written into the tables by SQL: many articles in little time, for benches and tests of plans."""

from newswire.db import Database

# Reports that are asked for a range of days, with the column that bounds it.
DATED_REPORTS = {
    "article": "dated_at",
    "quote": "dated_at",
    "mention": "dated_at",
    "quote_mention": "dated_at",
    "syndication": "dated_at",
    "contributor": "dated_at",
    "entity_article": "day",
    "entity_day": "day",
    "entity_pair": "day",
    "speaker_day": "day",
    "source_day": "day",
    "story": "dated_at",
    "story_version": "received_at",
    "version_change": "received_at",
    "correction": "received_at",
}
# 20 sources, spread over ``days`` days before ``until``. Of ten texts one is a copy of another, and one a new version
# of the story before it, an hour later: of these two it alone has mentions and quotes, and they have been compared.
STEPS = (
    "SET session_replication_role = replica",  # no trigger for each row: the rows are made to fit
    "SET synchronous_commit = off",
    "INSERT INTO news.source (name, kind, location, timezone, is_enabled)"
    " SELECT 'made-up-' || n, 'files', '/', 'UTC', TRUE FROM generate_series(1, 20) AS n ON CONFLICT DO NOTHING",
    "INSERT INTO news.run (airflow_run_id, started_at) VALUES ('made up', '2026-11-20') ON CONFLICT DO NOTHING",
    "INSERT INTO news.raw_document (source_id, run_id, url, url_key, sha256, byte_count, fetched_at, archive_file,"
    " archive_offset) SELECT min(source_id), (SELECT min(run_id) FROM news.run), 'made:up', 'made:up', sha256('a'), 1,"
    " '2026-11-20', 'a', 0 FROM news.source ON CONFLICT DO NOTHING",
    "INSERT INTO news.entity (canonical, label, shown_name) SELECT 'Person ' || n, 'PERSON', 'Person ' || n"
    " FROM generate_series(1, 5000) AS n ON CONFLICT DO NOTHING",
    "UPDATE news.entity SET shown_as = entity_id WHERE shown_as IS NULL",
    "INSERT INTO news.entity_alias (entity_id, alias) SELECT entity_id, canonical FROM news.entity"
    " ON CONFLICT DO NOTHING",
    "CREATE TEMPORARY TABLE made ON COMMIT DROP AS SELECT n, 1 + n - told.number AS version, n %% 10 <> 4 AS is_head,"
    " %(until)s::timestamptz - make_interval(secs => ((told.number::bigint * 7919) %% (%(days)s * 86400))::integer,"
    " hours => told.number - n) AS dated_at, 'made-up ' || told.number AS guid,"
    " (SELECT min(source_id) FROM news.source) + told.number %% 20 AS source_id, NULL::bigint AS id,"
    " NULL::bigint AS story_id FROM generate_series(%(first)s + 1, %(end)s) AS n"
    " CROSS JOIN LATERAL (SELECT n - CASE n %% 10 WHEN 5 THEN 1 ELSE 0 END AS number) AS told",
    "SELECT news.add_months(array_agg(DISTINCT news.month_key(dated_at, dated_at))) FROM made",
    "INSERT INTO news.story (source_id, guid, first_seen_at) SELECT source_id, guid, dated_at FROM made"
    " WHERE version = 1",
    "UPDATE made SET story_id = story.story_id, id = news.month_floor(news.month_key(dated_at, dated_at))"
    " + nextval('news.story_version_story_version_id_seq') FROM news.story"
    " WHERE story.guid = made.guid AND story.source_id = made.source_id",
    "INSERT INTO news.version_key (story_id, version, content_sha256, story_version_id, is_loaded, loaded_at)"
    " SELECT story_id, version, sha256(n::text::bytea), id, TRUE, dated_at + interval '30 minutes' FROM made",
    "INSERT INTO news.story_version (story_version_id, story_id, raw_document_id, run_id, version, content_sha256,"
    " source_format, pubstatus, signals, published_at, received_at, headline, body)"
    " SELECT id, story_id, (SELECT min(raw_document_id) FROM news.raw_document), (SELECT min(run_id) FROM news.run),"
    " version, sha256(n::text::bytea), 'text', 'usable', CASE n %% 50 WHEN 5 THEN ARRAY['correction'] ELSE '{}' END,"
    " dated_at, dated_at + interval '20 minutes', 'Headline ' || n, '' FROM made",
    "INSERT INTO news.article (article_id, story_version_id, body, body_sha256, word_count, language, is_degraded,"
    " cleaner_version) SELECT id, id, 'Person ' || n %% 5000 || ' spoke of harbour ' || n,"
    " sha256(n::text::bytea), 6, 'en', FALSE, 'made-up' FROM made",
    "INSERT INTO news.mention (article_id, entity_id, start_char, end_char, text, annotator_version)"
    " SELECT id, (SELECT min(entity_id) FROM news.entity) + (n * k) %% 5000, k * 10, k * 10 + 8,"
    " 'Person ' || 1 + (n * k) %% 5000, 'made-up' FROM made, generate_series(0, %(mentions)s - 1) AS k"
    " WHERE is_head",
    "INSERT INTO news.quote (article_id, spans, text, kind, speaker_span, speaker_text, speaker_canonical,"
    " speaker_entity_id, confidence, annotator_version) SELECT id, int4multirange(int4range(k * 30, k * 30 + 20)),"
    " 'We said ' || n || ' times', 'direct', int4range(0, 8), 'Person ' || 1 + n %% 5000, 'Person ' || 1 + n %% 5000,"
    " (SELECT min(entity_id) FROM news.entity) + n %% 5000, 0.9, 'made-up'"
    " FROM made, generate_series(0, %(quotes)s - 1) AS k WHERE is_head",
    "INSERT INTO news.quote_mention (quote_id, mention_id, article_id) SELECT quote_id, mention_id, article_id"
    " FROM made INNER JOIN news.quote ON quote.article_id = made.id INNER JOIN news.mention USING (article_id)"
    " WHERE quote.spans @> int4range(mention.start_char, mention.end_char)",
    "INSERT INTO news.story_current SELECT story_id, id, id, 'made-up' FROM made WHERE is_head",
    "INSERT INTO news.version_change SELECT made.id, before.id, '[[23, 30, 23, 30]]'"
    " FROM made INNER JOIN made AS before ON made.n = before.n + 1 WHERE made.version = 2",
    "INSERT INTO news.cluster SELECT id FROM made WHERE n %% 10 NOT IN (0, 5)",
    "INSERT INTO news.cluster_member (article_id, cluster_id, duplicate_of, relation, similarity, basis)"
    " SELECT made.id, coalesce(origin.id, made.id), origin.id, CASE WHEN made.version = 2 THEN 'update'"
    " WHEN origin.id IS NOT NULL THEN 'near' END, 1, CASE WHEN origin.id IS NOT NULL THEN 'text' END"
    " FROM made LEFT JOIN made AS origin ON origin.n = made.n + CASE made.n %% 10 WHEN 0 THEN -9 WHEN 5 THEN -1 END",
    "SET session_replication_role = DEFAULT",
)

# The deliveries that such articles came with, of 20 feeds.
DOCUMENTS = (
    "INSERT INTO news.raw_document (source_id, run_id, url, url_key, sha256, byte_count, fetched_at, archive_file,"
    " archive_offset, entry, entry_sha256, parser_version)"
    " SELECT (SELECT min(source_id) FROM news.source) + n %% 20, (SELECT min(run_id) FROM news.run),"
    " 'https://made-up.example/story/' || n, 'made-up.example/story/' || n, sha256(('page ' || n)::bytea), 80000,"
    " now() - make_interval(secs => n), 'made-up.warc.gz', n, '{}', sha256(('entry ' || n)::bytea), 'made-up'"
    " FROM generate_series(%(first)s + 1, %(end)s) AS n"
)


def make_up_documents(db: Database, first: int, end: int) -> None:
    """Write the deliveries number ``first`` + 1 to ``end``, and commit."""
    with db, db.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute(DOCUMENTS, {"first": first, "end": end})


def make_up(
    db: Database, first: int, end: int, *, until: str = "2026-11-25 00:00+00", days: int = 365, mentions: int = 3,
    quotes: int = 1,
) -> None:  # fmt: skip
    """Write made-up articles number ``first`` + 1 to ``end`` and commit; both are multiples of ten.

    Needs a superuser, as foreign keys and triggers are not asked. ``count_rows`` is to follow the last of them.
    """
    fields = {"first": first, "end": end, "until": until, "days": days, "mentions": mentions, "quotes": quotes}
    with db, db.cursor() as cursor:
        for step in STEPS:
            cursor.execute(step, fields)


def count_rows(db: Database) -> None:
    """Refresh what is counted ahead, commit, and let the planner know how many rows there are."""
    with db, db.cursor() as cursor:
        cursor.execute("REFRESH MATERIALIZED VIEW news.article_entity")
    db.autocommit = True
    with db.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    db.autocommit = False
