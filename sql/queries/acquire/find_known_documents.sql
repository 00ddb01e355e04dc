-- Which of these deliveries of a source were fetched before. An entry whose page came lately without its story is asked
-- for again: a site may show a wall or an error for some hours.
SELECT DISTINCT document.entry_sha256
FROM news.raw_document AS document
WHERE
    document.source_id = %(source_id)s
    AND document.entry_sha256 = ANY(%(keys)s::bytea[])
    AND NOT (
        document.entry IS NOT NULL
        AND document.fetched_at > now() - %(asked_again)s::interval
        AND EXISTS (
            SELECT FROM news.rejection
            WHERE
                rejection.source_id = document.source_id
                AND rejection.stage IN ('acquire', 'clean')
                AND rejection.reference = document.url
                AND rejection.reason = ANY(%(without_story)s::text[])
        )
        AND NOT EXISTS (
            SELECT FROM news.story_version
            WHERE story_version.raw_document_id = document.raw_document_id
        )
    );
