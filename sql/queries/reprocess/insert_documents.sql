-- Fill the work list with the archived documents of these days and sources. Feeds themselves are no documents to read.
-- A document is of the days on which its stories say they were published, or of its receipt where none says so.
INSERT INTO news.reprocess_document (run_id, raw_document_id)
SELECT
    %(run_id)s,
    document.raw_document_id
FROM news.raw_document AS document
INNER JOIN news.source AS source ON document.source_id = source.source_id
CROSS JOIN
    LATERAL (
        SELECT
            coalesce(min(version.published_at), document.fetched_at) AS first_at,
            coalesce(max(version.published_at), document.fetched_at) AS last_at
        FROM news.story_version AS version
        WHERE version.raw_document_id = document.raw_document_id
    ) AS told
WHERE
    document.parser_version IS NOT NULL
    AND document.entry_sha256 IS DISTINCT FROM document.sha256
    AND (cardinality(%(sources)s::text[]) = 0 OR source.name = ANY(%(sources)s::text[]))
    AND told.last_at >= %(first_at)s
    AND told.first_at < %(until)s
ORDER BY document.raw_document_id
ON CONFLICT (run_id, raw_document_id) DO NOTHING;
