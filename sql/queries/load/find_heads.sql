-- For each claimed story its head version, with the annotation of its text where there is one.
SELECT
    claimed.story_id,
    head.story_version_id,
    head.pubstatus,
    head.article_id,
    story.source_id,
    article.unannotated_reason,
    article.annotator_version,
    annotation.document
FROM unnest(%(story_ids)s::bigint[]) AS claimed (story_id)
INNER JOIN news.story AS story ON claimed.story_id = story.story_id
LEFT JOIN news.story_head AS head ON claimed.story_id = head.story_id AND head.story_id = ANY(%(story_ids)s::bigint[])
LEFT JOIN news.article AS article ON head.article_id = article.article_id
LEFT JOIN news.annotation AS annotation
    ON article.body_sha256 = annotation.body_sha256 AND annotation.annotator_version = %(annotator_version)s
ORDER BY claimed.story_id;
