-- Staged names that were known already and are to be settled again: the desk has split one of them, or a larger list of
-- identifiers has come.
SELECT override.canonical
FROM news.entity_override AS override
WHERE
    override.kind = 'split'
    AND EXISTS (
        SELECT 1 FROM stage_mention AS stage
        WHERE stage.canonical = override.canonical AND stage.text = override.alias
    )
UNION
SELECT entity.canonical
FROM (
    SELECT DISTINCT
        entity_id,
        ids
    FROM stage_mention
    WHERE ids <> '{}'
) AS named
INNER JOIN news.entity AS entity ON named.entity_id = entity.entity_id
WHERE named.ids > entity.ids;
