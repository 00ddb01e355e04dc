-- The names that shown articles have, with their identifiers and other spellings.
CREATE VIEW report.entity AS
SELECT
    shown.entity_id,
    shown.shown_name AS entity,
    shown.label,
    shown.field,
    shown.ids,
    (
        SELECT array_agg(DISTINCT alias.alias ORDER BY alias.alias)
        FROM news.entity AS one
        INNER JOIN news.entity_alias AS alias ON one.entity_id = alias.entity_id
        WHERE
            coalesce(alias.shown_as, one.shown_as) = shown.entity_id
            AND EXISTS (
                SELECT 1
                FROM news.mention AS mention
                INNER JOIN report.visible_article AS visible ON mention.article_id = visible.article_id
                WHERE mention.entity_id = one.entity_id AND mention.text = alias.alias
            )
    ) AS aliases
FROM news.entity AS shown
WHERE
    shown.shown_as = shown.entity_id
    AND shown.label NOT IN ('DATE', 'MONEY', 'PERCENT', 'QUANTITY')
    AND EXISTS (
        SELECT 1
        FROM news.entity AS one
        INNER JOIN news.mention AS mention ON one.entity_id = mention.entity_id
        INNER JOIN report.visible_article AS visible ON mention.article_id = visible.article_id
        WHERE one.shown_as = shown.entity_id
    );

COMMENT ON VIEW report.entity IS
'Names: people, organisations, places, works, one row for each that a shown article mentions.';
COMMENT ON COLUMN report.entity.entity_id IS 'Key of the name.';
COMMENT ON COLUMN report.entity.entity IS 'The name in its fullest form, or as the desk has renamed it.';
COMMENT ON COLUMN report.entity.label IS 'What it names: PERSON, ORG, GPE (country, city), LOC, NORP (people, party), FAC, EVENT, WORK_OF_ART, LAW, PRODUCT.';
COMMENT ON COLUMN report.entity.field IS 'The field of life in which articles place a person: public, sport or arts; NULL where none does.';
COMMENT ON COLUMN report.entity.ids IS 'Its identifiers in other systems by scheme, as a JSON object: iso3166, geonames, ...; empty where none is known.';
COMMENT ON COLUMN report.entity.aliases IS 'How shown articles write it.';
