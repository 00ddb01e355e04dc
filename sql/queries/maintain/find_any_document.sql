-- One archived document, drawn by chance: the first from a chance key on, or the very first.
SELECT
    document.raw_document_id,
    document.url,
    document.archive_file,
    document.archive_offset,
    document.sha256,
    document.byte_count
FROM news.raw_document AS document
WHERE
    document.raw_document_id >= (
        SELECT
            coalesce(
                floor(
                    min(known.raw_document_id) + random() * (max(known.raw_document_id) - min(known.raw_document_id))
                ),
                0
            )
        FROM news.raw_document AS known
    )
ORDER BY document.raw_document_id
LIMIT 1;
