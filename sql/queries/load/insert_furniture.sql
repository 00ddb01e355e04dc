-- Keep the furniture of each staged version beside its article; offsets are into the version's body as parsed.
INSERT INTO news.article_furniture (article_id, start_char, end_char, kind, text)
SELECT
    article.article_id,
    furniture.start_char,
    furniture.end_char,
    furniture.kind,
    furniture.text
FROM stage_furniture AS furniture
INNER JOIN stage_version AS stage ON furniture.item_number = stage.item_number
INNER JOIN news.story AS story ON stage.source_id = story.source_id AND stage.guid = story.guid
INNER JOIN news.story_version AS version
    ON
        story.story_id = version.story_id
        AND stage.version = version.version
        AND stage.content_sha256 = version.content_sha256
INNER JOIN news.article AS article ON version.story_version_id = article.story_version_id
ORDER BY article.article_id, furniture.start_char
ON CONFLICT (article_id, start_char) DO NOTHING;
