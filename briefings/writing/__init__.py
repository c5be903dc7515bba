"""From a story to a brief, and from briefs to an edition."""
