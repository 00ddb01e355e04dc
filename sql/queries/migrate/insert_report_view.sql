-- Note a view as made from its file.
INSERT INTO newswire_migration.report_view (name, sha256)
VALUES (%(name)s, %(sha256)s);
