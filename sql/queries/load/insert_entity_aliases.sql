-- Keep every way in which an entity was written.
INSERT INTO news.entity_alias (entity_id, alias)
SELECT
    written.entity_id,
    written.alias
FROM (
    SELECT DISTINCT
        entity_id,
        text AS alias
    FROM stage_mention
) AS written
WHERE
    (
        SELECT known.entity_id FROM news.entity_alias AS known
        WHERE known.entity_id = written.entity_id AND known.alias = written.alias
    ) IS NULL
ORDER BY written.entity_id, written.alias
ON CONFLICT (entity_id, alias) DO NOTHING;
