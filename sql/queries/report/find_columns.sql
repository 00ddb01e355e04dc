-- The columns of schema report with their types and comments, and the comment of their view.
SELECT
    view.relname AS view,
    obj_description(view.oid, 'pg_class') AS view_comment,
    attribute.attname AS column_name,
    format_type(attribute.atttypid, attribute.atttypmod) AS type,
    col_description(view.oid, attribute.attnum) AS comment
FROM pg_catalog.pg_class AS view
INNER JOIN pg_catalog.pg_attribute AS attribute ON view.oid = attribute.attrelid
WHERE view.relnamespace = 'report'::regnamespace AND view.relkind = 'v' AND attribute.attnum > 0
ORDER BY view.relname, attribute.attnum;
