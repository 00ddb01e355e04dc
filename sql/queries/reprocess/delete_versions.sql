-- Delete these versions, with their subjects and places.
DELETE FROM news.story_version
WHERE story_version_id = ANY(%(story_version_ids)s::bigint[]);
