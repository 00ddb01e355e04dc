-- Open an alert, or see one again that is open.
INSERT INTO news.alert AS alert (kind, subject, detail, opened_at, last_seen_at)
VALUES (%(kind)s, %(subject)s, %(detail)s, %(now)s, %(now)s)
ON CONFLICT (kind, subject) WHERE closed_at IS NULL DO UPDATE
    SET
        detail = excluded.detail,
        last_seen_at = greatest(alert.last_seen_at, excluded.last_seen_at)
RETURNING (xmax = 0) AS is_new;
