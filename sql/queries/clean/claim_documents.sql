-- Lock the next documents that no parser has read; locked ones belong to another task.
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
    source.name AS source_name,
    source.timezone,
    source.columns,
    source.language
FROM news.raw_document AS document
INNER JOIN news.source AS source ON document.source_id = source.source_id
WHERE document.parser_version IS NULL
ORDER BY document.raw_document_id
LIMIT %(batch_size)s
FOR UPDATE OF document SKIP LOCKED;
