-- Show nothing of these stories until load settles them, later in the same transaction.
DELETE FROM news.story_current
WHERE story_id = ANY(%(story_ids)s::bigint[]);
