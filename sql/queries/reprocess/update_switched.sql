-- Note that reports show what the reprocessing found.
UPDATE news.reprocess
SET
    switched_at = %(now)s,
    changed_count = (
        SELECT count(*)
        FROM news.reprocess_document AS work
        WHERE work.run_id = %(run_id)s AND work.is_changed
    )
WHERE run_id = %(run_id)s;
