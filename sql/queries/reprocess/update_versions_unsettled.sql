-- Let load settle these stories again: what speaks for them is another text, or annotated by another annotator version.
UPDATE news.version_key AS known
SET is_loaded = FALSE
FROM news.story_head AS head
LEFT JOIN news.story_current AS shown ON head.story_id = shown.story_id
WHERE
    head.story_id = ANY(%(story_ids)s::bigint[])
    AND known.story_id = head.story_id
    AND known.story_version_id = head.story_version_id
    AND known.is_loaded
    AND (
        shown.story_version_id IS DISTINCT FROM head.story_version_id
        OR (
            head.pubstatus = 'usable'
            AND head.unannotated_reason IS NULL
            AND shown.annotator_version IS DISTINCT FROM %(annotator_version)s
        )
    );
