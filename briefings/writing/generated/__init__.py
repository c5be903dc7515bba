"""Briefs that a language model drafts: what it is asked, and what of its answer may be told."""
