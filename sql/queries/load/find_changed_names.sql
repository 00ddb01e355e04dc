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
FROM stage_mention AS stage
INNER JOIN news.entity AS entity
    ON
        stage.canonical = entity.canonical AND stage.label = entity.label
        AND stage.field IS NOT DISTINCT FROM entity.field
WHERE stage.ids <> '{}' AND stage.ids::text > entity.ids::text;
