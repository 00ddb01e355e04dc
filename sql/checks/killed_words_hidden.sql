-- severity: stop. No words of a story whose last word is a kill or a hold are in the reports, nor under another name.
SELECT
    leaked.place,
    leaked.id,
    version.story_id
FROM (
    SELECT
        'quote' AS place,
        quote.quote_id AS id,
        quote.article_id
    FROM report.quote AS quote
    UNION ALL
    SELECT
        'mention' AS place,
        mention.mention_id AS id,
        mention.article_id
    FROM report.mention AS mention
) AS leaked
INNER JOIN news.article AS article ON leaked.article_id = article.article_id
INNER JOIN news.story_version AS version ON article.story_version_id = version.story_version_id
INNER JOIN news.story_head AS head ON version.story_id = head.story_id
WHERE head.pubstatus <> 'usable' AND head.is_loaded
ORDER BY leaked.place, leaked.id
LIMIT 100;
