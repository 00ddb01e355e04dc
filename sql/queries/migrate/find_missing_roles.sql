-- What the migrating user could not do about the roles, and the command with which an administrator can.
SELECT
    CASE
        WHEN role.oid IS NULL THEN 'role ' || wanted.name || ' is missing'
        ELSE current_user || ' may not act as ' || wanted.name
    END AS what,
    concat_ws(
        '; ',
        CASE WHEN role.oid IS NULL THEN 'CREATE ROLE ' || wanted.name || ' NOLOGIN' END,
        'GRANT ' || wanted.name || ' TO ' || quote_ident(current_user)
    ) AS remedy
FROM (VALUES ('newswire_writer'), ('newswire_reader')) AS wanted (name)
LEFT JOIN pg_catalog.pg_roles AS role ON wanted.name = role.rolname
WHERE role.oid IS NULL OR NOT pg_has_role(role.oid, 'MEMBER')
ORDER BY wanted.name;
