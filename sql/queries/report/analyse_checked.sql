-- Tell the planner how much the data checks look at: a night's articles are looked up, all of them are read in order.
ANALYZE checked;
