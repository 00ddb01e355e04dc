-- What sources.toml says of a source beside its address, and what polls learnt: where it has moved for good.
-- ``expected_articles`` is for one run, ``tolerance`` the share of it that a run may be off.
ALTER TABLE news.source
ADD COLUMN rights text,
ADD COLUMN expected_articles integer CHECK (expected_articles > 0),
ADD COLUMN tolerance real CHECK (tolerance >= 0),
ADD COLUMN moved_to text,
ADD COLUMN moved_at timestamptz,
ADD CHECK ((expected_articles IS NULL) = (tolerance IS NULL)),
ADD CHECK ((moved_to IS NULL) = (moved_at IS NULL));

-- What each source that asks a server allows itself there; of several the strictest holds for all of them. By name,
-- as a source may ask before its row is committed.
CREATE TABLE news.host_budget (
    host text NOT NULL REFERENCES news.host ON DELETE CASCADE,
    source text NOT NULL,
    min_delay_s real CHECK (min_delay_s >= 0),
    daily_cap integer CHECK (daily_cap > 0),
    PRIMARY KEY (host, source)
);

-- The same bytes under another address are found, and not archived again.
CREATE INDEX raw_document_sha256_idx ON news.raw_document (sha256);
CREATE INDEX rejection_source_id_idx ON news.rejection (source_id, first_seen_at);
