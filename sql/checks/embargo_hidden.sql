-- severity: stop. No article is in the reports before its embargo has passed.
SELECT
    shown.article_id,
    version.embargoed_until
FROM checked
-- Each looked up by what stands before it: the planner would begin with all that is shown.
CROSS JOIN
    LATERAL (
        SELECT one.embargoed_until
        FROM news.story_version AS one
        WHERE one.story_version_id = checked.article_id AND one.embargoed_until > now()
        ORDER BY one.story_version_id
        LIMIT 1
    ) AS version
CROSS JOIN
    LATERAL (
        SELECT article.article_id
        FROM report.article AS article
        WHERE article.article_id = checked.article_id
        ORDER BY article.article_id
        LIMIT 1
    ) AS shown
ORDER BY shown.article_id
LIMIT 100;
