-- The applied migrations with the hash of their file at that time.
SELECT
    revision,
    sha256
FROM newswire_migration.applied
ORDER BY revision;
