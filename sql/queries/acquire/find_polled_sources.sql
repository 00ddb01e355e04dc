-- What polls know of these sources.
SELECT
    name,
    location,
    source_id,
    moved_to,
    etag,
    last_modified,
    body_sha256
FROM news.source
WHERE name = ANY(%(names)s::text[])
ORDER BY name;
