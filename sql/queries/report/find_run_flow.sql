-- What went into each stage of one run and what came out of it: the numbers of the metrics and of the verb status.
SELECT
    run.dag_id,
    summary.documents_read,
    summary.documents_added,
    summary.articles_read,
    summary.articles_added,
    summary.duplicates_found,
    summary.annotations_added,
    summary.mentions_added,
    summary.quotes_added,
    summary.words_annotated,
    summary.words_per_s,
    (
        SELECT extract(EPOCH FROM now() - min(version.received_at))::float
        FROM news.version_key AS known
        INNER JOIN news.story_version AS version ON known.story_version_id = version.story_version_id
        WHERE NOT known.is_loaded
    ) AS lag_s,
    (
        SELECT
            percentile_cont(0.5) WITHIN GROUP (
                ORDER BY extract(EPOCH FROM version.received_at - version.published_at)::float
            )
        FROM news.story_version AS version
        WHERE version.run_id = run.run_id
    ) AS delay_s,
    (
        SELECT coalesce(jsonb_object_agg(grouped.stage || '.' || grouped.reason, grouped.amount), '{}')
        FROM (
            SELECT
                rejection.stage,
                rejection.reason,
                count(*) AS amount
            FROM news.rejection AS rejection
            WHERE rejection.run_id = run.run_id
            GROUP BY rejection.stage, rejection.reason
        ) AS grouped
    ) AS rejections,
    (
        SELECT coalesce(jsonb_object_agg(grouped.host_class, grouped.amount), '{}')
        FROM (
            SELECT
                CASE
                    WHEN poll.http_status IS NULL THEN 'no_answer'
                    WHEN poll.http_status IN (429, 503) THEN 'busy'
                    WHEN poll.http_status >= 500 THEN 'server_error'
                    WHEN poll.http_status >= 400 THEN 'refuses'
                    ELSE 'unreadable'
                END AS host_class,
                count(*) AS amount
            FROM news.feed_poll AS poll
            WHERE poll.run_id = run.run_id AND poll.outcome IN ('unreachable', 'failed')
            GROUP BY host_class
        ) AS grouped
    ) AS fetch_errors
FROM news.run AS run
INNER JOIN report.run_summary AS summary ON run.run_id = summary.run_id
WHERE run.run_id = %(run_id)s;
