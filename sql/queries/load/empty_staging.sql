-- Empty the staging tables before the next batch of the same transaction.
TRUNCATE
stage_version, stage_key, stage_subject, stage_place, stage_furniture, stage_contributor, stage_annotation,
stage_mention, stage_quote;
