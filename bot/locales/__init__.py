"""The catalogues of the interface in other languages, and how they are made."""
