-- Who and what was in most stories in some days, and in how many new ones on each: a text counts on the first of the
-- days that carry it, and what its copies say of a name counts once.
WITH text AS (
    SELECT
        said.entity_id,
        said.entity,
        said.label,
        said.cluster_id,
        min(said.day) AS day,
        max(said.quoted_count) AS quoted_count,
        count(*) AS article_count
    FROM (
        SELECT
            named.entity_id,
            named.entity,
            named.label,
            named.cluster_id,
            named.day,
            sum(named.quoted_mention_count) AS quoted_count
        FROM report.entity_article AS named
        WHERE
            named.day BETWEEN %(first)s::date AND %(last)s::date
            AND (%(labels)s::text[] IS NULL OR named.label = ANY(%(labels)s::text[]))
        GROUP BY named.article_id, named.entity_id, named.entity, named.label, named.cluster_id, named.day
    ) AS said
    GROUP BY said.entity_id, said.entity, said.label, said.cluster_id
),

day AS (
    SELECT
        text.entity_id,
        text.entity,
        text.label,
        text.day,
        count(*) AS story_count,
        sum(text.quoted_count) AS quoted_count,
        sum(text.article_count) AS article_count
    FROM text
    GROUP BY text.entity_id, text.entity, text.label, text.day
)

SELECT
    day.entity AS name,
    day.label,
    sum(day.story_count)::bigint AS total,
    sum(day.quoted_count)::bigint AS quoted_count,
    sum(day.article_count)::bigint AS article_count,
    jsonb_object_agg(day.day, day.story_count) AS by_day
FROM day
GROUP BY day.entity_id, day.entity, day.label
ORDER BY total DESC, name ASC
LIMIT %(row_limit)s;
