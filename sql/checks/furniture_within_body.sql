-- severity: stop. A piece of furniture is what its offsets cut out of the text as it was parsed.
SELECT
    furniture.article_id,
    furniture.start_char,
    furniture.end_char
FROM news.article_furniture AS furniture
INNER JOIN news.article AS article ON furniture.article_id = article.article_id
INNER JOIN news.story_version AS version ON article.article_id = version.story_version_id
WHERE
    substr(version.body, furniture.start_char + 1, furniture.end_char - furniture.start_char)
    <> furniture.text
ORDER BY furniture.article_id, furniture.start_char
LIMIT 100;
