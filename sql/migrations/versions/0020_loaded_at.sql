-- What was settled since a moment is looked up: the data checks of a run look at that, and not at all that is stored.
CREATE INDEX version_key_loaded_at_idx ON news.version_key (loaded_at);
