-- A text whose annotation the tables refuse is shown without one; its rejection says why, on its source.
UPDATE news.article
SET unannotated_reason = 'rejected'
FROM news.story_version AS version
INNER JOIN news.story AS story ON version.story_id = story.story_id
WHERE news.article.article_id = %(article_id)s AND version.story_version_id = %(article_id)s
RETURNING story.source_id;
