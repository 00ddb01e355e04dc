-- The reprocessings that reports have not switched to.
SELECT
    progress.run_id,
    progress.from_stage,
    progress.started_at,
    progress.document_count,
    progress.done_count,
    progress.left_count,
    progress.left_s
FROM report.reprocessing AS progress
WHERE progress.switched_at IS NULL AND progress.finished_at IS NULL
ORDER BY progress.run_id;
