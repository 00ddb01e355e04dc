-- Log polls of sources, given as a JSON list.
INSERT INTO news.feed_poll (
    source_id, run_id, polled_at, outcome, http_status, document_count, new_count, duration_s, detail
)
SELECT
    poll.source_id,
    poll.run_id,
    poll.polled_at,
    poll.outcome,
    poll.http_status,
    poll.document_count,
    poll.new_count,
    poll.duration_s,
    poll.detail
FROM jsonb_to_recordset(%(polls)s::jsonb) AS poll (
    source_id bigint,
    run_id bigint,
    polled_at timestamptz,
    outcome text,
    http_status smallint,
    document_count integer,
    new_count integer,
    duration_s real,
    detail text
);
