-- Show nothing of stories for which no version speaks: their text is the first take of another one.
DELETE FROM news.story_current
WHERE story_id = ANY(%(story_ids)s::bigint[]);
