-- Forget the clusters of these articles, and return the other articles that were in them.
WITH touched AS (
    SELECT DISTINCT member.cluster_id
    FROM news.cluster_member AS member
    WHERE member.article_id = ANY(%(version_ids)s::bigint[])
),

forgotten AS (
    DELETE FROM news.cluster_member AS member
    USING touched
    WHERE member.cluster_id = touched.cluster_id
    RETURNING member.article_id
),

emptied AS (
    DELETE FROM news.cluster AS cluster
    USING touched
    WHERE cluster.cluster_id = touched.cluster_id
)

SELECT forgotten.article_id
FROM forgotten
WHERE NOT forgotten.article_id = ANY(%(version_ids)s::bigint[])
ORDER BY forgotten.article_id;
