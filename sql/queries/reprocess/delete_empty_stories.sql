-- Delete those of these stories that no version tells of any more.
DELETE FROM news.story AS story
WHERE
    story.story_id = ANY(%(story_ids)s::bigint[])
    AND NOT EXISTS (
        SELECT 1 FROM news.story_version AS version
        WHERE version.story_id = story.story_id
    );
