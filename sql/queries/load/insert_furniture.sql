-- Keep the furniture of each staged version beside its article; offsets are into the version's body as parsed.
INSERT INTO news.article_furniture (article_id, start_char, end_char, kind, text)
SELECT
    known.story_version_id,
    furniture.start_char,
    furniture.end_char,
    furniture.kind,
    furniture.text
FROM stage_furniture AS furniture
INNER JOIN stage_key AS known ON furniture.item_number = known.item_number
ORDER BY known.story_version_id, furniture.start_char
ON CONFLICT (article_id, start_char) DO NOTHING;
