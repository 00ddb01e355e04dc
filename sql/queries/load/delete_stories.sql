-- Take whole stories out, and return the hashes of their texts. Subjects and places go with their version; mentions,
-- quotes, furniture and contributors with their article.
WITH hidden AS (
    DELETE FROM news.story_current
    WHERE story_id = ANY(%(story_ids)s::bigint[])
),

unreached AS (
    DELETE FROM news.correction_reach
    WHERE article_id = ANY(%(version_ids)s::bigint[]) OR correction_id = ANY(%(version_ids)s::bigint[])
),

uncompared AS (
    DELETE FROM news.version_change
    WHERE
        story_version_id = ANY(%(version_ids)s::bigint[])
        OR earlier_version_id = ANY(%(version_ids)s::bigint[])
),

unprinted AS (
    DELETE FROM news.fingerprint
    WHERE article_id = ANY(%(version_ids)s::bigint[])
),

text AS (
    DELETE FROM news.article
    WHERE article_id = ANY(%(version_ids)s::bigint[])
    RETURNING body_sha256
),

version AS (
    DELETE FROM news.story_version
    WHERE story_version_id = ANY(%(version_ids)s::bigint[])
),

key AS (
    DELETE FROM news.version_key
    WHERE story_id = ANY(%(story_ids)s::bigint[])
),

story AS (
    DELETE FROM news.story
    WHERE story_id = ANY(%(story_ids)s::bigint[])
)

SELECT DISTINCT text.body_sha256
FROM text;
