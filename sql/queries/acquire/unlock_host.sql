-- Give a server back.
SELECT pg_advisory_unlock(hashtext('newswire host'), hashtext(%(host)s)) AS was_taken;
