-- The texts of these stories' head versions that have no annotation yet; each text once. A slice of several tasks'
-- work is chosen by the text's hash, so equal texts fall to the same task. attempt_count is how many processes ended
-- with the text in hand.
SELECT DISTINCT ON (article.body_sha256)
    article.body_sha256,
    article.article_id,
    article.body,
    story.source_id,
    coalesce(attempt.attempt_count, 0) AS attempt_count
FROM news.story_head AS head
INNER JOIN news.article AS article ON head.article_id = article.article_id
INNER JOIN news.story AS story ON head.story_id = story.story_id
LEFT JOIN news.text_attempt AS attempt ON article.body_sha256 = attempt.body_sha256
WHERE
    head.story_id = ANY(%(story_ids)s)
    AND head.pubstatus = 'usable'
    AND article.unannotated_reason IS NULL
    AND mod(get_byte(article.body_sha256, 0), %(slice_count)s) = %(slice_number)s
    AND NOT EXISTS (
        SELECT 1
        FROM news.annotation AS annotation
        WHERE annotation.body_sha256 = article.body_sha256 AND annotation.annotator_version = %(annotator_version)s
    )
ORDER BY article.body_sha256, article.article_id;
