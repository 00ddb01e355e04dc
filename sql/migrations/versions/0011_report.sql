-- What reports need to have stored: when a version was loaded, what changed between two, what the data checks found.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Versions that were loaded before this column have none.
ALTER TABLE news.story_version ADD COLUMN loaded_at timestamptz;
COMMENT ON COLUMN news.story_version.loaded_at IS 'When the load stage first decided what reports show of its story.';

-- The time by which reports are bounded.
CREATE INDEX story_version_dated_at_idx ON news.story_version ((coalesce(published_at, received_at)));
CREATE INDEX story_version_correction_idx ON news.story_version (received_at)
WHERE pubstatus <> 'usable' OR 'correction' = ANY(signals);
CREATE INDEX story_version_story_id_idx ON news.story_version (story_id, version);

-- Words apart from case, marks and spaces: copies of a statement have the same key.
CREATE FUNCTION news.words_key(words text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN hashtextextended(regexp_replace(lower(words), '[^[:alnum:]]+', ' ', 'g'), 0);
CREATE INDEX quote_words_key_idx ON news.quote (article_id, news.words_key(text));

-- Which words one version has in place of those of the version with a text before it. Places only, no words: they are
-- cut out of the two bodies when somebody may read them.
CREATE TABLE news.version_change (
    story_version_id bigint NOT NULL REFERENCES news.story_version ON DELETE CASCADE,
    earlier_version_id bigint NOT NULL REFERENCES news.story_version ON DELETE CASCADE,
    passages jsonb NOT NULL CHECK (jsonb_typeof(passages) = 'array'),
    PRIMARY KEY (story_version_id, earlier_version_id)
);
COMMENT ON COLUMN news.version_change.passages IS
'[start_char, end_char, earlier_start_char, earlier_end_char] of each changed passage, in characters of the cleaned bodies.';
CREATE INDEX version_change_earlier_version_id_idx ON news.version_change (earlier_version_id);

-- What each data check found in each run: keys and numbers of the first rows, no text of articles.
CREATE TABLE news.check_result (
    check_result_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id bigint NOT NULL REFERENCES news.run ON DELETE CASCADE,
    name text NOT NULL,
    severity text NOT NULL CHECK (severity IN ('stop', 'warn')),
    rule text NOT NULL,
    row_count integer NOT NULL CHECK (row_count >= 0),
    failing_rows jsonb NOT NULL CHECK (jsonb_typeof(failing_rows) = 'array'),
    checked_at timestamptz NOT NULL,
    UNIQUE (run_id, name)
);

-- Search: words in their English basic forms, and names by any part of them.
CREATE INDEX article_words_idx ON news.article USING gin (to_tsvector('english', body));
CREATE INDEX story_version_headline_words_idx ON news.story_version
USING gin (to_tsvector('english', coalesce(headline, '')));
CREATE INDEX quote_words_idx ON news.quote USING gin (to_tsvector('english', text));
CREATE INDEX entity_shown_name_idx ON news.entity USING gin (shown_name gin_trgm_ops);
CREATE INDEX entity_alias_alias_idx ON news.entity_alias USING gin (alias gin_trgm_ops);
