"""From articles to stories: identity, clustering, ranking. Pure."""
