-- How many documents a reprocessing has not read.
SELECT count(*) AS left_count
FROM news.reprocess_document
WHERE run_id = %(run_id)s AND done_at IS NULL;
