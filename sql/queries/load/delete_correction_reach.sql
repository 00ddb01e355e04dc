-- Forget what corrections reached among these articles, before it is decided anew.
DELETE FROM news.correction_reach
WHERE correction_id = ANY(%(correction_ids)s::bigint[]);
