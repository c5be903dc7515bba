"""The one base exception of `briefings`, and what is raised when a program cannot go on.

Expected failures (a dead feed, a page without text) are values, not exceptions.
"""


class BriefingsError(Exception):
    """Something in `briefings` that a caller must hear about; the message is one sentence for a person."""


class CatalogueError(BriefingsError):
    """The list of newsletters is not usable; the message names every mistake with its key."""


class StoreError(BriefingsError):
    """The database cannot be opened or is not one of ours."""
