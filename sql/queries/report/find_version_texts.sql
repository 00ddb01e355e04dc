-- The texts of versions, each with that of the version before it; the two lists run side by side.
SELECT
    pair.story_version_id,
    pair.earlier_version_id,
    later.body,
    earlier.body AS earlier_body
FROM
    unnest(%(story_version_ids)s::bigint[], %(earlier_version_ids)s::bigint[])
        AS pair (story_version_id, earlier_version_id)
INNER JOIN news.article AS later ON pair.story_version_id = later.article_id
INNER JOIN news.article AS earlier ON pair.earlier_version_id = earlier.article_id;
