-- The views made from files, with the hash of their file at that time; a hash of '' where the view is gone.
SELECT
    noted.name,
    CASE WHEN view.oid IS NULL THEN '' ELSE noted.sha256 END AS sha256
FROM newswire_migration.report_view AS noted
LEFT JOIN pg_catalog.pg_class AS view
    ON noted.name = view.relname AND view.relnamespace = 'report'::regnamespace AND view.relkind = 'v'
ORDER BY noted.name;
