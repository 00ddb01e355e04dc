-- Note that these texts are taken in hand; the caller commits at once, so that it stands if the process ends with them.
INSERT INTO news.text_attempt (body_sha256)
SELECT taken.body_sha256
FROM unnest(%(body_sha256s)s::bytea[]) AS taken (body_sha256)
ON CONFLICT (body_sha256) DO UPDATE
    SET
        attempt_count = least(text_attempt.attempt_count + 1, 100);
