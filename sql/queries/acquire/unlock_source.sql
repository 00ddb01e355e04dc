-- Give a source back.
SELECT pg_advisory_unlock(hashtext('newswire source'), hashtext(%(source)s)) AS was_taken;
