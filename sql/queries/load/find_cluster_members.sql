-- All members of the clusters that these articles are in.
SELECT
    member.article_id,
    member.cluster_id,
    member.duplicate_of,
    member.relation,
    coalesce(version.published_at, version.received_at) AS dated_at
FROM news.cluster_member AS member
INNER JOIN news.article AS article ON member.article_id = article.article_id
INNER JOIN news.story_version AS version ON article.article_id = version.story_version_id
WHERE
    member.cluster_id IN (
        SELECT known.cluster_id
        FROM news.cluster_member AS known
        WHERE known.article_id = ANY(%(article_ids)s::bigint[])
    )
ORDER BY member.article_id;
