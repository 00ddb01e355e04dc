-- Give the roles their rights in this database, those that are there, on what the migrating user owns: the writer reads
-- and writes news and reads report, the reader reads report and nothing else. Views that the user makes later too.
DO $$
DECLARE
    relation record;
    is_writer_there CONSTANT boolean := EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = 'newswire_writer');
    is_reader_there CONSTANT boolean := EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = 'newswire_reader');
BEGIN
    IF is_writer_there THEN
        GRANT USAGE ON SCHEMA news, report, newswire_migration TO newswire_writer;
        ALTER DEFAULT PRIVILEGES IN SCHEMA report GRANT SELECT ON TABLES TO newswire_writer;
        ALTER DEFAULT PRIVILEGES IN SCHEMA news GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO newswire_writer;
        ALTER DEFAULT PRIVILEGES IN SCHEMA news GRANT USAGE ON SEQUENCES TO newswire_writer;
    END IF;
    IF is_reader_there THEN
        GRANT USAGE ON SCHEMA report TO newswire_reader;
        ALTER DEFAULT PRIVILEGES IN SCHEMA report GRANT SELECT ON TABLES TO newswire_reader;
    END IF;
    FOR relation IN
        SELECT
            class.oid::regclass AS name,
            class.relnamespace::regnamespace::text AS place,
            class.relkind = 'S' AS is_sequence
        FROM pg_catalog.pg_class AS class
        WHERE
            class.relnamespace::regnamespace::text IN ('news', 'report', 'newswire_migration')
            AND class.relkind IN ('r', 'p', 'v', 'm', 'S')
            AND pg_has_role(class.relowner, 'USAGE')
    LOOP
        IF is_writer_there THEN
            EXECUTE concat_ws(
                ' ',
                'GRANT',
                CASE
                    WHEN relation.is_sequence THEN 'USAGE ON SEQUENCE'
                    WHEN relation.place = 'news' THEN 'SELECT, INSERT, UPDATE, DELETE ON'
                    ELSE 'SELECT ON'
                END,
                relation.name, 'TO newswire_writer'
            );
        END IF;
        IF is_reader_there AND relation.place = 'report' THEN
            EXECUTE 'GRANT SELECT ON ' || relation.name || ' TO newswire_reader';
        END IF;
    END LOOP;
END
$$;
