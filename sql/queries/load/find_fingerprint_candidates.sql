-- Articles that share a key with these, within a number of days (UTC); a key that too many hold is left out.
-- The holders of a key are counted no further than to that number, so that boilerplate costs no more than other keys.
WITH asked AS (
    SELECT
        fingerprint.key,
        fingerprint.article_id
    FROM news.fingerprint AS fingerprint
    WHERE fingerprint.article_id = ANY(%(article_ids)s::bigint[])
),

telling AS (
    SELECT wanted.key
    FROM (SELECT DISTINCT asked.key FROM asked) AS wanted
    CROSS JOIN
        LATERAL (
            SELECT count(*) AS holder_count
            FROM (
                SELECT 1 AS holder
                FROM news.fingerprint AS held
                WHERE held.key = wanted.key
                LIMIT %(stop_key_count)s + 1 -- noqa: AM09
            ) AS holders
        ) AS counted
    WHERE counted.holder_count <= %(stop_key_count)s
)

SELECT DISTINCT
    asked.article_id,
    held.article_id AS other_id
FROM telling
INNER JOIN asked ON telling.key = asked.key
INNER JOIN news.fingerprint AS held ON telling.key = held.key AND asked.article_id <> held.article_id
INNER JOIN news.article AS article ON asked.article_id = article.article_id
INNER JOIN news.story_version AS version ON article.article_id = version.story_version_id
INNER JOIN news.article AS other ON held.article_id = other.article_id
INNER JOIN news.story_version AS other_version ON other.article_id = other_version.story_version_id
WHERE
    version.published_at IS NULL
    OR other_version.published_at IS NULL
    OR abs(
        date(version.published_at AT TIME ZONE 'UTC') - date(other_version.published_at AT TIME ZONE 'UTC')
    ) <= %(window_days)s;
