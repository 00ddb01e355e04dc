-- Lock the next stories with versions that load has not settled; locked ones belong to another loader.
SELECT story.story_id
FROM news.story AS story
WHERE
    story.story_id > %(after_story_id)s
    AND EXISTS (
        SELECT 1
        FROM news.version_key AS known
        WHERE known.story_id = story.story_id AND NOT known.is_loaded
    )
ORDER BY story.story_id
LIMIT %(batch_size)s
FOR UPDATE SKIP LOCKED;
