-- Of two lists of identifiers for one name the larger stays, whichever came first. The lock on settled names keeps two
-- loaders from waiting for each other here.
UPDATE news.entity AS entity
SET ids = named.ids::jsonb
FROM (
    SELECT
        entity_id,
        max(ids::text) AS ids
    FROM stage_mention
    WHERE ids <> '{}'
    GROUP BY entity_id
) AS named
WHERE entity.entity_id = named.entity_id AND named.ids > entity.ids::text;
