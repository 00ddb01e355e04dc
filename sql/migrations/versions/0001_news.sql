-- The schema news: what was fetched, what it says, who said what in it. Derived rows name the version that made them.
CREATE SCHEMA news;

-- ---------------------------------------------------------------- runs and sources
CREATE TABLE news.run (
    run_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    airflow_run_id text NOT NULL UNIQUE,
    params jsonb NOT NULL DEFAULT '{}',
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    CHECK (finished_at >= started_at)
);

-- One row for each thing counted in a task, written in the transaction of the rows it counts: sums are exact
-- whatever was killed, and no two tasks wait for one counter.
CREATE TABLE news.run_count (
    run_count_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id bigint NOT NULL REFERENCES news.run ON DELETE CASCADE,
    measure text NOT NULL,
    amount bigint NOT NULL CHECK (amount >= 0)
);
CREATE INDEX run_count_run_id_idx ON news.run_count (run_id);

CREATE TABLE news.source (
    source_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    kind text NOT NULL CHECK (kind IN ('feed', 'files')),
    location text NOT NULL,
    title text,
    timezone text NOT NULL,
    language text,
    country text,
    owner text,
    is_enabled boolean NOT NULL,
    etag text,
    last_modified text,
    body_sha256 bytea CHECK (length(body_sha256) = 32)
);

CREATE TABLE news.feed_poll (
    feed_poll_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source_id bigint NOT NULL REFERENCES news.source,
    run_id bigint NOT NULL REFERENCES news.run,
    polled_at timestamptz NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('new', 'unchanged', 'unreachable', 'failed')),
    http_status smallint,
    document_count integer NOT NULL CHECK (document_count >= 0),
    new_count integer NOT NULL CHECK (new_count BETWEEN 0 AND document_count),
    duration_s real NOT NULL CHECK (duration_s >= 0),
    detail text
);
CREATE INDEX feed_poll_source_id_idx ON news.feed_poll (source_id, polled_at);
CREATE INDEX feed_poll_run_id_idx ON news.feed_poll (run_id);

-- The bytes as they came, by their place in the WARC archive. ``entry`` is what the feed said of this page.
-- Unchanged bytes of one address are one row; parser_version is NULL until the document was parsed.
CREATE TABLE news.raw_document (
    raw_document_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source_id bigint NOT NULL REFERENCES news.source,
    run_id bigint NOT NULL REFERENCES news.run,
    url text NOT NULL,
    url_key text NOT NULL,
    sha256 bytea NOT NULL CHECK (length(sha256) = 32),
    byte_count bigint NOT NULL CHECK (byte_count >= 0),
    media_type text,
    http_status smallint,
    fetched_at timestamptz NOT NULL,
    archive_file text NOT NULL,
    archive_offset bigint NOT NULL CHECK (archive_offset >= 0),
    entry jsonb,
    entry_sha256 bytea CHECK (length(entry_sha256) = 32),
    parser_version text,
    UNIQUE NULLS NOT DISTINCT (source_id, url_key, sha256, entry_sha256)
);
CREATE INDEX raw_document_unparsed_idx ON news.raw_document (raw_document_id) WHERE parser_version IS NULL;
CREATE INDEX raw_document_run_id_idx ON news.raw_document (run_id);
CREATE INDEX raw_document_entry_idx ON news.raw_document (source_id, entry_sha256);

-- Whatever was skipped, and why. Seen again, the row stays one and is counted up.
CREATE TABLE news.rejection (
    rejection_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source_id bigint NOT NULL REFERENCES news.source,
    run_id bigint NOT NULL REFERENCES news.run,
    raw_document_id bigint REFERENCES news.raw_document,
    stage text NOT NULL CHECK (stage IN ('acquire', 'clean', 'enrich', 'load')),
    reference text NOT NULL,
    reason text NOT NULL,
    detail text NOT NULL,
    first_seen_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    seen_count integer NOT NULL DEFAULT 1 CHECK (seen_count > 0),
    UNIQUE (source_id, stage, reference, reason),
    CHECK (last_seen_at >= first_seen_at)
);
CREATE INDEX rejection_run_id_idx ON news.rejection (run_id);

-- ---------------------------------------------------------------- stories and their versions
-- A story is one guid of one source: a source can update or kill its own stories only.
CREATE TABLE news.story (
    story_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source_id bigint NOT NULL REFERENCES news.source,
    guid text NOT NULL,
    first_seen_at timestamptz NOT NULL,
    UNIQUE (source_id, guid)
);

CREATE TABLE news.story_version (
    story_version_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    story_id bigint NOT NULL REFERENCES news.story,
    raw_document_id bigint NOT NULL REFERENCES news.raw_document,
    run_id bigint NOT NULL REFERENCES news.run,
    version bigint NOT NULL,
    content_sha256 bytea NOT NULL CHECK (length(content_sha256) = 32),
    source_format text NOT NULL,
    pubstatus text NOT NULL CHECK (pubstatus IN ('usable', 'withheld', 'canceled')),
    signals text[] NOT NULL DEFAULT '{}',
    embargoed_until timestamptz,
    published_at timestamptz,
    updated_at timestamptz,
    received_at timestamptz NOT NULL,
    language text,
    headline text,
    slugline text,
    byline text,
    dateline text,
    section text,
    urgency smallint,
    edition_note text,
    url text,
    body text NOT NULL,
    notes text[] NOT NULL DEFAULT '{}',
    is_loaded boolean NOT NULL DEFAULT FALSE,
    UNIQUE (story_id, version, content_sha256)
);
COMMENT ON COLUMN news.story_version.is_loaded IS 'Whether the load stage has decided what reports show of its story.';
CREATE INDEX story_version_waiting_idx ON news.story_version (story_id) WHERE NOT is_loaded;
CREATE INDEX story_version_raw_document_id_idx ON news.story_version (raw_document_id);
CREATE INDEX story_version_published_at_idx ON news.story_version (published_at);
CREATE INDEX story_version_run_id_idx ON news.story_version (run_id);

CREATE TABLE news.subject (
    story_version_id bigint NOT NULL REFERENCES news.story_version ON DELETE CASCADE,
    scheme text NOT NULL,
    code text NOT NULL,
    name text,
    PRIMARY KEY (story_version_id, scheme, code)
);
CREATE INDEX subject_code_idx ON news.subject (scheme, code);

-- ---------------------------------------------------------------- cleaned text
-- The cleaned text of one version. body_sha256 joins it to its annotation; annotator_version is the version whose
-- mentions and quotes are loaded, NULL until then; unannotated_reason says why there will be none.
CREATE TABLE news.article (
    article_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    story_version_id bigint NOT NULL UNIQUE REFERENCES news.story_version,
    body text NOT NULL CHECK (body <> ''),
    body_sha256 bytea NOT NULL CHECK (length(body_sha256) = 32),
    word_count integer NOT NULL CHECK (word_count > 0),
    language text,
    is_degraded boolean NOT NULL,
    byline text,
    dateline_place text,
    dateline_on date,
    dateline_agency text,
    cleaner_version text NOT NULL,
    annotator_version text,
    unannotated_reason text CHECK (unannotated_reason IN ('language', 'rejected'))
);
CREATE INDEX article_body_sha256_idx ON news.article (body_sha256);
CREATE INDEX article_waiting_idx ON news.article (article_id) WHERE annotator_version IS NULL;

CREATE TABLE news.article_furniture (
    article_id bigint NOT NULL REFERENCES news.article ON DELETE CASCADE,
    start_char integer NOT NULL CHECK (start_char >= 0),
    end_char integer NOT NULL,
    kind text NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (article_id, start_char),
    CHECK (end_char > start_char)
);

-- What reports show of a story: its current version, which is usable and loaded. NULL article_id: killed or withheld.
CREATE TABLE news.story_current (
    story_id bigint PRIMARY KEY REFERENCES news.story,
    story_version_id bigint NOT NULL UNIQUE REFERENCES news.story_version,
    article_id bigint UNIQUE REFERENCES news.article
);

-- The version that speaks for its story: the highest that is an order to hide it or has a text. Reading this through
-- a rule, and not a flag, makes the result the same in whatever order versions arrive.
CREATE VIEW news.story_head AS
SELECT DISTINCT ON (version.story_id)
    version.story_id,
    version.story_version_id,
    version.pubstatus,
    article.article_id
FROM news.story_version AS version
LEFT JOIN news.article AS article ON version.story_version_id = article.story_version_id
WHERE version.pubstatus <> 'usable' OR article.article_id IS NOT NULL
ORDER BY
    version.story_id ASC,
    version.version DESC,
    version.updated_at DESC NULLS LAST,
    version.received_at DESC,
    version.content_sha256 ASC;

-- ---------------------------------------------------------------- duplicates
CREATE TABLE news.fingerprint (
    key bigint NOT NULL,
    article_id bigint NOT NULL REFERENCES news.article ON DELETE CASCADE,
    PRIMARY KEY (key, article_id)
);
CREATE INDEX fingerprint_article_id_idx ON news.fingerprint (article_id);

CREATE TABLE news.cluster (
    cluster_id bigint PRIMARY KEY REFERENCES news.article
);
COMMENT ON TABLE news.cluster IS 'One story wherever it ran; its id is the smallest article_id in it.';

CREATE TABLE news.cluster_member (
    article_id bigint PRIMARY KEY REFERENCES news.article,
    cluster_id bigint NOT NULL REFERENCES news.cluster,
    duplicate_of bigint REFERENCES news.article,
    relation text CHECK (relation IN ('exact', 'near', 'contained', 'update')),
    similarity real NOT NULL CHECK (similarity BETWEEN 0 AND 1),
    CHECK ((duplicate_of IS NULL) = (relation IS NULL)),
    CHECK (duplicate_of <> article_id)
);
CREATE INDEX cluster_member_cluster_id_idx ON news.cluster_member (cluster_id);
CREATE INDEX cluster_member_duplicate_of_idx ON news.cluster_member (duplicate_of);

-- ---------------------------------------------------------------- entities and quotes
-- What one pass over a text found, by the text's hash: equal texts are annotated once.
CREATE TABLE news.annotation (
    body_sha256 bytea NOT NULL CHECK (length(body_sha256) = 32),
    annotator_version text NOT NULL,
    document jsonb NOT NULL,
    PRIMARY KEY (body_sha256, annotator_version)
);

CREATE TABLE news.entity (
    entity_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    canonical text NOT NULL,
    label text NOT NULL CHECK (label IN (
        'PERSON', 'ORG', 'GPE', 'LOC', 'NORP', 'FAC', 'EVENT', 'WORK_OF_ART', 'LAW', 'PRODUCT',
        'DATE', 'MONEY', 'PERCENT', 'QUANTITY'
    )),
    ids jsonb NOT NULL DEFAULT '{}',
    UNIQUE (canonical, label)
);

CREATE TABLE news.entity_alias (
    entity_id bigint NOT NULL REFERENCES news.entity,
    alias text NOT NULL,
    PRIMARY KEY (entity_id, alias)
);

CREATE TABLE news.mention (
    mention_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    article_id bigint NOT NULL REFERENCES news.article ON DELETE CASCADE,
    entity_id bigint NOT NULL REFERENCES news.entity,
    start_char integer NOT NULL CHECK (start_char >= 0),
    end_char integer NOT NULL,
    text text NOT NULL,
    annotator_version text NOT NULL,
    UNIQUE (article_id, start_char, end_char),
    CHECK (end_char > start_char)
);
CREATE INDEX mention_entity_id_idx ON news.mention (entity_id);

CREATE TABLE news.quote (
    quote_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    article_id bigint NOT NULL REFERENCES news.article ON DELETE CASCADE,
    spans int4multirange NOT NULL CHECK (NOT isempty(spans)),
    text text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('direct', 'indirect', 'mixed')),
    cue_span int4range CHECK (NOT isempty(cue_span)),
    cue_text text,
    speaker_span int4range CHECK (NOT isempty(speaker_span)),
    speaker_text text,
    speaker_canonical text,
    speaker_entity_id bigint REFERENCES news.entity,
    confidence real NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    annotator_version text NOT NULL,
    UNIQUE (article_id, spans),
    CHECK ((cue_span IS NULL) = (cue_text IS NULL)),
    CHECK ((speaker_span IS NULL) = (speaker_text IS NULL)),
    CHECK ((speaker_text IS NULL) = (speaker_canonical IS NULL))
);
CREATE INDEX quote_speaker_entity_id_idx ON news.quote (speaker_entity_id);
CREATE INDEX quote_speaker_canonical_idx ON news.quote (speaker_canonical);

-- Who is spoken about: a mention inside the words of a quote.
CREATE TABLE news.quote_mention (
    quote_id bigint NOT NULL REFERENCES news.quote ON DELETE CASCADE,
    mention_id bigint NOT NULL REFERENCES news.mention ON DELETE CASCADE,
    PRIMARY KEY (quote_id, mention_id)
);
CREATE INDEX quote_mention_mention_id_idx ON news.quote_mention (mention_id);
