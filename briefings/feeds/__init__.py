"""From a feed's address to articles: guard, fetch, parse, decide, full text."""
