-- The next stories with versions that load has not settled.
SELECT DISTINCT known.story_id
FROM news.version_key AS known
WHERE NOT known.is_loaded AND known.story_id > %(after_story_id)s
ORDER BY known.story_id
LIMIT %(batch_size)s;
