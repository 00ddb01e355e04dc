-- From when on a run looks for versions to compare: from its own start, or from that of the last other run that ended,
-- as a run ends with comparing. What a run between the two loaded and did not live to compare is in it.
SELECT least(this.started_at, max(ended.started_at)) AS since
FROM news.run AS this
LEFT JOIN news.run AS ended ON this.run_id <> ended.run_id AND ended.finished_at IS NOT NULL
WHERE this.run_id = %(run_id)s
GROUP BY this.started_at;
