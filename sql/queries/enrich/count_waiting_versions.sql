-- How many versions wait for load, and so at most how many texts for enrich.
SELECT count(*) AS waiting_count
FROM news.version_key
WHERE NOT is_loaded;
