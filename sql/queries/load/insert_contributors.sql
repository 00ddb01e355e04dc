-- Keep who worked on each staged version, as its byline, sign-off and photo credits name them.
INSERT INTO news.article_contributor (article_id, position, name, role, place)
SELECT
    article.article_id,
    contributor.position,
    contributor.name,
    contributor.role,
    contributor.place
FROM stage_contributor AS contributor
INNER JOIN stage_version AS stage ON contributor.item_number = stage.item_number
INNER JOIN news.story AS story ON stage.source_id = story.source_id AND stage.guid = story.guid
INNER JOIN news.story_version AS version
    ON
        story.story_id = version.story_id
        AND stage.version = version.version
        AND stage.content_sha256 = version.content_sha256
INNER JOIN news.article AS article ON version.story_version_id = article.story_version_id
ORDER BY article.article_id, contributor.position
ON CONFLICT (article_id, name, role) DO NOTHING;
