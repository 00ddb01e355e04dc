-- What each run did, in numbers.
CREATE VIEW report.run_summary AS
SELECT
    run.run_id,
    run.airflow_run_id,
    run.dag_id,
    run.started_at,
    run.finished_at,
    counts.sources_polled,
    counts.sources_failed,
    counts.documents_read,
    counts.documents_added,
    counts.articles_read,
    counts.versions_added,
    counts.articles_added,
    counts.duplicates_found,
    counts.rejections_added,
    counts.annotations_added,
    counts.words_annotated,
    counts.annotation_ms,
    counts.words_annotated * 1000.0 / nullif(counts.annotation_ms, 0) AS words_per_s,
    counts.entities_added,
    counts.mentions_added,
    counts.quotes_added,
    counts.rows_added,
    (
        SELECT count(*)
        FROM news.story_version AS version
        INNER JOIN news.article AS article ON version.story_version_id = article.article_id
        WHERE version.run_id = run.run_id AND article.unannotated_reason = 'language'
    ) AS articles_of_other_languages,
    rejections.by_reason AS rejections_by_reason,
    unread.sources AS unread_sources,
    run.params
FROM news.run AS run
LEFT JOIN LATERAL (
    SELECT
        coalesce(sum(counted.amount) FILTER (WHERE counted.measure = 'sources_polled'), 0)::bigint
            AS sources_polled,
        coalesce(sum(counted.amount) FILTER (WHERE counted.measure = 'sources_failed'), 0)::bigint
            AS sources_failed,
        coalesce(sum(counted.amount) FILTER (WHERE counted.measure = 'documents_read'), 0)::bigint
            AS documents_read,
        coalesce(sum(counted.amount) FILTER (WHERE counted.measure = 'documents_added'), 0)::bigint
            AS documents_added,
        coalesce(sum(counted.amount) FILTER (WHERE counted.measure = 'articles_read'), 0)::bigint AS articles_read,
        coalesce(sum(counted.amount) FILTER (WHERE counted.measure = 'versions_added'), 0)::bigint
            AS versions_added,
        coalesce(sum(counted.amount) FILTER (WHERE counted.measure = 'articles_added'), 0)::bigint
            AS articles_added,
        coalesce(sum(counted.amount) FILTER (WHERE counted.measure = 'duplicates_found'), 0)::bigint
            AS duplicates_found,
        coalesce(sum(counted.amount) FILTER (WHERE counted.measure = 'rejections_added'), 0)::bigint
            AS rejections_added,
        coalesce(sum(counted.amount) FILTER (WHERE counted.measure = 'annotations_added'), 0)::bigint
            AS annotations_added,
        coalesce(sum(counted.amount) FILTER (WHERE counted.measure = 'words_annotated'), 0)::bigint
            AS words_annotated,
        coalesce(sum(counted.amount) FILTER (WHERE counted.measure = 'annotation_ms'), 0)::bigint AS annotation_ms,
        coalesce(sum(counted.amount) FILTER (WHERE counted.measure = 'entities_added'), 0)::bigint
            AS entities_added,
        coalesce(sum(counted.amount) FILTER (WHERE counted.measure = 'mentions_added'), 0)::bigint
            AS mentions_added,
        coalesce(sum(counted.amount) FILTER (WHERE counted.measure = 'quotes_added'), 0)::bigint AS quotes_added,
        coalesce(sum(counted.amount) FILTER (WHERE counted.measure = 'rows_added'), 0)::bigint AS rows_added
    FROM news.run_count AS counted
    WHERE counted.run_id = run.run_id
) AS counts ON TRUE
LEFT JOIN LATERAL (
    SELECT coalesce(jsonb_object_agg(grouped.reason, grouped.amount), '{}') AS by_reason
    FROM (
        SELECT
            rejection.reason,
            count(*) AS amount
        FROM news.rejection AS rejection
        WHERE rejection.run_id = run.run_id
        GROUP BY rejection.reason
    ) AS grouped
) AS rejections ON TRUE
LEFT JOIN LATERAL (
    SELECT coalesce(array_agg(DISTINCT source.name), '{}') AS sources
    FROM news.feed_poll AS poll
    INNER JOIN news.source AS source ON poll.source_id = source.source_id
    WHERE poll.run_id = run.run_id AND poll.outcome IN ('unreachable', 'failed')
) AS unread ON TRUE;

COMMENT ON VIEW report.run_summary IS 'Runs: what each one read, added and skipped, one row each.';
COMMENT ON COLUMN report.run_summary.run_id IS 'Key of the run.';
COMMENT ON COLUMN report.run_summary.airflow_run_id IS 'Name of the run in Airflow.';
COMMENT ON COLUMN report.run_summary.dag_id IS 'DAG whose run it was.';
COMMENT ON COLUMN report.run_summary.started_at IS 'When it began (UTC).';
COMMENT ON COLUMN report.run_summary.finished_at IS 'When it ended (UTC); NULL while it runs, or where it was cut off.';
COMMENT ON COLUMN report.run_summary.sources_polled IS 'How many sources it polled.';
COMMENT ON COLUMN report.run_summary.sources_failed IS 'How many of these it could not read.';
COMMENT ON COLUMN report.run_summary.documents_read IS 'How many documents it received.';
COMMENT ON COLUMN report.run_summary.documents_added IS 'How many of these were new or changed; their bytes are in the archive.';
COMMENT ON COLUMN report.run_summary.articles_read IS 'How many articles it found in the documents, repeated ones included.';
COMMENT ON COLUMN report.run_summary.versions_added IS 'How many new versions of stories it stored.';
COMMENT ON COLUMN report.run_summary.articles_added IS 'How many cleaned texts it stored.';
COMMENT ON COLUMN report.run_summary.duplicates_found IS 'How many of these repeat an earlier text.';
COMMENT ON COLUMN report.run_summary.rejections_added IS 'How many documents and articles it skipped that were not skipped before.';
COMMENT ON COLUMN report.run_summary.annotations_added IS 'How many different texts it annotated.';
COMMENT ON COLUMN report.run_summary.words_annotated IS 'How many words these have.';
COMMENT ON COLUMN report.run_summary.annotation_ms IS 'How long that took, in milliseconds of all its tasks together.';
COMMENT ON COLUMN report.run_summary.words_per_s IS 'How many words a task annotated in a second; NULL where none did.';
COMMENT ON COLUMN report.run_summary.entities_added IS 'How many names and values it met for the first time.';
COMMENT ON COLUMN report.run_summary.mentions_added IS 'How many mentions of entities it stored.';
COMMENT ON COLUMN report.run_summary.quotes_added IS 'How many quotes it stored.';
COMMENT ON COLUMN report.run_summary.rows_added IS 'How many rows it added to the data, counts and polls left out: 0 where there was nothing new.';
COMMENT ON COLUMN report.run_summary.articles_of_other_languages IS 'Texts it loaded that are not annotated: no model reads their language.';
COMMENT ON COLUMN report.run_summary.rejections_by_reason IS 'How many documents and articles it was the first to skip, by reason, as a JSON object.';
COMMENT ON COLUMN report.run_summary.unread_sources IS 'Names of the sources that it could not read.';
COMMENT ON COLUMN report.run_summary.params IS 'With which parameters it was started, as a JSON object.';
