-- What the tables have of these documents, or of the same stories from others: to compare with what is read now.
SELECT
    version.raw_document_id,
    story.source_id,
    story.guid,
    version.version,
    version.content_sha256,
    version.signals,
    article.body_sha256,
    article.language,
    article.is_degraded,
    article.damage,
    article.byline,
    article.dateline_place,
    article.dateline_on,
    article.dateline_agency,
    (
        SELECT json_agg(json_build_array(cut.start_char, cut.kind) ORDER BY cut.start_char)
        FROM news.article_furniture AS cut
        WHERE cut.article_id = article.article_id
    ) AS furniture,
    (
        SELECT array_agg(person.name || '/' || person.role ORDER BY person.position)
        FROM news.article_contributor AS person
        WHERE person.article_id = article.article_id
    ) AS contributors
FROM news.story_version AS version
INNER JOIN news.story AS story ON version.story_id = story.story_id
LEFT JOIN news.article AS article ON version.story_version_id = article.story_version_id
WHERE
    version.take_count IS NULL
    AND (
        version.raw_document_id = ANY(%(raw_document_ids)s::bigint[])
        OR version.story_id IN (
            SELECT known.story_id
            FROM unnest(%(source_ids)s::bigint[], %(guids)s::text[]) AS wanted (source_id, guid)
            INNER JOIN news.story AS known ON wanted.source_id = known.source_id AND wanted.guid = known.guid
        )
    );
