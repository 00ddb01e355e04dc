-- All that is known of these long stories: their takes, and the texts of the same slug that say nothing of takes.
-- Stories of which no take is known are left out.
SELECT
    wanted.source_id,
    wanted.take_of,
    version.story_version_id,
    version.raw_document_id,
    version.received_at,
    source.language AS source_language,
    source.timezone,
    story.guid,
    version.version,
    version.source_format,
    version.pubstatus,
    version.signals,
    version.embargoed_until,
    version.published_at,
    version.updated_at,
    version.language,
    version.headline,
    version.slugline,
    version.byline,
    version.dateline,
    version.section,
    version.urgency,
    version.edition_note,
    version.url,
    version.located,
    version.genres,
    version.priority,
    version.credit,
    version.copyright,
    version.usage_terms,
    version.stated_word_count,
    version.keywords,
    version.associations,
    version.take_number,
    version.body,
    version.notes,
    (
        SELECT
            json_agg(
                json_build_array(subject.scheme, subject.code, subject.name) ORDER BY subject.scheme, subject.code
            )
        FROM news.subject AS subject
        WHERE subject.story_version_id = version.story_version_id
    ) AS subjects,
    (
        SELECT json_agg(json_build_array(place.role, place.name, place.scheme, place.code) ORDER BY place.place_number)
        FROM news.place AS place
        WHERE place.story_version_id = version.story_version_id
    ) AS places
FROM unnest(%(source_ids)s::bigint[], %(guids)s::text[]) AS wanted (source_id, take_of)
INNER JOIN news.story_version AS version ON wanted.take_of = version.take_of
INNER JOIN news.story AS story ON version.story_id = story.story_id AND wanted.source_id = story.source_id
INNER JOIN news.source AS source ON story.source_id = source.source_id
WHERE
    EXISTS (
        SELECT 1
        FROM news.story AS long_story
        INNER JOIN news.story_version AS take ON long_story.story_id = take.story_id
        WHERE
            long_story.source_id = wanted.source_id
            AND long_story.guid = wanted.take_of
            AND take.take_number IS NOT NULL
    )
ORDER BY wanted.source_id, wanted.take_of, version.story_version_id;
