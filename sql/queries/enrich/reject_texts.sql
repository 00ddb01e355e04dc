-- A text that can't be annotated is loaded without annotation; its rejection row says why.
UPDATE news.article
SET unannotated_reason = 'rejected'
WHERE body_sha256 = %(body_sha256)s AND unannotated_reason IS NULL;
