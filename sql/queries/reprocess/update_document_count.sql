-- Note how much there is to do.
UPDATE news.reprocess
SET
    document_count = (
        SELECT count(*)
        FROM news.reprocess_document AS work
        WHERE work.run_id = %(run_id)s
    )
WHERE run_id = %(run_id)s
RETURNING document_count;
