-- Let the next poll of these sources read their feeds in full, also where the server says that nothing has changed.
UPDATE news.source
SET
    etag = NULL,
    last_modified = NULL,
    body_sha256 = NULL
WHERE name = ANY(%(sources)s::text[]);
