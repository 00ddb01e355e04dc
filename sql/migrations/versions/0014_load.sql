-- What a load writes once for each of thirty rows is checked and noted once for a statement
-- (docs/decisions/0019-load.md).

-- ---------------------------------------------------------------- who was annotated
-- Only the article that reports are pointed at has rows of its annotation, so the pointer says whose they are. Noting
-- it on the article wrote the article anew, with all its indexes, the words of its text among them.
ALTER TABLE news.story_current
ADD COLUMN annotator_version text,
ADD CONSTRAINT story_current_check CHECK (article_id = story_version_id);
COMMENT ON COLUMN news.story_current.annotator_version IS
'Version of the annotator whose mentions and quotes the article has; NULL where none has read it.';
UPDATE news.story_current
SET annotator_version = article.annotator_version
FROM news.article AS article
WHERE news.story_current.article_id = article.article_id;
ALTER TABLE news.article DROP COLUMN annotator_version;

-- ---------------------------------------------------------------- keys, checked by statement
-- As before (0012_months), looked up by key whatever the planner knows of the tables.
CREATE OR REPLACE FUNCTION news.refuse_orphans() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    orphan text;
BEGIN
    IF NOT EXISTS (SELECT FROM arrived) THEN
        RETURN NULL;
    END IF;
    EXECUTE format(
        'SELECT pointer.key::text FROM (SELECT DISTINCT arrived.%1$I AS key FROM arrived) AS pointer '
        'WHERE pointer.key IS NOT NULL '
        'AND (SELECT there.%3$I FROM %2$s AS there WHERE there.%3$I = pointer.key) IS NULL LIMIT 1',
        TG_ARGV[0], TG_ARGV[1]::regclass, TG_ARGV[2]
    ) INTO orphan;
    IF orphan IS NOT NULL THEN
        RAISE foreign_key_violation USING MESSAGE = format(
            'a new row of %s points at %s %s, which is not in %s', TG_TABLE_NAME, TG_ARGV[0], orphan, TG_ARGV[1]
        );
    END IF;
    RETURN NULL;
END;
$$;

-- The same for pairs, whose two keys count within their article.
CREATE FUNCTION news.refuse_orphan_pairs() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1
        FROM arrived
        WHERE
            (
                SELECT quote.quote_id FROM news.quote AS quote
                WHERE quote.quote_id = arrived.quote_id AND quote.article_id = arrived.article_id
            ) IS NULL
            OR (
                SELECT mention.mention_id FROM news.mention AS mention
                WHERE mention.mention_id = arrived.mention_id AND mention.article_id = arrived.article_id
            ) IS NULL
    ) THEN
        RAISE foreign_key_violation USING MESSAGE = 'a new row of quote_mention joins what is not there';
    END IF;
    RETURN NULL;
END;
$$;

-- What a foreign key's ON DELETE CASCADE does, for all rows of a statement at once.
CREATE FUNCTION news.delete_findings() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    article_ids bigint[] := ARRAY(SELECT gone.article_id FROM gone);
BEGIN
    IF cardinality(article_ids) > 0 THEN
        DELETE FROM news.quote WHERE article_id = ANY(article_ids);
        DELETE FROM news.mention WHERE article_id = ANY(article_ids);
    END IF;
    RETURN NULL;
END;
$$;

CREATE FUNCTION news.delete_pairs() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    article_ids bigint[] := ARRAY(SELECT DISTINCT gone.article_id FROM gone);
BEGIN
    IF cardinality(article_ids) > 0 THEN
        IF TG_TABLE_NAME = 'quote' THEN
            DELETE FROM news.quote_mention
            WHERE article_id = ANY(article_ids) AND quote_id IN (SELECT gone.quote_id FROM gone);
        ELSE
            DELETE FROM news.quote_mention
            WHERE article_id = ANY(article_ids) AND mention_id IN (SELECT gone.mention_id FROM gone);
        END IF;
    END IF;
    RETURN NULL;
END;
$$;

DO $$
DECLARE
    key record;
BEGIN
    -- Pairs first: their keys point at the other two.
    FOR key IN
        SELECT
            held.conrelid::regclass AS holder,
            held.conname AS name
        FROM pg_constraint AS held
        INNER JOIN pg_inherits AS part ON held.conrelid = part.inhrelid
        WHERE
            held.contype = 'f'
            AND part.inhparent IN ('news.mention'::regclass, 'news.quote'::regclass, 'news.quote_mention'::regclass)
        ORDER BY part.inhparent = 'news.quote_mention'::regclass DESC
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', key.holder, key.name);
    END LOOP;
END
$$;

CREATE TRIGGER article_id_there AFTER INSERT ON news.mention
REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT
EXECUTE FUNCTION news.refuse_orphans('article_id', 'news.article', 'article_id');
CREATE TRIGGER article_id_there AFTER INSERT ON news.quote
REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT
EXECUTE FUNCTION news.refuse_orphans('article_id', 'news.article', 'article_id');
CREATE TRIGGER pair_there AFTER INSERT ON news.quote_mention
REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT
EXECUTE FUNCTION news.refuse_orphan_pairs();
CREATE TRIGGER findings_gone AFTER DELETE ON news.article
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT
EXECUTE FUNCTION news.delete_findings();
CREATE TRIGGER pairs_gone AFTER DELETE ON news.mention
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT
EXECUTE FUNCTION news.delete_pairs();
CREATE TRIGGER pairs_gone AFTER DELETE ON news.quote
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT
EXECUTE FUNCTION news.delete_pairs();

-- As before (0012_months), but for the keys of mention, quote and quote_mention.
CREATE OR REPLACE FUNCTION news.add_months(month_keys integer[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    month record;
    part record;
    added integer := 0;
BEGIN
    FOR month IN
        SELECT
            wanted.month_key,
            CASE
                WHEN wanted.month_key = 0 THEN 'other'
                WHEN wanted.month_key % 100 = 0 THEN (wanted.month_key / 100)::text
                ELSE to_char(to_date(wanted.month_key::text, 'YYYYMM'), 'YYYY_MM')
            END AS suffix,
            CASE WHEN wanted.month_key > 0 THEN make_date(wanted.month_key / 100, greatest(wanted.month_key % 100, 1), 1)
            END AS first_on,
            CASE WHEN wanted.month_key % 100 = 0 THEN interval '1 year' ELSE interval '1 month' END AS length
        FROM (SELECT DISTINCT unnest(month_keys) AS month_key) AS wanted
        WHERE wanted.month_key IS NOT NULL
        ORDER BY wanted.month_key
    LOOP
        CONTINUE WHEN to_regclass('news.quote_mention_' || month.suffix) IS NOT NULL;
        PERFORM pg_advisory_xact_lock(hashtextextended('news.add_months', 0));
        -- Asked of the table itself: a cached answer may be from before the wait.
        CONTINUE WHEN EXISTS (
            SELECT 1 FROM pg_class
            WHERE relnamespace = 'news'::regnamespace AND relname = 'quote_mention_' || month.suffix
        );
        added := added + 1;
        FOR part IN
            SELECT
                named.whole,
                named.whole || '_' || month.suffix AS name,
                replace(named.points_at, '@', month.suffix) AS points_at
            FROM (
                VALUES
                (1, 'story_version', NULL),
                (2, 'subject', 'ADD FOREIGN KEY (story_version_id) REFERENCES news.story_version_@ ON DELETE CASCADE'),
                (3, 'place', 'ADD FOREIGN KEY (story_version_id) REFERENCES news.story_version_@ ON DELETE CASCADE'),
                (4, 'article', 'ADD FOREIGN KEY (article_id) REFERENCES news.story_version_@'),
                (5, 'article_furniture', 'ADD FOREIGN KEY (article_id) REFERENCES news.article_@ ON DELETE CASCADE'),
                (6, 'article_contributor', 'ADD FOREIGN KEY (article_id) REFERENCES news.article_@ ON DELETE CASCADE'),
                (7, 'mention', NULL),
                (8, 'quote', NULL),
                (9, 'quote_mention', NULL)
            ) AS named (position, whole, points_at)
            ORDER BY named.position
        LOOP
            EXECUTE format(
                'CREATE TABLE news.%I (LIKE news.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED '
                'INCLUDING STORAGE)',
                part.name, part.whole
            );
            IF part.whole = 'story_version' AND month.first_on IS NOT NULL THEN
                -- Lets a query with a range of days leave the other months out.
                EXECUTE format(
                    'ALTER TABLE news.%I ADD CHECK (coalesce(published_at, received_at) >= %L '
                    'AND coalesce(published_at, received_at) < %L)',
                    part.name, month.first_on::timestamp AT TIME ZONE 'UTC',
                    (month.first_on + month.length) AT TIME ZONE 'UTC'
                );
            END IF;
            EXECUTE format(
                'ALTER TABLE news.%I ATTACH PARTITION news.%I FOR VALUES FROM (%s) TO (%s)',
                part.whole, part.name,
                CASE WHEN month.month_key = 0 THEN 'MINVALUE' ELSE news.month_floor(month.month_key)::text END,
                news.month_floor(month.month_key + 1)
            );
            IF part.points_at IS NOT NULL THEN
                EXECUTE format('ALTER TABLE news.%I %s', part.name, part.points_at);
            END IF;
        END LOOP;
    END LOOP;
    RETURN added;
END;
$$;

-- ---------------------------------------------------------------- the version that speaks for a story
-- As before, found through the register, which is not cut by month: three lookups a story, whatever months there are.
CREATE OR REPLACE VIEW news.story_head AS
SELECT DISTINCT ON (known.story_id)
    known.story_id,
    version.story_version_id,
    version.pubstatus,
    article.article_id
FROM news.version_key AS known
INNER JOIN news.story_version AS version ON known.story_version_id = version.story_version_id
LEFT JOIN news.article AS article ON version.story_version_id = article.article_id
WHERE
    version.take_number IS NULL
    AND NOT version.is_first_take
    AND (version.pubstatus <> 'usable' OR article.article_id IS NOT NULL)
ORDER BY
    known.story_id ASC,
    version.version DESC,
    version.updated_at DESC NULLS LAST,
    version.received_at DESC,
    version.content_sha256 ASC;

-- Nothing looks for quotes by the name as the annotator wrote it: reports show the entity's.
DROP INDEX news.quote_speaker_canonical_idx;

-- Reports by day count in days, those on versions are bounded by receipt; the time of publication alone bounds none.
CREATE INDEX story_version_day_idx ON news.story_version (
    ((coalesce(published_at, received_at) AT TIME ZONE 'UTC')::date)
);
CREATE INDEX story_version_received_at_idx ON news.story_version (received_at);
DROP INDEX news.story_version_published_at_idx;

-- ---------------------------------------------------------------- what names are shown as
-- Whether articles place people of one name in several fields: then each is a person of its own.
CREATE FUNCTION news.is_apart(name text, name_label text) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT count(DISTINCT entity.field) > 1
    FROM news.entity AS entity
    WHERE entity.canonical = name AND entity.label = name_label;
$$;

-- As before (0008_entity_senses), by lookups of the names alone: no part of it reads all entities or all spellings.
CREATE OR REPLACE FUNCTION news.settle_entities(names text[]) RETURNS void
LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtext('news.settle_entities'));

    WITH RECURSIVE touched AS (
        SELECT unnest(names) AS canonical
        UNION
        SELECT override.canonical
        FROM touched
        INNER JOIN news.entity_override AS override ON touched.canonical = override.target
    ),

    step AS (
        SELECT
            entity.entity_id,
            entity.canonical,
            entity.label,
            CASE WHEN entity.field IS NOT NULL AND news.is_apart(entity.canonical, entity.label) THEN entity.field END
            AS field,
            0 AS depth
        FROM touched
        CROSS JOIN LATERAL (
            SELECT
                one.entity_id,
                one.canonical,
                one.label,
                one.field
            FROM news.entity AS one
            WHERE one.canonical = touched.canonical
            OFFSET 0 -- keeps it a lookup
        ) AS entity
        UNION ALL
        SELECT
            step.entity_id,
            override.target,
            override.target_label,
            NULL,
            step.depth + 1
        FROM step
        INNER JOIN news.entity_override AS override
            ON step.canonical = override.canonical AND step.label = override.label AND override.kind = 'merge'
        WHERE step.depth < 10
    ),

    last_step AS (
        SELECT DISTINCT ON (step.entity_id)
            step.entity_id,
            step.canonical,
            step.label,
            step.field
        FROM step
        ORDER BY step.entity_id ASC, step.depth DESC
    ),

    settled AS MATERIALIZED (
        SELECT
            last_step.entity_id,
            coalesce(rename.target, last_step.canonical || coalesce(' (' || last_step.field || ')', '')) AS shown_name,
            (
                SELECT min(target.entity_id)
                FROM news.entity AS target
                WHERE
                    target.canonical = last_step.canonical
                    AND target.label = last_step.label
                    AND (
                        target.field IS NOT DISTINCT FROM last_step.field
                        OR NOT news.is_apart(target.canonical, target.label)
                    )
            ) AS shown_as
        FROM last_step
        LEFT JOIN news.entity_override AS rename
            ON
                last_step.canonical = rename.canonical
                AND last_step.label = rename.label
                AND rename.kind = 'rename'
    )

    UPDATE news.entity
    SET
        shown_as = settled.shown_as,
        shown_name = settled.shown_name
    FROM settled
    WHERE
        news.entity.entity_id = settled.entity_id
        AND (news.entity.shown_as, news.entity.shown_name) IS DISTINCT FROM (settled.shown_as, settled.shown_name);

    -- A spelling is settled where the desk has split it off, or had.
    WITH wanted AS (
        SELECT
            alias.entity_id,
            alias.alias
        FROM news.entity_override AS split
        INNER JOIN news.entity AS entity ON split.canonical = entity.canonical AND split.label = entity.label
        INNER JOIN news.entity_alias AS alias ON entity.entity_id = alias.entity_id AND split.alias = alias.alias
        WHERE split.kind = 'split' AND (split.canonical = ANY(names) OR split.target = ANY(names))
        UNION
        SELECT
            alias.entity_id,
            alias.alias
        FROM news.entity AS entity
        INNER JOIN news.entity_alias AS alias ON entity.entity_id = alias.entity_id
        WHERE entity.canonical = ANY(names) AND alias.shown_as IS NOT NULL
    ),

    settled AS (
        SELECT
            wanted.entity_id,
            wanted.alias,
            min(target.shown_as) AS shown_as
        FROM wanted
        INNER JOIN news.entity AS entity ON wanted.entity_id = entity.entity_id
        LEFT JOIN news.entity_override AS split
            ON
                entity.canonical = split.canonical
                AND entity.label = split.label
                AND wanted.alias = split.alias
                AND split.kind = 'split'
        LEFT JOIN news.entity AS target ON split.target = target.canonical AND split.target_label = target.label
        GROUP BY wanted.entity_id, wanted.alias
    )

    UPDATE news.entity_alias
    SET shown_as = settled.shown_as
    FROM settled
    WHERE
        news.entity_alias.entity_id = settled.entity_id
        AND news.entity_alias.alias = settled.alias
        AND news.entity_alias.shown_as IS DISTINCT FROM settled.shown_as;
$$;
