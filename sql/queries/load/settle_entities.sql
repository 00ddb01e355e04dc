-- Decide what the staged entities are shown as, now that all of this batch are there.
SELECT news.settle_entities(array_agg(DISTINCT stage.canonical ORDER BY stage.canonical))
FROM stage_mention AS stage;
