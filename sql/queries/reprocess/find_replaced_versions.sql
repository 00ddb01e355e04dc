-- The versions that these documents gave, and those put together from takes among them: they are read anew.
WITH given AS (
    SELECT
        version.story_version_id,
        version.story_id,
        version.take_of,
        story.source_id
    FROM news.story_version AS version
    INNER JOIN news.story AS story ON version.story_id = story.story_id
    WHERE version.raw_document_id = ANY(%(raw_document_ids)s::bigint[])
)

SELECT
    given.story_version_id,
    given.story_id
FROM given
UNION
SELECT
    joined.story_version_id,
    joined.story_id
FROM given
INNER JOIN news.story_version AS joined ON given.take_of = joined.take_of AND joined.take_count IS NOT NULL
INNER JOIN news.story AS story ON joined.story_id = story.story_id AND given.source_id = story.source_id
ORDER BY story_version_id;
