-- A page of corrections, kills and holds, newest first, from a place on.
SELECT
    correction.kind,
    correction.source,
    correction.guid,
    correction.version,
    correction.received_at,
    correction.dated_at,
    correction.hours_after_first,
    correction.edition_note,
    correction.headline,
    correction.earlier_headline,
    correction.passages,
    correction.corrected_copy_count,
    correction.uncorrected_copy_count,
    correction.uncorrected_sources,
    correction.article_id,
    correction.story_version_id
FROM report.correction AS correction
WHERE
    (
        %(before_at)s::timestamptz IS NULL
        OR (correction.received_at, correction.story_version_id)
        < (%(before_at)s::timestamptz, %(before_key)s::bigint)
    )
    AND (%(kind)s::text IS NULL OR correction.kind = %(kind)s::text)
    AND (%(source)s::text IS NULL OR correction.source = %(source)s::text)
ORDER BY correction.received_at DESC, correction.story_version_id DESC
LIMIT %(row_limit)s;
