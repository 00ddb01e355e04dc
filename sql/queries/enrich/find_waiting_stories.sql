-- The next stories with versions that load has not settled.
SELECT DISTINCT version.story_id
FROM news.story_version AS version
WHERE NOT version.is_loaded AND version.story_id > %(after_story_id)s
ORDER BY version.story_id
LIMIT %(batch_size)s;
