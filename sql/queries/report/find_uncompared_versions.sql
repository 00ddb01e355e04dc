-- Versions with the text of the version before them, where nobody has compared the two yet.
SELECT
    history.story_version_id,
    history.earlier_version_id,
    later.body,
    earlier.body AS earlier_body
FROM report.story_version AS history
INNER JOIN news.article AS later ON history.story_version_id = later.article_id
INNER JOIN news.article AS earlier ON history.earlier_version_id = earlier.article_id
LEFT JOIN news.version_change AS change
    ON history.story_version_id = change.story_version_id AND history.earlier_version_id = change.earlier_version_id
WHERE change.story_version_id IS NULL
ORDER BY history.story_version_id
LIMIT %(batch_size)s;
