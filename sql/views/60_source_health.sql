-- How each source does: its last poll, its last success, and what came of it.
CREATE VIEW report.source_health AS
SELECT
    source.name AS source,
    source.title,
    source.kind,
    source.location,
    source.moved_to,
    source.moved_at,
    source.rights,
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
    source.expected_articles AS expected_article_count,
    source.tolerance AS expected_tolerance_ratio,
    arrivals.article_count AS last_run_article_count,
    arrivals.article_count NOT BETWEEN source.expected_articles * (1 - source.tolerance)
    AND source.expected_articles * (1 + source.tolerance) AS is_outside_band,
    gaps.longest_gap_h,
    success.polled_at - news.polled_at > 2 * gaps.longest_gap_h * interval '1 hour' AS is_quiet,
    attention.reason AS attention,
    attention.reason IS NOT NULL AS needs_attention,
    (
        SELECT array_agg(coalesce(counted.article_count, 0) ORDER BY past.day)
        FROM generate_series(current_date - 27, current_date, interval '1 day') AS past (day)
        LEFT JOIN (
            SELECT
                (visible.dated_at AT TIME ZONE 'UTC')::date AS day,
                count(*) AS article_count
            FROM report.visible_article AS visible
            WHERE visible.source_id = source.source_id AND visible.dated_at >= current_date - 27
            GROUP BY (visible.dated_at AT TIME ZONE 'UTC')::date
        ) AS counted ON past.day = counted.day
    ) AS last_28_days
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
) AS rejections ON TRUE
LEFT JOIN LATERAL (
    SELECT count(version.story_version_id) AS article_count
    FROM (
        SELECT good.run_id
        FROM news.feed_poll AS good
        INNER JOIN news.run AS run ON good.run_id = run.run_id
        WHERE
            good.source_id = source.source_id
            AND good.outcome IN ('new', 'unchanged')
            AND run.finished_at IS NOT NULL
        ORDER BY good.polled_at DESC, good.feed_poll_id DESC
        LIMIT 1
    ) AS ended
    LEFT JOIN news.raw_document AS document
        ON ended.run_id = document.run_id AND source.source_id = document.source_id
    LEFT JOIN news.story_version AS version ON document.raw_document_id = version.raw_document_id
    HAVING count(*) > 0 AND source.expected_articles IS NOT NULL
) AS arrivals ON TRUE
LEFT JOIN LATERAL (
    SELECT max(gap.gap_h) AS longest_gap_h
    FROM (
        SELECT
            extract(EPOCH FROM good.polled_at - lag(good.polled_at) OVER (ORDER BY good.polled_at))::float
            / 3600 AS gap_h
        FROM news.feed_poll AS good
        WHERE
            good.source_id = source.source_id
            AND good.new_count > 0
            AND good.polled_at > news.polled_at - interval '90 days'
    ) AS gap
    HAVING count(gap.gap_h) >= 5
) AS gaps ON TRUE
LEFT JOIN LATERAL (
    SELECT
        nullif(
            concat_ws(
                '; ',
                CASE
                    WHEN poll.outcome = 'failed' OR failures.failure_count >= 3
                        THEN format('%s, %s times in a row', poll.outcome, failures.failure_count)
                END,
                CASE
                    WHEN success.polled_at - news.polled_at > 2 * gaps.longest_gap_h * interval '1 hour'
                        THEN format('nothing new since %s UTC', to_char(news.polled_at, 'YYYY-MM-DD HH24:MI'))
                END,
                CASE
                    WHEN
                        arrivals.article_count
                        NOT BETWEEN source.expected_articles * (1 - source.tolerance)
                        AND source.expected_articles * (1 + source.tolerance)
                        THEN format('%s articles, expected %s', arrivals.article_count, source.expected_articles)
                END
            ),
            ''
        ) AS reason
    WHERE source.is_enabled
) AS attention ON TRUE;

COMMENT ON VIEW report.source_health IS 'Source health: one row for each source that was ever in sources.toml.';
COMMENT ON COLUMN report.source_health.source IS 'Name of the source, as in sources.toml.';
COMMENT ON COLUMN report.source_health.title IS 'Name of the source for people; NULL where sources.toml gives none.';
COMMENT ON COLUMN report.source_health.kind IS 'feed: read over HTTP; files: read from a folder.';
COMMENT ON COLUMN report.source_health.location IS 'Address of the feed, or the folder.';
COMMENT ON COLUMN report.source_health.moved_to IS 'Where the feed has moved for good, and is polled now: put it into sources.toml; NULL where it has not moved.';
COMMENT ON COLUMN report.source_health.moved_at IS 'When a poll read the feed there first (UTC).';
COMMENT ON COLUMN report.source_health.rights IS 'Licence or terms of use, as in sources.toml; NULL where it states none.';
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
COMMENT ON COLUMN report.source_health.expected_article_count IS 'How many articles a run brings, as sources.toml expects; NULL where it does not say.';
COMMENT ON COLUMN report.source_health.expected_tolerance_ratio IS 'How far off a run may be, as a share of what is expected: 0.5 is half as many or half as many again.';
COMMENT ON COLUMN report.source_health.last_run_article_count IS 'How many versions of articles the last ended run that could read the source got from it; NULL where nothing is expected.';
COMMENT ON COLUMN report.source_health.is_outside_band IS 'Whether that is fewer or more than expected, beyond the tolerance; NULL where nothing is expected.';
COMMENT ON COLUMN report.source_health.longest_gap_h IS 'The longest time between two polls with something new, in the 90 days before the last one, in hours; NULL with fewer than five gaps.';
COMMENT ON COLUMN report.source_health.is_quiet IS 'Whether polls that went well have found nothing new for more than twice that; NULL where it is not known.';
COMMENT ON COLUMN report.source_health.attention IS 'Why a person should look, in words: its last poll failed, three in a row did not reach it, it is quiet, or a run was outside the band; NULL where none need, or it is switched off.';
COMMENT ON COLUMN report.source_health.needs_attention IS 'Whether a person should look.';
COMMENT ON COLUMN report.source_health.last_28_days IS 'How many articles it published on each of the last 28 days (UTC), the oldest first, today last: 28 numbers for a sparkline.';
