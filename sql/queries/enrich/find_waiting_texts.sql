-- The texts of these stories' head versions that have no annotation yet; each text once, those of one cluster one after
-- the other. A slice of several tasks' work is chosen by the cluster, so what copies and updates say alike is read by
-- one task, which knows the passage again. attempt_count is how many processes ended with the text in hand.
WITH waiting AS (
    SELECT DISTINCT ON (article.body_sha256)
        article.body_sha256,
        article.article_id,
        article.body,
        story.source_id,
        coalesce(attempt.attempt_count, 0) AS attempt_count,
        coalesce(member.cluster_id, article.article_id) AS cluster_id
    FROM news.story_head AS head
    INNER JOIN news.article AS article ON head.article_id = article.article_id
    INNER JOIN news.story AS story ON head.story_id = story.story_id
    LEFT JOIN news.cluster_member AS member ON article.article_id = member.article_id
    LEFT JOIN news.text_attempt AS attempt ON article.body_sha256 = attempt.body_sha256
    WHERE
        head.story_id = ANY(%(story_ids)s)
        AND head.pubstatus = 'usable'
        AND article.unannotated_reason IS NULL
        AND NOT EXISTS (
            SELECT 1
            FROM news.annotation AS annotation
            WHERE
                annotation.body_sha256 = article.body_sha256 AND annotation.annotator_version = %(annotator_version)s
        )
    ORDER BY article.body_sha256, article.article_id
)

SELECT
    waiting.body_sha256,
    waiting.article_id,
    waiting.body,
    waiting.source_id,
    waiting.attempt_count
FROM waiting
-- The low bits of a cluster's number tell nothing of its month: they count on.
WHERE mod(waiting.cluster_id, %(slice_count)s) = %(slice_number)s
ORDER BY waiting.cluster_id, waiting.article_id;
