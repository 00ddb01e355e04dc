-- Of two lists of identifiers for one name the larger stays, whichever came first: as jsonb has it, so none is the
-- least. The lock on settled names keeps two loaders from waiting for each other here.
UPDATE news.entity AS entity
SET ids = named.ids
FROM (
    SELECT
        entity_id,
        (array_agg(ids ORDER BY ids DESC))[1] AS ids
    FROM stage_mention
    WHERE ids <> '{}'
    GROUP BY entity_id
) AS named
WHERE entity.entity_id = named.entity_id AND named.ids > entity.ids;
