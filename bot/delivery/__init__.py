"""Briefings owed: planned, made, sent, proven."""
