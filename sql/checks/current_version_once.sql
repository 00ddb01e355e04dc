-- severity: stop. A story has one current version, which is one of its own.
SELECT
    shown.story_id,
    count(*) AS current_count,
    count(*) FILTER (WHERE version.story_id IS DISTINCT FROM shown.story_id) AS foreign_count
FROM (
    SELECT DISTINCT one.story_id
    FROM checked
    INNER JOIN news.story_version AS one ON checked.article_id = one.story_version_id
) AS touched
INNER JOIN news.story_current AS shown ON touched.story_id = shown.story_id
LEFT JOIN news.story_version AS version ON shown.story_version_id = version.story_version_id
GROUP BY shown.story_id
HAVING count(*) > 1 OR count(*) FILTER (WHERE version.story_id IS DISTINCT FROM shown.story_id) > 0
ORDER BY shown.story_id
LIMIT 100;
