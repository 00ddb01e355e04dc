-- Decide anew what the entities of these names are shown as.
SELECT news.settle_entities(%(names)s::text[]);
