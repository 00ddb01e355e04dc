-- Note which text proved to be the first take of a long story, and that it no longer speaks for a story of its own.
UPDATE news.story_version AS version
SET
    is_first_take = (version.story_version_id IS NOT DISTINCT FROM %(story_version_id)s),
    is_loaded = FALSE
FROM news.story AS story
WHERE
    version.story_id = story.story_id
    AND story.source_id = %(source_id)s
    AND version.take_of = %(take_of)s
    AND version.take_number IS NULL
    AND version.is_first_take <> (version.story_version_id IS NOT DISTINCT FROM %(story_version_id)s);
