-- Whose names are in the news, and how much of that is others speaking about them?
SELECT
    entity_day.entity,
    sum(entity_day.story_count) AS texts,
    sum(entity_day.article_count) AS with_copies,
    sum(entity_day.mention_count) AS mentions,
    round(sum(entity_day.quoted_mention_count)::numeric / sum(entity_day.mention_count), 2) AS in_quotes
FROM report.entity_day AS entity_day
WHERE entity_day.label IN ('PERSON', 'ORG') AND entity_day.day BETWEEN '2026-11-01' AND '2026-11-30'
GROUP BY entity_day.entity_id, entity_day.entity
ORDER BY texts DESC, mentions DESC, entity_day.entity ASC
LIMIT 10;
