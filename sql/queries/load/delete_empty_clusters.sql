-- Forget clusters that were merged into another one.
DELETE FROM news.cluster AS cluster
WHERE
    cluster.cluster_id = ANY(%(cluster_ids)s::bigint[])
    AND NOT EXISTS (
        SELECT 1 FROM news.cluster_member AS member
        WHERE member.cluster_id = cluster.cluster_id
    );
