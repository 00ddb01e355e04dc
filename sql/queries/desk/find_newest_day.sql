-- The day of the newest article that is shown.
SELECT (article.dated_at AT TIME ZONE 'UTC')::date AS day
FROM report.visible_article AS article
ORDER BY article.dated_at DESC
LIMIT 1;
