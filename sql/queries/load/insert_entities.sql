-- Keep each name that is new, shown as itself until it is settled; in a fixed order, so that two loaders never wait for
-- each other in a circle.
INSERT INTO news.entity (entity_id, canonical, label, field, ids, shown_as, shown_name)
OVERRIDING SYSTEM VALUE
SELECT
    named.entity_id,
    named.canonical,
    named.label,
    named.field,
    named.ids,
    named.entity_id AS shown_as,
    named.canonical AS shown_name
FROM (
    SELECT
        nextval('news.entity_entity_id_seq') AS entity_id,
        new.canonical,
        new.label,
        new.field,
        new.ids
    FROM (
        SELECT
            canonical,
            label,
            field,
            (array_agg(ids ORDER BY ids DESC))[1] AS ids
        FROM stage_mention
        WHERE entity_id IS NULL
        GROUP BY canonical, label, field
        ORDER BY canonical, label, field
    ) AS new
) AS named
ON CONFLICT (canonical, label, field) DO NOTHING
RETURNING canonical;
