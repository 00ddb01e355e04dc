-- severity: warn. Each annotated article in the reports was read by the newest annotator version among them.
SELECT
    article.article_id,
    article.story_version_id
FROM news.story_current AS shown
INNER JOIN news.article AS article ON shown.article_id = article.article_id
CROSS JOIN (
    SELECT newest.annotator_version
    FROM news.article AS newest
    INNER JOIN news.story_version AS version ON newest.story_version_id = version.story_version_id
    WHERE newest.annotator_version IS NOT NULL AND version.loaded_at IS NOT NULL
    ORDER BY version.loaded_at DESC, newest.article_id DESC
    LIMIT 1
) AS latest
WHERE article.annotator_version <> latest.annotator_version
ORDER BY article.article_id
LIMIT 100;
