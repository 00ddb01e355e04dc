-- Delete the texts of these versions, and with them all that was found in them.
DELETE FROM news.article
WHERE story_version_id = ANY(%(story_version_ids)s::bigint[]);
