-- Act as the role that sees schema report alone, for the whole session; no row where this user can't.
SELECT set_config('role', reader.rolname, FALSE) AS role
FROM pg_catalog.pg_roles AS reader
WHERE reader.rolname = 'newswire_reader' AND pg_has_role(reader.oid, 'MEMBER');
