-- Whether this database has ever been migrated: one row, or none.
SELECT table_name
FROM information_schema.tables
WHERE table_schema = 'newswire_migration' AND table_name = 'applied';
