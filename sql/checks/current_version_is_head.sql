-- severity: stop. Reports show the version that speaks for its story.
SELECT
    shown.story_id,
    shown.story_version_id AS shown_version_id,
    head.story_version_id AS head_version_id
FROM (
    SELECT DISTINCT version.story_id
    FROM checked
    INNER JOIN news.story_version AS version ON checked.article_id = version.story_version_id
) AS touched
INNER JOIN news.story_current AS shown ON touched.story_id = shown.story_id
CROSS JOIN
    LATERAL (
        SELECT
            one.story_version_id,
            one.is_loaded
        FROM news.story_head AS one
        WHERE one.story_id = shown.story_id
        ORDER BY one.story_id
        LIMIT 1 -- looked up for each story: the heads of all others are never made
    ) AS head
WHERE head.is_loaded AND shown.story_version_id <> head.story_version_id
ORDER BY shown.story_id
LIMIT 100;
