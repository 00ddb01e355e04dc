-- What one run did.
SELECT
    run.run_id,
    run.started_at,
    run.finished_at,
    run.documents_read,
    run.documents_added,
    run.articles_read,
    run.versions_added,
    run.articles_added,
    run.duplicates_found,
    run.rejections_added,
    run.mentions_added,
    run.quotes_added,
    run.entities_added,
    run.rows_added,
    run.rejections_by_reason
FROM report.run_summary AS run
WHERE run.run_id = %(run_id)s;
