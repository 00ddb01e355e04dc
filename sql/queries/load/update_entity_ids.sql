-- Of two lists of identifiers for one name the larger stays, whichever came first. The lock on settled names keeps two
-- loaders from waiting for each other here.
UPDATE news.entity AS entity
SET ids = named.ids
FROM stage_name AS named
WHERE
    entity.entity_id = named.entity_id
    AND named.ids <> '{}'
    AND named.ids::text > entity.ids::text;
