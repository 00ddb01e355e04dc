-- With whom and what is a country named together?
SELECT
    other.entity AS other,
    other.label AS other_label,
    count(DISTINCT other.cluster_id) AS texts
FROM report.mention AS named
INNER JOIN report.mention AS other ON named.article_id = other.article_id AND named.entity <> other.entity
WHERE
    named.entity = 'Velmora'
    AND other.label NOT IN ('DATE', 'MONEY', 'PERCENT', 'QUANTITY')
    AND named.dated_at >= '2026-11-01'
GROUP BY other.entity_id, other.entity, other.label
ORDER BY texts DESC, other.entity ASC, other.label ASC
LIMIT 10;
