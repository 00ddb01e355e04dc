-- Keep the keys of articles; the two lists run side by side.
INSERT INTO news.fingerprint (key, article_id)
SELECT
    pair.key,
    pair.article_id
FROM unnest(%(keys)s::bigint[], %(article_ids)s::bigint[]) AS pair (key, article_id)
ON CONFLICT (key, article_id) DO NOTHING;
