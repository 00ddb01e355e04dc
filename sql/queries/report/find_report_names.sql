-- The views of schema report, with the columns that bound a report by day.
SELECT
    view.relname AS name,
    (
        SELECT attribute.attname
        FROM pg_catalog.pg_attribute AS attribute
        WHERE attribute.attrelid = view.oid AND attribute.attname = ANY(%(time_columns)s::name[])
        ORDER BY array_position(%(time_columns)s::name[], attribute.attname)
        LIMIT 1
    ) AS time_column
FROM pg_catalog.pg_class AS view
INNER JOIN pg_catalog.pg_namespace AS space ON view.relnamespace = space.oid
WHERE space.nspname = 'report' AND view.relkind = 'v'
ORDER BY view.relname;
