-- Whether load has settled a version, and when, stands in the register: a short row with two indexes. Noted on the
-- version it wrote that anew, with twelve indexes, the words of its headline among them.
ALTER TABLE news.version_key
ADD COLUMN is_loaded boolean NOT NULL DEFAULT FALSE,
ADD COLUMN loaded_at timestamptz;
COMMENT ON COLUMN news.version_key.is_loaded IS 'Whether the load stage has decided what reports show of its story.';
COMMENT ON COLUMN news.version_key.loaded_at IS 'When the load stage first decided what reports show of its story.';
-- What the register knows of versions that were replaced since waits for nothing.
UPDATE news.version_key AS known
SET
    is_loaded = coalesce(version.is_loaded, TRUE),
    loaded_at = version.loaded_at
FROM news.version_key AS one
LEFT JOIN news.story_version AS version ON one.story_version_id = version.story_version_id
WHERE
    known.story_id = one.story_id
    AND known.version = one.version
    AND known.content_sha256 = one.content_sha256;
CREATE INDEX version_key_waiting_idx ON news.version_key (story_id) WHERE NOT is_loaded;
ALTER TABLE news.story_version DROP COLUMN is_loaded, DROP COLUMN loaded_at;

-- As before (0014_load), with what load and the checks ask next of the version that speaks.
CREATE OR REPLACE VIEW news.story_head AS
SELECT DISTINCT ON (known.story_id)
    known.story_id,
    version.story_version_id,
    version.pubstatus,
    article.article_id,
    article.body_sha256,
    article.unannotated_reason,
    known.is_loaded
FROM news.version_key AS known
INNER JOIN news.story_version AS version ON known.story_version_id = version.story_version_id
LEFT JOIN news.article AS article ON version.story_version_id = article.article_id
WHERE
    version.take_number IS NULL
    AND NOT version.is_first_take
    AND (version.pubstatus <> 'usable' OR article.article_id IS NOT NULL)
ORDER BY
    known.story_id ASC,
    version.version DESC,
    version.updated_at DESC NULLS LAST,
    version.received_at DESC,
    version.content_sha256 ASC;
