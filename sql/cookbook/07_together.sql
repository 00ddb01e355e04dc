-- With whom and what is a country named together?
SELECT
    pair.other,
    pair.other_label,
    sum(pair.story_count) AS texts
FROM report.entity_pair AS pair
WHERE pair.entity = 'Velmora' AND pair.day BETWEEN '2026-11-01' AND '2026-11-30'
GROUP BY pair.other_entity_id, pair.other, pair.other_label
ORDER BY texts DESC, pair.other ASC, pair.other_label ASC
LIMIT 10;
