-- Keep a source as sources.toml has it, under its lasting name; what polls know of it stays while its address does.
-- A source that is known as it stands is only read: most are, at most polls.
WITH known AS (
    SELECT
        source.source_id,
        source.moved_to,
        source.etag,
        source.last_modified,
        source.body_sha256
    FROM news.source AS source
    WHERE
        source.name = %(name)s
        AND (
            source.kind, source.location, source.title, source.timezone, source.language, source.country,
            source.owner, source.rights, source.expected_articles, source.tolerance, source.keep_days,
            source.is_enabled, source.columns
        )
        IS NOT DISTINCT FROM (
            %(kind)s::text, %(location)s::text, %(title)s::text, %(timezone)s::text, %(language)s::text,
            %(country)s::text, %(owner)s::text, %(rights)s::text, %(expected_articles)s::integer,
            %(tolerance)s::real, %(keep_days)s::integer, %(is_enabled)s::boolean,
            %(columns)s::jsonb
        )
),

written AS (
    INSERT INTO news.source AS source (
        name, kind, location, title, timezone, language, country, owner, rights, expected_articles, tolerance,
        keep_days, is_enabled, columns
    )
    SELECT
        %(name)s::text,
        %(kind)s::text,
        %(location)s::text,
        %(title)s::text,
        %(timezone)s::text,
        %(language)s::text,
        %(country)s::text,
        %(owner)s::text,
        %(rights)s::text,
        %(expected_articles)s::integer,
        %(tolerance)s::real,
        %(keep_days)s::integer,
        %(is_enabled)s::boolean,
        %(columns)s::jsonb
    WHERE NOT EXISTS (SELECT 1 FROM known)
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
            columns = excluded.columns,
            moved_to = CASE WHEN source.location = excluded.location THEN source.moved_to END,
            moved_at = CASE WHEN source.location = excluded.location THEN source.moved_at END,
            etag = CASE WHEN source.location = excluded.location THEN source.etag END,
            last_modified = CASE WHEN source.location = excluded.location THEN source.last_modified END
    RETURNING source_id, moved_to, etag, last_modified, body_sha256, (xmax = 0) AS is_new
)

SELECT
    source_id,
    moved_to,
    etag,
    last_modified,
    body_sha256,
    FALSE AS is_new
FROM known
UNION ALL
SELECT
    source_id,
    moved_to,
    etag,
    last_modified,
    body_sha256,
    is_new
FROM written;
