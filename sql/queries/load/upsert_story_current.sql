-- Point reports at the head version of each settled story; an unchanged pointer is not written.
INSERT INTO news.story_current (story_id, story_version_id, article_id)
SELECT
    head.story_id,
    head.story_version_id,
    CASE WHEN head.pubstatus = 'usable' THEN head.article_id END
FROM news.story_head AS head
WHERE head.story_id = ANY(%(story_ids)s)
ORDER BY head.story_id
ON CONFLICT (story_id) DO UPDATE
    SET
        story_version_id = excluded.story_version_id,
        article_id = excluded.article_id
    WHERE (story_current.story_version_id, story_current.article_id)
    IS DISTINCT FROM (excluded.story_version_id, excluded.article_id)
RETURNING (xmax = 0) AS is_new;
