-- Keep the places of each staged version.
INSERT INTO news.place (story_version_id, place_number, role, name, scheme, code)
SELECT
    known.story_version_id,
    place.place_number,
    place.role,
    place.name,
    place.scheme,
    place.code
FROM stage_place AS place
INNER JOIN stage_key AS known ON place.item_number = known.item_number
ORDER BY known.story_version_id, place.place_number
ON CONFLICT (story_version_id, place_number) DO NOTHING;
