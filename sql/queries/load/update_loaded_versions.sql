-- Mark all versions of these stories as settled.
UPDATE news.story_version
SET is_loaded = TRUE
WHERE story_id = ANY(%(story_ids)s) AND NOT is_loaded;
