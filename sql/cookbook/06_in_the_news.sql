-- Whose names are in the news, and how much of that is others speaking about them?
SELECT
    mention.entity,
    count(DISTINCT mention.cluster_id) AS texts,
    count(DISTINCT mention.article_id) AS with_copies,
    count(*) AS mentions,
    round(avg((mention.quote_id IS NOT NULL)::integer), 2) AS in_quotes
FROM report.mention AS mention
WHERE
    mention.label IN ('PERSON', 'ORG')
    AND mention.dated_at >= '2026-11-01'
GROUP BY mention.entity_id, mention.entity
ORDER BY texts DESC, mentions DESC, mention.entity ASC
LIMIT 10;
