-- Reports of stories are bounded by when a story began: by the time of its earliest version (report.story).
CREATE INDEX story_version_made_at_idx ON news.story_version ((coalesce(updated_at, published_at, received_at)));
