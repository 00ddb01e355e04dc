-- Keep a source as sources.toml has it, under its lasting name; what polls know of it stays while its address does.
INSERT INTO news.source AS source (
    name, kind, location, title, timezone, language, country, owner, rights, expected_articles, tolerance, keep_days,
    is_enabled
)
VALUES (
    %(name)s, %(kind)s, %(location)s, %(title)s, %(timezone)s, %(language)s, %(country)s, %(owner)s, %(rights)s,
    %(expected_articles)s, %(tolerance)s, %(keep_days)s, %(is_enabled)s
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
        rights = excluded.rights,
        expected_articles = excluded.expected_articles,
        tolerance = excluded.tolerance,
        keep_days = excluded.keep_days,
        is_enabled = excluded.is_enabled,
        moved_to = CASE WHEN source.location = excluded.location THEN source.moved_to END,
        moved_at = CASE WHEN source.location = excluded.location THEN source.moved_at END,
        etag = CASE WHEN source.location = excluded.location THEN source.etag END,
        last_modified = CASE WHEN source.location = excluded.location THEN source.last_modified END
RETURNING source_id, moved_to, etag, last_modified, body_sha256, (xmax = 0) AS is_new;
