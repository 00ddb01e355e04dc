-- severity: warn. No article is dated more than a day ahead: its time zone or its date was misread.
SELECT
    version.story_version_id,
    source.name AS source,
    version.published_at,
    version.received_at
FROM checked
INNER JOIN news.story_version AS version ON checked.article_id = version.story_version_id
INNER JOIN news.story AS story ON version.story_id = story.story_id
INNER JOIN news.source AS source ON story.source_id = source.source_id
WHERE coalesce(version.published_at, version.received_at) > now() + interval '1 day'
ORDER BY version.story_version_id
LIMIT 100;
