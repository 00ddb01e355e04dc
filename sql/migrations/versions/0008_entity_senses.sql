-- An entity is a canonical name with a label and, for people, the field of life that their article places them in.
-- ``shown_as`` is the entity that reports count, ``shown_name`` the name they show; both follow from the set of
-- entities and overrides alone, in whatever order they came (see news.settle_entities).
ALTER TABLE news.entity
ADD COLUMN field text CHECK (field IN ('public', 'sport', 'arts')),
ADD COLUMN shown_as bigint REFERENCES news.entity,
ADD COLUMN shown_name text,
DROP CONSTRAINT entity_canonical_label_key,
ADD CONSTRAINT entity_canonical_label_field_key UNIQUE NULLS NOT DISTINCT (canonical, label, field);
UPDATE news.entity
SET
    shown_as = entity_id,
    shown_name = canonical;
CREATE INDEX entity_shown_as_idx ON news.entity (shown_as);

-- ``shown_as`` is NULL where the alias stands for its own entity, and another where the desk has split it off.
ALTER TABLE news.entity_alias
ADD COLUMN shown_as bigint REFERENCES news.entity;
CREATE INDEX entity_alias_shown_as_idx ON news.entity_alias (shown_as);

ALTER TABLE news.mention
ADD COLUMN role text;
COMMENT ON COLUMN news.mention.role IS 'What the text says of the person at this place: special envoy for Syria.';

-- The desk's word on entities, kept for ever and obeyed at once: by names, so that it outlives a rebuild.
-- merge: what is called ``canonical`` is ``target``. rename: show ``canonical`` as ``target``.
-- split: where ``canonical`` is written ``alias``, ``target`` is meant.
CREATE TABLE news.entity_override (
    entity_override_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('merge', 'rename', 'split')),
    label text NOT NULL,
    canonical text NOT NULL,
    alias text,
    target text NOT NULL,
    target_label text NOT NULL,
    reason text NOT NULL,
    made_by text NOT NULL DEFAULT current_user,
    made_at timestamptz NOT NULL DEFAULT now(),
    CHECK ((kind = 'split') = (alias IS NOT NULL)),
    CHECK (kind <> 'merge' OR (canonical, label) <> (target, target_label)),
    UNIQUE NULLS NOT DISTINCT (kind, label, canonical, alias)
);

-- Decide for the entities of these names, and for all that point at them, what they are shown as.
-- People in one field, or of whom none is known, are one person; in several fields each is a person of its own.
-- Merges are followed up to ten steps, so that a circle of them ends. One caller at a time, until its transaction ends:
-- two that see only their own half of a name's fields would both leave it in one piece.
CREATE FUNCTION news.settle_entities(names text[]) RETURNS void
LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtext('news.settle_entities'));

    WITH RECURSIVE touched AS (
        SELECT unnest(names) AS canonical
        UNION
        SELECT override.canonical
        FROM touched
        INNER JOIN news.entity_override AS override ON touched.canonical = override.target
    ),

    apart AS (
        SELECT
            entity.canonical,
            entity.label,
            count(DISTINCT entity.field) > 1 AS is_apart
        FROM news.entity AS entity
        WHERE entity.canonical IN (
            SELECT touched.canonical
            FROM touched
            UNION
            SELECT override.target
            FROM touched
            INNER JOIN news.entity_override AS override ON touched.canonical = override.canonical
        )
        GROUP BY entity.canonical, entity.label
    ),

    step AS (
        SELECT
            entity.entity_id,
            entity.canonical,
            entity.label,
            CASE WHEN apart.is_apart THEN entity.field END AS field,
            0 AS depth
        FROM news.entity AS entity
        INNER JOIN touched ON entity.canonical = touched.canonical
        INNER JOIN apart ON entity.canonical = apart.canonical AND entity.label = apart.label
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

    settled AS (
        SELECT
            last_step.entity_id,
            coalesce(rename.target, last_step.canonical || coalesce(' (' || last_step.field || ')', '')) AS shown_name,
            (
                SELECT min(target.entity_id)
                FROM news.entity AS target
                LEFT JOIN apart ON target.canonical = apart.canonical AND target.label = apart.label
                WHERE
                    target.canonical = last_step.canonical
                    AND target.label = last_step.label
                    AND (
                        apart.is_apart IS NOT TRUE
                        OR target.field IS NOT DISTINCT FROM last_step.field
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

    WITH settled AS (
        SELECT
            alias.entity_id,
            alias.alias,
            min(target.shown_as) AS shown_as
        FROM news.entity_alias AS alias
        INNER JOIN news.entity AS entity ON alias.entity_id = entity.entity_id
        LEFT JOIN news.entity_override AS split
            ON
                entity.canonical = split.canonical
                AND entity.label = split.label
                AND alias.alias = split.alias
                AND split.kind = 'split'
        LEFT JOIN news.entity AS target ON split.target = target.canonical AND split.target_label = target.label
        WHERE entity.canonical = ANY(names) OR split.target = ANY(names)
        GROUP BY alias.entity_id, alias.alias
    )

    UPDATE news.entity_alias
    SET shown_as = settled.shown_as
    FROM settled
    WHERE
        news.entity_alias.entity_id = settled.entity_id
        AND news.entity_alias.alias = settled.alias
        AND news.entity_alias.shown_as IS DISTINCT FROM settled.shown_as;
$$;

-- A desk person may name an entity that no article has yet: it gets its row, so that there is something to point at.
CREATE FUNCTION news.obey_entity_override() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' AND NEW.kind <> 'rename' THEN
        INSERT INTO news.entity (canonical, label, shown_name)
        VALUES (NEW.target, NEW.target_label, NEW.target)
        ON CONFLICT DO NOTHING;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM news.settle_entities(ARRAY[OLD.canonical, OLD.target]);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM news.settle_entities(ARRAY[NEW.canonical, NEW.target]);
    END IF;
    RETURN NULL;
END;
$$;
CREATE TRIGGER entity_override_obeyed
AFTER INSERT OR UPDATE OR DELETE ON news.entity_override
FOR EACH ROW EXECUTE FUNCTION news.obey_entity_override();
