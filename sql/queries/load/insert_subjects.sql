-- Keep the subjects of each staged version.
INSERT INTO news.subject (story_version_id, scheme, code, name)
SELECT
    version.story_version_id,
    subject.scheme,
    subject.code,
    subject.name
FROM stage_subject AS subject
INNER JOIN stage_version AS stage ON subject.item_number = stage.item_number
INNER JOIN news.story AS story ON stage.source_id = story.source_id AND stage.guid = story.guid
INNER JOIN news.story_version AS version
    ON
        story.story_id = version.story_id
        AND stage.version = version.version
        AND stage.content_sha256 = version.content_sha256
ORDER BY version.story_version_id, subject.scheme, subject.code
ON CONFLICT (story_version_id, scheme, code) DO NOTHING;
