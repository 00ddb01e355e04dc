-- What each version of a shown story changed in the words of the version before it.
CREATE VIEW report.version_change AS
SELECT
    history.story_id,
    history.source,
    history.guid,
    history.version,
    earlier.version AS earlier_version,
    history.signals,
    history.received_at,
    nullif(earlier.headline, later.headline) AS earlier_headline,
    later.headline,
    jsonb_array_length(change.passages) AS passage_count,
    difference.removed_word_count,
    difference.added_word_count,
    difference.word_diff,
    coalesce(difference.passages, '[]') AS passages,
    visible.article_id,
    history.story_version_id,
    history.earlier_version_id,
    history.is_current
FROM report.story_version AS history
INNER JOIN news.version_change AS change
    ON history.story_version_id = change.story_version_id AND history.earlier_version_id = change.earlier_version_id
-- Only what is read of a story that may be read: a kill or a hold takes its words away here too.
INNER JOIN report.visible_article AS visible ON history.story_id = visible.story_id
INNER JOIN news.story_version AS later ON history.story_version_id = later.story_version_id
INNER JOIN news.story_version AS earlier ON history.earlier_version_id = earlier.story_version_id
INNER JOIN news.article AS later_text ON history.story_version_id = later_text.article_id
INNER JOIN news.article AS earlier_text ON history.earlier_version_id = earlier_text.article_id
CROSS JOIN
    LATERAL (
        SELECT
            sum(cardinality(regexp_split_to_array(nullif(piece.removed, ''), '\s+'))) AS removed_word_count,
            sum(cardinality(regexp_split_to_array(nullif(piece.added, ''), '\s+'))) AS added_word_count,
            string_agg(
                concat(
                    substr(later_text.body, greatest(1, piece.start_char - 39), least(40, piece.start_char)),
                    '[-' || nullif(piece.removed, '') || '-]',
                    '{+' || nullif(piece.added, '') || '+}',
                    substr(later_text.body, piece.end_char + 1, 40)
                ),
                chr(10) ORDER BY piece.number
            ) AS word_diff,
            jsonb_agg(
                jsonb_build_object(
                    'start_char', piece.start_char, 'end_char', piece.end_char,
                    'before', piece.removed, 'after', piece.added,
                    'lead', substr(later_text.body, greatest(1, piece.start_char - 59), least(60, piece.start_char)),
                    'trail', substr(later_text.body, piece.end_char + 1, 60)
                )
                ORDER BY piece.number
            ) AS passages
        FROM (
            SELECT
                passage.number,
                (passage.place ->> 0)::integer AS start_char,
                (passage.place ->> 1)::integer AS end_char,
                substr(
                    later_text.body,
                    (passage.place ->> 0)::integer + 1,
                    (passage.place ->> 1)::integer - (passage.place ->> 0)::integer
                ) AS added,
                substr(
                    earlier_text.body,
                    (passage.place ->> 2)::integer + 1,
                    (passage.place ->> 3)::integer - (passage.place ->> 2)::integer
                ) AS removed
            FROM jsonb_array_elements(change.passages) WITH ORDINALITY AS passage (place, number)
        ) AS piece
    ) AS difference
WHERE coalesce(greatest(later.embargoed_until, earlier.embargoed_until), '-infinity') <= now();

COMMENT ON VIEW report.version_change IS
'What changed: one row for each version of a shown story that came after another one, from the refresh after its load on. Killed and withheld stories are not in it.';
COMMENT ON COLUMN report.version_change.story_id IS 'Key of the story (report.story).';
COMMENT ON COLUMN report.version_change.source IS 'Name of the source, as in sources.toml.';
COMMENT ON COLUMN report.version_change.guid IS 'The publisher''s own identifier of the story.';
COMMENT ON COLUMN report.version_change.version IS 'The publisher''s number of this version.';
COMMENT ON COLUMN report.version_change.earlier_version IS 'The number of the version before it.';
COMMENT ON COLUMN report.version_change.signals IS 'What this version does to its story: update, correction, ...';
COMMENT ON COLUMN report.version_change.received_at IS 'When this version was fetched (UTC).';
COMMENT ON COLUMN report.version_change.earlier_headline IS 'Headline before; NULL where it stayed the same.';
COMMENT ON COLUMN report.version_change.headline IS 'Headline of this version.';
COMMENT ON COLUMN report.version_change.passage_count IS 'How many passages of the text changed: 0 where the cleaned text stayed the same.';
COMMENT ON COLUMN report.version_change.removed_word_count IS 'How many words of the earlier text are gone; NULL where none is.';
COMMENT ON COLUMN report.version_change.added_word_count IS 'How many words are new; NULL where none is.';
COMMENT ON COLUMN report.version_change.word_diff IS 'The changed passages, a line for each, with some characters around: [-words before-]{+words after+}; NULL where the text stayed the same.';
COMMENT ON COLUMN report.version_change.passages IS 'The same for programs, as a JSON array of objects: start_char and end_char in the body of this version, before, after, and up to 60 characters of that body in front (lead) and behind (trail).';
COMMENT ON COLUMN report.version_change.article_id IS 'Key of the story''s shown article (report.article), which may be a later version.';
COMMENT ON COLUMN report.version_change.story_version_id IS 'Key of this version (report.story_version).';
COMMENT ON COLUMN report.version_change.earlier_version_id IS 'Key of the version before it.';
COMMENT ON COLUMN report.version_change.is_current IS 'Whether this version speaks for its story now: the offsets are those of report.article.body.';
