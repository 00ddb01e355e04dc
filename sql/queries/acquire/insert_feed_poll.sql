-- Log one poll of a source.
INSERT INTO news.feed_poll (
    source_id, run_id, polled_at, outcome, http_status, document_count, new_count, duration_s, detail
)
VALUES (
    %(source_id)s, %(run_id)s, %(polled_at)s, %(outcome)s, %(http_status)s, %(document_count)s, %(new_count)s,
    %(duration_s)s, %(detail)s
);
