-- The sources that have moved for good, and to where.
SELECT
    name,
    location,
    moved_to
FROM news.source
WHERE moved_to IS NOT NULL
ORDER BY name;
