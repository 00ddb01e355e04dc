-- severity: stop. A copy is in the cluster of the article that it repeats.
SELECT
    copy.article_id,
    copy.cluster_id,
    copy.duplicate_of,
    original.cluster_id AS original_cluster_id
FROM (
    SELECT DISTINCT member.cluster_id
    FROM checked
    INNER JOIN news.cluster_member AS member ON checked.article_id = member.article_id
) AS touched
INNER JOIN news.cluster_member AS copy ON touched.cluster_id = copy.cluster_id
LEFT JOIN news.cluster_member AS original ON copy.duplicate_of = original.article_id
WHERE copy.duplicate_of IS NOT NULL AND original.cluster_id IS DISTINCT FROM copy.cluster_id
ORDER BY copy.article_id
LIMIT 100;
