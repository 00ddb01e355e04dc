-- severity: warn. Each article in the reports is annotated, or says why it is not.
SELECT
    article.article_id,
    article.story_version_id
FROM checked
INNER JOIN news.story_current AS shown ON checked.article_id = shown.article_id
INNER JOIN news.article AS article ON shown.article_id = article.article_id
WHERE shown.annotator_version IS NULL AND article.unannotated_reason IS NULL
ORDER BY article.article_id
LIMIT 100;
