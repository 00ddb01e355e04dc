-- Register each staged version; the same content of the same version again is not a new one.
INSERT INTO news.version_key (story_id, version, content_sha256, story_version_id)
SELECT
    story.story_id,
    stage.version,
    stage.content_sha256,
    news.month_floor(news.month_key(stage.published_at, stage.received_at))
    + nextval('news.story_version_story_version_id_seq')
FROM stage_version AS stage
INNER JOIN news.story AS story ON stage.source_id = story.source_id AND stage.guid = story.guid
ORDER BY story.story_id, stage.version, stage.content_sha256
ON CONFLICT (story_id, version, content_sha256) DO NOTHING;
