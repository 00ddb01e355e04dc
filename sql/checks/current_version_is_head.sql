-- severity: stop. Reports show the version that speaks for its story.
SELECT
    shown.story_id,
    shown.story_version_id AS shown_version_id,
    head.story_version_id AS head_version_id
FROM news.story_current AS shown
INNER JOIN news.story_head AS head ON shown.story_id = head.story_id
WHERE head.is_loaded AND shown.story_version_id <> head.story_version_id
ORDER BY shown.story_id
LIMIT 100;
