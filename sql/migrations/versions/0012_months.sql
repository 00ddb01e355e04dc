-- Tables that grow with articles are cut by month of publication (docs/decisions/0010-months.md). The key carries the
-- month: story_version_id is month * 10^10 + a running number, an article has the id of its version, and all that hangs
-- on an article is cut at the same ids. So keys stay single and unique, and each lookup by id reads one month.

-- ---------------------------------------------------------------- which month
-- The month (202611) of a version, by when it was published, or received where it states no time. What is more than two
-- years old when it arrives goes by its year (201900), and what can't be true or is older than the web to 0: hostile or
-- misread dates make no tables.
CREATE FUNCTION news.month_key(published_at timestamptz, received_at timestamptz) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN coalesce(published_at, received_at) < '1990-01-01 00:00+00' THEN 0
    WHEN coalesce(published_at, received_at) >= received_at + interval '744 hours' THEN 0
    WHEN coalesce(published_at, received_at) < received_at - interval '17520 hours'
        THEN extract(YEAR FROM coalesce(published_at, received_at) AT TIME ZONE 'UTC')::integer * 100
    ELSE
        extract(YEAR FROM coalesce(published_at, received_at) AT TIME ZONE 'UTC')::integer * 100
        + extract(MONTH FROM coalesce(published_at, received_at) AT TIME ZONE 'UTC')::integer
END;

-- The smallest id of a month. 16 digits: what runs in a browser holds such a number exactly.
CREATE FUNCTION news.month_floor(month_key integer) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN month_key * 10000000000::bigint;

-- Make the partitions of these months where they are not there, and return of how many months. Any number of loaders
-- may call it at once: the second waits for the first and finds its work done. It waits for nobody who reads or writes
-- rows, as new tables are made apart and attached then, and their foreign keys point at tables of their own month only.
-- Runs with the rights of the owner of the tables, so that a writer needs no right to make tables.
CREATE FUNCTION news.add_months(month_keys integer[]) RETURNS integer
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
                (7, 'mention', 'ADD FOREIGN KEY (article_id) REFERENCES news.article_@ ON DELETE CASCADE'),
                (8, 'quote', 'ADD FOREIGN KEY (article_id) REFERENCES news.article_@ ON DELETE CASCADE'),
                (
                    9, 'quote_mention',
                    'ADD FOREIGN KEY (quote_id, article_id) REFERENCES news.quote_@ ON DELETE CASCADE, '
                    'ADD FOREIGN KEY (mention_id, article_id) REFERENCES news.mention_@ ON DELETE CASCADE'
                )
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

-- ---------------------------------------------------------------- what must be one across months
-- The register of versions: the same content of a version of a story is one row, whatever month it lies in.
CREATE TABLE news.version_key (
    story_id bigint NOT NULL REFERENCES news.story,
    version bigint NOT NULL,
    content_sha256 bytea NOT NULL CHECK (length(content_sha256) = 32),
    story_version_id bigint NOT NULL,
    PRIMARY KEY (story_id, version, content_sha256)
);

-- A foreign key between a partition and a table that everybody writes would make each new month wait for all of them,
-- and costs a lookup for each row. This is its check once for a statement: the rows of ``arrived`` must point at rows
-- that are there. Arguments: column, table it points at, column there. Rows pointed at are deleted by retention only.
CREATE FUNCTION news.refuse_orphans() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    orphan text;
BEGIN
    EXECUTE format(
        'SELECT arrived.%1$I::text FROM arrived WHERE arrived.%1$I IS NOT NULL AND NOT EXISTS ('
        'SELECT 1 FROM %2$s AS there WHERE there.%3$I = arrived.%1$I) LIMIT 1',
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

-- ---------------------------------------------------------------- the rows that are there
CREATE TEMPORARY TABLE cut ON COMMIT DROP AS
SELECT
    named.position,
    named.name,
    named.key,
    ('news.' || named.name)::regclass AS old_table
FROM (
    VALUES
    (1, 'story_version', 'story_version_id'),
    (2, 'subject', 'story_version_id'),
    (3, 'place', 'story_version_id'),
    (4, 'article', 'article_id'),
    (5, 'article_furniture', 'article_id'),
    (6, 'article_contributor', 'article_id'),
    (7, 'mention', 'article_id'),
    (8, 'quote', 'article_id'),
    (9, 'quote_mention', 'article_id')
) AS named (position, name, key);

-- New ids are larger than all old ones, so that no row takes the id of one that is still to be changed.
CREATE TEMPORARY TABLE new_id ON COMMIT DROP AS
SELECT
    version.story_version_id AS old_version_id,
    article.article_id AS old_article_id,
    news.month_floor(news.month_key(version.published_at, version.received_at))
    + largest.id + version.story_version_id AS id
FROM news.story_version AS version
LEFT JOIN news.article AS article ON version.story_version_id = article.story_version_id
CROSS JOIN (
    SELECT
        greatest(
            (SELECT max(story_version_id) FROM news.story_version), (SELECT max(article_id) FROM news.article), 0
        ) AS id
) AS largest;
CREATE UNIQUE INDEX ON new_id (old_version_id);
CREATE UNIQUE INDEX ON new_id (old_article_id);
ANALYZE new_id;

INSERT INTO news.version_key (story_id, version, content_sha256, story_version_id)
SELECT
    version.story_id,
    version.version,
    version.content_sha256,
    new_id.id
FROM news.story_version AS version
INNER JOIN new_id ON version.story_version_id = new_id.old_version_id;

ALTER TABLE news.quote_mention ADD COLUMN article_id bigint;
UPDATE news.quote_mention
SET article_id = quote.article_id
FROM news.quote AS quote
WHERE news.quote_mention.quote_id = quote.quote_id;
ALTER TABLE news.quote_mention ALTER COLUMN article_id SET NOT NULL;

DROP VIEW news.story_head;

DO $$
DECLARE
    pointer record;
    part record;
    definition text;
    column_names text;
    largest bigint;
BEGIN
    -- Pointers from tables that stay whole: their values change, and they are checked by statement from now on.
    CREATE TEMPORARY TABLE pointer ON COMMIT DROP AS
    SELECT
        key.conrelid::regclass AS holder,
        key.conname AS name,
        holding.attname AS holding,
        key.confrelid = 'news.article'::regclass AS is_article
    FROM pg_constraint AS key
    INNER JOIN pg_attribute AS holding ON key.conrelid = holding.attrelid AND key.conkey[1] = holding.attnum
    WHERE
        key.contype = 'f'
        AND key.confrelid IN ('news.story_version'::regclass, 'news.article'::regclass)
        AND key.conrelid NOT IN (SELECT old_table FROM cut);
    CREATE TEMPORARY TABLE index_definition ON COMMIT DROP AS
    SELECT pg_get_indexdef(indexed.indexrelid) AS definition
    FROM pg_index AS indexed
    WHERE
        indexed.indrelid IN (SELECT old_table FROM cut)
        AND NOT EXISTS (SELECT 1 FROM pg_constraint AS key WHERE key.conindid = indexed.indexrelid);

    ALTER TABLE news.cluster_member DROP CONSTRAINT cluster_member_cluster_id_fkey;
    FOR pointer IN SELECT * FROM pointer LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', pointer.holder, pointer.name);
        EXECUTE format(
            'UPDATE %1$s AS holder SET %2$I = new_id.id FROM new_id WHERE holder.%2$I = new_id.%3$I',
            pointer.holder, pointer.holding,
            CASE WHEN pointer.is_article THEN 'old_article_id' ELSE 'old_version_id' END
        );
    END LOOP;
    -- A cluster has the smallest id of its members, which may be another one's now.
    UPDATE news.cluster_member AS member
    SET cluster_id = smallest.article_id
    FROM (SELECT cluster_id, min(article_id) AS article_id FROM news.cluster_member GROUP BY cluster_id) AS smallest
    WHERE member.cluster_id = smallest.cluster_id;
    DELETE FROM news.cluster;
    INSERT INTO news.cluster (cluster_id) SELECT DISTINCT cluster_id FROM news.cluster_member;
    ALTER TABLE news.cluster_member
    ADD CONSTRAINT cluster_member_cluster_id_fkey FOREIGN KEY (cluster_id) REFERENCES news.cluster;

    CREATE SCHEMA news_before;
    FOR part IN SELECT * FROM cut LOOP
        EXECUTE format('ALTER TABLE news.%I SET SCHEMA news_before', part.name);
    END LOOP;
    FOR part IN SELECT * FROM cut ORDER BY position LOOP
        EXECUTE format(
            'CREATE TABLE news.%I (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING IDENTITY '
            'INCLUDING STORAGE INCLUDING COMMENTS) PARTITION BY RANGE (%I)',
            part.name, part.old_table, part.key
        );
    END LOOP;
    ALTER TABLE news.story_version ADD PRIMARY KEY (story_version_id);
    ALTER TABLE news.story_version ALTER COLUMN story_version_id SET GENERATED BY DEFAULT;
    ALTER TABLE news.subject ADD PRIMARY KEY (story_version_id, scheme, code);
    ALTER TABLE news.place ADD PRIMARY KEY (story_version_id, place_number);
    ALTER TABLE news.article ALTER COLUMN article_id DROP IDENTITY;
    ALTER TABLE news.article ADD PRIMARY KEY (article_id), ADD CHECK (article_id = story_version_id);
    ALTER TABLE news.article_furniture ADD PRIMARY KEY (article_id, start_char);
    ALTER TABLE news.article_contributor ADD PRIMARY KEY (article_id, name, role);
    ALTER TABLE news.mention ADD PRIMARY KEY (mention_id, article_id), ADD UNIQUE (article_id, start_char, end_char);
    ALTER TABLE news.quote ADD PRIMARY KEY (quote_id, article_id), ADD UNIQUE (article_id, spans);
    ALTER TABLE news.quote_mention ADD PRIMARY KEY (quote_id, mention_id, article_id);

    PERFORM news.add_months(
        array_agg(DISTINCT version.month_key) || 0 || news.month_key(now(), now())
        || news.month_key(now() + interval '30 days', now() + interval '30 days')
    )
    FROM (SELECT news.month_key(published_at, received_at) AS month_key FROM news_before.story_version) AS version;

    FOR part IN SELECT * FROM cut ORDER BY position LOOP
        SELECT string_agg(quote_ident(attribute.attname), ', ' ORDER BY attribute.attnum) INTO column_names
        FROM pg_attribute AS attribute
        WHERE
            attribute.attrelid = part.old_table AND attribute.attnum > 0 AND NOT attribute.attisdropped
            AND attribute.attname NOT IN ('story_version_id', 'article_id');
        EXECUTE format(
            'INSERT INTO news.%1$I (%2$s, %3$s) OVERRIDING SYSTEM VALUE SELECT %4$s, %3$s FROM %5$s AS old '
            'INNER JOIN new_id ON old.%6$I = new_id.%7$I ORDER BY new_id.id',
            part.name,
            CASE WHEN part.name = 'article' THEN 'article_id, story_version_id' ELSE part.key END,
            column_names,
            CASE WHEN part.name = 'article' THEN 'new_id.id, new_id.id' ELSE 'new_id.id' END,
            part.old_table,
            part.key,
            CASE WHEN part.key = 'article_id' THEN 'old_article_id' ELSE 'old_version_id' END
        );
    END LOOP;
    DROP SCHEMA news_before CASCADE;
    FOR definition IN SELECT index_definition.definition FROM index_definition LOOP
        EXECUTE definition;
    END LOOP;
    SELECT coalesce(max(id % 10000000000), 0) + 1 INTO largest FROM new_id;
    EXECUTE format('ALTER TABLE news.story_version ALTER COLUMN story_version_id RESTART WITH %s', largest);
    SELECT coalesce(max(mention_id), 0) + 1 INTO largest FROM news.mention;
    EXECUTE format('ALTER TABLE news.mention ALTER COLUMN mention_id RESTART WITH %s', largest);
    SELECT coalesce(max(quote_id), 0) + 1 INTO largest FROM news.quote;
    EXECUTE format('ALTER TABLE news.quote ALTER COLUMN quote_id RESTART WITH %s', largest);

    -- Keys of texts are twenty and more for an article, and written by one loader at a time from articles that it has
    -- just read: they are not checked.
    FOR pointer IN SELECT * FROM pointer WHERE holder <> 'news.fingerprint'::regclass LOOP
        EXECUTE format(
            'CREATE TRIGGER %1$I AFTER INSERT ON %3$s REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT '
            'EXECUTE FUNCTION news.refuse_orphans(%4$L, %5$L, %6$L); '
            'CREATE TRIGGER %2$I AFTER UPDATE ON %3$s REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT '
            'EXECUTE FUNCTION news.refuse_orphans(%4$L, %5$L, %6$L)',
            pointer.holding || '_there',
            pointer.holding || '_still_there',
            pointer.holder,
            pointer.holding,
            CASE WHEN pointer.is_article THEN 'news.article' ELSE 'news.story_version' END,
            CASE WHEN pointer.is_article THEN 'article_id' ELSE 'story_version_id' END
        );
    END LOOP;
END
$$;

CREATE INDEX IF NOT EXISTS story_version_story_id_idx ON news.story_version (story_id, version);
CREATE INDEX article_story_version_id_idx ON news.article (story_version_id);

CREATE TRIGGER story_id_there AFTER INSERT ON news.story_version
REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT
EXECUTE FUNCTION news.refuse_orphans('story_id', 'news.story', 'story_id');
CREATE TRIGGER raw_document_id_there AFTER INSERT ON news.story_version
REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT
EXECUTE FUNCTION news.refuse_orphans('raw_document_id', 'news.raw_document', 'raw_document_id');
CREATE TRIGGER run_id_there AFTER INSERT ON news.story_version
REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT
EXECUTE FUNCTION news.refuse_orphans('run_id', 'news.run', 'run_id');
CREATE TRIGGER entity_id_there AFTER INSERT ON news.mention
REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT
EXECUTE FUNCTION news.refuse_orphans('entity_id', 'news.entity', 'entity_id');
CREATE TRIGGER speaker_entity_id_there AFTER INSERT ON news.quote
REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT
EXECUTE FUNCTION news.refuse_orphans('speaker_entity_id', 'news.entity', 'entity_id');

-- As before; an article has the id of its version, and looking it up by that reads one month.
CREATE VIEW news.story_head AS
SELECT DISTINCT ON (version.story_id)
    version.story_id,
    version.story_version_id,
    version.pubstatus,
    article.article_id
FROM news.story_version AS version
LEFT JOIN news.article AS article ON version.story_version_id = article.article_id
WHERE
    version.take_number IS NULL
    AND NOT version.is_first_take
    AND (version.pubstatus <> 'usable' OR article.article_id IS NOT NULL)
ORDER BY
    version.story_id ASC,
    version.version DESC,
    version.updated_at DESC NULLS LAST,
    version.received_at DESC,
    version.content_sha256 ASC;

ALTER TABLE news.source ADD COLUMN keep_days integer CHECK (keep_days > 0);
COMMENT ON COLUMN news.source.keep_days IS
'How many days its stories are kept after their last version; NULL keeps them for ever.';
