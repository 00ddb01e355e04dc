-- Drop the views made from files, all in one statement as they read one another, then the materialised ones, which they
-- read. A user's view that reads one of them makes this an error: it is theirs to drop.
DO $$
BEGIN
    EXECUTE (
        SELECT coalesce('DROP VIEW ' || string_agg(view.oid::regclass::text, ', '), 'SELECT 1')
        FROM newswire_migration.report_view AS noted
        INNER JOIN pg_catalog.pg_class AS view
            ON noted.name = view.relname AND view.relnamespace = 'report'::regnamespace AND view.relkind = 'v'
    );
    EXECUTE (
        SELECT coalesce('DROP MATERIALIZED VIEW ' || string_agg(view.oid::regclass::text, ', '), 'SELECT 1')
        FROM newswire_migration.report_view AS noted
        INNER JOIN pg_catalog.pg_class AS view
            ON noted.name = view.relname AND view.relnamespace = to_regnamespace('news') AND view.relkind = 'm'
    );
    DELETE FROM newswire_migration.report_view;
END
$$;
