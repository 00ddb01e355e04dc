-- severity: stop. A mention's text is what its offsets cut out of the body.
SELECT
    mention.mention_id,
    mention.article_id,
    mention.start_char,
    mention.end_char
FROM checked
CROSS JOIN
    LATERAL (
        SELECT article.body || '' AS body -- unpacked once, not once for each row that is compared with it
        FROM news.article AS article
        WHERE article.article_id = checked.article_id
        ORDER BY article.article_id
        LIMIT 1
    ) AS text
INNER JOIN news.mention AS mention ON checked.article_id = mention.article_id
WHERE substr(text.body, mention.start_char + 1, mention.end_char - mention.start_char) <> mention.text
ORDER BY mention.mention_id
LIMIT 100;
