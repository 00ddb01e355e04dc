-- Keep every way in which an entity was written. Those that are known are read together, as the keys lie side by side.
INSERT INTO news.entity_alias (entity_id, alias)
SELECT
    entity_id,
    text AS alias
FROM stage_mention
EXCEPT
SELECT
    known.entity_id,
    known.alias
FROM news.entity_alias AS known
WHERE known.entity_id = ANY((SELECT array_agg(DISTINCT stage.entity_id) FROM stage_mention AS stage)::bigint[])
ORDER BY entity_id, alias
ON CONFLICT (entity_id, alias) DO NOTHING;
