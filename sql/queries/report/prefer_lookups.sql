-- Say whether the planner may read tables whole ('on') or is to look up each row ('off'), until the transaction ends.
-- It reckons a look-up in a table of fifteen months at fifteen times its cost, though only one of them is looked into.
SELECT set_config(setting.name, %(reading)s, TRUE)
FROM unnest(ARRAY['enable_hashjoin', 'enable_mergejoin', 'enable_seqscan']) AS setting (name);
