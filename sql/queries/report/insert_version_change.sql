-- Keep where one version differs from the one before; somebody else may have done so meanwhile.
INSERT INTO news.version_change (story_version_id, earlier_version_id, passages)
VALUES (%(story_version_id)s, %(earlier_version_id)s, %(passages)s)
ON CONFLICT DO NOTHING;
