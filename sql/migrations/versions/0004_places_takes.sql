-- Places of a version as its agency states them: names, codes of a vocabulary, or both.
CREATE TABLE news.place (
    story_version_id bigint NOT NULL REFERENCES news.story_version ON DELETE CASCADE,
    place_number smallint NOT NULL,
    role text NOT NULL CHECK (role IN ('origin', 'event', 'about')),
    name text,
    scheme text,
    code text,
    PRIMARY KEY (story_version_id, place_number),
    CHECK (name IS NOT NULL OR code IS NOT NULL),
    CHECK (code IS NULL OR scheme IS NOT NULL)
);
COMMENT ON COLUMN news.place.place_number IS 'Its turn among the places of the version, from 0.';
COMMENT ON COLUMN news.place.role IS 'Where the story was filed (origin), where it happened (event), what it is about.';
CREATE INDEX place_code_idx ON news.place (scheme, code);
CREATE INDEX place_name_idx ON news.place (name);

ALTER TABLE news.story_version ADD COLUMN genres text[] NOT NULL DEFAULT '{}';
UPDATE news.story_version
SET genres = ARRAY[genre]
WHERE genre IS NOT NULL;
ALTER TABLE news.story_version DROP COLUMN genre;

-- A long story comes in takes: versions with a take_number, which share the guid (take_of) and have no article of their
-- own. What is known of them is put together as one more version, with its take_count; the more is known, the higher it
-- is. A text of the same slug that says nothing of takes may prove to be the first one.
ALTER TABLE news.story_version
ADD COLUMN take_of text,
ADD COLUMN take_number smallint CHECK (take_number > 0),
ADD COLUMN take_count smallint CHECK (take_count > 0),
ADD COLUMN is_first_take boolean NOT NULL DEFAULT FALSE,
ADD CHECK (take_number IS NULL OR take_count IS NULL),
ADD CHECK (take_number IS NULL OR take_of IS NOT NULL);
COMMENT ON COLUMN news.story_version.is_first_take IS 'Whether it was read as the first take of the story take_of.';
CREATE INDEX story_version_take_of_idx ON news.story_version (take_of) WHERE take_of IS NOT NULL;

-- As before, and a take does not speak for its story: what is put together from all takes does.
CREATE OR REPLACE VIEW news.story_head AS
SELECT DISTINCT ON (version.story_id)
    version.story_id,
    version.story_version_id,
    version.pubstatus,
    article.article_id
FROM news.story_version AS version
LEFT JOIN news.article AS article ON version.story_version_id = article.story_version_id
WHERE
    version.take_number IS NULL
    AND NOT version.is_first_take
    AND (version.pubstatus <> 'usable' OR article.article_id IS NOT NULL)
ORDER BY
    version.story_id ASC,
    version.version DESC,
    version.updated_at DESC NULLS LAST,
    version.received_at DESC,
    version.content_sha256 ASC;
