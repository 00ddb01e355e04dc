-- Note a migration as applied, with the hash of its file.
INSERT INTO newswire_migration.applied (revision, sha256)
VALUES (%(revision)s, %(sha256)s);
