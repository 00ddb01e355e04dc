-- Take texts for this transaction, so that no two tasks annotate one; those that another task has are left out.
SELECT wanted.body_sha256
FROM unnest(%(body_sha256s)s::bytea[]) AS wanted (body_sha256)
WHERE pg_try_advisory_xact_lock(hashtextextended('newswire text' || encode(wanted.body_sha256, 'hex'), 0));
