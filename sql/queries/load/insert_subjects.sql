-- Keep the subjects of each staged version.
INSERT INTO news.subject (story_version_id, scheme, code, name)
SELECT
    known.story_version_id,
    subject.scheme,
    subject.code,
    subject.name
FROM stage_subject AS subject
INNER JOIN stage_key AS known ON subject.item_number = known.item_number
ORDER BY known.story_version_id, subject.scheme, subject.code
ON CONFLICT (story_version_id, scheme, code) DO NOTHING;
