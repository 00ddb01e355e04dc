-- Mark these versions as settled, from now on.
UPDATE news.story_version
SET
    is_loaded = TRUE,
    loaded_at = now()
WHERE story_version_id = ANY(%(version_ids)s::bigint[]) AND NOT is_loaded;
