-- Let the next parse task read again what was rejected before: the documents of these sources and days of receipt.
WITH forgotten AS (
    DELETE FROM news.rejection AS rejection
    USING news.source AS source, news.raw_document AS document
    WHERE
        rejection.source_id = source.source_id
        AND source.name = ANY(%(sources)s::text[])
        AND rejection.stage IN ('acquire', 'clean')
        AND rejection.raw_document_id = document.raw_document_id
        AND (%(first_at)s::timestamptz IS NULL OR document.fetched_at >= %(first_at)s)
        AND (%(until)s::timestamptz IS NULL OR document.fetched_at < %(until)s)
    RETURNING rejection.raw_document_id
)

UPDATE news.raw_document AS document
SET parser_version = NULL
FROM forgotten
WHERE document.raw_document_id = forgotten.raw_document_id;
