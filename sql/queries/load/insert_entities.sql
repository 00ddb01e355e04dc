-- Keep each staged name once; in a fixed order, so that two loaders never wait for each other in a circle.
INSERT INTO news.entity (canonical, label, ids)
SELECT DISTINCT ON (canonical, label)
    canonical,
    label,
    ids
FROM stage_mention
ORDER BY canonical ASC, label ASC, ids DESC
ON CONFLICT (canonical, label) DO NOTHING;
