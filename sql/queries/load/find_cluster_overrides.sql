-- The desk's pins and splits between versions of these articles' stories and of others.
SELECT
    override.kind,
    left_article.article_id AS left_id,
    right_article.article_id AS right_id
FROM news.cluster_override_story AS override
INNER JOIN news.story_version AS left_version ON override.left_story_id = left_version.story_id
INNER JOIN news.article AS left_article ON left_version.story_version_id = left_article.article_id
INNER JOIN news.story_version AS right_version ON override.right_story_id = right_version.story_id
INNER JOIN news.article AS right_article ON right_version.story_version_id = right_article.article_id
WHERE
    left_article.article_id = ANY(%(article_ids)s::bigint[])
    OR right_article.article_id = ANY(%(article_ids)s::bigint[])
ORDER BY left_article.article_id, right_article.article_id;
