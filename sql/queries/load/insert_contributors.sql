-- Keep who worked on each staged version, as its byline, sign-off and photo credits name them.
INSERT INTO news.article_contributor (article_id, position, name, role, place)
SELECT
    known.story_version_id,
    contributor.position,
    contributor.name,
    contributor.role,
    contributor.place
FROM stage_contributor AS contributor
INNER JOIN stage_key AS known ON contributor.item_number = known.item_number
ORDER BY known.story_version_id, contributor.position
ON CONFLICT (article_id, name, role) DO NOTHING;
