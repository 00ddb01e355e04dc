-- Show nothing of stories for which no version speaks: their text is the first take of another one.
DELETE FROM news.story_current AS shown
WHERE
    shown.story_id = ANY(%(story_ids)s)
    AND NOT EXISTS (
        SELECT 1 FROM news.story_head AS head
        WHERE head.story_id = shown.story_id
    );
