-- The next entities, and whether nothing needs them: no mention, no speaker, no other name shown as them, no word of
-- the desk that points at them.
SELECT
    entity.entity_id,
    entity.canonical,
    NOT EXISTS (
        SELECT 1 FROM news.mention AS mention
        WHERE mention.entity_id = entity.entity_id
    )
    AND NOT EXISTS (
        SELECT 1 FROM news.quote AS quote
        WHERE quote.speaker_entity_id = entity.entity_id
    )
    AND NOT EXISTS (
        SELECT 1 FROM news.entity AS other
        WHERE other.shown_as = entity.entity_id AND other.entity_id <> entity.entity_id
    )
    AND NOT EXISTS (
        SELECT 1 FROM news.entity_alias AS alias
        WHERE alias.shown_as = entity.entity_id AND alias.entity_id <> entity.entity_id
    )
    AND NOT EXISTS (
        SELECT 1 FROM news.entity_override AS override
        WHERE override.target = entity.canonical AND override.target_label = entity.label
    ) AS is_unmentioned
FROM news.entity AS entity
WHERE entity.entity_id > %(after_entity_id)s
ORDER BY entity.entity_id
LIMIT %(batch_size)s;
