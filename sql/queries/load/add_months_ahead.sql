-- Make this month and those that come next.
SELECT news.add_months(array_agg(news.month_key(NULL, month.begins_at))) AS added_count
FROM generate_series(
    date_trunc('month', %(now)s::timestamptz, 'UTC'),
    %(now)s::timestamptz + make_interval(months => %(month_count)s::integer),
    interval '1 month'
) AS month (begins_at);
