-- Articles of the same words as these, within a number of days (UTC): one of each cluster, and each without a cluster.
-- same_day_id: one of the same day, or without a time like this one; such two find the same candidates.
SELECT
    asked.article_id,
    min(held.article_id) AS other_id,
    min(held.article_id) FILTER (
        WHERE date(version.published_at AT TIME ZONE 'UTC')
        IS NOT DISTINCT FROM date(other_version.published_at AT TIME ZONE 'UTC')
    ) AS same_day_id
FROM unnest(%(article_ids)s::bigint[], %(keys)s::bigint[]) AS asked (article_id, key)
INNER JOIN news.fingerprint AS held ON asked.key = held.key AND asked.article_id <> held.article_id
INNER JOIN news.article AS article ON asked.article_id = article.article_id
INNER JOIN news.story_version AS version ON article.article_id = version.story_version_id
INNER JOIN news.article AS other ON held.article_id = other.article_id
INNER JOIN news.story_version AS other_version ON other.article_id = other_version.story_version_id
LEFT JOIN news.cluster_member AS member ON held.article_id = member.article_id
WHERE
    version.published_at IS NULL
    OR other_version.published_at IS NULL
    OR abs(
        date(version.published_at AT TIME ZONE 'UTC') - date(other_version.published_at AT TIME ZONE 'UTC')
    ) <= %(window_days)s
GROUP BY asked.article_id, coalesce(member.cluster_id, held.article_id);
