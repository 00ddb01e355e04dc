-- Keep each staged guid once as a story; in a fixed order, so that two loaders never wait for each other in a circle.
INSERT INTO news.story (source_id, guid, first_seen_at)
SELECT
    source_id,
    guid,
    min(received_at)
FROM stage_version
GROUP BY source_id, guid
ORDER BY source_id, guid
ON CONFLICT (source_id, guid) DO NOTHING;
