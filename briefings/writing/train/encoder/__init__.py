"""Tuning the small encoder. Needs torch, which nothing else does."""
