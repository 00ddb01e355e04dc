-- severity: stop. A piece of furniture is what its offsets cut out of the text as it was parsed.
SELECT
    furniture.article_id,
    furniture.start_char,
    furniture.end_char
FROM checked
CROSS JOIN
    LATERAL (
        SELECT version.body || '' AS body -- unpacked once, not once for each row that is compared with it
        FROM news.story_version AS version
        WHERE version.story_version_id = checked.article_id
        ORDER BY version.story_version_id
        LIMIT 1
    ) AS text
INNER JOIN news.article_furniture AS furniture ON checked.article_id = furniture.article_id
WHERE
    substr(text.body, furniture.start_char + 1, furniture.end_char - furniture.start_char)
    <> furniture.text
ORDER BY furniture.article_id, furniture.start_char
LIMIT 100;
