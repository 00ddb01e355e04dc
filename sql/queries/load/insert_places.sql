-- Keep the places of each staged version.
INSERT INTO news.place (story_version_id, place_number, role, name, scheme, code)
SELECT
    version.story_version_id,
    place.place_number,
    place.role,
    place.name,
    place.scheme,
    place.code
FROM stage_place AS place
INNER JOIN stage_version AS stage ON place.item_number = stage.item_number
INNER JOIN news.story AS story ON stage.source_id = story.source_id AND stage.guid = story.guid
INNER JOIN news.story_version AS version
    ON
        story.story_id = version.story_id
        AND stage.version = version.version
        AND stage.content_sha256 = version.content_sha256
ORDER BY version.story_version_id, place.place_number
ON CONFLICT (story_version_id, place_number) DO NOTHING;
