-- Who was quoted most in some days, and how often on each.
SELECT
    day.speaker AS name,
    day.speaker_label AS label,
    sum(day.statement_count)::bigint AS total,
    sum(day.direct_statement_count)::bigint AS direct_count,
    sum(day.article_count)::bigint AS article_count,
    jsonb_object_agg(day.day, day.statement_count) AS by_day
FROM report.speaker_day AS day
WHERE
    day.day BETWEEN %(first)s::date AND %(last)s::date
    AND (%(labels)s::text[] IS NULL OR day.speaker_label = ANY(%(labels)s::text[]))
GROUP BY day.speaker_entity_id, day.speaker, day.speaker_label
ORDER BY total DESC, name ASC
LIMIT %(row_limit)s;
