-- Take the archive for this session, so that one task at a time joins its files; false where another session has it.
SELECT pg_try_advisory_lock(hashtext('newswire archive'), 0) AS is_taken;
