-- severity: stop. A story whose last word is a kill or a hold is not in the reports.
SELECT
    visible.article_id,
    visible.story_id,
    head.pubstatus
FROM report.visible_article AS visible
INNER JOIN news.story_head AS head ON visible.story_id = head.story_id
WHERE head.pubstatus <> 'usable' AND head.is_loaded
ORDER BY visible.article_id
LIMIT 100;
