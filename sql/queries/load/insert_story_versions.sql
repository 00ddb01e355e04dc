-- Keep each staged version that is new.
INSERT INTO news.story_version (
    story_version_id, story_id, raw_document_id, run_id, version, content_sha256, source_format, pubstatus, signals,
    embargoed_until, published_at, updated_at, received_at, language, headline, slugline, byline, dateline, section,
    urgency, edition_note, url, located, genres, priority, credit, copyright, usage_terms, stated_word_count,
    keywords, associations, published_from, kept_text_ratio, take_of, take_number, take_count, body, notes
)
SELECT
    known.story_version_id,
    known.story_id,
    stage.raw_document_id,
    stage.run_id,
    stage.version,
    stage.content_sha256,
    stage.source_format,
    stage.pubstatus,
    stage.signals,
    stage.embargoed_until,
    stage.published_at,
    stage.updated_at,
    stage.received_at,
    stage.language,
    stage.headline,
    stage.slugline,
    stage.byline,
    stage.dateline,
    stage.section,
    stage.urgency,
    stage.edition_note,
    stage.url,
    stage.located,
    stage.genres,
    stage.priority,
    stage.credit,
    stage.copyright,
    stage.usage_terms,
    stage.stated_word_count,
    stage.keywords,
    stage.associations,
    stage.published_from,
    stage.kept_text_ratio,
    stage.take_of,
    stage.take_number,
    stage.take_count,
    stage.body,
    stage.notes
FROM stage_version AS stage
INNER JOIN stage_key AS known ON stage.item_number = known.item_number
ORDER BY known.story_version_id, stage.item_number
ON CONFLICT (story_version_id) DO NOTHING;
