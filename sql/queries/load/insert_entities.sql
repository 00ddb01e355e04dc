-- Keep each staged name once; in a fixed order, so that two loaders never wait for each other in a circle.
INSERT INTO news.entity (canonical, label, field, ids)
SELECT DISTINCT ON (canonical, label, field)
    canonical,
    label,
    field,
    ids
FROM stage_mention
ORDER BY canonical ASC, label ASC, field ASC, ids::text DESC
ON CONFLICT (canonical, label, field) DO NOTHING
RETURNING canonical;
