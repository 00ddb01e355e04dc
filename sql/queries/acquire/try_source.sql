-- Take a source for this session, so that one run at a time polls it; false where another session has it.
SELECT pg_try_advisory_lock(hashtext('newswire source'), hashtext(%(source)s)) AS is_taken;
