-- What did the updates and corrections of a story change?
SELECT
    change.headline,
    change.earlier_version,
    change.version,
    change.removed_word_count AS removed,
    change.added_word_count AS added,
    left(change.word_diff, 160) AS first_changes
FROM report.version_change AS change
WHERE change.source = 'meridian-wire'
ORDER BY change.guid, change.version;
