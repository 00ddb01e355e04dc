-- Drop the views made from files, all in one statement as they read one another. A user's view that reads one of them
-- makes this an error: it is theirs to drop.
DO $$
BEGIN
    EXECUTE (
        SELECT coalesce('DROP VIEW ' || string_agg('report.' || quote_ident(view.relname), ', '), 'SELECT 1')
        FROM newswire_migration.report_view AS noted
        INNER JOIN pg_catalog.pg_class AS view
            ON noted.name = view.relname AND view.relnamespace = 'report'::regnamespace AND view.relkind = 'v'
    );
    DELETE FROM newswire_migration.report_view;
END
$$;
