-- severity: stop. A story whose last word is a kill or a hold is not in the reports.
SELECT
    visible.article_id,
    visible.story_id,
    head.pubstatus
FROM checked
INNER JOIN report.visible_article AS visible ON checked.article_id = visible.article_id
CROSS JOIN
    LATERAL (
        SELECT
            one.pubstatus,
            one.is_loaded
        FROM news.story_head AS one
        WHERE one.story_id = visible.story_id
        ORDER BY one.story_id
        LIMIT 1 -- looked up for each story: the heads of all others are never made
    ) AS head
WHERE head.pubstatus <> 'usable' AND head.is_loaded
ORDER BY visible.article_id
LIMIT 100;
