-- Each staged name once, with the number of its entity where it is known already.
INSERT INTO stage_name (canonical, label, field, ids, entity_id)
SELECT
    named.canonical,
    named.label,
    named.field,
    named.ids,
    (
        SELECT entity.entity_id
        FROM news.entity AS entity
        WHERE
            entity.canonical = named.canonical AND entity.label = named.label
            AND entity.field IS NOT DISTINCT FROM named.field
    )
FROM (
    SELECT
        canonical,
        label,
        field,
        max(ids::text)::jsonb AS ids
    FROM stage_mention
    GROUP BY canonical, label, field
) AS named;
