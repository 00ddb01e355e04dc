-- Take out entities with the ways in which they were written.
WITH unwritten AS (
    DELETE FROM news.entity_alias
    WHERE entity_id = ANY(%(entity_ids)s::bigint[])
)

DELETE FROM news.entity
WHERE entity_id = ANY(%(entity_ids)s::bigint[]);
