-- Articles that share a key with these, and enough of them, within a number of days (UTC); a key that too many hold is
-- left out. The two lists, keys and the articles that hold them, run side by side: to read them again costs as much as
-- all look-ups. Each key is looked up once, in order, and no further than to that number, so that boilerplate costs no
-- more than other keys; the laterals keep it at look-ups by index, however many articles the planner expects.
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
    WHERE cardinality(held.article_ids) <= %(stop_key_count)s
),

pair AS MATERIALIZED (
    SELECT
        asked.article_id,
        holder.other_id,
        count(*) AS shared_count
    FROM telling
    INNER JOIN asked ON telling.key = asked.key
    CROSS JOIN LATERAL unnest(telling.article_ids) AS holder (other_id)
    GROUP BY asked.article_id, holder.other_id
),

-- An article shares all its telling keys with itself.
ours AS MATERIALIZED (
    SELECT
        pair.article_id,
        pair.shared_count AS key_count,
        text.word_count,
        date(version.published_at AT TIME ZONE 'UTC') AS published_on
    FROM pair
    CROSS JOIN
        LATERAL (
            SELECT article.word_count
            FROM news.article AS article
            WHERE article.article_id = pair.article_id
            LIMIT 1 -- noqa: AM09
        ) AS text
    CROSS JOIN
        LATERAL (
            SELECT one.published_at
            FROM news.story_version AS one
            WHERE one.story_version_id = pair.article_id
            LIMIT 1 -- noqa: AM09
        ) AS version
    WHERE pair.article_id = pair.other_id
)

SELECT
    pair.article_id,
    pair.other_id
FROM pair
INNER JOIN ours ON pair.article_id = ours.article_id
CROSS JOIN
    LATERAL (
        SELECT article.word_count
        FROM news.article AS article
        WHERE article.article_id = pair.other_id
        LIMIT 1 -- noqa: AM09
    ) AS text
CROSS JOIN
    LATERAL (
        SELECT date(version.published_at AT TIME ZONE 'UTC') AS published_on
        FROM news.story_version AS version
        WHERE version.story_version_id = pair.other_id
        LIMIT 1 -- noqa: AM09
    ) AS theirs
WHERE
    pair.article_id <> pair.other_id
    AND pair.shared_count * greatest(ours.word_count, text.word_count)
    >= %(shared_keys_ratio)s * ours.key_count * least(ours.word_count, text.word_count)
    AND (
        ours.published_on IS NULL
        OR theirs.published_on IS NULL
        OR abs(ours.published_on - theirs.published_on) <= %(window_days)s
    );
