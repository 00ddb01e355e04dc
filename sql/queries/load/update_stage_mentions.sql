-- Join the staged mentions of names that were new to their entities, whoever has kept them first.
UPDATE stage_mention
SET
    entity_id = (
        SELECT entity.entity_id
        FROM news.entity AS entity
        WHERE
            entity.canonical = stage_mention.canonical AND entity.label = stage_mention.label
            AND entity.field IS NOT DISTINCT FROM stage_mention.field
    )
WHERE entity_id IS NULL;
