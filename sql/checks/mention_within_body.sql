-- severity: stop. A mention's text is what its offsets cut out of the body.
SELECT
    mention.mention_id,
    mention.article_id,
    mention.start_char,
    mention.end_char
FROM news.mention AS mention
INNER JOIN news.article AS article ON mention.article_id = article.article_id
WHERE substr(article.body, mention.start_char + 1, mention.end_char - mention.start_char) <> mention.text
ORDER BY mention.mention_id
LIMIT 100;
