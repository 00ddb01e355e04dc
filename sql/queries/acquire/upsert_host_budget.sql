-- Keep what a source allows itself at a server.
INSERT INTO news.host_budget AS budget (host, source, min_delay_s, daily_cap)
VALUES (%(host)s, %(source)s, %(min_delay_s)s, %(daily_cap)s)
ON CONFLICT (host, source) DO UPDATE
    SET
        min_delay_s = excluded.min_delay_s,
        daily_cap = excluded.daily_cap
    WHERE (budget.min_delay_s, budget.daily_cap) IS DISTINCT FROM (excluded.min_delay_s, excluded.daily_cap);
