-- The versions of a story, newest first, each with what it changed in the words of the version before it.
SELECT
    version.story_version_id,
    version.version,
    version.pubstatus,
    version.signals,
    version.published_at,
    version.updated_at,
    version.received_at,
    version.edition_note,
    version.is_current,
    change.earlier_version,
    change.earlier_headline,
    change.headline,
    change.removed_word_count,
    change.added_word_count,
    change.passages
FROM report.story_version AS version
LEFT JOIN report.version_change AS change ON version.story_version_id = change.story_version_id
WHERE version.story_id = %(story_id)s
ORDER BY version.version DESC, version.received_at DESC, version.story_version_id DESC;
