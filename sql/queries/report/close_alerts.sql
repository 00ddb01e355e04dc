-- Close the open alerts of one kind that no longer hold: those about subjects that begin so and are not among these.
UPDATE news.alert
SET closed_at = greatest(%(now)s, last_seen_at)
WHERE
    kind = %(kind)s
    AND closed_at IS NULL
    AND starts_with(subject, %(prefix)s)
    AND NOT (subject = ANY(%(subjects)s::text[]));
