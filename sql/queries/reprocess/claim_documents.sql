-- Lock the next documents that a reprocessing has not read; locked ones belong to another of its tasks.
SELECT
    document.raw_document_id,
    document.source_id,
    document.url,
    document.archive_file,
    document.archive_offset,
    document.entry,
    document.media_type,
    document.http_status,
    document.fetched_at,
    document.run_id AS received_run_id,
    source.name AS source_name,
    source.timezone,
    source.columns,
    source.language
FROM news.reprocess_document AS work
INNER JOIN news.raw_document AS document ON work.raw_document_id = document.raw_document_id
INNER JOIN news.source AS source ON document.source_id = source.source_id
WHERE work.run_id = %(run_id)s AND work.done_at IS NULL
ORDER BY work.raw_document_id
LIMIT %(batch_size)s
FOR UPDATE OF work SKIP LOCKED;
