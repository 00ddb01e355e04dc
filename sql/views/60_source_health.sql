-- How each source does: its last poll, its last success, and what came of it.
CREATE VIEW report.source_health AS
SELECT
    source.name AS source,
    source.title,
    source.kind,
    source.location,
    source.is_enabled,
    poll.polled_at AS last_polled_at,
    poll.outcome AS last_outcome,
    poll.http_status AS last_http_status,
    poll.detail AS last_detail,
    poll.document_count AS last_document_count,
    poll.new_count AS last_new_count,
    success.polled_at AS last_success_at,
    news.polled_at AS last_new_at,
    failures.failure_count AS consecutive_failure_count,
    articles.article_count,
    rejections.rejection_count AS last_run_rejection_count,
    poll.run_id AS last_run_id,
    source.is_enabled AND (coalesce(poll.outcome = 'failed', FALSE) OR failures.failure_count >= 3) AS needs_attention
FROM news.source AS source
LEFT JOIN LATERAL (
    SELECT
        latest.polled_at,
        latest.outcome,
        latest.http_status,
        latest.detail,
        latest.document_count,
        latest.new_count,
        latest.run_id
    FROM news.feed_poll AS latest
    WHERE latest.source_id = source.source_id
    ORDER BY latest.polled_at DESC, latest.feed_poll_id DESC
    LIMIT 1
) AS poll ON TRUE
LEFT JOIN LATERAL (
    SELECT max(good.polled_at) AS polled_at
    FROM news.feed_poll AS good
    WHERE good.source_id = source.source_id AND good.outcome IN ('new', 'unchanged')
) AS success ON TRUE
LEFT JOIN LATERAL (
    SELECT max(good.polled_at) AS polled_at
    FROM news.feed_poll AS good
    WHERE good.source_id = source.source_id AND good.new_count > 0
) AS news ON TRUE
LEFT JOIN LATERAL (
    SELECT count(*) AS failure_count
    FROM news.feed_poll AS bad
    WHERE
        bad.source_id = source.source_id
        AND bad.outcome IN ('unreachable', 'failed')
        AND bad.polled_at > coalesce(success.polled_at, '-infinity')
) AS failures ON TRUE
LEFT JOIN LATERAL (
    SELECT count(*) AS article_count
    FROM news.story AS story
    INNER JOIN report.visible_article AS visible ON story.story_id = visible.story_id
    WHERE story.source_id = source.source_id
) AS articles ON TRUE
LEFT JOIN LATERAL (
    SELECT count(*) AS rejection_count
    FROM news.rejection AS rejection
    WHERE rejection.source_id = source.source_id AND rejection.run_id = poll.run_id
) AS rejections ON TRUE;

COMMENT ON VIEW report.source_health IS 'Source health: one row for each source that was ever in sources.toml.';
COMMENT ON COLUMN report.source_health.source IS 'Name of the source, as in sources.toml.';
COMMENT ON COLUMN report.source_health.title IS 'Name of the source for people; NULL where sources.toml gives none.';
COMMENT ON COLUMN report.source_health.kind IS 'feed: read over HTTP; files: read from a folder.';
COMMENT ON COLUMN report.source_health.location IS 'Address of the feed, or the folder.';
COMMENT ON COLUMN report.source_health.is_enabled IS 'Whether sources.toml has it switched on.';
COMMENT ON COLUMN report.source_health.last_polled_at IS 'When it was polled last (UTC); NULL where it never was.';
COMMENT ON COLUMN report.source_health.last_outcome IS 'What came of that: new (documents), unchanged, unreachable, or failed (reachable, but not as expected).';
COMMENT ON COLUMN report.source_health.last_http_status IS 'HTTP status of that poll; NULL where there was no answer or no HTTP.';
COMMENT ON COLUMN report.source_health.last_detail IS 'What went wrong at that poll, in words for people.';
COMMENT ON COLUMN report.source_health.last_document_count IS 'How many documents that poll saw.';
COMMENT ON COLUMN report.source_health.last_new_count IS 'How many of these were new.';
COMMENT ON COLUMN report.source_health.last_success_at IS 'When it was last read without error (UTC); NULL where it never was.';
COMMENT ON COLUMN report.source_health.last_new_at IS 'When it last had something new (UTC); NULL where it never had.';
COMMENT ON COLUMN report.source_health.consecutive_failure_count IS 'How many polls in a row failed since the last success.';
COMMENT ON COLUMN report.source_health.article_count IS 'How many of its articles reports show now.';
COMMENT ON COLUMN report.source_health.last_run_rejection_count IS 'How many of its documents and articles were skipped for the first time in the run that polled it last.';
COMMENT ON COLUMN report.source_health.last_run_id IS 'Key of the run that polled it last (report.run_summary).';
COMMENT ON COLUMN report.source_health.needs_attention IS 'Whether a person should look: switched on, and its last poll failed or three in a row did not reach it.';
