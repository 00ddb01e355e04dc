-- Which of these sources should be polled now, the longest overdue first; one that was never polled is due.
SELECT wanted.name
FROM unnest(%(names)s::text[]) AS wanted (name)
LEFT JOIN news.source AS source ON wanted.name = source.name
WHERE source.next_poll_at IS NULL OR source.next_poll_at <= %(now)s
ORDER BY source.next_poll_at ASC NULLS FIRST, wanted.name ASC;
