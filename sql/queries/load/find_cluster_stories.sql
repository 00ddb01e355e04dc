-- For each of these articles one other version of its story, the first that is among them
-- or in a cluster: versions are one cluster at any distance in time.
SELECT
    article.article_id,
    min(other.article_id) AS other_id
FROM news.article AS article
INNER JOIN news.story_version AS version ON article.article_id = version.story_version_id
INNER JOIN news.story_version AS sibling ON version.story_id = sibling.story_id
INNER JOIN news.article AS other
    ON sibling.story_version_id = other.article_id AND article.article_id <> other.article_id
WHERE
    article.article_id = ANY(%(article_ids)s::bigint[])
    AND (
        other.article_id = ANY(%(article_ids)s::bigint[])
        OR EXISTS (
            SELECT 1 FROM news.cluster_member AS member
            WHERE member.article_id = other.article_id
        )
    )
GROUP BY article.article_id;
