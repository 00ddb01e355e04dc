-- Forget what was found in texts that no article has any more.
DELETE FROM news.annotation AS annotation
WHERE
    annotation.body_sha256 = ANY(%(sha256s)s::bytea[])
    AND NOT EXISTS (
        SELECT 1 FROM news.article AS article
        WHERE article.body_sha256 = annotation.body_sha256
    );
