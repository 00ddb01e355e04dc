-- Delete those of these stories that no version tells of any more, with what the register has of them.
WITH empty AS (
    SELECT story.story_id
    FROM news.story AS story
    WHERE
        story.story_id = ANY(%(story_ids)s::bigint[])
        AND NOT EXISTS (
            SELECT 1 FROM news.story_version AS version
            WHERE version.story_id = story.story_id
        )
),

unregistered AS (
    DELETE FROM news.version_key AS known
    USING empty
    WHERE known.story_id = empty.story_id
)

DELETE FROM news.story AS story
USING empty
WHERE story.story_id = empty.story_id;
