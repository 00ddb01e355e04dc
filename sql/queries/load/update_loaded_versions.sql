-- Mark all versions of these stories as settled, from now on.
UPDATE news.version_key
SET
    is_loaded = TRUE,
    loaded_at = now()
WHERE story_id = ANY(%(story_ids)s::bigint[]) AND NOT is_loaded;
