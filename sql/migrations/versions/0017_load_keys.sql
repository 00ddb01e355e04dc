-- As before (0014_load), with all keys of a statement in one look-up: sorted, they are found page by page, and only the
-- months that they lie in are planned. What is pointed at is unique, so as many rows are there as there are keys.
CREATE OR REPLACE FUNCTION news.refuse_orphans() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    keys bigint[];
    there_count bigint;
    orphan bigint;
BEGIN
    EXECUTE format(
        'SELECT ARRAY(SELECT DISTINCT arrived.%1$I FROM arrived WHERE arrived.%1$I IS NOT NULL)', TG_ARGV[0]
    ) INTO keys;
    IF cardinality(keys) = 0 THEN
        RETURN NULL;
    END IF;
    EXECUTE format(
        'SELECT count(*) FROM %1$s AS there WHERE there.%2$I = ANY($1)', TG_ARGV[1]::regclass, TG_ARGV[2]
    ) INTO there_count USING keys;
    IF there_count < cardinality(keys) THEN
        EXECUTE format(
            'SELECT key FROM unnest($1) AS key EXCEPT SELECT there.%2$I FROM %1$s AS there WHERE there.%2$I = ANY($1) '
            'LIMIT 1', TG_ARGV[1]::regclass, TG_ARGV[2]
        ) INTO orphan USING keys;
        RAISE foreign_key_violation USING MESSAGE = format(
            'a new row of %s points at %s %s, which is not in %s', TG_TABLE_NAME, TG_ARGV[0], orphan, TG_ARGV[1]
        );
    END IF;
    RETURN NULL;
END;
$$;

-- The same for pairs, whose two keys count within their article.
CREATE OR REPLACE FUNCTION news.refuse_orphan_pairs() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    article_ids bigint[] := ARRAY(SELECT DISTINCT arrived.article_id FROM arrived);
    orphan record;
BEGIN
    IF cardinality(article_ids) = 0 THEN
        RETURN NULL;
    END IF;
    EXECUTE
        '(SELECT arrived.article_id, arrived.quote_id AS key FROM arrived '
        'EXCEPT SELECT quote.article_id, quote.quote_id FROM news.quote AS quote WHERE quote.article_id = ANY($1)) '
        'UNION ALL '
        '(SELECT arrived.article_id, arrived.mention_id FROM arrived '
        'EXCEPT SELECT mention.article_id, mention.mention_id FROM news.mention AS mention '
        'WHERE mention.article_id = ANY($1)) LIMIT 1'
    INTO orphan USING article_ids;
    IF orphan.key IS NOT NULL THEN
        RAISE foreign_key_violation USING MESSAGE = format(
            'a new row of quote_mention joins %s, which is not in article %s', orphan.key, orphan.article_id
        );
    END IF;
    RETURN NULL;
END;
$$;

-- The place of a part of a quote, as an annotation has it.
CREATE FUNCTION news.span_of(part jsonb) RETURNS int4range
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN part IS NOT NULL THEN int4range((part ->> 'start_char')::integer, (part ->> 'end_char')::integer)
END;
