-- Which of these texts this annotator version has not read.
SELECT wanted.body_sha256
FROM unnest(%(body_sha256s)s::bytea[]) AS wanted (body_sha256)
WHERE
    NOT EXISTS (
        SELECT 1
        FROM news.annotation AS annotation
        WHERE annotation.body_sha256 = wanted.body_sha256 AND annotation.annotator_version = %(annotator_version)s
    );
