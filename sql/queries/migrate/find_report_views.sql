-- The views made from files, with the hash of their file at that time; a hash of '' where the view is gone.
SELECT
    noted.name,
    CASE
        WHEN EXISTS (
            SELECT 1
            FROM pg_catalog.pg_class AS view
            WHERE
                view.relname = noted.name
                AND (view.relnamespace, view.relkind) IN (
                    (to_regnamespace('report'), 'v'), (to_regnamespace('news'), 'm')
                )
        ) THEN noted.sha256
        ELSE ''
    END AS sha256
FROM newswire_migration.report_view AS noted
ORDER BY noted.name;
