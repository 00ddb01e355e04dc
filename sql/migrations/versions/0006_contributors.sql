-- Who worked on an article, and what its text lost on its way.
CREATE TABLE news.article_contributor (
    article_id bigint NOT NULL REFERENCES news.article ON DELETE CASCADE,
    position smallint NOT NULL CHECK (position >= 0),
    name text NOT NULL CHECK (name <> ''),
    role text NOT NULL CHECK (role IN (
        'reporter', 'writer', 'editor', 'translator', 'photographer', 'compiler', 'researcher', 'producer', 'graphics'
    )),
    place text,
    PRIMARY KEY (article_id, name, role)
);
COMMENT ON TABLE news.article_contributor IS
'Names in bylines, sign-offs and photo credits, as written; place is where the sign-off says they were.';
CREATE INDEX article_contributor_name_idx ON news.article_contributor (name);

-- What was measured when the text was cleaned; is_degraded says whether there is any.
ALTER TABLE news.article
ADD COLUMN damage text[] NOT NULL DEFAULT '{}'
CHECK (damage <@ ARRAY['lowercased', 'capitals', 'tokenised', 'lost_apostrophes', 'lost_quotes']);
