-- Keep what the next poll asks the server to compare with.
UPDATE news.source
SET
    etag = %(etag)s,
    last_modified = %(last_modified)s,
    body_sha256 = %(body_sha256)s
WHERE
    source_id = %(source_id)s
    AND (etag, last_modified, body_sha256)
    IS DISTINCT FROM (%(etag)s::text, %(last_modified)s::text, %(body_sha256)s::bytea);
