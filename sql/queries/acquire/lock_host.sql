-- Take a server for this session, so that one request at a time goes to it; false where another session has it.
SELECT pg_try_advisory_lock(hashtext('newswire host'), hashtext(%(host)s)) AS is_taken;
