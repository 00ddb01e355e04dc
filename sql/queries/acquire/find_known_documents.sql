-- Which of these deliveries of a source were fetched before.
SELECT DISTINCT entry_sha256
FROM news.raw_document
WHERE source_id = %(source_id)s AND entry_sha256 = ANY(%(keys)s::bytea[]);
