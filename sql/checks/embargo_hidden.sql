-- severity: stop. No article is in the reports before its embargo has passed.
SELECT
    article.article_id,
    version.embargoed_until
FROM checked
INNER JOIN news.story_version AS version ON checked.article_id = version.story_version_id
INNER JOIN report.article AS article ON checked.article_id = article.article_id
WHERE version.embargoed_until > now()
ORDER BY article.article_id
LIMIT 100;
