-- Articles that share a key with these, within a number of days (UTC); a key that too many hold is left out. The two
-- lists, keys and the articles that hold them, run side by side: to read them again costs as much as all look-ups.
-- Each key is looked up once, in order, and no further than to that number, so that boilerplate costs no more than
-- other keys; the laterals keep it at look-ups by index, however many articles the planner expects.
WITH asked AS MATERIALIZED (
    SELECT
        pair.key,
        pair.article_id
    FROM unnest(%(keys)s::bigint[], %(article_ids)s::bigint[]) AS pair (key, article_id)
),

telling AS MATERIALIZED (
    SELECT
        wanted.key,
        held.article_ids
    FROM (
        SELECT DISTINCT asked.key
        FROM asked
        ORDER BY asked.key
    ) AS wanted
    CROSS JOIN
        LATERAL (
            SELECT array_agg(holder.article_id) AS article_ids
            FROM (
                SELECT one.article_id
                FROM news.fingerprint AS one
                WHERE one.key = wanted.key
                LIMIT %(stop_key_count)s + 1 -- noqa: AM09
            ) AS holder
        ) AS held
    WHERE cardinality(held.article_ids) BETWEEN 2 AND %(stop_key_count)s
),

pair AS MATERIALIZED (
    SELECT DISTINCT
        asked.article_id,
        holder.other_id
    FROM telling
    INNER JOIN asked ON telling.key = asked.key
    CROSS JOIN LATERAL unnest(telling.article_ids) AS holder (other_id)
    WHERE holder.other_id <> asked.article_id
)

SELECT
    pair.article_id,
    pair.other_id
FROM pair
CROSS JOIN
    LATERAL (
        SELECT date(version.published_at AT TIME ZONE 'UTC') AS published_on
        FROM news.story_version AS version
        WHERE version.story_version_id = pair.article_id
        LIMIT 1 -- noqa: AM09
    ) AS ours
CROSS JOIN
    LATERAL (
        SELECT date(version.published_at AT TIME ZONE 'UTC') AS published_on
        FROM news.story_version AS version
        WHERE version.story_version_id = pair.other_id
        LIMIT 1 -- noqa: AM09
    ) AS theirs
WHERE
    ours.published_on IS NULL
    OR theirs.published_on IS NULL
    OR abs(ours.published_on - theirs.published_on) <= %(window_days)s;
