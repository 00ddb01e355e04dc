-- Forget the clusters that the texts of these versions are in: they are decided anew, for all their articles.
WITH touched AS (
    SELECT DISTINCT member.cluster_id
    FROM news.cluster_member AS member
    INNER JOIN news.article AS article ON member.article_id = article.article_id
    WHERE article.story_version_id = ANY(%(story_version_ids)s::bigint[])
),

forgotten AS (
    DELETE FROM news.cluster_member AS member
    USING touched
    WHERE member.cluster_id = touched.cluster_id
)

DELETE FROM news.cluster AS cluster
USING touched
WHERE cluster.cluster_id = touched.cluster_id;
