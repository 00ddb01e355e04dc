-- Wait for other loaders that put together the same long story: of two takes that come at once, the second sees both.
SELECT pg_advisory_xact_lock(hashtextextended(wanted.take_of, wanted.source_id))
FROM unnest(%(source_ids)s::bigint[], %(guids)s::text[]) AS wanted (source_id, take_of)
ORDER BY wanted.source_id, wanted.take_of;
