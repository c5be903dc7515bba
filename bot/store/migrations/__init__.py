"""Forward-only migrations of the one schema of `bot` and `briefings`, run by Alembic."""
