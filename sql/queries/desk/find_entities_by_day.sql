-- Who and what was in most stories in some days, and in how many on each.
SELECT
    day.entity AS name,
    day.label,
    sum(day.story_count)::bigint AS total,
    sum(day.quoted_mention_count)::bigint AS quoted_count,
    sum(day.article_count)::bigint AS article_count,
    jsonb_object_agg(day.day, day.story_count) AS by_day
FROM report.entity_day AS day
WHERE
    day.day BETWEEN %(first)s::date AND %(last)s::date
    AND (%(labels)s::text[] IS NULL OR day.label = ANY(%(labels)s::text[]))
GROUP BY day.entity_id, day.entity, day.label
ORDER BY total DESC, name ASC
LIMIT %(row_limit)s;
