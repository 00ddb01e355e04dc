-- What sources.toml says of the columns of a source's CSV and JSON Lines.
ALTER TABLE news.source
ADD COLUMN columns jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(columns) = 'object');
COMMENT ON COLUMN news.source.columns IS
'Names of the columns of its CSV and JSON Lines by field of an article, as stated; other fields go by the usual names.';
