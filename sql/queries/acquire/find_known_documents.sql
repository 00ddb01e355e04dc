-- Which of these deliveries of a source were fetched before, and whether their page came lately and was rejected as one
-- without a story: a site may show a wall or an error for some hours.
SELECT
    document.raw_document_id,
    document.entry_sha256,
    document.entry IS NOT NULL
    AND document.fetched_at > now() - %(asked_again)s::interval
    AND EXISTS (
        SELECT FROM news.rejection
        WHERE
            rejection.source_id = document.source_id
            AND rejection.stage IN ('acquire', 'clean')
            AND rejection.reference = document.url
            AND rejection.reason = ANY(%(without_story)s::text[])
    ) AS is_rejected
FROM news.raw_document AS document
WHERE
    document.source_id = %(source_id)s
    AND document.entry_sha256 = ANY(%(keys)s::bytea[]);
