-- Let the next poll read all of a source's feed, though it did not change.
UPDATE news.source
SET etag = NULL, last_modified = NULL, body_sha256 = NULL
WHERE source_id = %(source_id)s;
