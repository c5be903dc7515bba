"""Where news is kept: feeds, articles, stories, briefs and editions, in SQL tables shared with `bot`."""
