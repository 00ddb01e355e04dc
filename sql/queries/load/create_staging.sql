-- The load stage's staging tables, empty: private to the connection, and emptied at the end of each transaction.
CREATE TEMPORARY TABLE IF NOT EXISTS stage_version (
    item_number integer NOT NULL,
    source_id bigint NOT NULL,
    raw_document_id bigint NOT NULL,
    run_id bigint NOT NULL,
    guid text NOT NULL,
    version bigint NOT NULL,
    content_sha256 bytea NOT NULL,
    source_format text NOT NULL,
    pubstatus text NOT NULL,
    signals text[] NOT NULL,
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
    located text,
    genres text[] NOT NULL,
    priority smallint,
    credit text,
    copyright text,
    usage_terms text,
    stated_word_count integer,
    keywords text[] NOT NULL,
    associations text[] NOT NULL,
    published_from text,
    kept_text_ratio real,
    take_of text,
    take_number smallint,
    take_count smallint,
    body text NOT NULL,
    notes text[] NOT NULL,
    article_body text,
    article_body_sha256 bytea,
    word_count integer,
    article_language text,
    is_degraded boolean,
    damage text[],
    article_byline text,
    dateline_place text,
    dateline_on date,
    dateline_agency text,
    cleaner_version text,
    unannotated_reason text
) ON COMMIT DELETE ROWS;

CREATE TEMPORARY TABLE IF NOT EXISTS stage_key (
    item_number integer NOT NULL,
    story_id bigint NOT NULL,
    story_version_id bigint NOT NULL
) ON COMMIT DELETE ROWS;

CREATE TEMPORARY TABLE IF NOT EXISTS stage_subject (
    item_number integer NOT NULL,
    scheme text NOT NULL,
    code text NOT NULL,
    name text
) ON COMMIT DELETE ROWS;

CREATE TEMPORARY TABLE IF NOT EXISTS stage_furniture (
    item_number integer NOT NULL,
    start_char integer NOT NULL,
    end_char integer NOT NULL,
    kind text NOT NULL,
    text text NOT NULL
) ON COMMIT DELETE ROWS;

CREATE TEMPORARY TABLE IF NOT EXISTS stage_place (
    item_number integer NOT NULL,
    place_number smallint NOT NULL,
    role text NOT NULL,
    name text,
    scheme text,
    code text
) ON COMMIT DELETE ROWS;

CREATE TEMPORARY TABLE IF NOT EXISTS stage_contributor (
    item_number integer NOT NULL,
    position smallint NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    place text
) ON COMMIT DELETE ROWS;

CREATE TEMPORARY TABLE IF NOT EXISTS stage_annotation (
    body_sha256 bytea NOT NULL,
    annotator_version text NOT NULL,
    document jsonb NOT NULL
) ON COMMIT DELETE ROWS;

CREATE TEMPORARY TABLE IF NOT EXISTS stage_mention (
    mention_id bigint NOT NULL DEFAULT nextval('news.mention_mention_id_seq'),
    article_id bigint NOT NULL,
    start_char integer NOT NULL,
    end_char integer NOT NULL,
    text text NOT NULL,
    label text NOT NULL,
    canonical text NOT NULL,
    ids jsonb NOT NULL,
    role text,
    field text,
    entity_id bigint
) ON COMMIT DELETE ROWS;

CREATE TEMPORARY TABLE IF NOT EXISTS stage_quote (
    quote_id bigint NOT NULL DEFAULT nextval('news.quote_quote_id_seq'),
    article_id bigint NOT NULL,
    quote_number bigint NOT NULL,
    spans int4multirange NOT NULL,
    start_char integer GENERATED ALWAYS AS (lower(spans)) STORED,
    end_char integer GENERATED ALWAYS AS (upper(spans)) STORED,
    text text NOT NULL,
    kind text NOT NULL,
    cue_span int4range,
    cue_text text,
    speaker_span int4range,
    speaker_text text,
    speaker_canonical text,
    cue_lemma text,
    modality text,
    speaker_kind text,
    addressee_span int4range,
    addressee_text text,
    confidence real NOT NULL
) ON COMMIT DELETE ROWS;

-- What an earlier batch of the same transaction left. Nearly always there is none, and TRUNCATE costs as much as
-- staging.
DO $$
BEGIN
    IF EXISTS (
        SELECT FROM stage_version
        UNION ALL
        SELECT FROM stage_annotation
        UNION ALL
        SELECT FROM stage_mention
        UNION ALL
        SELECT FROM stage_quote
    ) THEN
        TRUNCATE
        stage_version, stage_key, stage_subject, stage_place, stage_furniture, stage_contributor, stage_annotation,
        stage_mention, stage_quote;
    END IF;
END
$$;
