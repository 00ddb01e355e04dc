-- Of two lists of identifiers for one name the larger stays, whichever came first. The lock on settled names keeps two
-- loaders from waiting for each other here.
UPDATE news.entity AS entity
SET ids = stage.ids
FROM (
    SELECT
        canonical,
        label,
        field,
        max(ids::text)::jsonb AS ids
    FROM stage_mention
    WHERE ids <> '{}'
    GROUP BY canonical, label, field
) AS stage
WHERE
    stage.canonical = entity.canonical
    AND stage.label = entity.label
    AND stage.field IS NOT DISTINCT FROM entity.field
    AND stage.ids::text > entity.ids::text;
