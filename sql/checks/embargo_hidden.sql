-- severity: stop. No article is in the reports before its embargo has passed.
WITH
embargoed AS MATERIALIZED ( -- few: only they are looked for
    SELECT
        version.story_version_id AS article_id,
        version.embargoed_until
    FROM checked
    INNER JOIN news.story_version AS version ON checked.article_id = version.story_version_id
    WHERE version.embargoed_until > now()
)

SELECT
    article.article_id,
    embargoed.embargoed_until
FROM embargoed
INNER JOIN report.article AS article ON embargoed.article_id = article.article_id
ORDER BY article.article_id
LIMIT 100;
