"""Where promises are kept: readers, the outbox, the inbox, and the migrations of all tables."""
