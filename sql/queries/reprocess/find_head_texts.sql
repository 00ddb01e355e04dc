-- The texts that speak for the stories of these documents and that this annotator version has not read; each once.
SELECT DISTINCT ON (article.body_sha256)
    article.body_sha256,
    article.article_id,
    article.body,
    story.source_id
FROM news.story_head AS head
INNER JOIN news.article AS article ON head.article_id = article.article_id
INNER JOIN news.story AS story ON head.story_id = story.story_id
WHERE
    head.story_id = ANY(
        SELECT version.story_id
        FROM news.story_version AS version
        WHERE version.raw_document_id = ANY(%(raw_document_ids)s::bigint[])
    )
    AND head.pubstatus = 'usable'
    AND article.unannotated_reason IS NULL
    AND NOT EXISTS (
        SELECT 1
        FROM news.annotation AS annotation
        WHERE annotation.body_sha256 = article.body_sha256 AND annotation.annotator_version = %(annotator_version)s
    )
ORDER BY article.body_sha256, article.article_id;
