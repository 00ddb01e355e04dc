-- How often each name is in each shown article.
CREATE VIEW report.entity_article AS
SELECT
    shown.shown_name AS entity,
    shown.label,
    counted.day,
    counted.mention_count,
    counted.quoted_mention_count,
    visible.article_id,
    visible.cluster_id,
    shown.entity_id
FROM news.article_entity AS counted
-- A lookup for each row of the days asked for: a join would be planned over the articles of all days.
CROSS JOIN
    LATERAL (
        SELECT
            one.article_id,
            one.cluster_id
        FROM report.visible_article AS one
        WHERE one.article_id = counted.article_id
        ORDER BY one.article_id
        LIMIT 1
    ) AS visible
INNER JOIN news.entity AS entity ON counted.entity_id = entity.entity_id
INNER JOIN news.entity AS shown ON entity.shown_as = shown.entity_id;

COMMENT ON VIEW report.entity_article IS
'Names by article: what the other counts of names are made of. One row for each name and shown article that has it, two where the desk has merged two names that it has. New articles count from the refresh after their load on, a kill at once.';
COMMENT ON COLUMN report.entity_article.entity IS 'The name in its fullest form, or as the desk has renamed it.';
COMMENT ON COLUMN report.entity_article.label IS 'What it names: PERSON, ORG, GPE (country, city), LOC, NORP (people, party), FAC, EVENT, WORK_OF_ART, LAW, PRODUCT. Dates and amounts are not counted.';
COMMENT ON COLUMN report.entity_article.day IS 'Day (UTC) of publication, or of receipt where the publisher states no time.';
COMMENT ON COLUMN report.entity_article.mention_count IS 'How many times the article mentions it.';
COMMENT ON COLUMN report.entity_article.quoted_mention_count IS 'How many of the mentions are inside the words of a quote: it is spoken about.';
COMMENT ON COLUMN report.entity_article.article_id IS 'Key of the article (report.article).';
COMMENT ON COLUMN report.entity_article.cluster_id IS 'The same for all articles that carry the same text: count(DISTINCT cluster_id) counts texts, however many days carry them.';
COMMENT ON COLUMN report.entity_article.entity_id IS 'Key of the name (report.entity): what the desk has merged counts as one.';
