-- Count anew what the materialised views hold; who reads them meanwhile sees the old counts. Of two that do it at once
-- one waits. The first time it can't be done beside readers, as there is nothing to compare with.
DO $$
DECLARE
    view record;
BEGIN
    FOR view IN
        SELECT
            matview.oid::regclass AS name,
            matview.relispopulated AS is_populated
        FROM newswire_migration.report_view AS noted
        INNER JOIN pg_catalog.pg_class AS matview
            ON
                noted.name = matview.relname AND matview.relnamespace = 'news'::regnamespace
                AND matview.relkind = 'm'
        ORDER BY noted.name
    LOOP
        EXECUTE
            'REFRESH MATERIALIZED VIEW ' || CASE WHEN view.is_populated THEN 'CONCURRENTLY ' ELSE '' END || view.name;
        EXECUTE 'ANALYZE ' || view.name;
    END LOOP;
END
$$;
