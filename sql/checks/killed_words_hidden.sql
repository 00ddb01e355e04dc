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
    killed.story_id
FROM killed
CROSS JOIN
    LATERAL (
        (
            SELECT
                'quote' AS place,
                quote.quote_id AS id
            FROM report.quote AS quote
            WHERE quote.article_id = killed.article_id
            ORDER BY quote.quote_id
            LIMIT 100 -- keeps it a lookup: joined, the report would be made of all articles first
        )
        UNION ALL
        (
            SELECT
                'mention' AS place,
                mention.mention_id AS id
            FROM report.mention AS mention
            WHERE mention.article_id = killed.article_id
            ORDER BY mention.mention_id
            LIMIT 100
        )
    ) AS leaked
ORDER BY leaked.place, leaked.id
LIMIT 100;
