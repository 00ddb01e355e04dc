-- Note which text proved to be the first take of a long story, and that it no longer speaks for a story of its own:
-- load is to settle that again.
WITH noted AS (
    UPDATE news.story_version AS version
    SET is_first_take = (version.story_version_id IS NOT DISTINCT FROM %(story_version_id)s)
    FROM news.story AS story
    WHERE
        version.story_id = story.story_id
        AND story.source_id = %(source_id)s
        AND version.take_of = %(take_of)s
        AND version.take_number IS NULL
        AND version.is_first_take <> (version.story_version_id IS NOT DISTINCT FROM %(story_version_id)s)
    RETURNING
        version.story_id,
        version.story_version_id
)

UPDATE news.version_key AS known
SET is_loaded = FALSE
FROM noted
WHERE known.story_id = noted.story_id AND known.story_version_id = noted.story_version_id;
