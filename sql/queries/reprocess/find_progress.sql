-- How far a reprocessing is: documents read and left, and seconds since it began.
SELECT
    progress.document_count,
    progress.done_count,
    progress.left_count,
    progress.elapsed_s,
    progress.left_s
FROM report.reprocessing AS progress
WHERE progress.run_id = %(run_id)s;
