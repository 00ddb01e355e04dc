-- severity: warn. Each annotated article in the reports was read by the newest annotator version among them.
SELECT
    shown.article_id,
    shown.story_version_id
FROM news.story_current AS shown
CROSS JOIN (
    SELECT newest.annotator_version
    FROM news.story_current AS newest
    INNER JOIN news.version_key AS known
        ON newest.story_id = known.story_id AND newest.story_version_id = known.story_version_id
    WHERE newest.annotator_version IS NOT NULL AND known.loaded_at IS NOT NULL
    ORDER BY known.loaded_at DESC, newest.article_id DESC
    LIMIT 1
) AS latest
WHERE shown.annotator_version <> latest.annotator_version
ORDER BY shown.article_id
LIMIT 100;
