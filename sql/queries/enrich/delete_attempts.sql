-- These texts are done with: the process is still there.
DELETE FROM news.text_attempt
WHERE body_sha256 = ANY(%(body_sha256s)s::bytea[]);
