-- Of a copy and its origin: the share of the origin's text that it has, the share of its own that is the origin's, how
-- many of the figures agree, and how many whole sentences. ``basis`` is what joined them: equal text, the versions of
-- one story, a headline with a slug tag ("UPDATE 2-"), or the desk.
ALTER TABLE news.cluster_member
ADD COLUMN kept_ratio real CHECK (kept_ratio BETWEEN 0 AND 1),
ADD COLUMN own_ratio real CHECK (own_ratio BETWEEN 0 AND 1),
ADD COLUMN numbers_ratio real CHECK (numbers_ratio BETWEEN 0 AND 1),
ADD COLUMN shared_sentence_count integer CHECK (shared_sentence_count >= 0),
ADD COLUMN basis text CHECK (basis IN ('text', 'story', 'headline', 'desk'));

-- The desk's word on two stories, kept for ever: pin: they are one; split: they are not, whatever their texts.
-- Stories are named by source and guid, so that it outlives a rebuild; the pair's order does not matter.
CREATE TABLE news.cluster_override (
    cluster_override_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('pin', 'split')),
    left_source text NOT NULL,
    left_guid text NOT NULL,
    right_source text NOT NULL,
    right_guid text NOT NULL,
    reason text NOT NULL,
    made_by text NOT NULL DEFAULT current_user,
    made_at timestamptz NOT NULL DEFAULT now(),
    CHECK ((left_source, left_guid) < (right_source, right_guid)),
    UNIQUE (left_source, left_guid, right_source, right_guid)
);

CREATE VIEW news.cluster_override_story AS
SELECT
    override.kind,
    left_story.story_id AS left_story_id,
    right_story.story_id AS right_story_id
FROM news.cluster_override AS override
INNER JOIN news.source AS left_source ON override.left_source = left_source.name
INNER JOIN news.story AS left_story
    ON left_source.source_id = left_story.source_id AND override.left_guid = left_story.guid
INNER JOIN news.source AS right_source ON override.right_source = right_source.name
INNER JOIN news.story AS right_story
    ON right_source.source_id = right_story.source_id AND override.right_guid = right_story.guid;

-- The passages that a correction changed, as another article of the cluster has them: still as before, or corrected.
-- An article that has none of the passages has no row.
CREATE TABLE news.correction_reach (
    article_id bigint NOT NULL REFERENCES news.article ON DELETE CASCADE,
    correction_id bigint NOT NULL REFERENCES news.article ON DELETE CASCADE,
    has_reached boolean NOT NULL,
    PRIMARY KEY (article_id, correction_id)
);
CREATE INDEX correction_reach_correction_id_idx ON news.correction_reach (correction_id);

-- Clusters are decided anew for the articles of an override's stories, by the dedupe task that comes next.
CREATE FUNCTION news.forget_clusters(source_name text, story_guid text) RETURNS void
LANGUAGE sql AS $$
    WITH touched AS (
        SELECT DISTINCT member.cluster_id
        FROM news.cluster_member AS member
        INNER JOIN news.article AS article ON member.article_id = article.article_id
        INNER JOIN news.story_version AS version ON article.story_version_id = version.story_version_id
        INNER JOIN news.story AS story ON version.story_id = story.story_id
        INNER JOIN news.source AS source ON story.source_id = source.source_id
        WHERE source.name = source_name AND story.guid = story_guid
    ),

    forgotten AS (
        DELETE FROM news.cluster_member AS member
        USING touched
        WHERE member.cluster_id = touched.cluster_id
    )

    DELETE FROM news.cluster AS cluster
    USING touched
    WHERE cluster.cluster_id = touched.cluster_id;
$$;

CREATE FUNCTION news.obey_cluster_override() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM news.forget_clusters(OLD.left_source, OLD.left_guid);
        PERFORM news.forget_clusters(OLD.right_source, OLD.right_guid);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM news.forget_clusters(NEW.left_source, NEW.left_guid);
        PERFORM news.forget_clusters(NEW.right_source, NEW.right_guid);
    END IF;
    RETURN NULL;
END;
$$;
CREATE TRIGGER cluster_override_obeyed
AFTER INSERT OR UPDATE OR DELETE ON news.cluster_override
FOR EACH ROW EXECUTE FUNCTION news.obey_cluster_override();
