-- Note which story and id each staged version has, new or known, for all that hangs on it.
INSERT INTO stage_key (item_number, story_id, story_version_id)
SELECT
    stage.item_number,
    story.story_id,
    known.story_version_id
FROM stage_version AS stage
INNER JOIN news.story AS story ON stage.source_id = story.source_id AND stage.guid = story.guid
INNER JOIN news.version_key AS known
    ON
        story.story_id = known.story_id
        AND stage.version = known.version
        AND stage.content_sha256 = known.content_sha256;
