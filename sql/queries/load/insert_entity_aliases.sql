-- Keep every way in which an entity was written.
INSERT INTO news.entity_alias (entity_id, alias)
SELECT DISTINCT
    entity.entity_id,
    stage.text
FROM stage_mention AS stage
INNER JOIN news.entity AS entity
    ON
        stage.canonical = entity.canonical AND stage.label = entity.label
        AND stage.field IS NOT DISTINCT FROM entity.field
ORDER BY entity.entity_id, stage.text
ON CONFLICT (entity_id, alias) DO NOTHING;
