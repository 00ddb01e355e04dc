-- severity: stop. No words of a story whose last word is a kill or a hold are in the reports, nor under another name.
WITH
killed AS MATERIALIZED ( -- few: only their words are looked for
    SELECT
        version.story_version_id AS article_id,
        version.story_id
    FROM checked
    INNER JOIN news.story_version AS version ON checked.article_id = version.story_version_id
    CROSS JOIN
        LATERAL (
            SELECT
                one.pubstatus,
                one.is_loaded
            FROM news.story_head AS one
            WHERE one.story_id = version.story_id
            ORDER BY one.story_id
            LIMIT 1 -- looked up for each story: the heads of all others are never made
        ) AS head
    WHERE head.pubstatus <> 'usable' AND head.is_loaded
)

SELECT
    leaked.place,
    leaked.id,
    leaked.story_id
FROM (
    SELECT
        'quote' AS place,
        quote.quote_id AS id,
        killed.story_id
    FROM killed
    INNER JOIN report.quote AS quote ON killed.article_id = quote.article_id
    UNION ALL
    SELECT
        'mention' AS place,
        mention.mention_id AS id,
        killed.story_id
    FROM killed
    INNER JOIN report.mention AS mention ON killed.article_id = mention.article_id
) AS leaked
ORDER BY leaked.place, leaked.id
LIMIT 100;
