-- Wait until no other session polls this source, and take it.
SELECT pg_advisory_lock(hashtext('newswire source'), hashtext(%(source)s));
