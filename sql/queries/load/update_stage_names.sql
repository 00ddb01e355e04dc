-- Number the staged names that were new, whoever has kept them first.
UPDATE stage_name
SET
    entity_id = (
        SELECT entity.entity_id
        FROM news.entity AS entity
        WHERE
            entity.canonical = stage_name.canonical AND entity.label = stage_name.label
            AND entity.field IS NOT DISTINCT FROM stage_name.field
    )
WHERE entity_id IS NULL;
