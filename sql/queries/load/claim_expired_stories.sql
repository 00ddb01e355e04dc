-- Lock the next stories whose last version is older than their source keeps them.
SELECT
    story.story_id,
    array_agg(version.story_version_id) AS version_ids
FROM news.story AS story
INNER JOIN news.source AS source ON story.source_id = source.source_id
INNER JOIN news.story_version AS version ON story.story_id = version.story_id
WHERE
    story.story_id > %(after_story_id)s
    AND source.keep_days IS NOT NULL
GROUP BY story.story_id, source.keep_days
HAVING
    max(coalesce(version.published_at, version.received_at))
    < %(now)s::timestamptz - make_interval(days => source.keep_days)
ORDER BY story.story_id
LIMIT %(batch_size)s;
