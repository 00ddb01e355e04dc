-- Make the roles of this server that are not there, and let the migrating user act as them, as far as it may.
-- Another database's migrator may make them at the same moment.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['newswire_writer', 'newswire_reader'] LOOP
        BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = wanted) THEN
                EXECUTE 'CREATE ROLE ' || quote_ident(wanted) || ' NOLOGIN';
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN
            NULL;
        END;
        BEGIN
            IF NOT pg_has_role(wanted, 'MEMBER') THEN
                EXECUTE 'GRANT ' || quote_ident(wanted) || ' TO current_user';
            END IF;
        EXCEPTION WHEN undefined_object OR insufficient_privilege THEN
            NULL;
        END;
    END LOOP;
END
$$;
