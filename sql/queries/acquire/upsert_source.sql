-- Keep a source as sources.toml has it, under its lasting name; what polls know of it stays.
INSERT INTO news.source AS source (name, kind, location, title, timezone, language, country, owner, is_enabled)
VALUES (
    %(name)s, %(kind)s, %(location)s, %(title)s, %(timezone)s, %(language)s, %(country)s, %(owner)s, %(is_enabled)s
)
ON CONFLICT (name) DO UPDATE
    SET
        kind = excluded.kind,
        location = excluded.location,
        title = excluded.title,
        timezone = excluded.timezone,
        language = excluded.language,
        country = excluded.country,
        owner = excluded.owner,
        is_enabled = excluded.is_enabled
RETURNING source_id, etag, last_modified, body_sha256, (xmax = 0) AS is_new;
