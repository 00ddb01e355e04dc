-- severity: stop. No article is in the reports before its embargo has passed.
SELECT
    article.article_id,
    version.embargoed_until
FROM report.article AS article
INNER JOIN news.article AS kept ON article.article_id = kept.article_id
INNER JOIN news.story_version AS version ON kept.story_version_id = version.story_version_id
WHERE version.embargoed_until > now()
ORDER BY article.article_id
LIMIT 100;
