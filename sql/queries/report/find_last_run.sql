-- The newest run, and what it did.
SELECT
    run.run_id,
    run.airflow_run_id,
    run.started_at,
    run.finished_at,
    run.articles_read,
    run.rejections_added,
    run.rows_added,
    run.rejections_by_reason,
    run.unread_sources
FROM report.run_summary AS run
ORDER BY run.run_id DESC
LIMIT 1;
