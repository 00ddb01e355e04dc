-- Who said what in the texts that one run brought: one statement of each article first, the surest ones, copies once.
WITH statement AS (
    SELECT
        quote.speaker,
        quote.quote,
        quote.source,
        quote.headline,
        article.body,
        quote.confidence,
        quote.quote_id,
        row_number() OVER (PARTITION BY quote.article_id ORDER BY quote.confidence DESC, quote.quote_id ASC) AS rank
    FROM report.quote AS quote
    INNER JOIN news.article AS article ON quote.article_id = article.article_id
    INNER JOIN news.story_version AS version ON article.article_id = version.story_version_id
    WHERE version.run_id = %(run_id)s AND quote.speaker IS NOT NULL AND NOT quote.is_repeated
)

SELECT
    statement.speaker,
    statement.quote,
    statement.source,
    coalesce(statement.headline, left(statement.body, 80)) AS headline
FROM statement
ORDER BY statement.rank ASC, statement.confidence DESC, statement.quote_id ASC
LIMIT %(row_limit)s;
