-- What agencies say of a version beside its text, and how well a page was read.
ALTER TABLE news.story_version
ADD COLUMN located text,
ADD COLUMN genre text,
ADD COLUMN priority smallint,
ADD COLUMN credit text,
ADD COLUMN copyright text,
ADD COLUMN usage_terms text,
ADD COLUMN stated_word_count integer CHECK (stated_word_count >= 0),
ADD COLUMN keywords text[] NOT NULL DEFAULT '{}',
ADD COLUMN associations text[] NOT NULL DEFAULT '{}',
ADD COLUMN published_from text,
ADD COLUMN kept_text_ratio real CHECK (kept_text_ratio BETWEEN 0 AND 1);
