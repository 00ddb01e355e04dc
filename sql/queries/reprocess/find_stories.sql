-- The stories that a reprocessing's documents tell of.
SELECT DISTINCT version.story_id
FROM news.reprocess_document AS work
INNER JOIN news.story_version AS version ON work.raw_document_id = version.raw_document_id
WHERE work.run_id = %(run_id)s AND version.story_id > %(after_story_id)s
ORDER BY version.story_id
LIMIT %(batch_size)s;
