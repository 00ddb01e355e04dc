-- Give the last source back, and take the next for this session, so that one run at a time polls it; false where
-- another session has it. Both in one, as a poll that brings nothing new costs little beside.
SELECT
    pg_advisory_unlock(hashtext('newswire source'), hashtext(%(done)s::text)) AS was_taken,
    pg_try_advisory_lock(hashtext('newswire source'), hashtext(%(source)s)) AS is_taken;
