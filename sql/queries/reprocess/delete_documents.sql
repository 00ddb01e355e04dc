-- Empty the work list of a reprocessing that is done.
DELETE FROM news.reprocess_document
WHERE run_id = %(run_id)s;
