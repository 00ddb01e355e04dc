-- The newest runs, newest first, and what each did.
SELECT
    run.run_id,
    run.airflow_run_id,
    run.started_at,
    run.finished_at,
    extract(EPOCH FROM run.finished_at - run.started_at)::float AS duration_s,
    run.sources_polled,
    run.sources_failed,
    run.documents_read,
    run.documents_added,
    run.articles_read,
    run.versions_added,
    run.articles_added,
    run.duplicates_found,
    run.rejections_added,
    run.entities_added,
    run.mentions_added,
    run.quotes_added,
    run.rows_added,
    run.rejections_by_reason,
    run.unread_sources
FROM report.run_summary AS run
ORDER BY run.run_id DESC
LIMIT %(row_limit)s;
